//! What holds at both providers while nothing goes wrong.

use crate::house::{House, run};
use blazon_emulators::{Step, lora_weights};
use blazon_model::{ByteCount, ProviderId};
use blazon_providers::Problem;
use blazon_providers::hosted::Course;
use rstest::rstest;
use std::sync::Mutex;

#[rstest]
fn a_training_goes_from_archive_to_checked_weights(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let trainer = house.trainer();
        let archive = house.archive(700_000);
        let told = Mutex::new(Vec::new());
        let progress = |bytes: ByteCount| told.lock().unwrap().push(bytes.0);
        let uploaded = trainer.upload(&archive, &progress).await.unwrap();
        assert_eq!(told.lock().unwrap().last(), Some(&700_000));
        let arrived = &house.emulator.uploads()[0];
        assert_eq!(arrived.bytes, std::fs::read(&archive).unwrap());
        assert_eq!(arrived.name, "dataset.zip");

        let accepted = house.accepted(house.trainer_id());
        let order = house.training(&uploaded);
        let ticket = trainer.submit_training(&accepted, &order).await.unwrap();
        let paid = house.emulator.paid_submits();
        assert_eq!(paid.len(), 1);
        assert_eq!(paid[0].endpoint, house.trainer_id());
        assert_eq!(paid[0].input["trigger_word"], "FOX_A3F2");
        assert_eq!(paid[0].input["steps"], 500);

        let mut seen = [false; 2];
        let weights = loop {
            let report = trainer.poll_training(&ticket).await.unwrap();
            match report.course {
                Course::Queued { .. } => seen[0] = true,
                Course::Working { steps } => {
                    if let Some(steps) = steps {
                        assert_eq!(steps.total, 500);
                        assert!(!report.log.is_empty());
                        seen[1] = true;
                    }
                }
                Course::Done { result, .. } => break result,
                Course::Failed { problem, .. } => panic!("{problem}"),
                Course::Cancelled { .. } => panic!("nobody cancelled"),
            }
        };
        assert_eq!(seen, [true, true], "it was seen waiting, and at its steps");

        let to = house.at("lora.safetensors");
        let fetched = trainer.fetch_weights(&weights, &to, &|_| {}).await.unwrap();
        let expected = lora_weights(500);
        assert_eq!(std::fs::read(&to).unwrap(), expected);
        assert_eq!(fetched.bytes, ByteCount(expected.len() as u64));
        assert_eq!(
            fetched.hash.to_string(),
            blake3::hash(&expected).to_string()
        );
        assert_eq!(house.names(), ["dataset.zip", "lora.safetensors"]);
        assert!(house.emulator.leaked_keys().is_empty());
    });
}

#[rstest]
fn what_was_charged_for_is_told(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        let Course::Done { billed, .. } = house.trained(&ticket).await else {
            panic!("it did not end well");
        };
        match provider {
            ProviderId::Fal => assert!(billed.units.is_some()),
            ProviderId::Replicate => assert!(billed.seconds.is_some()),
            ProviderId::Local => {}
        }
    });
}

#[rstest]
fn a_drawing_brings_its_pictures(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let generator = house.generator();
        let order = house.drawing(2);
        let accepted = house.accepted(house.generator_id());
        let ticket = generator.submit_drawing(&accepted, &order).await.unwrap();
        let Course::Done { result, .. } = house.drawn(&ticket).await else {
            panic!("it did not end well");
        };
        assert_eq!(result.pictures.len(), 2);
        let input = &house.emulator.paid_submits()[0].input;
        assert_eq!(input["seed"], order.seed.0, "no bit of a seed is lost");
        assert_eq!(input["prompt"], "FOX_A3F2, portrait");
        for (number, picture) in result.pictures.iter().enumerate() {
            assert!(!picture.flagged);
            let to = house.at(&format!("{number}.png"));
            generator.fetch_picture(picture, &to).await.unwrap();
            let start = std::fs::read(&to).unwrap();
            assert_eq!(&start[..4], b"\x89PNG");
        }
        assert!(house.emulator.leaked_keys().is_empty());
    });
}

#[rstest]
fn a_key_is_tested_for_nothing(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let account = house.key_test(None).test_key().await.unwrap();
        assert_eq!(account.is_some(), provider == ProviderId::Replicate);
        let wrong = house.key_test(Some("r8_wrong:key")).test_key().await;
        assert!(matches!(wrong, Err(Problem::BadKey { .. })), "{wrong:?}");
        assert_eq!(house.emulator.paid_submits().len(), 0);
    });
}

#[rstest]
fn a_training_is_stopped(#[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        let trainer = house.trainer();
        trainer.cancel(&ticket).await.unwrap();
        assert!(matches!(
            house.trained(&ticket).await,
            Course::Cancelled { .. }
        ));
        trainer.cancel(&ticket).await.unwrap();
    });
}

#[rstest]
fn what_has_ended_is_not_stopped_any_more(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let ticket = house.submitted().await;
        house.trained(&ticket).await;
        house.trainer().cancel(&ticket).await.unwrap();
        assert!(matches!(house.trained(&ticket).await, Course::Done { .. }));
    });
}

#[rstest]
fn a_ticket_that_was_written_down_goes_on(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let text = serde_json::to_string(&house.submitted().await).unwrap();
        let ticket = serde_json::from_str(&text).unwrap();
        assert!(matches!(house.trained(&ticket).await, Course::Done { .. }));
    });
}

#[rstest]
fn an_order_for_another_endpoint_than_the_quotes_is_not_sent(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let order = house.training(&house.uploaded().await);
        let accepted = house.accepted(house.generator_id());
        let sent = house.trainer().submit_training(&accepted, &order).await;
        assert!(sent.is_err());
        assert!(house.emulator.requests_for(Step::Submit).is_empty());
    });
}

#[test]
fn an_archive_above_90_mib_goes_to_fal_in_parts() {
    run(async {
        let house = House::of(ProviderId::Fal);
        let archive = house.archive((90 << 20) + 1);
        let uploaded = house.trainer().upload(&archive, &|_| {}).await.unwrap();
        assert_eq!(house.emulator.requests_for(Step::UploadPart).len(), 10);
        let arrived = house.emulator.uploads().pop().unwrap();
        assert_eq!(arrived.url, uploaded.url);
        assert!(arrived.bytes == std::fs::read(&archive).unwrap());
        assert!(house.emulator.leaked_keys().is_empty());
    });
}

#[test]
fn an_archive_expires_at_fal() {
    run(async {
        let house = House::of(ProviderId::Fal);
        house.uploaded().await;
        let lifecycle = house.emulator.uploads()[0].lifecycle.clone().unwrap();
        assert!(
            lifecycle
                .to_string()
                .contains("expiration_duration_seconds")
        );
    });
}

#[test]
fn an_archive_that_replicate_does_not_take_is_refused_before_a_byte_is_sent() {
    run(async {
        let house = House::of(ProviderId::Replicate);
        let archive = house.at("large.zip");
        std::fs::File::create(&archive)
            .unwrap()
            .set_len(100_000_001)
            .unwrap();
        let refused = house.trainer().upload(&archive, &|_| {}).await;
        assert!(
            matches!(refused, Err(Problem::TooLarge { .. })),
            "{refused:?}"
        );
        assert!(house.emulator.requests().is_empty());
    });
}
