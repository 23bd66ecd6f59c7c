"""What lies behind a mascot: plain colours, places, patterns."""

from __future__ import annotations

import math
from random import Random

import skia

from .pen import Pen, blob, box, channels, curve, lighter, mix, oval, poly, star
from .scene import Scene
from .words import COLOURS, GROUNDS


def gradient(pen: Pen, top: str, bottom: str) -> None:
    """A vertical gradient over the whole picture."""
    colours = [skia.Color(*channels(pen.tone(c))) for c in (top, bottom)]
    shader = skia.GradientShader.MakeLinear([skia.Point(0, 0), skia.Point(0, 128)], colours)
    pen.canvas.drawPaint(skia.Paint(Shader=shader))


def plain(pen: Pen, colour: str) -> None:
    """One colour, slightly lighter in the middle where the style is soft."""
    pen.canvas.drawPaint(skia.Paint(Color=skia.Color(*channels(pen.tone(colour)))))
    if pen.style in ("soft", "sticker"):
        pen.glow(64, 58, 92, lighter(pen.tone(colour), 0.35), 0.8)


def draw_ground(pen: Pen, what: Scene, rng: Random) -> None:
    """The background of a scene, and the shadow on which the mascot stands."""
    if what.place:
        PLACES[what.place](pen, rng)
    else:
        plain(pen, GROUNDS[what.ground])
    if what.kind:
        dark_ground = not what.place and what.ground in ("black", "navy")
        height = 4.4 if what.pose != "jumping" else 3.2
        paint = skia.Paint(AntiAlias=True, Color=skia.Color(20, 10, 35, 120 if dark_ground else 62))
        pen.canvas.drawPath(oval(50, 118, 30 if what.pose != "jumping" else 20, height), paint)


def _night(pen: Pen, rng: Random) -> None:
    gradient(pen, "#141b45", "#3b3f87")
    pen.fill(oval(108, 20, 11), "#fbeeb5", 0.3, line=False)
    pen.fill(oval(112, 17, 9), "#1b2250", 0, line=False)
    for _ in range(26):
        x, y, r = rng.uniform(2, 126), rng.uniform(2, 100), rng.uniform(0.7, 2.4)
        pen.fill(star(x, y, r * 1.7, r * 0.6, 4), "#fff7d2", 0, line=False)


def _hills(pen: Pen, rng: Random) -> None:
    gradient(pen, "#a9dcf6", "#e8f6ef")
    pen.fill(oval(20, 20, 10), "#ffdf6b", 0.2, line=False)
    for y, colour in ((80, "#9fd38a"), (96, "#79be6a"), (112, "#5fae58")):
        s = rng.uniform(-9, 9)
        pen.fill(blob((-30, y + 4), (20 + s, y - 9), (64 + s, y + 3), (108 - s, y - 8), (160, y + 2), (160, 170), (-30, 170)), colour, 0.3, line=False)


def _sunburst(pen: Pen, rng: Random) -> None:
    first = rng.choice(("#ffd873", "#ffb38a", "#9fdcf0", "#c9b6f2"))
    plain(pen, first)
    for i in range(12):
        a, b = math.radians(i * 30), math.radians(i * 30 + 15)
        pen.fill(poly((64, 64), (64 + 140 * math.cos(a), 64 + 140 * math.sin(a)), (64 + 140 * math.cos(b), 64 + 140 * math.sin(b))), lighter(first, 0.5), 0, line=False)


def _dots(pen: Pen, rng: Random) -> None:
    first = rng.choice(list(GROUNDS.values()))
    plain(pen, first)
    dot = mix(first, "#ffffff" if first not in ("#fbfaf7", "#f7ecd3") else "#e5837c", 0.55)
    for row in range(9):
        for column in range(9):
            pen.fill(oval(column * 16 + (8 if row % 2 else 0), row * 16, 4.4), dot, 0, line=False)


def _stripes(pen: Pen, rng: Random) -> None:
    first = rng.choice(list(GROUNDS.values()))
    plain(pen, first)
    other = mix(first, "#ffffff" if first not in ("#fbfaf7", "#f7ecd3") else "#9cc1f0", 0.5)
    for i in range(-8, 16):
        x = i * 20
        pen.fill(poly((x, 130), (x + 10, 130), (x + 74, -2), (x + 64, -2)), other, 0, line=False)


def _snow(pen: Pen, rng: Random) -> None:
    gradient(pen, "#bcd6ee", "#e7f1fa")
    pen.fill(blob((-20, 106), (30, 98), (90, 104), (150, 98), (150, 170), (-20, 170)), "#ffffff", 0.2, line=False)
    for _ in range(34):
        pen.fill(oval(rng.uniform(0, 128), rng.uniform(0, 112), rng.uniform(1, 2.6)), "#ffffff", 0, line=False)


def _forest(pen: Pen, rng: Random) -> None:
    gradient(pen, "#cfeccb", "#9fd0a0")
    for x, y, size, colour in ((8, 98, 34, "#3f8f5a"), (36, 92, 27, "#58a86c"), (92, 94, 30, "#4a9b62"), (120, 98, 36, "#3f8f5a")):
        x += rng.uniform(-4, 4)
        pen.fill(box(x - 2.5, y, 5, 14), "#7a5236", 0, line=False)
        for k in range(3):
            top = y - size + k * size * 0.26
            half = size * (0.24 + 0.13 * k)
            pen.fill(poly((x, top), (x + half, top + size * 0.46), (x - half, top + size * 0.46)), colour, 0.5, line=False)
    pen.fill(blob((-20, 108), (40, 104), (100, 107), (150, 103), (150, 170), (-20, 170)), "#6fb56a", 0.3, line=False)


def _sea(pen: Pen, rng: Random) -> None:
    gradient(pen, "#bfe8f8", "#e6f7fb")
    for y, colour in ((74, "#6cc0e2"), (90, "#4aa7d4"), (106, "#338fc4")):
        shift = rng.uniform(-8, 8)
        wave = [(x + shift, y + (4 if i % 2 else -3)) for i, x in enumerate(range(-32, 176, 16))]
        pen.fill(poly(*[(p.x(), p.y()) for p in _sampled(wave)], (180, 160), (-40, 160)), colour, 0.2, line=False)


def _sampled(points: list[tuple[float, float]]) -> list[skia.Point]:
    path = curve(*points)
    measure = skia.PathMeasure(path, False)
    length, found = measure.getLength(), []
    for i in range(61):
        got = measure.getPosTan(length * i / 60)
        found.append(got[0])
    return found


def _city(pen: Pen, rng: Random) -> None:
    gradient(pen, "#fbd9b8", "#f6efe0")
    for x in range(-6, 128, 17):
        height = rng.uniform(34, 82)
        colour = rng.choice(("#8aa0bd", "#a3b4cb", "#75899f", "#b8a6bb"))
        pen.fill(box(x, 112 - height, 16, height + 20), colour, 0.4, line=False)
        for wx in (x + 3, x + 9):
            for wy in range(int(116 - height), 108, 11):
                pen.fill(box(wx, wy, 3.6, 5), "#ffeaa6", 0, line=False)
    pen.fill(box(-2, 111, 134, 20), "#6d7484", 0, line=False)


def _cloud(pen: Pen, x: float, y: float, size: float) -> None:
    for dx, dy, r in ((-12, 2, 8), (0, -4, 11), (12, 1, 8.5), (0, 4, 9)):
        pen.fill(oval(x + dx * size, y + dy * size, r * size, r * size * 0.9), "#ffffff", 0, line=False)


def _clouds(pen: Pen, rng: Random) -> None:
    gradient(pen, "#6fb5ec", "#cfe9fa")
    for x, y, size in ((20, 22, 0.95), (104, 32, 1.05), (12, 82, 0.8), (116, 96, 0.95), (62, 10, 0.7)):
        _cloud(pen, x + rng.uniform(-7, 7), y + rng.uniform(-5, 5), size)


def _checkered(pen: Pen, rng: Random) -> None:
    first = rng.choice(list(GROUNDS.values()))
    plain(pen, first)
    other = mix(first, "#ffffff" if first not in ("#fbfaf7", "#f7ecd3") else "#bfc4cc", 0.5)
    for row in range(8):
        for column in range(8):
            if (row + column) % 2:
                pen.fill(box(column * 16, row * 16, 16, 16), other, 0, line=False)


def _confetti(pen: Pen, rng: Random) -> None:
    plain(pen, rng.choice(("#fffaf0", "#fdeef4", "#eaf6ff")))
    for _ in range(46):
        with pen.at(rng.uniform(0, 128), rng.uniform(0, 128), rng.uniform(0, 180)):
            colour = rng.choice(("#e2475f", "#f6c934", "#4cab4f", "#3b6fd6", "#8850c8", "#f08227"))
            pen.fill(box(-2.8, -1.4, 5.6, 2.8, 0.6) if rng.random() < 0.6 else oval(0, 0, 1.9), colour, 0, line=False)


def _sunset(pen: Pen, rng: Random) -> None:
    gradient(pen, "#7b5aa6", "#ffb26b")
    pen.fill(oval(64 + rng.uniform(-20, 20), 92, 25), "#ffe08a", 0.2, line=False)
    pen.fill(box(-2, 100, 134, 40), "#6a4a78", 0.2, line=False)


def _mountains(pen: Pen, rng: Random) -> None:
    gradient(pen, "#b9d9f0", "#eef4f4")
    for x, top, half in ((18, 42, 44), (108, 34, 50), (66, 56, 40)):
        x += rng.uniform(-6, 6)
        pen.fill(poly((x - half, 112), (x, top), (x + half, 112)), "#7f93b4" if x < 60 or x > 90 else "#95a7c4", 0.4, line=False)
        pen.fill(poly((x, top), (x + half * 0.26, top + 18), (x + 4, top + 14), (x - 3, top + 20), (x - half * 0.26, top + 18)), "#ffffff", 0, line=False)
    pen.fill(box(-2, 108, 134, 24), "#86b77e", 0.2, line=False)


def _desert(pen: Pen, rng: Random) -> None:
    gradient(pen, "#fbe3b6", "#fdf3dc")
    pen.fill(oval(104, 24, 12), "#ffb84d", 0.2, line=False)
    for y, colour in ((84, "#efc788"), (100, "#e4b26c"), (113, "#d79f57")):
        s = rng.uniform(-10, 10)
        pen.fill(blob((-30, y + 6), (24 + s, y - 7), (70 + s, y + 5), (110 - s, y - 4), (160, y + 6), (160, 170), (-30, 170)), colour, 0.4, line=False)


PLACES = {
    "night sky": _night, "hills": _hills, "sunburst": _sunburst, "dots": _dots, "stripes": _stripes, "snow": _snow,
    "forest": _forest, "sea": _sea, "city": _city, "clouds": _clouds, "checkered": _checkered, "confetti": _confetti,
    "sunset": _sunset, "mountains": _mountains, "desert": _desert,
}  # fmt: skip


def draw_pattern(pen: Pen, what: Scene, rng: Random) -> None:
    """A picture that is a pattern of two colours."""
    first, second = COLOURS[what.colour], COLOURS[what.second]
    step = rng.choice((12, 16, 20, 26))
    if what.pattern == "gradient":
        gradient(pen, first, second)
        return
    plain(pen, second)
    if what.pattern == "stripes":
        with pen.at(64, 64, rng.choice((0, 45, 90, 135))):
            for i in range(-8, 9):
                pen.fill(box(i * step, -100, step / 2, 200), first, 0, line=False)
    elif what.pattern == "dots":
        for row in range(-1, 128 // step + 2):
            for column in range(-1, 128 // step + 2):
                pen.fill(oval(column * step + (step / 2 if row % 2 else 0), row * step, step * 0.3), first, 0, line=False)
    elif what.pattern == "checkered":
        for row in range(128 // step + 1):
            for column in range(128 // step + 1):
                if (row + column) % 2:
                    pen.fill(box(column * step, row * step, step, step), first, 0, line=False)
    elif what.pattern == "waves":
        for row in range(-1, 128 // step + 2):
            points = [(x, row * step + (step * 0.22 if i % 2 else -step * 0.22)) for i, x in enumerate(range(-16, 160, 12))]
            pen.stroke(curve(*points), first, step * 0.35)
    elif what.pattern == "circles":
        for i in range(10, 0, -1):
            pen.fill(oval(64, 64, i * step * 0.6), first if i % 2 else second, 0, line=False)
    elif what.pattern == "triangles":
        for row in range(128 // step + 1):
            for column in range(-1, 128 // step + 2):
                x, y = column * step + (step / 2 if row % 2 else 0), row * step
                pen.fill(poly((x, y), (x + step / 2, y + step * 0.9), (x - step / 2, y + step * 0.9)), first, 0, line=False)
    else:
        for _ in range(420):
            pen.fill(oval(rng.uniform(0, 128), rng.uniform(0, 128), rng.uniform(0.8, 3)), mix(first, second, rng.uniform(0, 0.6)), 0, line=False)


