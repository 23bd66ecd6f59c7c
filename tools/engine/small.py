"""Small random pipelines of each family, as diffusers builds them.

Nothing here is trained. The sizes are the smallest in which every kind of layer of the real family occurs; weights are
rounded to the type in which they are stored before a reference is computed from them.
"""

import json
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

MERGES = """c a
ca t</w>
i n
o n
a n
r e
e r
s t
t h
th e</w>
a t</w>
f o
fo x</w>
h o
ho l
hol d
hold in
holdin g</w>
l a
la m
lam p</w>
r o
ro b
b o
rob o
robo t</w>
re d</w>
s k
sk y</w>
m o
mo o
moo n</w>
o f</w>
a r
st ar
star s</w>
1 2
e d</w>
d o
do g</w>
an d</w>
""".strip().split("\n")


def bytes_to_unicode() -> dict[int, str]:
    """The printable stand-ins of CLIP's byte-level alphabet."""
    known = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    table = {byte: chr(byte) for byte in known}
    extra = 0
    for byte in range(256):
        if byte not in table:
            table[byte] = chr(256 + extra)
            extra += 1
    return table


def vocabulary() -> dict[str, int]:
    """CLIP's order: characters, characters that end a word, merges, and the two marks."""
    letters = list(bytes_to_unicode().values())
    tokens = letters + [letter + "</w>" for letter in letters]
    tokens += ["".join(merge.split()) for merge in MERGES]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    return {token: index for index, token in enumerate(tokens)}


def tokenizer(folder: Path, pad: str) -> CLIPTokenizer:
    """Writes vocab.json and merges.txt as published bases have them, and reads them as transformers does."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary(), ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(MERGES) + "\n")
    end = "<|endoftext|>"
    words = {"bos_token": "<|startoftext|>", "eos_token": end, "unk_token": end, "pad_token": pad}
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "do_lower_case": True, **words}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2))
    (folder / "special_tokens_map.json").write_text(json.dumps(words, indent=2))
    merges = [tuple(merge.split()) for merge in MERGES]
    return CLIPTokenizer(vocab=vocabulary(), merges=merges, model_max_length=77, **words)


def shaken(model: torch.nn.Module, dtype: torch.dtype) -> torch.nn.Module:
    """Random where diffusers starts with ones and zeros, and rounded to the type in which it is stored."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "norm" in name or name.endswith("bias"):
                weight += 0.2 * torch.randn_like(weight)
            weight.copy_(weight.to(dtype).float())
    return model.eval()


def text_config(**sizes) -> CLIPTextConfig:
    """The tokens' marks are the last two of the vocabulary, as in CLIP."""
    count = len(vocabulary())
    marks = {"bos_token_id": count - 2, "eos_token_id": count - 1, "pad_token_id": count - 1}
    return CLIPTextConfig(vocab_size=count, max_position_embeddings=77, **marks, **sizes)


def vae(dtype: torch.dtype, scaling: float) -> AutoencoderKL:
    """A KL autoencoder with one halving."""
    return shaken(
        AutoencoderKL(
            down_block_types=("DownEncoderBlock2D",) * 2,
            up_block_types=("UpDecoderBlock2D",) * 2,
            block_out_channels=(8, 16),
            layers_per_block=1,
            latent_channels=4,
            norm_num_groups=4,
            sample_size=16,
            scaling_factor=scaling,
        ),
        dtype,
    )


def scheduler(prediction: str, timestep_spacing: str = "leading") -> DDIMScheduler:
    """The noise of every Stable Diffusion. What is not said here, diffusers forgets when it makes another scheduler of it."""
    return DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type=prediction,
        timestep_spacing=timestep_spacing,
    )


def sd15(folder: Path) -> StableDiffusionPipeline:
    """Convolutions around the transformers, `attention_head_dim` that means a number of heads, quick GELU."""
    torch.manual_seed(15)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=16,
        attention_head_dim=2,
        norm_num_groups=4,
    )
    config = text_config(hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2)
    return StableDiffusionPipeline(
        unet=shaken(unet, torch.float16),
        vae=vae(torch.float16, 0.18215),
        text_encoder=shaken(CLIPTextModel(config), torch.float16),
        tokenizer=tokenizer(folder / "tokenizer", "<|endoftext|>"),
        scheduler=scheduler("epsilon"),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def sd21(folder: Path) -> StableDiffusionPipeline:
    """Linear layers around the transformers, a list of heads, GELU, v-prediction."""
    torch.manual_seed(21)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=24,
        attention_head_dim=[2, 4],
        use_linear_projection=True,
        norm_num_groups=4,
    )
    config = text_config(
        hidden_size=24, intermediate_size=48, num_hidden_layers=2, num_attention_heads=3, hidden_act="gelu"
    )
    return StableDiffusionPipeline(
        unet=shaken(unet, torch.bfloat16),
        vae=vae(torch.float16, 0.18215),
        text_encoder=shaken(CLIPTextModel(config), torch.float16),
        tokenizer=tokenizer(folder / "tokenizer", "!"),
        scheduler=scheduler("v_prediction"),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def sdxl(folder: Path) -> StableDiffusionXLPipeline:
    """Two text encoders, a pooled embedding and the picture's measures as added conditions, deeper transformers."""
    torch.manual_seed(10)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=40,
        attention_head_dim=[2, 4],
        transformer_layers_per_block=[1, 2],
        use_linear_projection=True,
        norm_num_groups=4,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=20 + 6 * 8,
    )
    first = text_config(hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2)
    second = text_config(
        hidden_size=24,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=3,
        hidden_act="gelu",
        projection_dim=20,
    )
    return StableDiffusionXLPipeline(
        unet=shaken(unet, torch.float16),
        vae=vae(torch.float16, 0.13025),
        text_encoder=shaken(CLIPTextModel(first), torch.float16),
        text_encoder_2=shaken(CLIPTextModelWithProjection(second), torch.float16),
        tokenizer=tokenizer(folder / "tokenizer", "<|endoftext|>"),
        tokenizer_2=tokenizer(folder / "tokenizer_2", "!"),
        scheduler=scheduler("epsilon"),
        force_zeros_for_empty_prompt=True,
    )
