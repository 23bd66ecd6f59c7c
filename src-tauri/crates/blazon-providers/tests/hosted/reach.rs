//! Where bytes and keys may go: the list of hosts, redirects, addresses in replies, proxies.

use crate::house::{Emulator, House, run};
use crate::proxy::SocksProxy;
use blazon_emulators::{FalEmulator, Recorded, Step, Trouble, Twist};
use blazon_model::ProviderId;
use blazon_providers::hosted::{Course, PictureAt, Ticket, WeightsAt};
use blazon_providers::{Problem, SubmitError};
use rstest::rstest;
use std::time::{Duration, Instant};

#[rstest]
fn a_host_that_is_not_on_the_list_is_not_reached(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider).reaching(|reach| reach.hosts = vec!["*.fal.run".into()]);
        let archive = house.archive(1000);
        let upload = house.trainer().upload(&archive, &|_| {}).await;
        assert!(
            matches!(upload, Err(Problem::HostRefused { .. })),
            "{upload:?}"
        );
        let tested = house.key_test(None).test_key().await;
        assert!(
            matches!(tested, Err(Problem::HostRefused { .. })),
            "{tested:?}"
        );
        assert!(house.emulator.requests().is_empty());
    });
}

#[rstest]
fn the_key_does_not_follow_a_redirect(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let elsewhere = FalEmulator::start();
        let to = format!("{}/somewhere", elsewhere.cdn_url());
        let ticket = house.submitted().await;
        house
            .emulator
            .order(Step::Status, Trouble::Redirect { to: to.clone() });
        assert!(house.trainer().poll_training(&ticket).await.is_err());
        let order = house.training(&house.uploaded().await);
        house.emulator.order(Step::Submit, Trouble::Redirect { to });
        let accepted = house.accepted(house.trainer_id());
        let submitted = house.trainer().submit_training(&accepted, &order).await;
        assert!(
            matches!(submitted, Err(SubmitError::Unknown(_))),
            "{submitted:?}"
        );
        assert!(elsewhere.requests().is_empty());
        assert!(house.emulator.leaked_keys().is_empty());
    });
}

/// What a host that is not the provider's has heard of the key.
fn keys_heard(elsewhere: &FalEmulator, house: &House) -> usize {
    let key = match &house.emulator {
        Emulator::Fal(fal) => fal.key(),
        Emulator::Replicate(replicate) => replicate.key(),
    };
    let requests = elsewhere.requests();
    let knows = |request: &&Recorded| {
        request.headers.contains_key("authorization")
            || request.headers.values().any(|value| value.contains(key))
            || request.path.contains(key)
    };
    requests.iter().filter(knows).count()
}

#[rstest]
#[case::status(|ticket: &mut Ticket, to: String| ticket.status = to)]
#[case::result(|ticket: &mut Ticket, to: String| ticket.result = to)]
#[case::cancel(|ticket: &mut Ticket, to: String| ticket.cancel = to)]
fn an_address_on_another_host_gets_no_key(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
    #[case] lead: fn(&mut Ticket, String),
) {
    run(async {
        let house = House::of(provider);
        let elsewhere = FalEmulator::start();
        let mut ticket = house.submitted().await;
        lead(&mut ticket, format!("{}/requests/x", elsewhere.queue_url()));
        let trainer = house.trainer();
        for _ in 0..10 {
            // What comes of it is another matter.
            drop(trainer.poll_training(&ticket).await);
        }
        drop(trainer.cancel(&ticket).await);
        assert_eq!(keys_heard(&elsewhere, &house), 0);
        match provider {
            ProviderId::Fal => assert!(!elsewhere.requests().is_empty(), "it was asked"),
            // Addresses are built from ids alone.
            ProviderId::Replicate | ProviderId::Local => assert!(elsewhere.requests().is_empty()),
        }
    });
}

#[test]
fn a_reply_that_leads_to_another_host_is_not_followed() {
    run(async {
        let house = House::of(ProviderId::Fal);
        let elsewhere = FalEmulator::start();
        let hostile = Twist::LinksTo(elsewhere.queue_url());
        house.emulator.order(Step::Submit, hostile);
        let ticket = house.submitted().await;
        assert!(matches!(house.trained(&ticket).await, Course::Done { .. }));
        house.trainer().cancel(&ticket).await.unwrap();
        assert!(elsewhere.requests().is_empty());
    });
}

#[rstest]
#[case::at_once(1000)]
#[case::in_parts(91 << 20)]
fn an_upload_to_another_host_takes_no_key_along(#[case] bytes: usize) {
    run(async {
        let house = House::of(ProviderId::Fal);
        let elsewhere = FalEmulator::start();
        let hostile = Twist::LinksTo(elsewhere.cdn_url());
        house.emulator.order_times(3, Step::Initiate, hostile);
        let archive = house.archive(bytes);
        let upload = house.trainer().upload(&archive, &|_| {}).await;
        assert!(upload.is_err(), "it took what it had not announced");
        assert!(!elsewhere.requests().is_empty(), "it was sent there");
        assert_eq!(keys_heard(&elsewhere, &house), 0);
    });
}

#[rstest]
fn an_upload_that_moves_is_not_cut_however_long_it_takes(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let stall = Duration::from_millis(1500);
        let proxy = SocksProxy::slow(10 << 20);
        let house = House::of(provider).reaching(|reach| {
            reach.proxy = Some(proxy.url());
            reach.patience.stall = stall;
        });
        let archive = house.archive(32 << 20);
        let started = Instant::now();
        let upload = house.trainer().upload(&archive, &|_| {}).await;
        assert!(upload.is_ok(), "{upload:?}");
        assert!(started.elapsed() > stall, "it was too quick to tell");
        assert_eq!(house.emulator.requests_for(Step::Upload).len(), 1);
    });
}

#[rstest]
fn a_download_does_not_follow_a_redirect_to_another_host(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let elsewhere = FalEmulator::start();
        let ticket = house.submitted().await;
        let Course::Done { result, .. } = house.trained(&ticket).await else {
            panic!("it did not end well");
        };
        let to = format!("{}/somewhere", elsewhere.cdn_url());
        house
            .emulator
            .order(Step::Download, Trouble::Redirect { to });
        let place = house.at("lora.safetensors");
        let fetched = house
            .trainer()
            .fetch_weights(&result, &place, &|_| {})
            .await;
        assert!(
            matches!(fetched, Err(Problem::BrokenReply { .. })),
            "{fetched:?}"
        );
        assert!(elsewhere.requests().is_empty());
    });
}

#[rstest]
fn a_result_on_another_host_is_not_fetched(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let house = House::of(provider);
        let url = "https://evil.example/lora.safetensors".to_owned();
        let weights = WeightsAt {
            url: url.clone(),
            address: None,
        };
        let place = house.at("x");
        let fetched = house
            .trainer()
            .fetch_weights(&weights, &place, &|_| {})
            .await;
        assert!(
            matches!(fetched, Err(Problem::HostRefused { .. })),
            "{fetched:?}"
        );
        let picture = PictureAt {
            url,
            flagged: false,
        };
        let fetched = house.generator().fetch_picture(&picture, &place).await;
        assert!(
            matches!(fetched, Err(Problem::HostRefused { .. })),
            "{fetched:?}"
        );
        assert!(house.names().is_empty());
    });
}

#[rstest]
fn everything_goes_through_the_proxy(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        let proxy = SocksProxy::start();
        let house = House::of(provider).reaching(|reach| reach.proxy = Some(proxy.url()));
        let ticket = house.submitted().await;
        let Course::Done { result, .. } = house.trained(&ticket).await else {
            panic!("it did not end well");
        };
        let place = house.at("lora.safetensors");
        house
            .trainer()
            .fetch_weights(&result, &place, &|_| {})
            .await
            .unwrap();
        assert!(proxy.carried() > 0);
    });
}

#[rstest]
fn without_its_proxy_nothing_is_reached(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    run(async {
        // A port on which nobody listens.
        let proxy = Some("socks5://127.0.0.1:9".to_owned());
        let house = House::of(provider).reaching(|reach| reach.proxy = proxy);
        let tested = house.key_test(None).test_key().await;
        assert!(
            matches!(tested, Err(Problem::Offline { unsent: true, .. })),
            "{tested:?}"
        );
        assert!(house.emulator.requests().is_empty());
    });
}
