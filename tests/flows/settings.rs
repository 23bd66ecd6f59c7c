//! What Settings promise: copies of the database that are gone back to, a log of requests without secrets,
//! newer versions that are announced and never fetched.

use crate::hosted::Hosted;
use crate::support::{Flow, command, engine, open, photos, run, text};
use blazon_core::{NoEvents, NoUpdatePlace, Places, SecretName, WorkUnderWay};
use blazon_model::{
    BackupInfo, BackupKind, LedgerKind, Notice, ProviderId, RequestAnswer, RunState, UpdateFinding,
};
use blazon_providers::Problem;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Ends the program, lets go of the library and opens it again.
fn reopened(flow: Flow) -> Flow {
    let home = Arc::clone(&flow.home);
    drop(flow);
    Flow::at(home)
}

fn dataset_names(flow: &Flow) -> Vec<String> {
    let datasets = flow.studio.list_datasets().unwrap();
    let mut names: Vec<_> = datasets
        .into_iter()
        .map(|dataset| dataset.name.to_string())
        .collect();
    names.sort();
    names
}

fn notices(flow: &Flow) -> Vec<Notice> {
    flow.studio.library_info().unwrap().notices
}

/// A library with the dataset Fox, a copy of it, and the dataset Owl that is not in the copy.
fn with_copy() -> (Flow, BackupInfo) {
    let flow = Flow::new();
    flow.dataset("Fox");
    let copy = flow.studio.back_up_library().unwrap();
    flow.dataset("Owl");
    (flow, copy)
}

fn wish(home: &Path) -> std::path::PathBuf {
    home.join("backups/restore-wish")
}

#[test]
fn a_copy_is_gone_back_to_at_the_next_opening_and_what_was_there_is_kept() {
    let (flow, copy) = with_copy();
    assert_eq!(flow.studio.list_backups(), std::slice::from_ref(&copy));
    flow.studio.restore_backup(&copy.name).unwrap();
    assert_eq!(dataset_names(&flow), ["Fox", "Owl"], "not while it is open");

    let flow = reopened(flow);
    assert_eq!(dataset_names(&flow), ["Fox"]);
    let told = notices(&flow);
    let [Notice::Restored { backup_at, kept }] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(*backup_at, copy.at);
    let listed = flow.studio.list_backups();
    let before = listed.iter().find(|backup| backup.name == *kept).unwrap();
    assert_eq!(
        (before.kind, before.usable),
        (BackupKind::BeforeRestore, true)
    );
    assert!(!wish(flow.home.path()).exists());
    assert!(flow.studio.check_library().unwrap().database_ok);

    flow.studio.restore_backup(kept).unwrap();
    let flow = reopened(flow);
    assert_eq!(dataset_names(&flow), ["Fox", "Owl"], "there is a way back");
    let flow = reopened(flow);
    assert_eq!(notices(&flow), [], "it is done and told once");
}

#[test]
fn what_was_spent_is_not_undone_by_a_restore() {
    let mut hosted = Hosted::new();
    let run = hosted.quoted(ProviderId::Fal);
    let studio = &hosted.flow().studio;
    let copy = studio.back_up_library().unwrap();
    studio.accept_quote(run.id).unwrap();
    let ended = studio.watch_run(run.id, |_| {}).unwrap();
    assert!(matches!(ended.state, RunState::Ready { .. }), "{ended:?}");
    studio.wait_until_idle().unwrap();
    studio.restore_backup(&copy.name).unwrap();
    hosted.reopen();
    let studio = &hosted.flow().studio;
    let run = studio.load_run(run.id).unwrap().run;
    assert!(matches!(run.state, RunState::Quoted { .. }), "{run:?}");
    let kinds: Vec<_> = studio
        .list_ledger()
        .unwrap()
        .into_iter()
        .map(|line| line.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            LedgerKind::Reserved,
            LedgerKind::Requested,
            LedgerKind::Settled
        ]
    );
}

#[test]
fn no_copy_is_gone_back_to_while_work_is_under_way() {
    let (flow, copy) = with_copy();
    let source = tempfile::tempdir().unwrap();
    let dataset = flow.dataset("Bear");
    let started = flow
        .studio
        .import_paths(&photos(source.path(), 2), Some(dataset.id))
        .unwrap();
    let refused = flow.studio.restore_backup(&copy.name).unwrap_err();
    assert!(refused.is::<WorkUnderWay>(), "{refused:?}");
    flow.studio.start_runner().unwrap();
    flow.studio.watch_job(started.job.id, |_| {}).unwrap();
    flow.studio.wait_until_idle().unwrap();
    flow.studio.restore_backup(&copy.name).unwrap();
}

#[test]
fn while_another_program_has_the_library_open_the_copy_waits() {
    let (flow, copy) = with_copy();
    flow.studio.restore_backup(&copy.name).unwrap();
    let other = open(flow.home.path(), Arc::new(NoEvents));
    let flow = reopened(flow);
    assert_eq!(notices(&flow), [Notice::RestoreWaits]);
    assert_eq!(dataset_names(&flow), ["Fox", "Owl"]);
    drop(other);
    let flow = reopened(flow);
    assert_eq!(dataset_names(&flow), ["Fox"]);
}

#[test]
fn a_wish_that_names_no_copy_changes_nothing() {
    for name in ["../blazon.db", "/etc/passwd", "blazon-1.db", "", "\u{0}"] {
        let (flow, _) = with_copy();
        std::fs::write(wish(flow.home.path()), name).unwrap();
        let flow = reopened(flow);
        let told = notices(&flow);
        assert!(
            matches!(told.as_slice(), [Notice::RestoreFailed { .. }]),
            "{told:?}"
        );
        assert_eq!(dataset_names(&flow), ["Fox", "Owl"]);
        assert!(!wish(flow.home.path()).exists());
    }
}

#[test]
fn a_copy_that_is_damaged_is_refused_and_one_damaged_later_changes_nothing() {
    let (flow, copy) = with_copy();
    let whole = std::fs::read(&copy.path).unwrap();
    std::fs::write(&copy.path, &whole[..whole.len() / 2]).unwrap();
    assert!(!flow.studio.list_backups()[0].usable);
    assert!(flow.studio.restore_backup(&copy.name).is_err());
    std::fs::write(&copy.path, &whole).unwrap();
    flow.studio.restore_backup(&copy.name).unwrap();
    std::fs::write(&copy.path, &whole[..whole.len() / 2]).unwrap();
    let flow = reopened(flow);
    let told = notices(&flow);
    assert!(
        matches!(told.as_slice(), [Notice::RestoreFailed { .. }]),
        "{told:?}"
    );
    assert_eq!(dataset_names(&flow), ["Fox", "Owl"]);
}

/// What a crash leaves after each step is gone on from.
#[test]
fn a_restore_that_was_cut_off_is_done_again_to_the_same_end() {
    let (flow, copy) = with_copy();
    flow.studio.restore_backup(&copy.name).unwrap();
    // Cut off while the copy was copied.
    std::fs::write(flow.home.path().join("blazon.db.half"), b"SQLite format 3").unwrap();
    let flow = reopened(flow);
    assert_eq!(dataset_names(&flow), ["Fox"]);
    // Cut off before the wish was forgotten.
    std::fs::write(wish(flow.home.path()), &copy.name).unwrap();
    let flow = reopened(flow);
    assert_eq!(dataset_names(&flow), ["Fox"]);
    let kept = flow.studio.list_backups();
    assert!(kept.iter().all(|backup| backup.usable), "{kept:?}");
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_library_or_the_restored_one() {
    let (flow, copy) = with_copy();
    let home = Arc::clone(&flow.home);
    drop(flow);
    for round in 0..crate::support::rounds() {
        let mut restoring = command(home.path(), &["library", "restore", &copy.name])
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(u64::from(round * 7 % 120)));
        restoring.kill().unwrap();
        restoring.wait().unwrap();
        let flow = Flow::at(Arc::clone(&home));
        let names = dataset_names(&flow);
        assert!(names == ["Fox"] || names == ["Fox", "Owl"], "{names:?}");
        assert!(flow.studio.check_library().unwrap().database_ok);
        if names == ["Fox"] {
            flow.dataset("Owl");
        }
    }
    let unhindered = run(home.path(), &["library", "restore", &copy.name]);
    assert!(unhindered.status.success(), "{}", text(&unhindered));
}

#[test]
fn the_terminal_lists_copies_and_goes_back_to_one() {
    let (flow, copy) = with_copy();
    let home = Arc::clone(&flow.home);
    let window = flow.studio.library().try_lock_window().unwrap();
    let held = run(home.path(), &["library", "restore", &copy.name]);
    assert_eq!(held.status.code(), Some(1), "{}", text(&held));
    assert!(!wish(home.path()).exists(), "{}", text(&held));
    drop((window, flow));
    let listed = run(home.path(), &["library", "backups"]);
    assert!(text(&listed).contains(&copy.name), "{}", text(&listed));
    let unknown = run(home.path(), &["library", "restore", "blazon-7.db"]);
    assert_eq!(unknown.status.code(), Some(1), "{}", text(&unknown));
    let restored = run(home.path(), &["--json", "library", "restore", &copy.name]);
    assert!(restored.status.success(), "{}", text(&restored));
    assert!(text(&restored).contains("replaced-"), "{}", text(&restored));
    assert_eq!(dataset_names(&Flow::at(home)), ["Fox"]);
}

#[test]
fn the_log_of_requests_has_every_request_and_no_key() {
    let mut hosted = Hosted::new();
    let run = hosted.quoted(ProviderId::Fal);
    let studio = &hosted.flow().studio;
    studio.accept_quote(run.id).unwrap();
    let ended = studio.watch_run(run.id, |_| {}).unwrap();
    assert!(matches!(ended.state, RunState::Ready { .. }), "{ended:?}");
    let noted = studio.list_requests(500);
    assert_eq!(noted.len(), hosted.fal.requests().len(), "{noted:?}");
    assert!(noted.iter().all(|sent| sent.host == "127.0.0.1"));
    let newest_first = noted.windows(2).all(|pair| pair[0].at >= pair[1].at);
    assert!(newest_first, "{noted:?}");
    let told = hosted.flow().events.all();
    assert!(told.contains(&blazon_core::Event::RequestsChanged));

    // A key that is wrong is in no line either.
    hosted.set_key(SecretName::FalKey, "planted-id:planted-secret");
    let _ = hosted.flow().studio.test_key_now(ProviderId::Fal);
    let studio = &hosted.flow().studio;
    let refused = studio.list_requests(1);
    assert_eq!(refused[0].answer, RequestAnswer::Status { status: 401 });

    let logs = hosted.flow().home.path().join("logs");
    let files = std::fs::read_dir(logs)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<_> = files
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("requests")
        })
        .collect();
    assert_eq!(files.len(), 1);
    let written = std::fs::read_to_string(&files[0]).unwrap();
    assert_eq!(written.lines().count(), noted.len() + 1);
    for secret in [hosted.fal.key(), "planted"] {
        assert!(!written.contains(secret), "{written}");
    }

    hosted.reopen();
    let read_back = hosted.flow().studio.list_requests(500);
    assert_eq!(
        read_back.len(),
        noted.len() + 1,
        "another program reads them"
    );
    assert_eq!(read_back[1..], noted[..]);
    let listed = hosted
        .command(&["--json", "requests", "--limit", "3"])
        .output()
        .unwrap();
    assert_eq!(text(&listed).lines().count(), 3, "{}", text(&listed));
}

/// A host that gives this one answer to whoever asks, as often as it is asked.
fn answering(status: &'static str, body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while lines
                .next()
                .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
            {}
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            // Who has heard enough hangs up.
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(body.as_bytes()));
        }
    });
    format!("http://127.0.0.1:{port}/blazon.json")
}

/// A library whose settings allow this computer, with announcements at `place`.
fn with_updates(place: &str) -> Flow {
    let mut places = Places::new(engine());
    places.updates = Some(place.parse().unwrap());
    places.patience.first_wait = Duration::from_millis(1);
    let flow = Flow::with(Arc::new(tempfile::tempdir().unwrap()), places);
    let mut settings = flow.studio.load_settings().unwrap();
    settings.allowed_hosts.push("127.0.0.1".into());
    flow.studio.change_settings(settings).unwrap();
    flow
}

#[test]
fn a_newer_version_is_told_and_nothing_of_it_is_fetched() {
    let said = r#"{"version":"99.0.0","page":"https://example.org/blazon/99","notes":"Faster."}"#;
    let flow = with_updates(&answering("200 OK", said.into()));
    assert!(
        flow.studio.list_requests(10).is_empty(),
        "nobody asks by himself"
    );
    let newer = UpdateFinding::Newer {
        version: "99.0.0".into(),
        notes: "Faster.".into(),
        host: "example.org".into(),
    };
    assert_eq!(flow.studio.look_for_update().unwrap(), newer);
    assert_eq!(
        flow.studio.announced_page().unwrap(),
        "https://example.org/blazon/99"
    );
    assert_eq!(flow.studio.list_requests(10).len(), 1);

    let said = r#"{"version":"0.0.1","page":"https://example.org/"}"#;
    let flow = with_updates(&answering("200 OK", said.into()));
    assert_eq!(
        flow.studio.look_for_update().unwrap(),
        UpdateFinding::Newest
    );
}

#[test]
fn a_place_that_is_not_known_allowed_or_sensible_is_said() {
    let said = r#"{"version":"99.0.0","page":"https://example.org/"}"#;
    let flow = with_updates(&answering("200 OK", said.into()));
    let mut settings = flow.studio.load_settings().unwrap();
    settings.allowed_hosts.retain(|host| host != "127.0.0.1");
    flow.studio.change_settings(settings).unwrap();
    let refused = flow.studio.look_for_update().unwrap_err();
    let problem = refused.downcast_ref();
    assert!(
        matches!(problem, Some(Problem::HostRefused { .. })),
        "{refused:?}"
    );
    assert!(flow.studio.list_requests(10).is_empty());

    let long = format!(
        r#"{{"version":"99.0.0","page":"https://e.org/","notes":"{}"}}"#,
        "a".repeat(1 << 17)
    );
    for (status, body) in [
        ("200 OK", "<html>".into()),
        ("404 Not Found", said.into()),
        ("200 OK", long),
    ] {
        let flow = with_updates(&answering(status, body));
        let refused = flow.studio.look_for_update().unwrap_err();
        let problem = refused.downcast_ref();
        assert!(
            matches!(problem, Some(Problem::BrokenReply { .. })),
            "{refused:?}"
        );
        assert!(flow.studio.announced_page().is_err());
    }

    let flow = Flow::new();
    assert_eq!(flow.studio.find_update_place(), None);
    assert!(
        flow.studio
            .look_for_update()
            .unwrap_err()
            .is::<NoUpdatePlace>()
    );
}
