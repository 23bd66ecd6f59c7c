"""Writes a pipeline in the folder layout of diffusers, with the weight names that published folders have."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel

from . import networks

INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": "0.42.1",
    "feature_extractor": [None, None],
    "image_encoder": [None, None],
    "requires_safety_checker": False,
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def export(folder: Path, tokenizer: Path, text: CLIPTextModel, vae: AutoencoderKL, unet: UNet2DConditionModel) -> None:
    """Writes everything, weights as f16 safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    _json(folder / "model_index.json", INDEX)
    shutil.copytree(tokenizer, folder / "tokenizer", dirs_exist_ok=True)
    networks.scheduler().save_pretrained(folder / "scheduler")
    _part(folder / "vae", vae, "diffusion_pytorch_model.safetensors", vae.state_dict())
    _part(folder / "unet", unet, "diffusion_pytorch_model.safetensors", unet.state_dict())
    named = {name if name.startswith("text_model.") else f"text_model.{name}": t for name, t in text.state_dict().items()}
    _part(folder / "text_encoder", text, "model.safetensors", named)


def load_vae(folder: Path) -> AutoencoderKL:
    """The autoencoder of an exported folder, in f32."""
    return AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32)


def load_unet(folder: Path) -> UNet2DConditionModel:
    """The UNet of an exported folder, in f32."""
    return UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32)


def load_text(folder: Path) -> CLIPTextModel:
    """The text encoder of an exported folder, in f32, whichever way its names are written."""
    config = CLIPTextModel.config_class.from_pretrained(folder / "text_encoder")
    model = CLIPTextModel(config)
    prefixed = next(iter(model.state_dict())).startswith("text_model.")
    weights = load_file(folder / "text_encoder" / "model.safetensors")
    if not prefixed:
        weights = {name.removeprefix("text_model."): t for name, t in weights.items()}
    model.load_state_dict({name: t.float() for name, t in weights.items()})
    return model


def _part(folder: Path, model: torch.nn.Module, name: str, state: dict[str, torch.Tensor]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder) if hasattr(model.config, "save_pretrained") else model.save_config(folder)
    half = {key: t.detach().half().contiguous() for key, t in state.items() if not key.endswith("position_ids")}
    save_file(half, folder / name, metadata={"format": "pt"})


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
