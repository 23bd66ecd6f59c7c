"""The sizes of Pocket's networks. Each is a diffusers or transformers class; only the numbers are ours."""

from __future__ import annotations

from dataclasses import dataclass

from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

# The longest prompt in tokens, start and end included.
LENGTH = 48


@dataclass(frozen=True)
class Size:
    """What distinguishes the shipped base from the throwaway one that tests build on."""

    text_width: int
    text_layers: int
    text_heads: int
    vae: tuple[int, ...]
    unet: tuple[int, ...]
    head: int
    groups: int


SIZES = {
    "pocket": Size(128, 3, 4, (16, 32, 64, 96), (64, 96, 160), 32, 16),
    "tiny": Size(32, 2, 2, (8, 16, 24, 32), (32, 48, 64), 16, 8),
}


def text_encoder(size: Size, vocabulary: int, start: int, end: int) -> CLIPTextModel:
    """The text encoder: CLIP's text transformer, small."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocabulary, hidden_size=size.text_width, intermediate_size=4 * size.text_width,
            num_hidden_layers=size.text_layers, num_attention_heads=size.text_heads, max_position_embeddings=LENGTH,
            projection_dim=size.text_width, hidden_act="quick_gelu", bos_token_id=start, eos_token_id=end, pad_token_id=end,
        )
    )  # fmt: skip


def vae(size: Size) -> AutoencoderKL:
    """The autoencoder: 128 px pictures to 16x16 latents of four channels and back."""
    return AutoencoderKL(
        block_out_channels=size.vae, layers_per_block=1, latent_channels=4, norm_num_groups=4, sample_size=128,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4, scaling_factor=1.0,
    )  # fmt: skip


def unet(size: Size) -> UNet2DConditionModel:
    """The noise predictor. Attention starts at 8x8, where it is cheap; 16x16 has convolutions alone."""
    return UNet2DConditionModel(
        sample_size=16, layers_per_block=1, block_out_channels=size.unet, cross_attention_dim=size.text_width,
        attention_head_dim=tuple(channels // size.head for channels in size.unet), norm_num_groups=size.groups,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    )  # fmt: skip


def scheduler() -> DDIMScheduler:
    """v-prediction, which keeps plain backgrounds plain, and more noise at the end than Stable Diffusion's 0.012.

    There a latent's mean would still be seen through the noise of the last step (its signal is 0.07, and 256 places
    are averaged), so a network learns to take colours from the noise and not from the words (Lin et al., "Common
    Diffusion Noise Schedules and Sample Steps Are Flawed", 2023). Here that signal is 0.006.
    """
    return DDIMScheduler(
        num_train_timesteps=1000, beta_start=0.00085, beta_end=0.025, beta_schedule="scaled_linear",
        clip_sample=False, set_alpha_to_one=False, steps_offset=1, prediction_type="v_prediction", timestep_spacing="trailing",
    )  # fmt: skip
