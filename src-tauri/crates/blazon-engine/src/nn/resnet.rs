//! The residual block, of the UNet (with the time) and of the autoencoder (without).

use super::layers::{AffineId, Geometry, LayerGroup, NormId, Pass};
use super::load::{Bias, Loader};
use super::ops::Then;
use crate::EngineError;
use burn::tensor::Tensor;

/// What the residual blocks of a network have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) groups: usize,
    pub(super) epsilon: f64,
    /// Width of the embedding of the time; `None` in the autoencoder.
    pub(super) time: Option<usize>,
    pub(super) group: LayerGroup,
}

#[derive(Clone, Debug)]
pub(super) struct Resnet {
    norm1: NormId,
    conv1: AffineId,
    time: Option<AffineId>,
    norm2: NormId,
    conv2: AffineId,
    shortcut: Option<AffineId>,
    groups: usize,
}

impl Resnet {
    pub(super) fn load(
        loader: &mut Loader<'_>,
        path: &str,
        [inputs, outputs]: [usize; 2],
        style: Style,
    ) -> Result<Self, EngineError> {
        let Style {
            groups,
            epsilon,
            time,
            group,
        } = style;
        Ok(Self {
            norm1: loader.norm(&format!("{path}.norm1"), inputs, epsilon)?,
            conv1: loader.conv(
                &format!("{path}.conv1"),
                [inputs, outputs],
                Geometry::SAME,
                group,
            )?,
            time: match time {
                Some(width) => {
                    let path = format!("{path}.time_emb_proj");
                    Some(loader.linear(&path, [width, outputs], Bias::Yes, group)?)
                }
                None => None,
            },
            norm2: loader.norm(&format!("{path}.norm2"), outputs, epsilon)?,
            conv2: loader.conv(
                &format!("{path}.conv2"),
                [outputs, outputs],
                Geometry::SAME,
                group,
            )?,
            shortcut: match inputs == outputs {
                true => None,
                false => {
                    let path = format!("{path}.conv_shortcut");
                    Some(loader.conv(&path, [inputs, outputs], Geometry::POINT, group)?)
                }
            },
            groups,
        })
    }

    /// `x` is `[batch, height, width, inputs]`; `time`, SiLU already applied, `[batch, width of the time]`.
    pub(super) fn forward(
        &self,
        pass: Pass<'_>,
        x: Tensor<4>,
        time: Option<&Tensor<2>>,
    ) -> Tensor<4> {
        let hidden = pass.group_norm(self.norm1, x.clone(), self.groups, Then::Silu);
        let mut hidden = pass.conv(self.conv1, hidden);
        if let (Some(id), Some(time)) = (self.time, time) {
            let shift = pass.linear(id, time.clone());
            let [batch, channels] = shift.dims();
            hidden = hidden + shift.reshape([batch, 1, 1, channels]);
        }
        let hidden = pass.group_norm(self.norm2, hidden, self.groups, Then::Silu);
        let hidden = pass.conv(self.conv2, hidden);
        match self.shortcut {
            Some(id) => pass.conv(id, x) + hidden,
            None => x + hidden,
        }
    }
}
