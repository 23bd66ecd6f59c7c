//! How the threads of the web view share the processor on Linux.
//!
//! WebKitGTK gave a few of its threads real-time priority until 2026 (its bug 319535 took that away). Such a thread waits for
//! the lock of WebKit's allocator by `sched_yield`, which lets nobody of ordinary priority run. Where the lock's owner
//! had just been woken on the same processor, the window stood still until the kernel found another for it: 50 to 170 ms,
//! once in some thousand frames of a gallery that scrolls. Here they get ordinary priority back.

#![expect(
    unsafe_code,
    reason = "the system is asked how threads share the processor"
)]

use std::fs;
use std::path::Path;
use std::time::Duration;
use tauri::WindowEvent;
use tauri::webview::PageLoadEvent;

/// What the program of each process of the web view is called at its beginning.
const WEB_VIEW: &str = "WebKit";
/// Within this, processes of the web view have learnt that a window has come forward, and raised their threads.
const RAISED: Duration = Duration::from_secs(1);
/// Beside the policy: children begin with ordinary priority (sched(7)).
const RESET_ON_FORK: libc::c_int = libc::SCHED_RESET_ON_FORK;

/// Threads are raised while a page's processes start, which is over once the page is there.
pub(crate) fn on_page_load(event: PageLoadEvent) {
    if matches!(event, PageLoadEvent::Finished) {
        keep_ordinary();
    }
}

/// Threads of a page that was hidden are raised when it is seen again.
pub(crate) fn on_window_event(event: &WindowEvent) {
    if matches!(event, WindowEvent::Focused(true)) {
        keep_ordinary();
    }
}

/// Gives the web view's threads ordinary priority, now and once a window that has just come forward is known everywhere.
///
/// A thread that cannot be changed keeps its priority: that only costs frames, so it is not told.
fn keep_ordinary() {
    let looking = std::thread::Builder::new().name("threads".to_owned());
    let looks = looking.spawn(|| {
        lower_all();
        std::thread::sleep(RAISED);
        lower_all();
    });
    if let Err(error) = looks {
        tracing::debug!(%error, "nobody looks at the threads of the web view");
    }
}

/// Looks through this program and the processes that it started for the web view.
fn lower_all() {
    let own = Path::new("/proc/self/task");
    lower(own);
    for thread in numbers(own) {
        let children = fs::read_to_string(own.join(thread.to_string()).join("children"));
        for child in children.unwrap_or_default().split_ascii_whitespace() {
            let process = Path::new("/proc").join(child);
            if fs::read_to_string(process.join("comm")).is_ok_and(|name| name.starts_with(WEB_VIEW))
            {
                lower(&process.join("task"));
            }
        }
    }
}

fn lower(tasks: &Path) {
    for thread in numbers(tasks) {
        if policy(thread) == Some(libc::SCHED_RR) {
            make_ordinary(thread);
        }
    }
}

/// The threads in a folder of tasks; none where the process has ended.
fn numbers(tasks: &Path) -> impl Iterator<Item = libc::pid_t> {
    let entries = fs::read_dir(tasks).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn policy(thread: libc::pid_t) -> Option<libc::c_int> {
    // SAFETY: a number goes in and a number comes out; a thread that has ended is an error.
    let policy = unsafe { libc::sched_getscheduler(thread) };
    (policy >= 0).then_some(policy & !RESET_ON_FORK)
}

fn make_ordinary(thread: libc::pid_t) {
    let parameters = libc::sched_param { sched_priority: 0 };
    // SAFETY: the parameters live as long as the call, which only reads them.
    unsafe {
        libc::sched_setscheduler(
            thread,
            libc::SCHED_OTHER | RESET_ON_FORK,
            &raw const parameters,
        )
    };
}
