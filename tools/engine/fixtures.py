"""Writes what blazon-engine's tests hold themselves against: small random pipelines in the diffusers layout, and what
diffusers, transformers and PEFT make of them.

    python fixtures.py ../../src-tauri/crates/blazon-engine/tests/fixtures

Everything is seeded; the same versions (requirements.txt) write the same files.
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
)
from diffusers.schedulers import scheduling_euler_ancestral_discrete as euler_ancestral
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from transformers import CLIPTokenizer

import small
from original import single_file
from vocabulary import merges as clip_merges
from vocabulary import vocabulary as clip_vocabulary

PROMPT = "the red fox holding a lamp"
NEGATIVE = "a dog of the sky"
STEPS = 4
GUIDANCE = 5.0
SIZE = {"width": 24, "height": 16}


class Replay:
    """Stands in for diffusers' source of noise and keeps what it gave."""

    def __init__(self, seed: int):
        self.generator = torch.Generator().manual_seed(seed)
        self.given: list[torch.Tensor] = []

    def __call__(self, shape, dtype=None, device=None, generator=None):
        noise = torch.randn(tuple(shape), generator=self.generator)
        self.given.append(noise)
        return noise


def write(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, path)
    path.chmod(0o644)


def halves(module: torch.nn.Module, dtype: torch.dtype) -> dict[str, torch.Tensor]:
    return {name: tensor.to(dtype) if tensor.is_floating_point() else tensor for name, tensor in module.state_dict().items()}


# How the same weights lie in folders that people have.


def prefixed(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Text encoders as they were published: everything below `text_model.`, with the position numbers as a tensor."""
    plain = {
        name if name.startswith(("text_model.", "text_projection.")) else f"text_model.{name}": tensor
        for name, tensor in tensors.items()
    }
    return {**plain, "text_model.embeddings.position_ids": torch.arange(77)[None]}


OLD_ATTENTION = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}


def with_old_attention(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A VAE's attention under the names of the first diffusers."""
    renamed = {}
    for name, tensor in tensors.items():
        for new, old in OLD_ATTENTION.items():
            name = name.replace(f"attentions.0.{new}.", f"attentions.0.{old}.")
        renamed[name] = tensor
    return renamed


def store(pipe, folder: Path) -> None:
    """Configurations as diffusers writes them; weights in the ways in which published folders differ."""
    pipe.save_pretrained(folder, safe_serialization=True)
    for extra in ["feature_extractor", "safety_checker"]:
        assert not (folder / extra).exists()
    for sub in ["tokenizer", "tokenizer_2"]:
        pad = {"sd15": "<|endoftext|>", "sd21": "!", "sdxl": "!" if sub == "tokenizer_2" else "<|endoftext|>"}[folder.name]
        if (folder / sub).exists():
            for file in (folder / sub).iterdir():
                file.unlink()
            small.tokenizer(folder / sub, pad)
    for file in folder.glob("*/*.safetensors"):
        file.unlink()
    unet, vae, text = (folder / part for part in ["unet", "vae", "text_encoder"])
    name = "diffusion_pytorch_model"
    match folder.name:
        case "sd15":
            write(unet / f"{name}.safetensors", halves(pipe.unet, torch.float16))
            write(vae / f"{name}.safetensors", halves(pipe.vae, torch.float16))
            write(text / "model.safetensors", halves(pipe.text_encoder, torch.float16))
        case "sd21":
            write(unet / f"{name}.safetensors", halves(pipe.unet, torch.bfloat16))
            write(vae / f"{name}.fp16.safetensors", with_old_attention(halves(pipe.vae, torch.float16)))
            write(text / "model.safetensors", prefixed(halves(pipe.text_encoder, torch.float32)))
        case "sdxl":
            sharded(unet, name, halves(pipe.unet, torch.float16))
            write(vae / f"{name}.safetensors", halves(pipe.vae, torch.float16))
            write(text / "model.fp16.safetensors", prefixed(halves(pipe.text_encoder, torch.float16)))
            write(folder / "text_encoder_2" / "model.safetensors", prefixed(halves(pipe.text_encoder_2, torch.float16)))


def sharded(folder: Path, name: str, tensors: dict[str, torch.Tensor]) -> None:
    """Weights over two files with an index, as large ones are published."""
    names = sorted(tensors)
    parts = [names[::2], names[1::2]]
    files = [f"{name}-0000{number}-of-00002.safetensors" for number in [1, 2]]
    for part, file in zip(parts, files):
        write(folder / file, {key: tensors[key] for key in part})
    where = {key: file for part, file in zip(parts, files) for key in part}
    (folder / f"{name}.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": where}))


# What they compute.


@torch.no_grad()
def unet_reference(pipe) -> dict[str, torch.Tensor]:
    torch.manual_seed(1)
    width = pipe.unet.config.cross_attention_dim
    out = {}
    for case, (height, breadth) in {"": (8, 12), "odd_": (9, 6)}.items():
        sample = torch.randn(2, 4, height, breadth)
        context = torch.randn(2, 7, width)
        time = torch.tensor([10, 700])
        added, conditions = {}, None
        if pipe.unet.config.addition_embed_type == "text_time":
            added = {f"{case}text_embeds": torch.randn(2, 20), f"{case}time_ids": torch.tensor([[16.0, 24, 0, 0, 16, 24]] * 2)}
            conditions = {"text_embeds": added[f"{case}text_embeds"], "time_ids": added[f"{case}time_ids"]}
        noise = pipe.unet(sample, time, context, added_cond_kwargs=conditions).sample
        out |= {f"{case}sample": sample, f"{case}context": context, f"{case}noise": noise, **added}
    return out


@torch.no_grad()
def vae_reference(pipe) -> dict[str, torch.Tensor]:
    torch.manual_seed(2)
    image = torch.rand(2, 3, 16, 24) * 2 - 1
    latent = torch.randn(2, 4, 8, 12)
    held = pipe.vae.encode(image).latent_dist
    return {"image": image, "mean": held.mean, "logvar": held.logvar, "latent": latent, "decoded": pipe.vae.decode(latent).sample}


@torch.no_grad()
def text_reference(pipe) -> dict[str, torch.Tensor]:
    out = {}
    for number, part in [("", ""), ("_2", "_2")]:
        encoder = getattr(pipe, f"text_encoder{part}", None)
        if encoder is None:
            continue
        words = getattr(pipe, f"tokenizer{part}")(
            [PROMPT, ""], padding="max_length", max_length=77, truncation=True, return_tensors="pt"
        )
        held = encoder(words.input_ids, output_hidden_states=True)
        out |= {f"ids{number}": words.input_ids, f"penultimate{number}": held.hidden_states[-2]}
        if hasattr(held, "text_embeds"):
            out |= {f"pooled{number}": held.text_embeds}
        out |= {f"last{number}": held.last_hidden_state}
    return out


def sampler(pipe, name: str):
    match name:
        case "ddim":
            return DDIMScheduler.from_config(pipe.scheduler.config)
        case "euler-ancestral":
            return EulerAncestralDiscreteScheduler.from_config(pipe.scheduler.config)
        case "dpm-2m":
            return DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=False)
        case "dpm-2m-karras":
            return DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)


@torch.no_grad()
def picture(pipe, name: str, negative: str | None = NEGATIVE) -> dict[str, torch.Tensor]:
    """One picture, with the noise that was used."""
    latents = torch.randn(1, 4, SIZE["height"] // 2, SIZE["width"] // 2, generator=torch.Generator().manual_seed(3))
    replay = Replay(4)
    euler_ancestral.randn_tensor = replay
    pipe.scheduler = sampler(pipe, name)
    image = pipe(
        PROMPT,
        negative_prompt=negative,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        latents=latents.clone(),
        output_type="pt",
        **SIZE,
    ).images
    steps = {f"step_noise.{index}": noise for index, noise in enumerate(replay.given)}
    return {"latents": latents, "image": image, **steps}


def pictures(pipe, folder: Path) -> None:
    names = {"sd15": ["ddim", "euler-ancestral"], "sd21": ["dpm-2m-karras", "euler-ancestral"], "sdxl": ["euler-ancestral", "dpm-2m"]}
    for name in names[folder.name]:
        write(folder / f"picture-{name}.safetensors", picture(pipe, name))
    if folder.name == "sdxl":
        write(folder / "picture-no-negative.safetensors", picture(pipe, "dpm-2m", None))


# Schedulers alone, over a stand-in for a network that a test can compute too.


def trajectory(scheduler, steps: int) -> dict[str, torch.Tensor]:
    replay = Replay(5)
    euler_ancestral.randn_tensor = replay
    scheduler.set_timesteps(steps)
    generator = torch.Generator().manual_seed(6)
    fixed = torch.randn(1, 4, 3, 3, generator=generator)
    sample = torch.randn(1, 4, 3, 3, generator=generator) * scheduler.init_noise_sigma
    out = {"fixed": fixed, "start": sample, "timesteps": torch.as_tensor(scheduler.timesteps).float()}
    for index, time in enumerate(scheduler.timesteps):
        seen = scheduler.scale_model_input(sample, time)
        answer = 0.4 * seen + 0.1 * (index + 1) * fixed
        sample = scheduler.step(answer, time, sample).prev_sample
        out[f"after.{index}"] = sample
    return out | {f"step_noise.{index}": noise for index, noise in enumerate(replay.given)}


def schedulers(target: Path) -> None:
    held, cases = {}, []
    for prediction in ["epsilon", "v_prediction"]:
        for spacing in ["leading", "trailing", "linspace"]:
            for name in ["ddim", "euler-ancestral", "dpm-2m", "dpm-2m-karras"]:
                for steps in [7, 16] if spacing == "leading" else [7]:
                    base = small.scheduler(prediction, timestep_spacing=spacing)
                    chosen = sampler(type("Held", (), {"scheduler": base}), name)
                    case = f"{name}/{prediction}/{spacing}/{steps}"
                    cases.append(case)
                    held |= {f"{case}/{key}": value for key, value in trajectory(chosen, steps).items()}
    # Another base's betas, the last step to a clean picture, and zero terminal signal.
    linear = DDIMScheduler(beta_schedule="linear", set_alpha_to_one=True, steps_offset=0, clip_sample=False)
    held |= {f"linear/{key}": value for key, value in trajectory(linear, 5).items()}
    write(target / "schedulers.safetensors", held)


# LoRA.


def lora(pipe, folder: Path) -> None:
    """Every kind of layer, with an alpha that is not the rank; the picture is drawn from the file that was written."""
    torch.manual_seed(7)
    parts = ["to_q", "to_k", "to_v", "to_out.0", "ff.net.0.proj", "ff.net.2", "proj_in", "proj_out", "conv1", "conv_shortcut"]
    words = ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"]
    configs = {
        "unet": LoraConfig(r=3, lora_alpha=6, target_modules=parts, init_lora_weights=False),
        "text_encoder": LoraConfig(r=2, lora_alpha=3, target_modules=words, init_lora_weights=False),
    }
    if hasattr(pipe, "text_encoder_2"):
        configs["text_encoder_2"] = configs["text_encoder"]
    layers, metadata = {}, {}
    for part, config in configs.items():
        model = getattr(pipe, part)
        model.add_adapter(config, "default")
        layers[f"{part}_lora_layers"] = get_peft_model_state_dict(model)
        metadata[f"{part}_lora_adapter_metadata"] = model.peft_config["default"].to_dict()
        (model.delete_adapters if part == "unet" else model.delete_adapter)("default")
    type(pipe).save_lora_weights(folder, weight_name="lora-peft.safetensors", **layers, **metadata)
    (folder / "lora-peft.safetensors").chmod(0o644)
    pipe.load_lora_weights(folder, weight_name="lora-peft.safetensors", adapter_name="fixture")
    pipe.set_adapters(["fixture"], [0.7])
    write(folder / "picture-lora.safetensors", picture(pipe, "ddim"))
    assert not torch.equal(load_file(folder / "picture-lora.safetensors")["image"], plain(pipe))
    pipe.unload_lora_weights()


def plain(pipe) -> torch.Tensor:
    pipe.disable_lora()
    image = picture(pipe, "ddim")["image"]
    pipe.enable_lora()
    return image


# Prompts in tokens.

SENTENCES = [
    "",
    "   ",
    PROMPT,
    NEGATIVE,
    "A photo of THE Fox!",
    "it's the robot's lamp, isn't it? we'll see, I'm sure they've gone; you'd know: they're here",
    "2 dogs and 12 foxes, 3.14159 lamps at 10:30",
    "red   fox\twith\na lamp\u00a0and\u3000moon",
    "café cafe\u0301 naïve Ångström ﬁne ½",
    "лиса держит лампу, ЛИСА! Ёжик",
    "Σίσυφος ΣΊΣΥΦΟΣ",
    "İstanbul IŞIK",
    "狐狸拿着灯 ランプを持つ狐",
    "🦊 holding a 🏮!! 👩‍🚀",
    "(red:1.2), [fox|dog], {lamp} <lora:fox:0.8>",
    "snake_case kebab-case CamelCase",
    "MY_PORTRAIT_2025_A3F2, a robot",
    "...---... ''' \" `` «»",
    "a" * 60,
    "the fox and the dog and " * 20,
    "\u0007control\u200bzero\ufeffwidth",
    "x² + y² = z², 5€, 7£, ©™",
    "don't can't won't 'tis 's 't",
]


def tokens(target: Path) -> None:
    own = small.tokenizer(target / "sd15" / "tokenizer", "<|endoftext|>")
    pairs = clip_merges()
    end = "<|endoftext|>"
    marks = {"bos_token": "<|startoftext|>", "eos_token": end, "unk_token": end, "pad_token": end}
    clip = CLIPTokenizer(vocab=clip_vocabulary(pairs), merges=pairs, model_max_length=77, **marks)
    cases = {
        name: [
            {"text": text, "ids": chosen(text, padding="max_length", max_length=77, truncation=True).input_ids}
            for text in SENTENCES
        ]
        for name, chosen in [("small", own), ("clip", clip)]
    }
    (target / "tokens.json").write_text(json.dumps(cases))
    own.backend_tokenizer.save(str(target / "tokenizer.json"))


def main() -> None:
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    schedulers(target)
    for family in ["sd15", "sd21", "sdxl"]:
        folder = target / family
        folder.mkdir(exist_ok=True)
        pipe = getattr(small, family)(folder)
        pipe.set_progress_bar_config(disable=True)
        store(pipe, folder)
        write(folder / "reference.safetensors", unet_reference(pipe) | vae_reference(pipe) | text_reference(pipe))
        pictures(pipe, folder)
        write(folder / "single-file.safetensors", single_file(pipe, family, halves))
        if family != "sd21":
            lora(pipe, folder)
    tokens(target)


if __name__ == "__main__":
    main()
