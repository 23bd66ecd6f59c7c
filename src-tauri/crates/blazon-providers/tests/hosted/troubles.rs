//! What goes wrong on the way, ordered at the emulators.

use crate::house::{House, run};
use blazon_emulators::{EvilTar, Refusal, Rejection, Step, Trouble, Twist, lora_weights};
use blazon_model::ProviderId;
use blazon_providers::hosted::{Course, Lost};
use blazon_providers::{Problem, SubmitError};
use rstest::rstest;
use std::time::Duration;

/// Submits a training with a trouble on the way, and gives what came of it and how often it was paid.
async fn submit(house: &House, trouble: Trouble) -> (Result<(), SubmitError>, usize) {
    let order = house.training(&house.uploaded().await);
    house.emulator.order(Step::Submit, trouble);
    let accepted = house.accepted(house.trainer_id());
    let submitted = house.trainer().submit_training(&accepted, &order).await;
    (submitted.map(drop), house.emulator.paid_submits().len())
}

#[rstest]
#[case::lost(Trouble::LostReply, 1)]
#[case::cut(Trouble::CutMidBody, 1)]
#[case::late(Trouble::Slow(Duration::from_secs(4)), 1)]
#[case::a_web_page(Trouble::Html { status: 200 }, 0)]
#[case::a_broken_gateway(Trouble::Html { status: 502 }, 0)]
#[case::server_error(Trouble::Refused(Refusal::ServerError { status: 500 }), 0)]
fn a_submission_without_an_answer_is_unknown_and_never_sent_again(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
    #[case] trouble: Trouble,
    #[case] paid: usize,
) {
    run(async {
        let house = House::of(provider);
        let (submitted, times) = submit(&house, trouble).await;
        assert!(
            matches!(submitted, Err(SubmitError::Unknown(_))),
            "{submitted:?}"
        );
        assert_eq!(times, paid);
        assert_eq!(house.emulator.requests_for(Step::Submit).len(), 1);
    });
}

#[rstest]
#[case::throttled(Refusal::Throttled429 { seconds: 1 })]
#[case::no_capacity(Refusal::ServerError { status: 503 })]
fn a_provider_that_is_busy_is_asked_again_and_paid_once(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
    #[case] refusal: Refusal,
) {
    run(async {
        let house = House::of(provider);
        let (submitted, times) = submit(&house, refusal.into()).await;
        submitted.unwrap();
        assert_eq!(times, 1);
        assert_eq!(house.emulator.requests_for(Step::Submit).len(), 2);
    });
}

#[rstest]
fn a_provider_that_stays_busy_is_given_up(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        house
            .emulator
            .order_times(2, Step::Submit, Refusal::ServerError { status: 503 });
        let (submitted, times) = submit(&house, Refusal::ServerError { status: 503 }.into()).await;
        let Err(SubmitError::Refused(problem)) = submitted else {
            panic!("{submitted:?}");
        };
        assert!(matches!(problem, Problem::Busy { .. }), "{problem}");
        assert_eq!(times, 0);
    });
}

#[rstest]
#[case::key(Refusal::Status401, |problem: &Problem| matches!(problem, Problem::BadKey { .. }))]
#[case::credit(Refusal::NoCredit, |problem: &Problem| matches!(problem, Problem::NoCredit { .. }))]
#[case::field(Refusal::Rejected422(Rejection::Fields), |problem: &Problem| matches!(problem, Problem::Rejected { field: Some(_), .. }))]
#[case::sentence(Refusal::Rejected422(Rejection::Text), |problem: &Problem| matches!(problem, Problem::Rejected { field: None, .. }))]
#[case::conflict(Refusal::Conflict409, |problem: &Problem| matches!(problem, Problem::Rejected { .. }))]
fn a_refusal_says_what_it_is_and_costs_nothing(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
    #[case] refusal: Refusal,
    #[case] is_it: fn(&Problem) -> bool,
) {
    run(async {
        let house = House::of(provider);
        let (submitted, times) = submit(&house, refusal.into()).await;
        let Err(SubmitError::Refused(problem)) = submitted else {
            panic!("{submitted:?}");
        };
        assert!(is_it(&problem), "{problem:?}");
        assert_eq!(times, 0);
        assert_eq!(house.emulator.requests_for(Step::Submit).len(), 1);
    });
}

#[test]
fn a_lost_reply_is_found_at_replicate() {
    run(async {
        let house = House::of(ProviderId::Replicate);
        let order = house.training(&house.uploaded().await);
        let trainer = house.trainer();
        let before = trainer.find_lost_training(&order).await.unwrap();
        assert_eq!(before, Lost::NeverTaken);
        house.emulator.order(Step::Submit, Trouble::LostReply);
        let accepted = house.accepted(house.trainer_id());
        trainer
            .submit_training(&accepted, &order)
            .await
            .unwrap_err();
        let Lost::Found(ticket) = trainer.find_lost_training(&order).await.unwrap() else {
            panic!("it was taken");
        };
        assert_eq!(ticket.request.0, house.emulator.paid_submits()[0].id);
        assert!(matches!(house.trained(&ticket).await, Course::Done { .. }));
    });
}

#[rstest]
#[case::of_another(Some("somebody-else"))]
#[case::not_known(None)]
fn a_list_of_another_account_says_nothing_of_a_lost_reply(#[case] account: Option<&str>) {
    run(async {
        let house = House::of(ProviderId::Replicate);
        let mut order = house.training(&house.uploaded().await);
        order.account = account.map(str::to_owned);
        let found = house.trainer().find_lost_training(&order).await.unwrap();
        assert_eq!(found, Lost::CannotTell);
    });
}

#[test]
fn the_training_of_an_earlier_acceptance_is_not_the_one_that_was_lost() {
    run(async {
        let house = House::of(ProviderId::Replicate);
        house.submitted().await;
        let mut order = house.training(&house.uploaded().await);
        order.destination = "blazon-0192e".into();
        let found = house.trainer().find_lost_training(&order).await.unwrap();
        assert_eq!(found, Lost::NeverTaken);
    });
}

#[test]
fn fal_cannot_tell_of_a_lost_reply() {
    run(async {
        let house = House::of(ProviderId::Fal);
        let order = house.training(&house.uploaded().await);
        let found = house.trainer().find_lost_training(&order).await.unwrap();
        assert_eq!(found, Lost::CannotTell);
    });
}

#[rstest]
fn questions_are_asked_again(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        house.emulator.order(Step::Status, Trouble::LostReply);
        house
            .emulator
            .order(Step::Status, Refusal::ServerError { status: 502 });
        assert!(matches!(house.trained(&ticket).await, Course::Done { .. }));
        assert_eq!(house.emulator.orders_left(), 0);
    });
}

#[rstest]
fn an_answer_that_makes_no_sense_ends_nothing(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        let trainer = house.trainer();
        house
            .emulator
            .order(Step::Status, Trouble::Html { status: 200 });
        let report = trainer.poll_training(&ticket).await;
        assert!(
            matches!(report, Err(Problem::BrokenReply { .. })),
            "{report:?}"
        );
        house
            .emulator
            .order(Step::Status, Twist::UnknownStatus("PAUSED".into()));
        let report = trainer.poll_training(&ticket).await.unwrap();
        assert!(
            matches!(report.course, Course::Working { .. }),
            "{report:?}"
        );
        assert!(matches!(house.trained(&ticket).await, Course::Done { .. }));
    });
}

#[rstest]
fn a_result_that_has_expired_is_said_to_be_gone(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        // Replicate's result comes with the status, so it is ordered when the training is done.
        house.trained(&ticket).await;
        let gone = Twist::ExpiredResult { status: 404 };
        house.emulator.order(house.emulator.result_step(), gone);
        let report = house.trainer().poll_training(&ticket).await;
        match provider {
            // The status says that all is well: it may be there the next time.
            ProviderId::Fal => assert!(matches!(report, Err(Problem::Gone)), "{report:?}"),
            ProviderId::Replicate | ProviderId::Local => {
                let course = report.unwrap().course;
                let is_gone = matches!(
                    course,
                    Course::Failed {
                        problem: Problem::Gone,
                        ..
                    }
                );
                assert!(is_gone, "{course:?}");
            }
        }
    });
}

#[rstest]
fn a_training_that_fails_there_says_so(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        house
            .emulator
            .order(Step::Submit, Twist::JobFails("CUDA out of memory".into()));
        let ticket = house.submitted().await;
        let Course::Failed { problem, .. } = house.trained(&ticket).await else {
            panic!("it failed there");
        };
        assert!(matches!(problem, Problem::WorkFailed { .. }), "{problem:?}");
        assert!(problem.to_string().contains("CUDA"), "{problem}");
    });
}

#[rstest]
fn a_training_that_never_began_is_over(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        house.emulator.order(Step::Submit, Twist::JobAborted);
        let ticket = house.submitted().await;
        let course = house.trained(&ticket).await;
        assert!(!matches!(course, Course::Done { .. }), "{course:?}");
    });
}

#[rstest]
fn weights_go_on_where_a_connection_broke(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        let Course::Done { result, .. } = house.trained(&ticket).await else {
            panic!("it did not end well");
        };
        house
            .emulator
            .order_times(2, Step::Download, Trouble::CutMidBody);
        let to = house.at("lora.safetensors");
        house
            .trainer()
            .fetch_weights(&result, &to, &|_| {})
            .await
            .unwrap();
        assert_eq!(std::fs::read(&to).unwrap(), lora_weights(500));
        let asked = house.emulator.requests_for(Step::Download);
        let ranges = asked
            .iter()
            .filter(|request| request.headers.contains_key("range"));
        assert_eq!((asked.len(), ranges.count()), (3, 2));
    });
}

#[rstest]
#[case::cut_at_fal(ProviderId::Fal, Twist::TruncatedWeights)]
#[case::cut_at_replicate(ProviderId::Replicate, Twist::TruncatedWeights)]
#[case::cut_in_the_tar(ProviderId::Replicate, Twist::EvilTar(EvilTar::TruncatedWeights))]
#[case::a_link(ProviderId::Replicate, Twist::EvilTar(EvilTar::Symlink))]
#[case::two(ProviderId::Replicate, Twist::EvilTar(EvilTar::TwoWeights))]
#[case::none(ProviderId::Replicate, Twist::EvilTar(EvilTar::NoWeights))]
fn weights_that_are_not_whole_are_refused_and_leave_nothing(
    #[case] provider: ProviderId,
    #[case] twist: Twist,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        let Course::Done { result, .. } = house.trained(&ticket).await else {
            panic!("it did not end well");
        };
        house.emulator.order(Step::Download, twist);
        let to = house.at("lora.safetensors");
        let fetched = house.trainer().fetch_weights(&result, &to, &|_| {}).await;
        assert!(
            matches!(fetched, Err(Problem::BadWeights { .. })),
            "{fetched:?}"
        );
        assert_eq!(house.names(), ["dataset.zip"]);
    });
}

#[rstest]
#[case::climbing(EvilTar::ParentPath)]
#[case::absolute(EvilTar::AbsolutePath)]
fn a_path_in_a_tar_leads_nowhere(#[case] evil: EvilTar) {
    run(async {
        let house = House::of(ProviderId::Replicate);
        let ticket = house.submitted().await;
        let Course::Done { result, .. } = house.trained(&ticket).await else {
            panic!("it did not end well");
        };
        house.emulator.order(Step::Download, Twist::EvilTar(evil));
        std::fs::create_dir_all(house.at("a/b")).unwrap();
        let to = house.at("a/b/lora.safetensors");
        // Whether it is taken or refused: it lies where we said, or nowhere.
        drop(house.trainer().fetch_weights(&result, &to, &|_| {}).await);
        assert_eq!(house.names(), ["a", "dataset.zip"]);
        assert_eq!(crate::house::names_in(&house.at("a")), ["b"]);
        let inner = crate::house::names_in(&house.at("a/b"));
        assert!(
            inner.is_empty() || inner == ["lora.safetensors"],
            "{inner:?}"
        );
    });
}

#[rstest]
fn a_full_disk_is_said_and_leaves_nothing(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        let Course::Done { result, .. } = house.trained(&ticket).await else {
            panic!("it did not end well");
        };
        let to = house.at("no/such/folder/lora.safetensors");
        let fetched = house.trainer().fetch_weights(&result, &to, &|_| {}).await;
        assert!(matches!(fetched, Err(Problem::Disk { .. })), "{fetched:?}");
        assert_eq!(house.names(), ["dataset.zip"]);
    });
}

#[rstest]
fn pictures_that_were_held_back_are_said_to_be(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        house
            .emulator
            .order(Step::Submit, Twist::Nsfw { flagged: 1 });
        let accepted = house.accepted(house.generator_id());
        let order = house.drawing(2);
        let ticket = house
            .generator()
            .submit_drawing(&accepted, &order)
            .await
            .unwrap();
        let Course::Done { result, .. } = house.drawn(&ticket).await else {
            panic!("it did not end well");
        };
        // fal marks them, Replicate leaves them out.
        let shown = result.pictures.iter().filter(|picture| !picture.flagged);
        assert_eq!(shown.count(), 1);
    });
}

#[rstest]
fn an_upload_that_breaks_is_sent_again(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        house.emulator.order(Step::Upload, Trouble::LostReply);
        house.uploaded().await;
        assert_eq!(house.emulator.orders_left(), 0);
        assert!(house.emulator.uploads().len() <= 2);
    });
}

#[rstest]
fn an_archive_that_is_not_there_is_a_sentence(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let upload = house.trainer().upload(&house.at("none.zip"), &|_| {}).await;
        assert!(matches!(upload, Err(Problem::Disk { .. })), "{upload:?}");
        assert!(house.emulator.requests().is_empty());
    });
}

#[rstest]
fn a_wrong_key_is_told_before_anything_is_paid(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let archive = house.archive(1000);
        let trainer = house.trainer_with(Some("wrong:key"));
        let upload = trainer.upload(&archive, &|_| {}).await;
        assert!(matches!(upload, Err(Problem::BadKey { .. })), "{upload:?}");
        assert_eq!(house.emulator.paid_submits().len(), 0);
    });
}
