"""Pictures that are no drawings: noise, light, grain and soft shapes, as photos have them.

Only the autoencoder sees them, so that it carries more than flat colours.
"""

from __future__ import annotations

import numpy as np
import skia

SIDE = 128


def texture(seed: int, index: int) -> np.ndarray:
    """The texture with this number: `(128, 128, 3)` bytes, RGB."""
    rng = np.random.default_rng((seed, index))
    kind = rng.integers(5)
    if kind == 0:
        picture = _clouded(rng)
    elif kind == 1:
        picture = _palette(rng, _fractal(rng, rng.uniform(1.0, 2.4)))
    elif kind == 2:
        picture = _shapes(rng, soft=False)
    elif kind == 3:
        picture = _shapes(rng, soft=True)
    else:
        picture = _woven(rng)
    if rng.random() < 0.5:
        picture = picture + rng.normal(0, rng.uniform(0.005, 0.04), picture.shape)
    light = 1 + rng.uniform(-0.3, 0.3) * np.linspace(-1, 1, SIDE)[:, None, None] + rng.uniform(-0.3, 0.3) * np.linspace(-1, 1, SIDE)[None, :, None]
    return np.rint(np.clip(picture * light, 0, 1) * 255).astype(np.uint8)


def _fractal(rng: np.random.Generator, power: float) -> np.ndarray:
    """Noise whose amplitude falls with frequency to the given power, 0 to 1."""
    fx, fy = np.fft.rfftfreq(SIDE), np.fft.fftfreq(SIDE)
    radius = np.hypot(fx[None, :], fy[:, None] * rng.uniform(0.4, 1.6))
    radius[0, 0] = 1
    spectrum = (rng.normal(size=radius.shape) + 1j * rng.normal(size=radius.shape)) / radius**power
    spectrum[0, 0] = 0
    field = np.fft.irfft2(spectrum, s=(SIDE, SIDE))
    low, high = np.quantile(field, [0.01, 0.99])
    return np.clip((field - low) / (high - low), 0, 1)


def _palette(rng: np.random.Generator, field: np.ndarray) -> np.ndarray:
    count = rng.integers(2, 5)
    colours = rng.uniform(0, 1, (count, 3)) ** rng.uniform(0.6, 1.5)
    stops = np.sort(rng.uniform(0, 1, count))
    stops[0], stops[-1] = 0, 1
    return np.stack([np.interp(field, stops, colours[:, c]) for c in range(3)], -1)


def _clouded(rng: np.random.Generator) -> np.ndarray:
    """Three nearly independent fields as colour channels: foliage, skin, stone, sky."""
    shared = _fractal(rng, 1.6)
    own = np.stack([_fractal(rng, 1.8) for _ in range(3)], -1)
    share = rng.uniform(0.4, 0.95)
    low, high = np.sort(rng.uniform(0, 1, (2, 3)), 0)
    return low + (high - low) * (share * shared[..., None] + (1 - share) * own)


def _woven(rng: np.random.Generator) -> np.ndarray:
    """Stripes and rings bent by noise: cloth, wood, water, hair."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    angle, pitch = rng.uniform(0, np.pi), rng.uniform(2, 26)
    bend = _fractal(rng, 2.0) * rng.uniform(0, 0.5)
    line = x * np.cos(angle) + y * np.sin(angle)
    if rng.random() < 0.35:
        line = np.hypot(x - rng.uniform(0, 1), y - rng.uniform(0, 1))
    wave = 0.5 + 0.5 * np.sin((line + bend) * pitch * 2 * np.pi)
    if rng.random() < 0.4:
        wave = (wave > 0.5).astype(float) * 0.8 + wave * 0.2
    return _palette(rng, wave)


def _shapes(rng: np.random.Generator, soft: bool) -> np.ndarray:
    """Overlapping ovals, boxes, triangles and strokes over a fractal ground, each with light of its own."""
    ground = np.rint(_palette(rng, _fractal(rng, 2.2)) * 255).astype(np.uint8)
    pixels = np.full((SIDE, SIDE, 4), 255, np.uint8)
    pixels[:, :, 2::-1] = ground
    canvas = skia.Surface(pixels).getCanvas()
    for _ in range(rng.integers(4, 26)):
        x, y, r = rng.uniform(0, SIDE, 2).tolist() + [float(rng.uniform(3, 46))]
        first, second = (skia.Color(*(int(v) for v in rng.integers(0, 256, 3)), int(rng.integers(120, 256))) for _ in range(2))
        paint = skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear([skia.Point(x - r, y - r), skia.Point(x + r, y + r)], [first, second]))
        if soft:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, float(rng.uniform(0.6, 7))))
        _shape(canvas, paint, rng, x, y, r)
    return pixels[:, :, 2::-1].astype(np.float64) / 255


def _shape(canvas: skia.Canvas, paint: skia.Paint, rng: np.random.Generator, x: float, y: float, r: float) -> None:
    kind = rng.integers(4)
    if kind == 0:
        canvas.drawOval(skia.Rect.MakeXYWH(x - r, y - r * 0.7, 2 * r, 1.4 * r), paint)
    elif kind == 1:
        canvas.drawRoundRect(skia.Rect.MakeXYWH(x - r, y - r / 2, 2 * r, r), r * 0.2, r * 0.2, paint)
    else:
        path = skia.Path()
        spread = rng.normal(0, r * 0.8, (4, 2))
        path.moveTo(x, y)
        path.cubicTo(x + spread[0, 0], y + spread[0, 1], x + spread[1, 0], y + spread[1, 1], x + spread[2, 0], y + spread[2, 1])
        if kind == 2:
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(float(rng.uniform(0.8, 7)))
        else:
            path.close()
        canvas.drawPath(path, paint)
