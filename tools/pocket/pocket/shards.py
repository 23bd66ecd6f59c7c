"""Sets of drawings on disk: shards of 1024 pictures with their captions, made in any order, at any time.

`pictures/00000.npy` holds `(1024, 128, 128, 3)` bytes, `pictures/00000.json` the captions. A shard
that is there is complete: it is written under another name and renamed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np

from . import draw, textures

SHARD = 1024


def draw_shards(folder: Path, seed: int, first: int, count: int, textured: bool = False) -> None:
    """Draws the shards `first` to `first + count - 1` that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        path = folder / f"{number:05d}.npy"
        if path.exists():
            continue
        span = range(number * SHARD, (number + 1) * SHARD)
        if textured:
            pictures, captions = [textures.texture(seed, i) for i in span], []
        else:
            pictures, captions = map(list, zip(*(draw.drawing(seed, i) for i in span), strict=True))
        path.with_suffix(".json").write_text(json.dumps(captions), encoding="utf-8")
        save(path, np.stack(pictures))
        print(f"drew {path.name}", flush=True)


def save(path: Path, array: np.ndarray) -> None:
    """Writes an array so that a file with this name is always whole."""
    half = path.with_suffix(".part")
    with half.open("wb") as file:
        np.save(file, array)
    os.replace(half, path)


def open_shards(folder: Path) -> list[np.ndarray]:
    """All shards of a folder, mapped, in their order."""
    return [np.load(path, mmap_mode="r") for path in sorted(folder.glob("*.npy"))]


def captions(folder: Path, number: int) -> list[str]:
    """The captions of one shard."""
    return json.loads((folder / f"{number:05d}.json").read_text(encoding="utf-8"))
