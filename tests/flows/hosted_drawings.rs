//! Pictures drawn at fal and Replicate, paid by one press of the button, against their emulators.

use crate::hosted::Hosted;
use crate::support::text;
use blazon_core::{RefusedDrawing, SecretName};
use blazon_emulators::{Pace, Phase, Refusal, Rejection, Step, Trouble, Twist};
use blazon_model::{
    DrawFailure, DrawRefusal, DrawRequest, Drawing, DrawingState, HostedChoice, LedgerKind,
    LoraModel, Money, Price, PriceUnit, ProviderId, RunState, Sampler, Settings,
};
use rstest::rstest;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
/// More than any drawing here costs.
pub(crate) const ENOUGH: Option<Money> = Some(Money::from_micros(1_000_000));

/// A request for pictures with the provider's first generator, at a price that was typed.
pub(crate) fn request(
    hosted: &Hosted,
    provider: ProviderId,
    model: Option<&LoraModel>,
) -> DrawRequest {
    let studio = &hosted.flow().studio;
    let offered = studio.list_generators(provider, model.map(|model| model.id));
    let generator = offered.unwrap().remove(0);
    DrawRequest {
        provider,
        model: model.map(|model| model.id),
        base_path: None,
        prompt: "holding a lantern".into(),
        without_trigger: false,
        negative_prompt: String::new(),
        strength: 0.8,
        steps: 4,
        guidance: 3.5,
        sampler: Sampler::default(),
        width: 768,
        height: 1024,
        seed: None,
        count: 2,
        on_card: false,
        hosted: Some(HostedChoice {
            endpoint: generator.id,
            chosen: BTreeMap::new(),
            typed_price: Some(Price {
                amount: Money::from_micros(30_000),
                per: 1,
                unit: PriceUnit::Picture,
                least: 0,
                listed_on: "2026-11-26".into(),
                source: String::new(),
            }),
        }),
    }
}

/// A model that was trained at a provider, on a library whose work has ended.
pub(crate) fn trained(hosted: &Hosted, provider: ProviderId) -> LoraModel {
    let studio = &hosted.flow().studio;
    let run = hosted.quoted(provider);
    studio.accept_quote(run.id).unwrap();
    studio.wait_until_idle().unwrap();
    let state = studio.load_run(run.id).unwrap().run.state;
    assert!(matches!(state, RunState::Ready { .. }), "{state:?}");
    studio.list_models().unwrap().remove(0)
}

fn drawn(hosted: &Hosted, drawing: &Drawing) -> Drawing {
    let studio = &hosted.flow().studio;
    studio.start_runner().unwrap();
    let started = Instant::now();
    studio
        .watch_drawing(drawing.id, |drawing| {
            assert!(started.elapsed() < PATIENCE, "it hangs: {drawing:?}");
        })
        .unwrap()
}

fn kinds(hosted: &Hosted, drawing: &Drawing) -> Vec<LedgerKind> {
    let entries = hosted.flow().studio.list_ledger().unwrap();
    entries
        .into_iter()
        .filter(|entry| entry.drawing == Some(drawing.id))
        .map(|entry| entry.kind)
        .collect()
}

fn reason(drawing: &Drawing) -> DrawFailure {
    let DrawingState::Failed { reason, .. } = drawing.state else {
        panic!("{drawing:?}");
    };
    reason
}

const WHOLE: [LedgerKind; 3] = [
    LedgerKind::Reserved,
    LedgerKind::Requested,
    LedgerKind::Settled,
];

#[rstest]
fn a_press_of_the_button_brings_pictures(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
) {
    let hosted = Hosted::new();
    let model = trained(&hosted, provider);
    let before = (hosted.paid().len(), hosted.uploads().len());
    let studio = &hosted.flow().studio;
    let request = request(&hosted, provider, Some(&model));
    let plan = studio.plan_drawing(&request).unwrap();
    assert_eq!((plan.refusal, plan.sends_weights), (None, false));
    let shown = plan.cost.unwrap().reserved;
    let drawing = studio.draw(request, Some(shown)).unwrap();
    let drawing = drawn(&hosted, &drawing);
    assert_eq!(drawing.state, DrawingState::Succeeded);

    let paid = hosted.paid().remove(before.0);
    assert_eq!(hosted.paid().len(), before.0 + 1);
    assert_eq!(
        hosted.uploads().len(),
        before.1,
        "what was trained there lies there"
    );
    let trigger = model.trigger.as_ref().unwrap();
    assert_eq!(
        paid.input["prompt"],
        format!("{trigger}, holding a lantern")
    );
    let told = paid.input.to_string();
    assert!(told.contains("0.8") && told.contains("lora"), "{told}");
    assert_eq!(drawing.pictures.len(), 2);
    for picture in &drawing.pictures {
        let file = std::fs::read(studio.picture_path(picture.id).unwrap()).unwrap();
        assert_eq!(
            picture.hash.to_string(),
            blake3::hash(&file).to_string(),
            "its row says what it is"
        );
        assert!(file.windows(10).any(|bytes| bytes == b"parameters"));
        assert_eq!(
            (picture.provider, picture.model),
            (provider, Some(model.id))
        );
    }
    assert_eq!(drawing.pictures[0].seed, drawing.request.seed);
    assert_eq!(kinds(&hosted, &drawing), WHOLE);
    let spend = drawing.spend.unwrap();
    assert!(spend.settled > Money::ZERO && spend.settled <= shown);
    assert_eq!(drawing.request_id.unwrap().0, paid.id);
    assert!(hosted.leaked().is_empty());
}

#[test]
fn a_model_from_elsewhere_is_sent_to_fal_once() {
    let hosted = Hosted::new();
    let model = trained(&hosted, ProviderId::Replicate);
    let studio = &hosted.flow().studio;
    let request = request(&hosted, ProviderId::Fal, Some(&model));
    assert!(studio.plan_drawing(&request).unwrap().sends_weights);
    let drawings: Vec<Drawing> = (0..3)
        .map(|_| studio.draw(request.clone(), ENOUGH).unwrap())
        .collect();
    for drawing in &drawings {
        let drawing = drawn(&hosted, drawing);
        assert_eq!(drawing.state, DrawingState::Succeeded);
    }
    let sent = hosted.fal.uploads();
    assert_eq!(sent.len(), 1, "three drawings need one file");
    let weights = std::fs::read(studio.weights_path(&model)).unwrap();
    assert!(sent[0].bytes == weights);
    assert!(!studio.plan_drawing(&request).unwrap().sends_weights);
    let loras = hosted.fal.paid_submits()[0].input["loras"].to_string();
    assert!(loras.contains(&sent[0].url), "{loras}");
}

#[test]
fn the_trained_version_itself_draws_at_replicate() {
    let hosted = Hosted::new();
    let model = trained(&hosted, ProviderId::Replicate);
    let studio = &hosted.flow().studio;
    let mut request = request(&hosted, ProviderId::Replicate, Some(&model));
    "ostris/flux-dev-lora-trainer/trained"
        .clone_into(&mut request.hosted.as_mut().unwrap().endpoint);
    let drawing = studio.draw(request, ENOUGH).unwrap();
    assert_eq!(drawn(&hosted, &drawing).state, DrawingState::Succeeded);
    let own = hosted.replicate.own_models();
    let versions = own.values().next().unwrap();
    let paid = hosted.replicate.paid_submits().pop().unwrap();
    assert_eq!(paid.body["version"], versions[0]);
}

#[test]
fn a_reply_lost_at_replicate_is_found_among_the_predictions() {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    let request = request(&hosted, ProviderId::Replicate, None);
    // The same again, with the same seed: the first one's is not taken for the second.
    let first = studio.draw(request, ENOUGH).unwrap();
    let first = drawn(&hosted, &first);
    hosted.order(ProviderId::Replicate, Step::Submit, Trouble::LostReply);
    let second = studio.draw(first.request.clone(), ENOUGH).unwrap();
    let second = drawn(&hosted, &second);
    assert_eq!(second.state, DrawingState::Succeeded);
    assert_ne!(first.request_id, second.request_id);
    assert_eq!(hosted.paid().len(), 2);
    assert_eq!(kinds(&hosted, &second), WHOLE);
}

#[test]
fn what_replicate_never_took_is_given_back() {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    hosted.order(
        ProviderId::Replicate,
        Step::Submit,
        Trouble::Html { status: 502 },
    );
    let request = request(&hosted, ProviderId::Replicate, None);
    let drawing = studio.draw(request, ENOUGH).unwrap();
    let drawing = drawn(&hosted, &drawing);
    assert_eq!(reason(&drawing), DrawFailure::NeverTaken);
    assert_eq!(
        kinds(&hosted, &drawing),
        [LedgerKind::Reserved, LedgerKind::Refunded]
    );
}

#[test]
fn a_reply_lost_at_fal_is_left_to_the_person() {
    let mut hosted = Hosted::new();
    let lost = |hosted: &Hosted| {
        hosted.order(ProviderId::Fal, Step::Submit, Trouble::LostReply);
        let request = request(hosted, ProviderId::Fal, None);
        let drawing = hosted.flow().studio.draw(request, ENOUGH).unwrap();
        let drawing = drawn(hosted, &drawing);
        assert_eq!(drawing.state, DrawingState::Unknown);
        drawing
    };
    let (first, second) = (lost(&hosted), lost(&hosted));
    hosted.restart();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(
        hosted.paid().len(),
        2,
        "it is never submitted again by itself"
    );
    let studio = &hosted.flow().studio;
    let never = studio.say_drawing_never_taken(first.id).unwrap();
    assert_eq!(reason(&never), DrawFailure::NeverTaken);
    assert_eq!(
        kinds(&hosted, &first),
        [LedgerKind::Reserved, LedgerKind::Refunded]
    );
    let no_id = studio.say_drawing_taken(second.id, "no id!").unwrap_err();
    assert!(no_id.is::<RefusedDrawing>());
    let taken = studio
        .say_drawing_taken(second.id, &hosted.paid()[1].id)
        .unwrap();
    assert_eq!(drawn(&hosted, &taken).state, DrawingState::Succeeded);
    assert_eq!(kinds(&hosted, &second), WHOLE);
}

#[rstest]
#[case::key(Refusal::Status401, DrawFailure::BadKey)]
#[case::credit(Refusal::NoCredit, DrawFailure::NoCredit)]
#[case::field(Refusal::Rejected422(Rejection::Fields), DrawFailure::Rejected)]
fn a_refusal_is_told_and_nothing_is_charged(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
    #[case] refusal: Refusal,
    #[case] expected: DrawFailure,
) {
    let hosted = Hosted::new();
    hosted.order(provider, Step::Submit, refusal);
    let request = request(&hosted, provider, None);
    let drawing = hosted.flow().studio.draw(request, ENOUGH).unwrap();
    let drawing = drawn(&hosted, &drawing);
    assert_eq!(reason(&drawing), expected);
    assert_eq!(
        kinds(&hosted, &drawing),
        [LedgerKind::Reserved, LedgerKind::Refunded]
    );
    assert!(hosted.paid().is_empty());
}

#[rstest]
#[case::some(1, None)]
#[case::all(2, Some(DrawFailure::Blocked))]
fn pictures_that_were_held_back_are_counted(
    #[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId,
    #[case] flagged: usize,
    #[case] failure: Option<DrawFailure>,
) {
    let hosted = Hosted::new();
    hosted.order(provider, Step::Submit, Twist::Nsfw { flagged });
    let request = request(&hosted, provider, None);
    let drawing = hosted.flow().studio.draw(request, ENOUGH).unwrap();
    let drawing = drawn(&hosted, &drawing);
    assert_eq!(drawing.pictures.len(), 2 - flagged);
    match failure {
        None => {
            assert_eq!(drawing.state, DrawingState::Succeeded);
            assert_eq!(drawing.held_back, 1);
        }
        Some(failure) => assert_eq!(reason(&drawing), failure),
    }
    assert!(!hosted.flow().studio.is_anything_set_aside().unwrap());
}

#[rstest]
fn a_drawing_is_stopped(#[values(ProviderId::Fal, ProviderId::Replicate)] provider: ProviderId) {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    let endless = Pace {
        queued: Phase::Polls(0),
        running: Phase::Endless,
    };
    hosted.fal.set_pace(endless);
    hosted.replicate.set_pace(endless);
    let before = studio
        .draw(request(&hosted, provider, None), ENOUGH)
        .unwrap();
    let stopped = studio.cancel_drawing(before.id).unwrap();
    assert_eq!(
        stopped.state,
        DrawingState::Cancelled,
        "nobody had begun it"
    );
    let under_way = studio
        .draw(request(&hosted, provider, None), ENOUGH)
        .unwrap();
    studio.start_runner().unwrap();
    while hosted.paid().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    studio.cancel_drawing(under_way.id).unwrap();
    assert_eq!(drawn(&hosted, &under_way).state, DrawingState::Cancelled);
    assert_eq!(hosted.paid().len(), 1);
    assert!(!studio.is_anything_set_aside().unwrap());
}

#[test]
fn nothing_is_accepted_that_costs_more_than_was_shown_or_passes_the_ceiling() {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    let request = request(&hosted, ProviderId::Fal, None);
    let cost = studio.plan_drawing(&request).unwrap().cost.unwrap();
    let refusal = |limit| {
        let error = studio.draw(request.clone(), limit).unwrap_err();
        error.downcast::<RefusedDrawing>().unwrap().0
    };
    let less = Money::from_micros(cost.reserved.micros() - 1);
    for limit in [None, Some(less)] {
        assert!(matches!(refusal(limit), DrawRefusal::OverLimit { .. }));
    }
    let settings = Settings {
        monthly_ceiling: Some(less),
        ..studio.load_settings().unwrap()
    };
    studio.change_settings(settings).unwrap();
    assert!(matches!(refusal(ENOUGH), DrawRefusal::OverCeiling { .. }));
    studio.secrets().remove(SecretName::FalKey).unwrap();
    assert!(matches!(refusal(ENOUGH), DrawRefusal::NoKey { .. }));
    assert!(studio.list_ledger().unwrap().is_empty());
    assert!(studio.list_drawings(None, 9).unwrap().is_empty());
}

#[test]
fn what_cannot_be_drawn_there_is_said_before_anything_is_paid() {
    let hosted = Hosted::new();
    let model = trained(&hosted, ProviderId::Fal);
    let studio = &hosted.flow().studio;
    let refusal = |change: &dyn Fn(&mut DrawRequest)| {
        let mut request = request(&hosted, ProviderId::Fal, Some(&model));
        change(&mut request);
        studio.plan_drawing(&request).unwrap().refusal
    };
    let at = |request: &mut DrawRequest, provider, endpoint: &str| {
        request.provider = provider;
        endpoint.clone_into(&mut request.hosted.as_mut().unwrap().endpoint);
    };
    assert_eq!(refusal(&|_| {}), None);
    let replicate = refusal(&|request| {
        at(
            request,
            ProviderId::Replicate,
            "black-forest-labs/flux-dev-lora",
        );
    });
    assert!(matches!(
        replicate,
        Some(DrawRefusal::NotTrainedThere { .. })
    ));
    let other = refusal(&|request| at(request, ProviderId::Fal, "fal-ai/fast-sdxl"));
    assert!(matches!(other, Some(DrawRefusal::OtherBase { .. })));
    let plain = refusal(&|request| at(request, ProviderId::Fal, "fal-ai/flux/schnell"));
    assert!(matches!(plain, Some(DrawRefusal::NoLora { .. })));
    let steps = refusal(&|request| request.steps = 51);
    assert!(
        matches!(steps, Some(DrawRefusal::Field { .. })),
        "{steps:?}"
    );
    let none = refusal(&|request| at(request, ProviderId::Fal, "no/such"));
    assert!(matches!(none, Some(DrawRefusal::GeneratorUnknown { .. })));
    let untold = refusal(&|request| {
        at(request, ProviderId::Fal, "fal-ai/fast-sdxl");
        request.model = None;
        request.hosted.as_mut().unwrap().typed_price = None;
    });
    assert!(matches!(untold, Some(DrawRefusal::NoPrice { .. })));
}

#[test]
fn a_result_that_comes_in_pieces_is_fetched_to_its_end() {
    let hosted = Hosted::new();
    hosted.order(ProviderId::Fal, Step::Download, Trouble::CutMidBody);
    hosted
        .fal
        .order_times(3, Step::Download, Trouble::LostReply);
    let request = request(&hosted, ProviderId::Fal, None);
    let drawing = hosted.flow().studio.draw(request, ENOUGH).unwrap();
    let drawing = drawn(&hosted, &drawing);
    assert_eq!(drawing.state, DrawingState::Succeeded);
    assert_eq!(hosted.fal.orders_left(), 0);
    assert_eq!(drawing.pictures.len(), 2);
}

#[test]
fn pictures_that_are_gone_are_said_to_be_and_can_be_fetched_again() {
    let hosted = Hosted::new();
    let studio = &hosted.flow().studio;
    hosted
        .fal
        .order_times(400, Step::Download, Twist::ExpiredResult { status: 404 });
    let request = request(&hosted, ProviderId::Fal, None);
    let drawing = studio.draw(request, ENOUGH).unwrap();
    let failed = drawn(&hosted, &drawing);
    assert_eq!(reason(&failed), DrawFailure::BadPictures);
    assert_eq!(kinds(&hosted, &drawing), WHOLE, "it was paid");
    hosted.fal.cancel_orders();
    let again = studio.fetch_drawing_again(drawing.id).unwrap();
    let again = drawn(&hosted, &again);
    assert_eq!(again.state, DrawingState::Succeeded);
    assert_eq!(again.pictures.len(), 2);
    assert_eq!(hosted.paid().len(), 1);
}

#[test]
fn the_terminal_draws_at_a_provider_under_a_limit() {
    let hosted = Hosted::new();
    hosted.flow().studio.end_runner();
    let to = tempfile::tempdir().unwrap();
    let folder = to.path().to_string_lossy().into_owned();
    let arguments = [
        "generate",
        "none",
        "a red fox",
        "--on",
        "fal",
        "--seed",
        "7",
        "--to",
        &folder,
    ];
    let without = hosted.command(&arguments).output().unwrap();
    assert_eq!(without.status.code(), Some(3), "{}", text(&without));
    assert!(text(&without).contains("--max-usd"), "{}", text(&without));
    let mut limited = arguments.to_vec();
    limited.extend(["--max-usd", "0.20"]);
    let drawn = hosted.command(&limited).output().unwrap();
    assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn));
    assert_eq!(std::fs::read_dir(to.path()).unwrap().count(), 1);
    assert_eq!(hosted.paid().len(), 1);
    assert_eq!(hosted.paid()[0].input["seed"], 7);
    assert_eq!(hosted.paid()[0].input["output_format"], "png");
}
