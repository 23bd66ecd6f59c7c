"""What every training here shares: rates, averages, checkpoints, pauses, a clean stop."""

from __future__ import annotations

import copy
import math
import os
import signal
import time
from pathlib import Path

import torch
from torch import nn


def rate(step: int, steps: int, top: float, warm: int, floor: float = 0.02) -> float:
    """Learning rate: a linear warm-up, then half a cosine down to `floor * top`."""
    if step < warm:
        return top * (step + 1) / warm
    done = min(1.0, (step - warm) / max(1, steps - warm))
    return top * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * done)))


class Average:
    """An exponential moving average of weights, with a short memory at the start."""

    def __init__(self, model: nn.Module, decay: float):
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        """Moves towards the model's weights."""
        decay = min(self.decay, (1 + step) / (10 + step))
        mine, theirs = list(self.model.parameters()), list(model.parameters())
        torch._foreach_lerp_(mine, theirs, 1 - decay)


class Watch:
    """Ends a training cleanly on SIGTERM or SIGINT, and lets it sleep while a file exists."""

    def __init__(self, pause_file: Path | None):
        self.pause_file, self.stop = pause_file, False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._asked)

    def _asked(self, *_: object) -> None:
        self.stop = True

    def wait(self) -> None:
        """Returns when the pause file is gone."""
        while self.pause_file and self.pause_file.exists() and not self.stop:
            time.sleep(0.5)


def save_state(path: Path, state: dict) -> None:
    """Writes a checkpoint so that a file with this name is always whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    torch.save(state, half)
    os.replace(half, path)


def load_state(path: Path) -> dict | None:
    """The checkpoint, if there is one."""
    return torch.load(path, map_location="cpu", weights_only=False) if path.exists() else None
