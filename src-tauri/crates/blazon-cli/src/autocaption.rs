//! `blazon-cli dataset autocaption`: captions that a provider writes, paid on purpose.

use crate::arguments::AutocaptionOptions;
use crate::generate::typed_price;
use crate::say;
use crate::session::Session;
use blazon_core::{RefusedCaptions, caption_refusal_sentence, caption_trouble};
use blazon_model::{
    CaptionRefusal, CaptionRequest, CaptionScope, Captioning, DatasetId, HostedChoice, ProviderId,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Who describes photos.
const PROVIDER: ProviderId = ProviderId::Fal;

/// Describes photos, or says what became of that.
pub(crate) fn run(session: &Session, options: &AutocaptionOptions) -> anyhow::Result<ExitCode> {
    let dataset = session.find_dataset(&options.dataset)?.id;
    if options.cancel || options.taken || options.never_taken {
        return end(session, options, dataset);
    }
    let request = request(session, options, dataset)?;
    let plan = session.studio.plan_captions(&request)?;
    if let Some(refusal) = plan.refusal {
        return Ok(refused(session, &refusal));
    }
    if let Some(cost) = plan.cost.filter(|_| !session.json) {
        say::aside(&session.say(
            "cli-autocaption-cost",
            &[
                ("count", plan.photos.into()),
                ("host", plan.host.into()),
                ("cost", cost.reserved.to_string().into()),
            ],
        ));
    }
    let Some(limit) = options.max_usd else {
        say::aside(&session.say("cli-autocaption-limit-needed", &[]));
        return Ok(ExitCode::from(3));
    };
    let captioning = match session.studio.start_captioning(&request, limit) {
        Ok(captioning) => captioning,
        Err(error) => {
            let RefusedCaptions(refusal) = error.downcast()?;
            return Ok(refused(session, &refusal));
        }
    };
    let captioning = follow(session, &captioning)?;
    Ok(tell(session, &captioning))
}

fn end(
    session: &Session,
    options: &AutocaptionOptions,
    dataset: DatasetId,
) -> anyhow::Result<ExitCode> {
    let studio = &session.studio;
    let Some(last) = studio.list_captionings(dataset)?.into_iter().next() else {
        say::aside(&session.say("cli-autocaption-none", &[]));
        return Ok(ExitCode::from(1));
    };
    let captioning = if options.cancel {
        studio.cancel_captioning(last.id)?
    } else if options.taken {
        studio.say_captions_taken(last.id)?
    } else {
        studio.say_captions_never_taken(last.id)?
    };
    session.result(&captioning, || summary(session, &captioning));
    Ok(ExitCode::SUCCESS)
}

fn request(
    session: &Session,
    options: &AutocaptionOptions,
    dataset: DatasetId,
) -> anyhow::Result<CaptionRequest> {
    let endpoint = match &options.describer {
        Some(describer) => describer.clone(),
        None => {
            let describers = session.studio.list_describers(PROVIDER)?;
            let first = describers.into_iter().next();
            first.map(|describer| describer.id).unwrap_or_default()
        }
    };
    Ok(CaptionRequest {
        dataset,
        scope: if options.all {
            CaptionScope::All
        } else {
            CaptionScope::Missing
        },
        provider: PROVIDER,
        hosted: HostedChoice {
            endpoint,
            chosen: BTreeMap::new(),
            typed_price: options
                .price_per_photo
                .map(|amount| typed_price(session, amount)),
        },
    })
}

fn refused(session: &Session, refusal: &CaptionRefusal) -> ExitCode {
    say::aside(&caption_refusal_sentence(&session.words, refusal));
    ExitCode::from(3)
}

/// Watches a captioning until nothing of it goes on by itself.
fn follow(session: &Session, captioning: &Captioning) -> anyhow::Result<Captioning> {
    session.studio.start_runner()?;
    let target = if session.json {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let total = u64::from(captioning.counts.total);
    let bar = ProgressBar::with_draw_target(Some(total), target).with_style(style);
    let captioning = session
        .studio
        .watch_captioning(captioning.id, |captioning| {
            let counts = captioning.counts;
            bar.set_position(u64::from(counts.total - counts.open));
        })?;
    bar.finish_and_clear();
    Ok(captioning)
}

fn summary(session: &Session, captioning: &Captioning) -> String {
    session.say(
        "cli-autocaption-done",
        &[
            ("described", captioning.counts.described.into()),
            ("total", captioning.counts.total.into()),
            ("cost", captioning.spend.settled.to_string().into()),
        ],
    )
}

fn tell(session: &Session, captioning: &Captioning) -> ExitCode {
    session.result(captioning, || summary(session, captioning));
    let counts = captioning.counts;
    if captioning.left_alone > 0 {
        let count = captioning.left_alone.into();
        say::aside(&session.say("cli-autocaption-left-alone", &[("count", count)]));
    }
    if let Some(reason) = captioning.trouble {
        say::aside(&session.say(caption_trouble(reason), &[]));
        if !captioning.said.is_empty() {
            say::aside(&captioning.said);
        }
    }
    if counts.unknown > 0 {
        let count = counts.unknown.into();
        say::aside(&session.say("cli-autocaption-unknown", &[("count", count)]));
    }
    if counts.open > 0 {
        // It is left alone only where a key is missing.
        say::aside(&session.say("cli-autocaption-without-key", &[]));
        return ExitCode::from(3);
    }
    if counts.described == counts.total {
        return ExitCode::SUCCESS;
    }
    ExitCode::from(1)
}
