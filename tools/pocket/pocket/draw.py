"""Turns scenes into pictures."""

from __future__ import annotations

from random import Random

import numpy as np
import skia

from . import grounds, objects
from .mascots import Figure
from .pen import Pen
from .scene import Scene, caption, scene

SIDE = 128
PAPER_BORDER = 3.2


def render(what: Scene, noise: int = 0, side: int = SIDE, oversample: int = 2) -> np.ndarray:
    """The picture of a scene: `(side, side, 3)` bytes, RGB; `noise` seeds what is scattered at random."""
    wide = side * oversample
    pixels = np.zeros((wide, wide, 4), np.uint8)
    canvas = skia.Surface(pixels).getCanvas()
    canvas.scale(wide / SIDE, wide / SIDE)
    _paint(canvas, what, Random(noise))
    rgb = pixels[:, :, 2::-1] if skia.kN32_ColorType == skia.kBGRA_8888_ColorType else pixels[:, :, :3]
    rgb = rgb.reshape(side, oversample, side, oversample, 3).mean((1, 3), dtype=np.float32)
    if what.style == "pixel":
        rgb = _coarse(rgb, 4 * side // SIDE)
    return np.rint(rgb).astype(np.uint8)


def drawing(seed: int, index: int) -> tuple[np.ndarray, str]:
    """Picture and caption with this number."""
    what = scene(seed, index)
    return render(what, index), caption(what, Random(f"caption/{seed}/{index}"))


def _paint(canvas: skia.Canvas, what: Scene, rng: Random) -> None:
    pen = Pen(canvas, what.style)
    if what.pattern:
        grounds.draw_pattern(pen, what, rng)
        return
    grounds.draw_ground(pen, what, rng)
    if what.style == "sticker":
        border = skia.ImageFilters.Dilate(PAPER_BORDER, PAPER_BORDER)
        white = skia.ColorFilters.Blend(skia.ColorWHITE, skia.BlendMode.kSrcIn)
        canvas.saveLayer(None, skia.Paint(ImageFilter=skia.ImageFilters.ColorFilter(white, border)))
        _figure(pen, what)
        canvas.restore()
    _figure(pen, what)


def _figure(pen: Pen, what: Scene) -> None:
    jitter = what.jitter or [0.0] * 12
    if not what.kind:
        scale = 1.5 + jitter[6] * 0.12
        with pen.at(64 + jitter[0] * 4, 64 + 23 * scale + jitter[1] * 4, jitter[2] * 6, scale):
            objects.DRAWERS[what.obj](pen)
        return
    lift = -5 if what.pose == "jumping" else 0
    scale = 1 + jitter[2] * 0.03
    with pen.at(50 + jitter[0] * 2.5, 116 + lift + jitter[1] * 1.5, jitter[6] * 1.5, scale), pen.at(-50, -116):
        Figure(pen, what).draw()


def _coarse(rgb: np.ndarray, block: int) -> np.ndarray:
    side = rgb.shape[0] // block
    small = rgb.reshape(side, block, side, block, 3).mean((1, 3))
    small = np.rint(small / 24) * 24
    return np.clip(small, 0, 255).repeat(block, 0).repeat(block, 1)
