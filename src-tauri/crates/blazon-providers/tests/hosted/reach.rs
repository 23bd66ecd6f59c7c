//! Where bytes and keys may go: the list of hosts, redirects, addresses in replies, proxies.

use crate::house::{House, run};
use crate::proxy::SocksProxy;
use blazon_emulators::{FalEmulator, Step, Trouble};
use blazon_model::ProviderId;
use blazon_providers::hosted::{Course, PictureAt, WeightsAt};
use blazon_providers::{Problem, SubmitError};
use rstest::rstest;

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
            version: None,
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
