//! Captions that a provider writes, paid by one press of the button, against fal's emulator.

use crate::hosted::Hosted;
use crate::support::text;
use blazon_core::{RefusedCaptions, SecretName};
use blazon_emulators::{Pace, Phase, Refusal, Rejection, Step, Trouble};
use blazon_model::{
    CaptionRefusal, CaptionRequest, CaptionScope, Captioning, Dataset, DatasetId, FailureReason,
    HostedChoice, LedgerKind, Money, Photo, PhotoCaption, PhotoFilter, PhotoOrder, Price,
    PriceUnit, ProviderId, Settings, SpendPurpose,
};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
pub(crate) const PHOTOS: u32 = 5;
/// What a photo costs, as the person typed it.
const EACH: i64 = 2_000;
pub(crate) const ENOUGH: Money = Money::from_micros(PHOTOS as i64 * EACH);

pub(crate) fn request(dataset: DatasetId, scope: CaptionScope) -> CaptionRequest {
    CaptionRequest {
        dataset,
        scope,
        provider: ProviderId::Fal,
        hosted: HostedChoice {
            endpoint: "fal-ai/florence-2-large/more-detailed-caption".into(),
            chosen: BTreeMap::new(),
            typed_price: Some(Price {
                amount: Money::from_micros(EACH),
                per: 1,
                unit: PriceUnit::Picture,
                least: 0,
                listed_on: "2026-11-26".into(),
                source: String::new(),
            }),
        },
    }
}

/// A dataset of five photos without captions; nobody carries work yet.
pub(crate) fn dataset(hosted: &mut Hosted) -> Dataset {
    let dataset = hosted.dataset();
    let rewrite = blazon_model::CaptionRewrite::Clear;
    let studio = &hosted.flow().studio;
    studio.rewrite_captions(dataset.id, &[], &rewrite).unwrap();
    hosted.reopen();
    dataset
}

fn photos(hosted: &Hosted, dataset: DatasetId) -> Vec<Photo> {
    let studio = &hosted.flow().studio;
    studio
        .list_photos(dataset, PhotoFilter::All, PhotoOrder::Imported, 0, 100)
        .unwrap()
        .photos
}

pub(crate) fn captions(hosted: &Hosted, dataset: DatasetId) -> Vec<String> {
    let photos = photos(hosted, dataset);
    photos.into_iter().map(|photo| photo.caption).collect()
}

/// Describes the photos that have no caption, to the end.
fn described(hosted: &Hosted, dataset: DatasetId) -> Captioning {
    let studio = &hosted.flow().studio;
    let request = request(dataset, CaptionScope::Missing);
    let captioning = studio.start_captioning(&request, ENOUGH).unwrap();
    studio.start_runner().unwrap();
    watched(hosted, &captioning)
}

fn watched(hosted: &Hosted, captioning: &Captioning) -> Captioning {
    let started = Instant::now();
    let studio = &hosted.flow().studio;
    studio
        .watch_captioning(captioning.id, |captioning| {
            assert!(started.elapsed() < PATIENCE, "it hangs: {captioning:?}");
        })
        .unwrap()
}

fn kinds(hosted: &Hosted) -> BTreeMap<String, u32> {
    let mut kinds = BTreeMap::new();
    for entry in hosted.flow().studio.list_ledger().unwrap() {
        assert!(entry.caption.is_some(), "{entry:?}");
        *kinds.entry(format!("{:?}", entry.kind)).or_default() += 1;
    }
    kinds
}

#[test]
fn a_press_of_the_button_describes_the_photos_that_have_no_caption() {
    let mut hosted = Hosted::new();
    hosted
        .fal
        .answer_captions_with("The image shows a fox\nwith a lantern.");
    let dataset = dataset(&mut hosted);
    let studio = &hosted.flow().studio;
    let kept = photos(&hosted, dataset.id).remove(0);
    let own = PhotoCaption {
        photo: kept.id,
        caption: "my own words".into(),
    };
    studio.caption_photos(dataset.id, &[own]).unwrap();
    let plan = studio
        .plan_captions(&request(dataset.id, CaptionScope::Missing))
        .unwrap();
    assert_eq!((plan.refusal, plan.photos), (None, PHOTOS - 1));
    let cost = plan.cost.unwrap();
    assert_eq!(cost.reserved.micros(), EACH * i64::from(PHOTOS - 1));

    let captioning = described(&hosted, dataset.id);
    assert_eq!(captioning.counts.described, PHOTOS - 1);
    assert_eq!(captioning.spend.settled, cost.reserved);
    let captions = captions(&hosted, dataset.id);
    assert_eq!(captions[0], "my own words");
    for caption in &captions[1..] {
        assert_eq!(caption, "a fox with a lantern.");
    }
    assert_eq!(hosted.paid().len(), 4);
    assert!(hosted.leaked().is_empty());
    let each = PHOTOS - 1;
    let expected = ["Requested", "Reserved", "Settled"].map(|kind| (kind.to_owned(), each));
    assert_eq!(kinds(&hosted), BTreeMap::from(expected));
    assert!(!studio.is_anything_set_aside().unwrap());

    let lines = studio.load_spending().unwrap().lines;
    let purpose = SpendPurpose::Captions {
        dataset: "Fox".into(),
        photos: each,
    };
    let said: Vec<_> = lines
        .iter()
        .map(|line| (line.kind, line.amount, &line.purpose))
        .collect();
    let line = |kind| (kind, cost.reserved, &purpose);
    assert_eq!(
        said,
        [line(LedgerKind::Settled), line(LedgerKind::Reserved)]
    );

    // All of it is one edit.
    studio.undo_edit(dataset.id).unwrap();
    let captions = self::captions(&hosted, dataset.id);
    assert_eq!(
        captions.iter().filter(|caption| caption.is_empty()).count(),
        4
    );
    let again = studio
        .plan_captions(&request(dataset.id, CaptionScope::Missing))
        .unwrap();
    assert_eq!(again.refusal, None);
}

#[test]
fn what_is_sent_is_the_picture_that_a_trainer_gets() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    described(&hosted, dataset.id);
    let uploads = hosted.uploads();
    assert_eq!(uploads.len(), PHOTOS as usize);
    for upload in uploads {
        assert!(upload.bytes.starts_with(&[0xff, 0xd8]), "a JPEG");
        let has = |mark: &[u8]| upload.bytes.windows(mark.len()).any(|part| part == mark);
        assert!(!has(b"Exif\0"), "no metadata leaves");
    }
}

#[test]
fn nothing_is_accepted_that_costs_more_than_was_shown_or_passes_the_ceiling() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    let studio = &hosted.flow().studio;
    let refusal = |request: &CaptionRequest, limit| {
        let error = studio.start_captioning(request, limit).unwrap_err();
        error.downcast::<RefusedCaptions>().unwrap().0
    };
    let wanted = request(dataset.id, CaptionScope::Missing);
    let less = Money::from_micros(ENOUGH.micros() - 1);
    assert!(matches!(
        refusal(&wanted, less),
        CaptionRefusal::OverLimit { .. }
    ));
    let mut untold = wanted.clone();
    untold.hosted.typed_price = None;
    assert!(matches!(
        refusal(&untold, ENOUGH),
        CaptionRefusal::NoPrice { .. }
    ));
    let mut other = wanted.clone();
    other.hosted.endpoint = "fal-ai/flux-lora".into();
    assert!(matches!(
        refusal(&other, ENOUGH),
        CaptionRefusal::DescriberUnknown { .. }
    ));
    let settings = Settings {
        monthly_ceiling: Some(less),
        ..studio.load_settings().unwrap()
    };
    studio.change_settings(settings).unwrap();
    assert!(matches!(
        refusal(&wanted, ENOUGH),
        CaptionRefusal::OverCeiling { .. }
    ));
    studio.secrets().remove(SecretName::FalKey).unwrap();
    assert!(matches!(
        refusal(&wanted, ENOUGH),
        CaptionRefusal::NoKey { .. }
    ));
    assert!(studio.list_ledger().unwrap().is_empty());
    assert!(studio.list_captionings(dataset.id).unwrap().is_empty());
}

#[test]
fn the_same_photos_are_not_described_twice_at_once() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    let studio = &hosted.flow().studio;
    let wanted = request(dataset.id, CaptionScope::All);
    studio.start_captioning(&wanted, ENOUGH).unwrap();
    let error = studio.start_captioning(&wanted, ENOUGH).unwrap_err();
    let RefusedCaptions(refusal) = error.downcast().unwrap();
    assert_eq!(refusal, CaptionRefusal::UnderWay);
    assert_eq!(studio.list_ledger().unwrap().len(), PHOTOS as usize);
}

#[test]
fn a_lost_reply_is_never_submitted_again_and_is_asked_of_the_person() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    hosted.order(ProviderId::Fal, Step::Submit, Trouble::LostReply);
    let captioning = described(&hosted, dataset.id);
    assert_eq!(
        (captioning.counts.unknown, captioning.counts.described),
        (1, PHOTOS - 1)
    );
    assert_eq!(captioning.spend.reserved.micros(), EACH);
    hosted.restart();
    let studio = &hosted.flow().studio;
    studio.wait_until_idle().unwrap();
    assert_eq!(hosted.paid().len(), PHOTOS as usize);
    let filled = captions(&hosted, dataset.id);
    assert_eq!(
        filled.iter().filter(|caption| caption.is_empty()).count(),
        1
    );

    let captioning = studio.say_captions_taken(captioning.id).unwrap();
    assert_eq!(
        (captioning.counts.unknown, captioning.counts.failed),
        (0, 1)
    );
    assert_eq!(captioning.spend.settled, ENOUGH);
    let again = studio.say_captions_never_taken(captioning.id).unwrap();
    assert_eq!(again.spend, captioning.spend, "it was said already");
}

#[test]
fn what_was_never_taken_is_given_back() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    hosted.order(ProviderId::Fal, Step::Submit, Trouble::LostReply);
    let captioning = described(&hosted, dataset.id);
    let studio = &hosted.flow().studio;
    let captioning = studio.say_captions_never_taken(captioning.id).unwrap();
    assert_eq!(captioning.spend.reserved, Money::ZERO);
    assert_eq!(
        captioning.spend.settled.micros(),
        EACH * i64::from(PHOTOS - 1)
    );
}

#[test]
fn a_refusal_that_concerns_every_photo_stops_those_that_nobody_has_begun() {
    for (trouble, reason) in [
        (Refusal::Status401, FailureReason::BadKey),
        (Refusal::NoCredit, FailureReason::NoCredit),
    ] {
        let mut hosted = Hosted::new();
        let dataset = dataset(&mut hosted);
        hosted
            .fal
            .order_times(PHOTOS as usize, Step::Submit, Trouble::Refused(trouble));
        let captioning = described(&hosted, dataset.id);
        assert_eq!(captioning.trouble, Some(reason));
        assert_eq!(captioning.counts.described, 0);
        assert!(hosted.paid().is_empty());
        assert_eq!(captioning.spend, blazon_model::Spend::default());
        assert!(!hosted.flow().studio.is_anything_set_aside().unwrap());
    }
}

/// Six photos of which four lie at fal when the key goes, and no others are begun.
fn without_key_midway(hosted: &mut Hosted) -> (Dataset, Captioning) {
    let dataset = dataset(hosted);
    let source = tempfile::tempdir().unwrap();
    let sixth = source.path().join("six.jpg");
    blazon_tests::sample::write_jpeg(&sixth, 768, 640, 6).unwrap();
    hosted.flow().import(&dataset, &[sixth]);
    hosted.reopen();
    hosted.fal.set_pace(Pace {
        queued: Phase::Polls(1),
        running: Phase::Endless,
    });
    let studio = &hosted.flow().studio;
    let wanted = request(dataset.id, CaptionScope::Missing);
    let limit = Money::from_micros(6 * EACH);
    let captioning = studio.start_captioning(&wanted, limit).unwrap();
    studio.start_runner().unwrap();
    let is_asked = |paid: &blazon_emulators::PaidSubmit| {
        let asked = hosted.fal.requests_for(Step::Status);
        asked.iter().any(|asked| asked.path.contains(&paid.id))
    };
    let started = Instant::now();
    while hosted.paid().len() < 4 || !hosted.paid().iter().all(is_asked) {
        assert!(started.elapsed() < PATIENCE, "four are described at once");
        std::thread::sleep(Duration::from_millis(5));
    }
    studio.secrets().remove(SecretName::FalKey).unwrap();
    (dataset, captioning)
}

#[test]
fn a_key_that_goes_midway_stops_what_nobody_has_begun_and_the_rest_comes_with_the_next_key() {
    let mut hosted = Hosted::new();
    let (dataset, captioning) = without_key_midway(&mut hosted);
    let captioning = watched(&hosted, &captioning);
    let counts = captioning.counts;
    assert_eq!((counts.open, counts.cancelled), (4, 2), "{counts:?}");
    assert_eq!(captioning.trouble, Some(FailureReason::NoKey));
    assert_eq!(captioning.spend.reserved.micros(), 4 * EACH);
    let studio = &hosted.flow().studio;
    studio.wait_until_idle().unwrap();

    hosted.fal.set_pace(Pace::default());
    hosted.set_key(SecretName::FalKey, hosted.fal.key());
    let started = Instant::now();
    while !studio.load_captioning(captioning.id).unwrap().is_applied {
        assert!(started.elapsed() < PATIENCE, "it goes on with a good key");
        std::thread::sleep(Duration::from_millis(5));
    }
    let filled = captions(&hosted, dataset.id);
    let empty = filled.iter().filter(|caption| caption.is_empty()).count();
    assert_eq!(empty, 2);
    assert_eq!(hosted.paid().len(), 4);
    assert!(!studio.is_anything_set_aside().unwrap());
}

#[test]
fn one_photo_that_is_refused_leaves_the_others_alone() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    let refused = Trouble::Refused(Refusal::Rejected422(Rejection::Text));
    hosted.order(ProviderId::Fal, Step::Submit, refused);
    let captioning = described(&hosted, dataset.id);
    assert_eq!(captioning.trouble, Some(FailureReason::RejectedInput));
    assert!(!captioning.said.is_empty(), "the provider's words");
    assert_eq!(
        (captioning.counts.failed, captioning.counts.described),
        (1, PHOTOS - 1)
    );
}

#[test]
fn a_caption_that_was_written_meanwhile_stays() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    let studio = &hosted.flow().studio;
    let wanted = request(dataset.id, CaptionScope::Missing);
    let captioning = studio.start_captioning(&wanted, ENOUGH).unwrap();
    let mut photos = photos(&hosted, dataset.id);
    let (mine, gone) = (photos.remove(0).id, photos.remove(0).id);
    let own = PhotoCaption {
        photo: mine,
        caption: "my own words".into(),
    };
    studio.caption_photos(dataset.id, &[own]).unwrap();
    studio.delete_photos_for_good(&[gone]).unwrap();
    studio.start_runner().unwrap();
    let captioning = watched(&hosted, &captioning);
    assert_eq!(captioning.left_alone, 1);
    assert_eq!(
        (captioning.counts.cancelled, captioning.counts.described),
        (1, PHOTOS - 1),
        "a photo that is gone is not sent"
    );
    assert_eq!(hosted.paid().len(), 4);
    assert!(captions(&hosted, dataset.id).contains(&"my own words".to_owned()));
    assert!(!studio.is_anything_set_aside().unwrap());
}

#[test]
fn a_stopped_captioning_gives_back_what_nobody_has_begun() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    let studio = &hosted.flow().studio;
    let wanted = request(dataset.id, CaptionScope::Missing);
    let captioning = studio.start_captioning(&wanted, ENOUGH).unwrap();
    let captioning = studio.cancel_captioning(captioning.id).unwrap();
    assert_eq!(captioning.counts.cancelled, PHOTOS);
    assert!(captioning.is_applied);
    assert!(!studio.is_anything_set_aside().unwrap());

    // No photo is described before the rest can be stopped.
    hosted.fal.set_pace(Pace {
        queued: Phase::Polls(0),
        running: Phase::Endless,
    });
    let captioning = studio.start_captioning(&wanted, ENOUGH).unwrap();
    studio.start_runner().unwrap();
    while hosted.paid().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    studio.cancel_captioning(captioning.id).unwrap();
    let captioning = watched(&hosted, &captioning);
    let counts = captioning.counts;
    assert_eq!(counts.described + counts.cancelled, PHOTOS, "{counts:?}");
    assert!(counts.cancelled > 0, "{counts:?}");
    assert!(!studio.is_anything_set_aside().unwrap());
    let settled = |entry: &blazon_model::LedgerEntry| entry.kind == LedgerKind::Settled;
    let settled = studio
        .list_ledger()
        .unwrap()
        .iter()
        .filter(|entry| settled(entry))
        .count();
    assert_eq!(settled, counts.described as usize);
}

#[test]
fn the_terminal_describes_photos_for_no_more_than_it_was_told() {
    let mut hosted = Hosted::new();
    let dataset = dataset(&mut hosted);
    let id = dataset.id.to_string();
    let run = |arguments: &[&str]| {
        let base = ["dataset", "autocaption", &id, "--price-per-photo", "0.002"];
        hosted
            .command(&[&base, arguments].concat())
            .output()
            .unwrap()
    };
    let asked = run(&[]);
    assert_eq!(asked.status.code(), Some(3), "{}", text(&asked));
    assert!(text(&asked).contains("--max-usd"));
    let too_little = run(&["--max-usd", "0.009"]);
    assert_eq!(too_little.status.code(), Some(3));
    assert!(hosted.paid().is_empty());
    let done = run(&["--max-usd", "0.01"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done));
    let words = text(&done);
    assert!(words.contains('5') && words.contains("0.01"), "{words}");
    assert_eq!(hosted.paid().len(), PHOTOS as usize);
    let nothing = run(&["--max-usd", "0.01"]);
    assert_eq!(nothing.status.code(), Some(3), "all have a caption");
}
