//! `scheduler/scheduler_config.json`: how the base was noised when it was trained.
//!
//! The class in the file is only a proposal: every sampler here runs on the same numbers, as in diffusers, where
//! one scheduler is made from another's configuration.

use super::json::{absent, only, read_json, unsupported, within};
use crate::EngineError;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct File {
    num_train_timesteps: Option<usize>,
    beta_start: Option<f64>,
    beta_end: Option<f64>,
    beta_schedule: Option<String>,
    trained_betas: Option<serde_json::Value>,
    prediction_type: Option<String>,
    set_alpha_to_one: Option<bool>,
    steps_offset: Option<usize>,
    timestep_spacing: Option<String>,
    rescale_betas_zero_snr: Option<bool>,
    thresholding: Option<bool>,
    clip_sample: Option<bool>,
    #[serde(rename = "_class_name")]
    class: Option<String>,
}

/// How the noise grows over the training steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetaSchedule {
    /// Straight.
    Linear,
    /// Straight between the roots, then squared: latent diffusion's own.
    ScaledLinear,
}

/// What the network answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prediction {
    /// The noise.
    Epsilon,
    /// `alpha * noise - sigma * sample` (Salimans and Ho, "Progressive Distillation", 2022).
    Velocity,
}

/// How a few steps are chosen among the training's thousand (Lin et al., "Common Diffusion Noise Schedules",
/// 2023, table 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// From the first step in whole strides.
    Leading,
    /// From the last step back.
    Trailing,
    /// Both ends, evenly.
    Linspace,
}

/// A noise schedule's plan.
#[derive(Clone, Debug, PartialEq)]
pub struct SchedulerConfig {
    /// Steps of the training: 1000.
    pub train_steps: usize,
    /// The first beta.
    pub beta_start: f64,
    /// The last beta.
    pub beta_end: f64,
    /// What lies between them.
    pub betas: BetaSchedule,
    /// What the network answers with.
    pub prediction: Prediction,
    /// DDIM ends at a picture without noise; otherwise at the first step's noise.
    pub alpha_to_one: bool,
    /// What is added to the steps of leading spacing.
    pub steps_offset: usize,
    /// The file's choice of steps; `None` leaves it to each sampler's own default.
    pub spacing: Option<Spacing>,
    /// DDIM clips its estimate of the picture to -1..1.
    pub clip_sample: bool,
}

impl SchedulerConfig {
    /// The schedule on which Stable Diffusion 1, 2 and XL were trained.
    #[must_use]
    pub const fn stable_diffusion(prediction: Prediction) -> Self {
        Self {
            train_steps: 1000,
            beta_start: 0.000_85,
            beta_end: 0.012,
            betas: BetaSchedule::ScaledLinear,
            prediction,
            alpha_to_one: false,
            steps_offset: 1,
            spacing: Some(Spacing::Leading),
            clip_sample: false,
        }
    }

    /// Reads and checks a scheduler's configuration.
    ///
    /// # Errors
    /// When the file is missing or asks for what is not supported.
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        let file: File = read_json(path)?;
        absent(path, "trained_betas", file.trained_betas.as_ref())?;
        only(
            path,
            "rescale_betas_zero_snr",
            file.rescale_betas_zero_snr.as_ref(),
            &false,
        )?;
        only(path, "thresholding", file.thresholding.as_ref(), &false)?;
        let (start, end) = (
            file.beta_start.unwrap_or(0.0001),
            file.beta_end.unwrap_or(0.02),
        );
        if !(start > 0.0 && start <= end && end < 1.0) {
            return Err(unsupported(
                path,
                format!("betas from {start} to {end} are no noise schedule"),
            ));
        }
        let train_steps = within(
            path,
            "num_train_timesteps",
            file.num_train_timesteps.unwrap_or(1000),
            2..=10_000,
        )?;
        Ok(Self {
            train_steps,
            beta_start: start,
            beta_end: end,
            betas: file.betas(path)?,
            prediction: file.prediction(path)?,
            alpha_to_one: file.set_alpha_to_one.unwrap_or(true),
            steps_offset: within(
                path,
                "steps_offset",
                file.steps_offset.unwrap_or(0),
                0..=train_steps / 2,
            )?,
            spacing: file.spacing(path)?,
            clip_sample: file.clips(),
        })
    }
}

impl File {
    fn betas(&self, path: &Path) -> Result<BetaSchedule, EngineError> {
        match self.beta_schedule.as_deref() {
            None | Some("linear") => Ok(BetaSchedule::Linear),
            Some("scaled_linear") => Ok(BetaSchedule::ScaledLinear),
            Some(other) => Err(unsupported(
                path,
                format!("`beta_schedule` {other} is not supported"),
            )),
        }
    }

    fn prediction(&self, path: &Path) -> Result<Prediction, EngineError> {
        match self.prediction_type.as_deref() {
            None | Some("epsilon") => Ok(Prediction::Epsilon),
            Some("v_prediction") => Ok(Prediction::Velocity),
            Some(other) => Err(unsupported(
                path,
                format!("`prediction_type` {other} is not supported"),
            )),
        }
    }

    fn spacing(&self, path: &Path) -> Result<Option<Spacing>, EngineError> {
        match self.timestep_spacing.as_deref() {
            None => Ok(None),
            Some("leading") => Ok(Some(Spacing::Leading)),
            Some("trailing") => Ok(Some(Spacing::Trailing)),
            Some("linspace") => Ok(Some(Spacing::Linspace)),
            Some(other) => Err(unsupported(
                path,
                format!("`timestep_spacing` {other} is not supported"),
            )),
        }
    }

    /// DDIM's own default is to clip; files of other classes that do not say so mean that nothing is clipped.
    fn clips(&self) -> bool {
        let own = self.class.as_deref() == Some("DDIMScheduler");
        self.clip_sample.unwrap_or(own)
    }
}
