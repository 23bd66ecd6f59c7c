"""A thin layer over skia: shapes that know how each style of drawing paints them.

Coordinates are those of a 128 by 128 picture, y downwards. A figure is written once; whether its
shapes get an outline, a gradient or a wash is decided here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import skia

Point = tuple[float, float]
OUTLINE = "#2b2430"


def channels(code: str) -> tuple[int, int, int]:
    """Red, green and blue of "#rrggbb", each 0 to 255."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from the first to the second."""
    pairs = zip(channels(first), channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker(code: str, share: float = 0.25) -> str:
    """The colour towards a dark violet, so that shadows do not turn grey."""
    return mix(code, "#1d1230", share)


def lighter(code: str, share: float = 0.3) -> str:
    """The colour towards a warm white."""
    return mix(code, "#fffaf0", share)


def poly(*points: Point) -> skia.Path:
    """A closed polygon."""
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in points], True)
    return path


def curve(*points: Point, closed: bool = False) -> skia.Path:
    """A smooth curve through the points (Catmull-Rom as cubic Bezier pieces)."""
    path = skia.Path()
    path.moveTo(*points[0])
    count = len(points)
    for i in range(count if closed else count - 1):
        a, b = points[i], points[(i + 1) % count]
        before = points[i - 1] if closed or i else a
        after = points[(i + 2) % count] if closed or i + 2 < count else b
        path.cubicTo(
            a[0] + (b[0] - before[0]) / 6, a[1] + (b[1] - before[1]) / 6,
            b[0] - (after[0] - a[0]) / 6, b[1] - (after[1] - a[1]) / 6, *b,
        )  # fmt: skip
    if closed:
        path.close()
    return path


def blob(*points: Point) -> skia.Path:
    """A smooth closed shape through the points."""
    return curve(*points, closed=True)


def oval(x: float, y: float, rx: float, ry: float | None = None) -> skia.Path:
    """An ellipse around (x, y)."""
    ry = rx if ry is None else ry
    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
    return path


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> skia.Path:
    """A rectangle whose upper left corner is (x, y), with rounded corners."""
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeXYWH(x, y, width, height), radius, radius)
    return path


def star(x: float, y: float, outer: float, inner: float, count: int = 5, turn: float = -90) -> skia.Path:
    """A star with `count` points."""
    return poly(*(
        (x + r * math.cos(a), y + r * math.sin(a))
        for i in range(count * 2)
        for r, a in [((outer, inner)[i % 2], math.radians(turn + 180 * i / count))]
    ))  # fmt: skip


def mirrored(points: Sequence[Point], x: float) -> list[Point]:
    """The points reflected at the vertical line through x, in reverse order."""
    return [(2 * x - px, py) for px, py in reversed(points)]


class Pen:
    """Paints on a skia canvas in one of the styles of `words.STYLES`."""

    def __init__(self, canvas: skia.Canvas, style: str):
        self.canvas = canvas
        self.style = style

    @contextmanager
    def at(self, x: float = 0, y: float = 0, turn: float = 0, scale: float = 1, scale_x: float | None = None) -> Iterator[None]:
        """A moved, turned (degrees) and scaled frame."""
        self.canvas.save()
        self.canvas.translate(x, y)
        self.canvas.rotate(turn)
        self.canvas.scale(scale if scale_x is None else scale_x, scale)
        yield
        self.canvas.restore()

    @contextmanager
    def inside(self, path: skia.Path) -> Iterator[None]:
        """Only what lies inside the path is painted."""
        self.canvas.save()
        self.canvas.clipPath(path, skia.ClipOp.kIntersect, True)
        yield
        self.canvas.restore()

    def tone(self, colour: str) -> str:
        """The colour as this style mixes it."""
        if self.style == "pastel":
            return mix(colour, "#fff6f2", 0.42)
        if self.style == "ink":
            return mix(colour, "#f6efe2", 0.3)
        return colour

    def fill(self, path: skia.Path, colour: str, depth: float = 1.0, line: bool = True) -> None:
        """Paints a shape; `depth` (0 to 1) is the strength of its shading, `line` whether it may get an outline."""
        paint = skia.Paint(AntiAlias=True, Color=self._colour(self.tone(colour)))
        if self.style in ("soft", "sticker") and depth:
            paint.setShader(self._shading(path, colour, depth if self.style == "soft" else depth * 0.6))
        self.canvas.drawPath(path, paint)
        width = {"outlined": 1.7, "ink": 1.3, "pastel": 1.0}.get(self.style)
        if line and width:
            self.stroke(path, OUTLINE if self.style != "pastel" else darker(self.tone(colour), 0.3), width, toned=True)

    def stroke(self, path: skia.Path, colour: str, width: float, toned: bool = False, alpha: float = 1.0) -> None:
        """Draws along a path with round ends; the width is in picture units."""
        tone = colour if toned else self.tone(colour)
        paint = skia.Paint(
            AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width, Color=self._colour(tone, alpha),
            StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join,
        )  # fmt: skip
        self.canvas.drawPath(path, paint)

    def limb(self, points: Sequence[Point], width: float, colour: str) -> None:
        """A thick round line as a shape of its own: an arm, a leg, a handle."""
        path = curve(*points)
        lined = {"outlined": (1.7, OUTLINE), "ink": (1.3, OUTLINE), "pastel": (1.0, darker(self.tone(colour), 0.3))}.get(self.style)
        if lined:
            self.stroke(path, lined[1], width + lined[0] , toned=True)
        self.stroke(path, colour, width - (lined[0] if lined else 0))

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float) -> None:
        """A soft round light."""
        shader = skia.GradientShader.MakeRadial(skia.Point(x, y), radius, [self._colour(colour, alpha), self._colour(colour, 0)])
        self.canvas.drawPath(oval(x, y, radius), skia.Paint(AntiAlias=True, Shader=shader))

    def _shading(self, path: skia.Path, colour: str, depth: float) -> skia.Shader:
        bounds = path.getBounds()
        ends = [skia.Point(bounds.left(), bounds.top()), skia.Point(bounds.left() + bounds.width() * 0.6, bounds.bottom())]
        steps = [lighter(colour, 0.28 * depth), colour, darker(colour, 0.32 * depth)]
        return skia.GradientShader.MakeLinear(ends, [self._colour(c) for c in steps], [0, 0.45, 1])

    @staticmethod
    def _colour(code: str, alpha: float = 1.0) -> int:
        return skia.Color(*channels(code), round(alpha * 255))
