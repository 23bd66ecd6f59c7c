"""Writes the model card from the figures that `evaluate` measured and the state of the training."""

from __future__ import annotations

import json
from pathlib import Path

from . import training, words

CARD = """# Pocket

Pocket is the small base model that ships with Blazon, so that the whole way from photos to a picture runs on any computer, without an
account, a download or a graphics card. It draws one thing: **mascots that hold an object, at 128 x 128 pixels**. It is preview quality, and
the program calls it that everywhere.

## What it can do

- {kinds} kinds of mascots: {kind_list}.
- {objects} objects: {object_list}.
- {colours} main colours, {places} places and {grounds} plain backgrounds, {styles} styles ({style_list}), expressions, poses, a scarf, a cape, glasses.
- It is a base to train a LoRA on: the frozen weights know what a figure, an object in a hand and a background are.

A prompt reads like its captions: `a red fox holding a lamp, soft style, blue background`. Its {words} words are in `words.txt`, in Russian in
`words.ru.toml`. Other words are read (the tokenizer knows every byte) but mean nothing to it until a LoRA teaches them.

## What it cannot do

- It has never seen a photograph. A LoRA of photos gives their palette, their light and their rough layout, not a likeness.
- Nothing but its own drawings: no scenes with several figures, no text, no views from the side or from behind.
- Small things are coarse: 128 pixels are 16 x 16 latents, and an object is a twentieth of a picture. It is told apart, not drawn finely.
- Sizes other than 128 pixels were not trained.

## Measured

{pictures} pictures without a LoRA, from prompts that name mascot, object, colour, style and background ({scheduler}, {steps} steps, guidance {guidance}), judged by a
small classifier that was trained on other drawings (`tools/pocket`, `evaluate`):

| | agreement | aim | the same classifier on drawings that it has not seen |
|---|---|---|---|
| mascot | {kind:.1%} | 80% | {held_kind:.1%} |
| object | {object:.1%} | 60% | {held_object:.1%} |
| main colour | {colour:.1%} | 90% | {held_colour:.1%} |

Autoencoder, {held_pictures} drawings that it has not seen: mean absolute error {error:.4f} of the range 0 to 1, {psnr:.1f} dB.
The embeddings of two different trigger words differ by at least {trigger:.0%} of their length.

## How it was made

All of it by `tools/pocket` on two cores of an ordinary processor, from pictures that the same tool draws, fixed by seed; no picture and no
weight came from elsewhere. {drawings:,} drawings; UNet and text encoder have seen {seen:,} pictures in {done:,} steps so far. Training goes on
from these weights (`tools/pocket/README.md`).

| part | class | parameters |
|---|---|---|
| UNet | UNet2DConditionModel, v-prediction, attention at 8x8 and 4x4 | {unet:,} |
| autoencoder | AutoencoderKL, 8x, 4 channels, latents with mean 0 and width 1 | {vae:,} |
| text encoder | CLIPTextModel | {text_encoder:,} |
| tokenizer | byte-level BPE as CLIP's, {tokens:,} tokens, {length} per prompt | |

Weights are f16 safetensors in the folder layout of diffusers; {megabytes:.1f} MB in all. Licence: as the rest of the project.
"""


def write(figures: Path, work: Path, folder: Path) -> None:
    """Writes `README.md` into the folder."""
    from .networks import LENGTH

    measured = json.loads(figures.read_text(encoding="utf-8"))
    state = training.load_state(work / "unet.pt")
    held = measured["classifier_on_drawings"]
    text = CARD.format(
        kinds=len(words.KINDS), kind_list=", ".join(words.KINDS), objects=len(words.OBJECTS), object_list=", ".join(words.OBJECTS),
        colours=len(words.COLOURS), places=len(words.PLACES), grounds=len(words.GROUNDS), styles=len(words.STYLES), style_list=", ".join(words.STYLES),
        words=len(words.every_word()), length=LENGTH, tokens=len(json.loads((folder / "tokenizer" / "vocab.json").read_text(encoding="utf-8"))),
        drawings=state["drawings"], seen=state["seen"], done=state["step"], trigger=measured["smallest_distance_of_trigger_embeddings"],
        held_kind=held["kind"], held_object=held["object"], held_colour=held["colour"], megabytes=measured["bytes"] / 1e6,
        error=measured["autoencoder"]["error"], psnr=measured["autoencoder"]["psnr"], held_pictures=measured["autoencoder"]["pictures"],
        **{name: measured[name] for name in ("pictures", "scheduler", "steps", "guidance")}, **measured["agreement"], **measured["parameters"],
    )  # fmt: skip
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
