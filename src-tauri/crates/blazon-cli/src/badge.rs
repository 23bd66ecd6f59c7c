//! `blazon-cli badge`: one badge, or one for each row of a list, and sheets to print. Nothing leaves the computer.

use crate::arguments::{BadgeOptions, PaperArgument, RibbonArgument};
use crate::models::find_model;
use crate::say;
use crate::session::Session;
use anyhow::{Context, bail};
use blazon_core::{BatchOutput, BatchWatch, badge_finding_sentence};
use blazon_model::{
    BadgeBatch, BadgeDesign, BadgeFormat, BadgePaper, BadgeTemplate, BatchState, RibbonForm,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// A badge that was written, as a line of JSON.
#[derive(Serialize)]
struct Written<'w> {
    path: &'w Path,
    findings: &'w [blazon_model::BadgeFinding],
}

/// Draws a badge or those of a list, or lists the templates.
pub(crate) fn run(session: &Session, options: &BadgeOptions) -> anyhow::Result<ExitCode> {
    let templates = session.studio.list_badge_templates()?;
    if options.templates {
        for template in &templates {
            session.result(template, || line(session, template));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = options.template.as_str();
    let Some(template) = templates.iter().find(|template| template.id == wanted) else {
        bail!(session.say("badge-no-template", &[("what", wanted.into())]));
    };
    let design = design(session, options, template)?;
    let to = options
        .to
        .as_ref()
        .context("find where to write the badge")?;
    match &options.csv {
        Some(list) => batch(session, options, &design, list, to),
        None => one(session, options, template, &design, to),
    }
}

fn line(session: &Session, template: &BadgeTemplate) -> String {
    let name = session.words.of(&template.name.en, &template.name.ru);
    let fields: Vec<_> = template
        .fields
        .iter()
        .map(|field| field.id.as_str())
        .collect();
    format!("{}  {name}  ({})", template.id, fields.join(", "))
}

fn design(
    session: &Session,
    options: &BadgeOptions,
    template: &BadgeTemplate,
) -> anyhow::Result<BadgeDesign> {
    let keep = |path: &Path| session.studio.keep_badge_picture(path);
    let mut design = BadgeDesign {
        template: template.id.clone(),
        picture: options.picture.as_deref().map(keep).transpose()?,
        logo: options.logo.as_deref().map(keep).transpose()?,
        palette: options.palette.clone(),
        ribbon: options.ribbon.map(|ribbon| match ribbon {
            RibbonArgument::Straight => RibbonForm::Straight,
            RibbonArgument::Curved => RibbonForm::Curved,
            RibbonArgument::Folded => RibbonForm::Folded,
        }),
        ..BadgeDesign::default()
    };
    for (field, text) in template.fields.iter().zip(&options.text) {
        design.texts.insert(field.id.clone(), text.clone());
    }
    for setting in &options.field {
        let named = setting.split_once('=');
        let found = named.filter(|(id, _)| template.fields.iter().any(|field| field.id == *id));
        let Some((id, text)) = found else {
            let what = setting.as_str().into();
            bail!(session.say("cli-badge-field", &[("setting", what)]));
        };
        design.texts.insert(id.to_owned(), text.to_owned());
    }
    Ok(design)
}

fn one(
    session: &Session,
    options: &BadgeOptions,
    template: &BadgeTemplate,
    design: &BadgeDesign,
    to: &Path,
) -> anyhow::Result<ExitCode> {
    let Some(format) = options.format.map(Into::into).or_else(|| format_of(to)) else {
        bail!(session.say(
            "cli-badge-format",
            &[("path", to.display().to_string().into())]
        ));
    };
    let name = to.file_stem().unwrap_or_default().to_string_lossy();
    let findings = session.studio.check_badge(design)?;
    session.studio.export_badge(design, &name, format, to)?;
    let written = Written {
        path: to,
        findings: &findings,
    };
    session.result(&written, || to.display().to_string());
    for finding in findings.iter().filter(|_| !session.json) {
        say::aside(&badge_finding_sentence(&session.words, template, finding));
    }
    Ok(ExitCode::SUCCESS)
}

/// The format that a file's name ends in.
fn format_of(path: &Path) -> Option<BadgeFormat> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "png" => BadgeFormat::Png,
        "jpg" | "jpeg" => BadgeFormat::Jpeg,
        "webp" => BadgeFormat::Webp,
        "pdf" => BadgeFormat::Pdf,
        "svg" => BadgeFormat::Svg,
        _ => return None,
    })
}

fn batch(
    session: &Session,
    options: &BadgeOptions,
    design: &BadgeDesign,
    list: &Path,
    to: &Path,
) -> anyhow::Result<ExitCode> {
    let opened = session.studio.open_badge_list(list, &design.template)?;
    if !session.json {
        say::aside(&session.say(
            "cli-badge-list",
            &[
                ("rows", opened.rows.into()),
                ("problems", opened.problem_count.into()),
            ],
        ));
    }
    let model = match options.model.as_deref() {
        Some(name) => Some(find_model(session, name)?.id),
        None => None,
    };
    if opened.prompts > 0 {
        if !session.json {
            let count = opened.prompts.into();
            say::aside(&session.say("cli-badge-prompts", &[("count", count)]));
        }
        session.studio.start_runner()?;
    }
    let output = BatchOutput {
        model,
        badges: Some(options.format.map_or(BadgeFormat::Png, Into::into)),
        paper: options.sheet.map(|paper| match paper {
            PaperArgument::A4 => BadgePaper::A4,
            PaperArgument::Letter => BadgePaper::Letter,
        }),
        folder: to.to_owned(),
    };
    let watch = Bar::new(session, opened.rows);
    let ended = session
        .studio
        .export_badge_list(opened.id, design, &output, &watch)?;
    watch.0.finish_and_clear();
    Ok(tell(session, &ended))
}

fn tell(session: &Session, batch: &BadgeBatch) -> ExitCode {
    let written = batch.done.saturating_sub(batch.problem_count);
    session.result(batch, || {
        session.say(
            "cli-badge-batch",
            &[
                ("done", written.into()),
                ("total", batch.total.into()),
                ("folder", batch.folder.as_str().into()),
            ],
        )
    });
    if !session.json {
        for problem in &batch.problems {
            say::aside(&session.say(
                "cli-badge-row",
                &[
                    ("row", problem.row.into()),
                    ("sentence", problem.sentence.as_str().into()),
                ],
            ));
        }
        if let Some(sentence) = &batch.sentence {
            say::aside(sentence);
        }
    }
    if batch.state == BatchState::Done && batch.problem_count == 0 {
        return ExitCode::SUCCESS;
    }
    ExitCode::from(1)
}

/// A bar on a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new(session: &Session, rows: u32) -> Self {
        let target = if session.json {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::with_draw_target(Some(rows.into()), target).with_style(style))
    }
}

impl BatchWatch for Bar {
    fn tell(&self, batch: &BadgeBatch) {
        self.0.set_position(batch.done.into());
    }

    fn is_stopped(&self) -> bool {
        false
    }
}
