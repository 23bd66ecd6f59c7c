"""Measures a finished folder: 500 pictures without a LoRA, judged by the classifier, and a contact sheet."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

from . import classify, shards, vae, words

STEPS, GUIDANCE, SEED = 20, 4.0, 77
TRIGGERS = ("FOX_A3F2", "FOX_A3F3", "MY_PORTRAIT_2025_A3F2", "RACCOON_HERALD_K7QZ")


def evaluate(folder: Path, work: Path, sheet: Path, count: int = 500, batch: int = 25) -> dict:
    """Draws `count` pictures from prompts fixed by seed; gives the agreement for each head and what else was measured."""
    pipeline = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    prompts, labels = prompts_and_labels(count)
    drawn = []
    for i in range(0, count, batch):
        dice = [torch.Generator().manual_seed(SEED + i + k) for k in range(len(prompts[i : i + batch]))]
        made = pipeline(prompts[i : i + batch], num_inference_steps=STEPS, guidance_scale=GUIDANCE, height=128, width=128, generator=dice, output_type="np").images
        drawn.append(np.rint(made * 255).astype(np.uint8))
    pictures = np.concatenate(drawn)
    contact_sheet(pictures[:64], 8, sheet)
    return {
        "pictures": count, "steps": STEPS, "guidance": GUIDANCE, "scheduler": "DDIM",
        "agreement": classify.agreement(classify.load(work), pictures, labels),
        "classifier_on_drawings": classify.held_agreement(work),
        "autoencoder": autoencoder(pipeline, work),
        "smallest_distance_of_trigger_embeddings": trigger_distance(pipeline),
        "parameters": {name: sum(p.numel() for p in getattr(pipeline, name).parameters()) for name in ("unet", "vae", "text_encoder")},
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "first_prompts": prompts[:64],
    }  # fmt: skip


def prompts_and_labels(count: int) -> tuple[list[str], dict[str, torch.Tensor]]:
    """Prompts that name mascot, object and colour, with style and background; the same for every call."""
    rng, prompts = Random(SEED), []
    chosen: dict[str, list[int]] = {name: [] for name in classify.HEADS}
    for _ in range(count):
        kind, obj, colour = (rng.choice(classify.HEADS[name]) for name in ("kind", "object", "colour"))
        for name, term in (("kind", kind), ("object", obj), ("colour", colour)):
            chosen[name].append(classify.HEADS[name].index(term))
        style, ground = rng.choice(("flat", "outlined", "soft", "sticker", "pastel")), rng.choice(list(words.GROUNDS))
        article = "an" if obj[0] in "aeiou" else "a"
        prompts.append(f"{'an' if colour[0] in 'aeiou' else 'a'} {colour} {kind} holding {article} {obj}, {style} style, {ground} background")
    return prompts, {name: torch.tensor(values) for name, values in chosen.items()}


@torch.no_grad()
def autoencoder(pipeline: StableDiffusionPipeline, work: Path, count: int = 256) -> dict:
    """Mean absolute error (range 0 to 1) and PSNR of drawings that went through the latents."""
    pictures = shards.open_shards(work / "fresh")[0][:count]
    absolute, squared = [], []
    for i in range(0, count, 32):
        given = vae.to_tensor(pictures[i : i + 32])
        made = pipeline.vae.decode(pipeline.vae.encode(given).latent_dist.mean).sample.clamp(-1, 1)
        absolute.append((made - given).abs().mean() / 2)
        squared.append(((made - given) / 2).square().mean())
    error, power = torch.stack(absolute).mean().item(), torch.stack(squared).mean().item()
    return {"pictures": count, "error": round(error, 5), "psnr": round(-10 * float(np.log10(power)), 2)}


@torch.no_grad()
def trigger_distance(pipeline: StableDiffusionPipeline) -> float:
    """The smallest relative distance between the embeddings of two different triggers."""
    found = []
    for trigger in TRIGGERS:
        tokens = pipeline.tokenizer(trigger, padding="max_length", max_length=pipeline.tokenizer.model_max_length, return_tensors="pt").input_ids
        found.append(pipeline.text_encoder(tokens).last_hidden_state.flatten())
    pairs = [(a, b) for i, a in enumerate(found) for b in found[:i]]
    return round(min(((a - b).norm() / b.norm()).item() for a, b in pairs), 4)


def contact_sheet(pictures: np.ndarray, columns: int, path: Path) -> None:
    """Writes the pictures as one PNG."""
    side, rows = pictures.shape[1], -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * side, rows * side), "white")
    for i, picture in enumerate(pictures):
        sheet.paste(Image.fromarray(picture), (i % columns * side, i // columns * side))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def write(result: dict, path: Path) -> None:
    """Writes the figures beside the sheet."""
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
