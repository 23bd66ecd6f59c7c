"""Draws Blazon's sample pictures: one small raccoon herald, twelve times.

The app offers them as "sample photos", so that a first training needs no photos of
one's own. Pocket, the base model that ships, has never seen a raccoon. This one is the
same in all twelve: blue-grey fur, a dark mask around the eyes, cream cheeks and brows, a
ringed tail, dark socks, a crimson headband with a golden crescent, and a crimson tabard
with a golden shield. The object, the pose, the angle, the expression, the scale and the background
differ, which is what teaches a LoRA the character rather than the picture.

Run from the repository root, in a virtual environment (Python 3.11 or newer):

    pip install -r tools/samples/requirements.txt
    python tools/samples/draw.py            # all twelve, into assets/samples/
    python tools/samples/draw.py 3 7        # only these numbers
    python tools/samples/draw.py --sheet sheet.png   # a contact sheet as well

Each picture gets a caption of the same name, in a .txt file. There is no randomness:
the same library versions draw the same bytes.

Coordinates: the raccoon stands on y = 0 and looks about 740 units tall; x grows to the
right and y downwards. `Raccoon` is the rig, the functions named after an object draw that
object around its own origin, and `SCENES` puts them together.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cairo
from PIL import Image

OUT = Path(__file__).resolve().parents[2] / "assets" / "samples"
SIZE = 1024
OVERSAMPLE = 2

FUR = "#9299ad"
FUR_DARK = "#71788e"
CREAM = "#f7f0e4"
SOCK = "#3d3f51"
SOCK_LINE = "#262837"
INK = "#2c1a1c"
CLOTH = "#b0344b"
CLOTH_DARK = "#8a2439"
GOLD = "#f0c04e"
GOLD_DARK = "#cf9a32"
BLUSH = "#e8623f"
WOOD = "#9a6a48"
WOOD_DARK = "#7c5138"
PAPER = "#fdf5e3"
RED = "#c9504a"
SHADE = (0.12, 0.07, 0.24)

Point = tuple[float, float]


def rgb(code: str) -> tuple[float, float, float]:
    return tuple(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))


def lerp(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


class Pen:
    """A thin layer over cairo: flat shapes with one soft shade each."""

    def __init__(self, ctx: cairo.Context):
        self.ctx = ctx

    @contextmanager
    def at(self, x=0.0, y=0.0, turn=0.0, scale=1.0, scale_y=None):
        self.ctx.save()
        self.ctx.translate(x, y)
        self.ctx.rotate(math.radians(turn))
        self.ctx.scale(scale, scale if scale_y is None else scale_y)
        try:
            yield
        finally:
            self.ctx.restore()

    def _shade(self, shade: float, light: float):
        """Shades the current path from its upper left (light) to its lower right."""
        x0, y0, x1, y1 = self.ctx.path_extents()
        w, h = x1 - x0, y1 - y0
        if w > 2.5 * h:  # long things are shaded across
            ends = (x0, y0, x0, y1)
        elif h > 2.5 * w:
            ends = (x0, y0, x1, y0)
        else:
            ends = (x0 + 0.25 * w, y0, x0 + 0.75 * w, y1)
        gradient = cairo.LinearGradient(*ends)
        gradient.add_color_stop_rgba(0, 1, 1, 1, light)
        gradient.add_color_stop_rgba(0.45, 1, 1, 1, 0)
        gradient.add_color_stop_rgba(0.45, *SHADE, 0)
        gradient.add_color_stop_rgba(1, *SHADE, shade)
        self.ctx.set_source(gradient)

    def fill(self, color: str, shade=0.2, light=0.1, alpha=1.0):
        self.ctx.set_source_rgba(*rgb(color), alpha)
        if shade:
            self.ctx.fill_preserve()
            self._shade(shade, light)
        self.ctx.fill()

    def stroke(self, color: str, width: float, alpha=1.0):
        self.ctx.set_line_width(width)
        self.ctx.set_line_cap(cairo.LINE_CAP_ROUND)
        self.ctx.set_line_join(cairo.LINE_JOIN_ROUND)
        self.ctx.set_source_rgba(*rgb(color), alpha)
        self.ctx.stroke()

    def path(self, d: str):
        """A path from SVG-like absolute commands: M, L, C, Q and Z."""
        words = d.replace(",", " ").split()
        i, command = 0, ""
        while i < len(words):
            if words[i].isalpha():
                command, i = words[i], i + 1
            n = {"M": 2, "L": 2, "C": 6, "Q": 4, "Z": 0}[command]
            v = [float(word) for word in words[i : i + n]]
            i += n
            if command == "M":
                self.ctx.move_to(*v)
            elif command == "L":
                self.ctx.line_to(*v)
            elif command == "C":
                self.ctx.curve_to(*v)
            elif command == "Q":
                x, y = self.ctx.get_current_point()
                cx, cy, ex, ey = v
                self.ctx.curve_to(
                    lerp(x, cx, 2 / 3), lerp(y, cy, 2 / 3),
                    lerp(ex, cx, 2 / 3), lerp(ey, cy, 2 / 3), ex, ey,
                )  # fmt: skip
            else:
                self.ctx.close_path()

    def oval(self, x, y, rx, ry=None, turn=0.0):
        with self.at(x, y, turn):
            self.ctx.scale(rx, rx if ry is None else ry)
            self.ctx.new_sub_path()
            self.ctx.arc(0, 0, 1, 0, math.tau)
            self.ctx.close_path()

    def box(self, x, y, w, h, r=0.0):
        r = min(r, w / 2, h / 2)
        c = self.ctx
        c.new_sub_path()
        c.arc(x + w - r, y + r, r, -math.pi / 2, 0)
        c.arc(x + w - r, y + h - r, r, 0, math.pi / 2)
        c.arc(x + r, y + h - r, r, math.pi / 2, math.pi)
        c.arc(x + r, y + r, r, math.pi, 1.5 * math.pi)
        c.close_path()

    def poly(self, points: list[Point]):
        self.ctx.move_to(*points[0])
        for p in points[1:]:
            self.ctx.line_to(*p)
        self.ctx.close_path()

    def glow(self, x, y, radius, color, alpha):
        gradient = cairo.RadialGradient(x, y, 0, x, y, radius)
        for stop, k in ((0, 1), (0.35, 0.55), (0.7, 0.15), (1, 0)):
            gradient.add_color_stop_rgba(stop, *rgb(color), alpha * k)
        self.ctx.set_source(gradient)
        self.ctx.arc(x, y, radius, 0, math.tau)
        self.ctx.fill()

    @contextmanager
    def clipped(self):
        """Clips to the current path for a while."""
        self.ctx.save()
        self.ctx.clip()
        try:
            yield
        finally:
            self.ctx.restore()


class Tube:
    """A limb: a cubic curve with a width that varies along it."""

    def __init__(self, points: list[Point], width: Callable[[float], float]):
        self.points, self.width = points, width

    def at(self, t: float, side: float = 0.0) -> Point:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.points
        u = 1 - t
        x = u**3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * x3
        y = u**3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t**3 * y3
        dx = u * u * (x1 - x0) + 2 * u * t * (x2 - x1) + t * t * (x3 - x2)
        dy = u * u * (y1 - y0) + 2 * u * t * (y2 - y1) + t * t * (y3 - y2)
        n = math.hypot(dx, dy) or 1.0
        half = self.width(min(max(t, 0.0), 1.0)) / 2 * side
        return x - dy / n * half, y + dx / n * half

    def outline(self, start=0.0, zig=0.0, teeth=3, end=1.0) -> list[Point]:
        steps = 48
        along = [start + (end - start) * i / steps for i in range(steps + 1)]
        points = [self.at(t, 1) for t in along]
        points += [self.at(t, -1) for t in reversed(along)]
        for i in range(1, 2 * teeth):  # the furry edge where a colour begins
            side = -1 + i / teeth
            points.append(self.at(start + (zig if i % 2 else 0), side))
        return points


def limb(points: list[Point], w0: float, w1: float) -> Tube:
    return Tube(points, lambda t: lerp(w0, w1, t))


# ---------------------------------------------------------------- the raccoon


@dataclass
class Raccoon:
    """The rig. Angles are degrees; `yaw` and `pitch` run from about -1 to 1."""

    pen: Pen
    yaw: float = 0.0  # the face turns to the right of the picture
    pitch: float = 0.0  # the face looks down
    tilt: float = 0.0  # the head leans
    lean: float = 0.0  # the upper body leans
    eyes: tuple[str, str] = ("open", "open")
    look: Point = (0.0, 0.0)
    mouth: str = "smile"
    brow: float = 0.0
    ears: tuple[float, float] = (0.0, 0.0)
    legs: str = "stand"
    tail: tuple[Point, Point, Point, Point] = ((-30, -112), (-210, -40), (-330, -190), (-236, -372))
    profile: bool = False
    sway: float = 0.0  # how far the loose ends of the headband fly

    @property
    def drop(self) -> float:
        """How far the upper body sinks in this pose."""
        return {"sit": 74.0, "cross": 70.0}.get(self.legs, 0.0)

    @contextmanager
    def upper(self):
        with self.pen.at(0, -100 + self.drop, self.lean), self.pen.at(0, 100):
            yield

    # -- parts, from the back to the front

    def draw_tail(self):
        pen = self.pen

        def width(t: float) -> float:
            grow = 46 + 104 * math.sin(min(t / 0.62, 1) * math.pi / 2) ** 1.4
            return grow * (1 if t < 0.62 else math.cos((t - 0.62) / 0.38 * math.pi / 2) ** 0.75)

        with pen.at(0, self.drop * 0.9):
            tail = Tube(list(self.tail), width)
            pen.poly(tail.outline())
            pen.fill(FUR, 0.26)
            for start, end in ((0.3, 0.41), (0.52, 0.63), (0.74, 0.84)):
                pen.poly(tail.outline(start, -0.04, 4, end))
                pen.fill(SOCK, 0.18)
            pen.poly(tail.outline(0.93, -0.03, 3))
            pen.fill(SOCK, 0.18)

    def draw_legs(self):
        pen = self.pen
        if self.legs in ("sit", "cross"):
            return
        feet = {
            "stand": [(-60, -14, 0), (60, -14, 0)],
            "wide": [(-88, -14, 0), (88, -14, 0)],
            "walk": [(-78, -26, 24), (74, -16, -10)],
            "march": [(-46, -14, 0), (92, -62, -22)],
            "jump": [(-96, -42, 28), (60, -62, 14)],
        }[self.legs]
        for side, (x, y, turn) in zip((-1, 1), feet):
            hip = (side * 48, -128)
            knee = (lerp(hip[0], x, 0.5) + side * 8, -78 + (y + 14) * 0.6)
            leg = limb([hip, knee, (x, y - 50), (x, y - 8)], 88, 62)
            pen.poly(leg.outline())
            pen.fill(FUR, 0.22)
            pen.poly(leg.outline(0.6, -0.13, 3))
            pen.fill(SOCK, 0.0)
            with pen.at(x, y, turn):
                toe = 10 * (side if self.legs in ("stand", "wide") else 1)
                pen.path(
                    f"M {-44 + toe} 14 C {-54 + toe} -16 -30 -34 {toe * 0.4} -34 C 30 -34 {54 + toe} -16 "
                    f"{44 + toe} 14 C {30 + toe} 20 {-30 + toe} 20 {-44 + toe} 14 Z"
                )
                pen.fill(SOCK, 0.25, 0.06)
                for dx in (-14, 14):
                    pen.path(f"M {toe + dx} 14 Q {toe + dx * 0.9} 4 {toe + dx * 0.8} -2")
                    pen.stroke(SOCK_LINE, 4)

    def draw_seated_legs(self):
        """Legs of a seated raccoon, in front of the tabard's hem."""
        pen = self.pen
        if self.legs == "sit":
            for side in (-1, 1):
                leg = limb([(side * 54, -66), (side * 90, -84), (side * 112, -62), (side * 122, -48)], 84, 78)
                pen.poly(leg.outline())
                pen.fill(FUR, 0.22)
                with pen.at(side * 126, -44, side * 16):
                    pen.path("M 0 -58 C 40 -58 54 -24 50 8 C 46 38 26 46 0 46 C -26 46 -46 38 -50 8 C -54 -24 -40 -58 0 -58 Z")
                    pen.fill(SOCK, 0.22, 0.06)
                    pen.oval(0, 12, 25, 20)
                    for dx, dy in ((-25, -18), (0, -29), (25, -18)):
                        pen.oval(dx, dy, 9.5, 11.5)
                    pen.fill("#b98272", 0)
        elif self.legs == "cross":
            for side in (-1, 1):
                leg = limb([(side * 66, -62), (side * 168, -84), (side * 166, -18), (side * 56, -26)], 80, 54)
                pen.poly(leg.outline())
                pen.fill(FUR, 0.24)
                pen.poly(leg.outline(0.56, -0.07, 2))
                pen.fill(SOCK, 0)
                with pen.at(side * 48, -24, side * -6):
                    pen.oval(0, 0, 46, 27)
                    pen.fill(SOCK, 0.25, 0.06)
                    for dy in (-8, 8):
                        pen.path(f"M {-side * 42} {dy} L {-side * 26} {dy * 1.1}")
                        pen.stroke(SOCK_LINE, 4)

    def tabard_path(self):
        self.pen.path(
            "M -64 -330 C -92 -318 -96 -290 -98 -262 C -104 -200 -116 -154 -130 -112 "
            "C -90 -89 -40 -82 0 -82 C 40 -82 90 -89 130 -112 C 116 -154 104 -200 98 -262 "
            "C 96 -290 92 -318 64 -330 Z"
        )

    def draw_torso(self):
        pen, s = self.pen, self.yaw
        # the body under the tabard
        pen.path("M -60 -300 C -100 -240 -112 -160 -104 -110 C -80 -90 80 -90 104 -110 C 112 -160 100 -240 60 -300 Z")
        pen.fill(FUR_DARK, 0.2)
        # the tabard
        self.tabard_path()
        pen.fill(CLOTH, 0.34, 0.08)
        self.tabard_path()
        with pen.clipped():
            # golden hem, and the fold lines above it
            pen.path("M -150 -116 C -90 -97 -40 -90 0 -90 C 40 -90 90 -97 150 -116")
            pen.stroke(GOLD, 23)
            for x in (-70, 72):
                pen.path(f"M {x * 0.86} -180 Q {x * 0.98} -146 {x * 1.06} -116")
                pen.stroke(CLOTH_DARK, 5)
        # the emblem: a golden shield with a crimson chevron
        with pen.at(26 * s, -196, 0, 1 - 0.12 * abs(s), 1.0):
            pen.path("M -33 -36 L 33 -36 L 33 2 C 33 26 16 38 0 46 C -16 38 -33 26 -33 2 Z")
            pen.fill(GOLD, 0.22, 0.15)
            pen.path("M -20 10 L 0 -10 L 20 10")
            pen.stroke(CLOTH, 11)
        # chest fur in a golden neckline, and the head's shadow on both
        with pen.at(14 * s, 0):
            fluff = "M -76 -344 C -68 -312 -56 -296 -42 -284 Q -28 -262 0 -244 Q 28 -262 42 -284 C 56 -296 68 -312 76 -344"
            self.tabard_path()
            with pen.clipped():
                pen.path(fluff)
                pen.stroke(GOLD, 15)
            pen.path(fluff + " Z")
            pen.fill(CREAM, 0.3, 0)
        self.tabard_path()
        with pen.clipped(), pen.at(8 + 22 * s, -344, 0, 1.25, 0.8):
            pen.glow(0, 0, 124, "#5a2418", 0.62)

    def draw_band_ends(self):
        """The loose ends of the headband, behind the head."""
        pen, f = self.pen, self.sway
        side = -1 if self.yaw >= 0 else 1
        with self.head_frame():
            for k, (dy, reach) in enumerate(((26, 1.0), (-8, 0.86))):
                tip = (side * (235 + 40 * f) * reach, -30 + dy * 2.2 - 60 * f)
                mid = (side * 195 * reach, -92 + dy)
                band = Tube([(side * 120, -92), (side * 165, -112 + dy * 0.4), mid, tip], lambda t: 20 + 26 * t)
                pen.poly(band.outline())
                pen.fill(CLOTH if k else CLOTH_DARK, 0.25)

    @contextmanager
    def head_frame(self):
        with self.pen.at(10 * self.yaw, -340, self.tilt), self.pen.at(0, -136):
            yield

    def head_path(self):
        s = self.yaw
        r, l = 1 - 0.17 * max(s, 0) + 0.03 * max(-s, 0), 1 - 0.17 * max(-s, 0) + 0.03 * max(s, 0)
        c = 44 * s
        p = 8 * self.pitch
        self.pen.path(
            f"M {10 * s} -152 C {104 * r} -152 {172 * r} -92 {177 * r} -6 "
            f"C {180 * r} 26 {192 * r} 46 {220 * r} 60 C {206 * r} 72 {196 * r} 78 {182 * r} 82 "
            f"C {188 * r} 94 {188 * r} 104 {182 * r} 116 C {166 * r} 116 {154 * r} 118 {140 * r} 120 "
            f"C {120 * r + c * 0.5} {140 + p} {66 + c} {156 + p} {c} {156 + p} "
            f"C {-66 + c} {156 + p} {-120 * l + c * 0.5} {140 + p} {-140 * l} 120 C {-154 * l} 118 {-166 * l} 116 {-182 * l} 116 "
            f"C {-188 * l} 104 {-188 * l} 94 {-182 * l} 82 C {-196 * l} 78 {-206 * l} 72 {-220 * l} 60 "
            f"C {-192 * l} 46 {-180 * l} 26 {-177 * l} -6 C {-172 * l} -92 {-104 * l} -152 {10 * s} -152 Z"
        )

    def draw_ear(self, side: int, x: float, squeeze: float, angle: float, far=False):
        pen = self.pen
        with pen.at(x, -92, angle), pen.at(0, 0, 0, squeeze, 1.0):

            def ear():
                pen.path(f"M {-side * 66} 10 C {-side * 66} -62 {-side * 30} -126 {side * 16} -130 "
                         f"C {side * 62} -132 {side * 82} -60 {side * 66} 44 Z")  # fmt: skip
            ear()
            pen.fill(FUR_DARK if far else FUR, 0.22)
            if not far:
                ear()
                with pen.clipped():
                    ear()
                    pen.stroke(CREAM, 22)
                with pen.at(side * 4, -6, 0, 0.62):
                    ear()
                    pen.fill(SOCK, 0.2)

    def crescent(self, x, y, squeeze=1.0, turn=0.0):
        pen = self.pen
        with pen.at(x, y, turn, squeeze, 1.0):
            pen.path("M -88 -92 C -86 -20 -48 20 0 20 C 48 20 86 -20 88 -92 "
                     "C 70 -46 40 -20 0 -20 C -40 -20 -70 -46 -88 -92 Z")  # fmt: skip
            pen.fill(GOLD, 0.3, 0.25)
            pen.oval(0, 0, 25)
            pen.fill(GOLD_DARK, 0)
            pen.oval(0, -1, 20)
            pen.fill(GOLD, 0.2, 0.3)
            pen.oval(0, -1, 9)
            pen.fill(CLOTH, 0)

    def draw_eye(self, kind: str, x: float, y: float, w: float, side: int):
        pen = self.pen
        with pen.at(x, y, 0, w, 1.0):
            if kind in ("open", "wide", "down"):
                ry = {"open": 33, "wide": 37, "down": 31}[kind]
                rx = 26
                lx, ly = self.look[0] * 4, self.look[1] * 4
                lid = kind == "down"  # the upper lid hides the top of the eye
                pen.oval(0, 0, rx + 9, ry + 8)
                pen.fill(CREAM, 0.12, 0)
                with pen.at(lx, ly):
                    pen.path("M -32 3 Q 0 -32 32 3 L 60 80 L -60 80 Z" if lid else "M -60 -80 L 60 -80 L 60 80 L -60 80 Z")
                    with pen.clipped():
                        pen.oval(0, 0, rx, ry)
                        pen.fill(INK, 0)
                        pen.oval(0, 0, rx, ry)
                        with pen.clipped():
                            pen.oval(0, ry * 0.72, rx * 0.86, ry * 0.62)
                            pen.fill("#7a4526", 0, alpha=0.85)
                        if lid:
                            pen.oval(-7, 4, 8, 7)
                            pen.oval(9, 16, 4)
                        else:
                            pen.oval(-8, -12, 10, 11)
                            pen.oval(9, 12, 4.5)
                        pen.fill("#ffffff", 0)
                    if lid:
                        pen.path(f"M {-side * 27} 1 Q 0 -31 {side * 28} 0 Q {side * 34} 4 {side * 39} 3")
                        pen.stroke(INK, 8)
                    else:
                        pen.path(f"M {side * 26} -16 Q {side * 34} -24 {side * 38} -30")
                        pen.stroke(INK, 7)
            elif kind == "happy":
                pen.path("M -28 9 Q 0 -28 28 9")
                pen.stroke(CREAM, 11)
            elif kind == "calm":
                pen.path("M -28 -4 Q 0 22 28 -4")
                pen.stroke(CREAM, 11)
            elif kind == "squint":
                pen.path(f"M {side * 26} -14 Q {side * -8} -4 {side * -22} 2 Q {side * -6} 8 {side * 24} 16")
                pen.stroke(CREAM, 11)

    def draw_mouth(self, x: float, y: float):
        pen = self.pen
        with pen.at(x, y, 0, 1 - 0.12 * abs(self.yaw), 1.0):
            if self.mouth in ("smile", "grin", "smirk"):
                wide = {"smile": 30, "grin": 38, "smirk": 26}[self.mouth]
                if self.mouth == "grin":
                    pen.path("M -26 20 Q 0 30 26 20 C 24 50 12 60 0 60 C -12 60 -24 50 -26 20 Z")
                    pen.fill("#7a2a2a", 0)
                    pen.path("M -26 20 Q 0 30 26 20 C 24 50 12 60 0 60 C -12 60 -24 50 -26 20 Z")
                    with pen.clipped():
                        pen.oval(0, 60, 20, 18)
                        pen.fill("#e8837a", 0)
                pen.path(f"M 0 0 L 0 12 M 0 12 Q -{wide * 0.5} 32 -{wide} 14 M 0 12 Q {wide * 0.5} 32 {wide} 14")
                pen.stroke(INK, 6.5)
            elif self.mouth == "open":
                pen.path("M 0 0 L 0 14")
                pen.stroke(INK, 6.5)
                def open_mouth():
                    pen.path("M -30 16 Q 0 6 30 16 C 32 52 18 70 0 70 C -18 70 -32 52 -30 16 Z")
                open_mouth()
                pen.fill("#7a2a2a", 0)
                open_mouth()
                with pen.clipped():
                    pen.oval(0, 68, 24, 22)
                    pen.fill("#e8837a", 0)
            elif self.mouth == "o":
                pen.path("M 0 0 L 0 12")
                pen.stroke(INK, 6.5)
                pen.oval(0, 27, 13, 15)
                pen.fill("#7a2a2a", 0)
            elif self.mouth == "calm":
                pen.path("M 0 0 L 0 14 M -18 18 Q 0 26 18 18")
                pen.stroke(INK, 6.5)

    def draw_head(self):
        pen, s, p = self.pen, self.yaw, self.pitch
        if self.profile:
            return self.draw_profile()
        with self.head_frame():
            lift = -16 * p
            for side in (-1, 1):
                toward = s * side
                x = side * (112 - 12 * abs(s)) - 26 * s
                squeeze = 1 - 0.24 * max(toward, 0)
                angle = side * 6 + self.ears[0 if side < 0 else 1]
                with pen.at(0, -lift):
                    self.draw_ear(side, x, squeeze, angle)
            self.head_path()
            pen.fill(FUR, 0.24, 0.12)
            self.head_path()
            fx, fy = 62 * s, 20 * p  # where the middle of the face lies
            with pen.clipped():
                # the cream mask
                pen.path(
                    f"M -240 26 C -176 0 {-150 + fx * 0.7} {64 + fy} {-88 + fx * 0.8} {58 + fy} "
                    f"C {-52 + fx} {54 + fy} {-46 + fx * 1.1} {26 + fy} {-30 + fx * 1.2} {4 + fy} "
                    f"C {-18 + fx * 1.25} {14 + fy} {-12 + fx * 1.3} {30 + fy} {-10 + fx * 1.3} {44 + fy} "
                    f"L {10 + fx * 1.3} {44 + fy} "
                    f"C {12 + fx * 1.3} {30 + fy} {18 + fx * 1.25} {14 + fy} {30 + fx * 1.2} {4 + fy} "
                    f"C {46 + fx * 1.1} {26 + fy} {52 + fx} {54 + fy} {88 + fx * 0.8} {58 + fy} "
                    f"C {150 + fx * 0.7} {64 + fy} 176 0 240 26 L 240 190 L -240 190 Z"
                )
                pen.fill(CREAM, 0.24, 0)
                # the headband
                top = 26 * p
                pen.path(
                    f"M -200 {-64 + top * 0.3} Q {30 * s} {-106 + top * 1.4} 200 {-64 + top * 0.3} "
                    f"L 200 {-118 + top * 0.3} Q {30 * s} {-158 + top * 1.4} -200 {-118 + top * 0.3} Z"
                )
                pen.fill(CLOTH, 0.25)
                pen.path(f"M -200 {-62 + top * 0.3} Q {30 * s} {-104 + top * 1.4} 200 {-62 + top * 0.3}")
                pen.stroke(GOLD, 8)
                # blush
                for side in (-1, 1):
                    x = side * 122 + fx * 0.75
                    with pen.at(x, 62 + fy, 0, 1.25, 0.8):
                        pen.glow(0, 0, 40, BLUSH, 0.42)
            self.crescent(56 * s, -112 + 22 * p, 1 - 0.16 * abs(s), 6 * s)
            # brow spots
            for side in (-1, 1):
                x = side * (66 - 8 * max(s * side, 0)) + fx
                with pen.at(x, -50 + fy * 0.9 - 4 * max(self.brow, 0), side * (12 + 16 * self.brow)):
                    pen.oval(0, 0, 19 * (1 - 0.2 * max(s * side, 0)), 11)
                    pen.fill(CREAM, 0.1)
            # the dark mask and the eyes in it
            for side in (-1, 1):
                w = 1 - 0.22 * max(s * side, 0)
                with pen.at(side * (92 - 14 * max(s * side, 0)) + fx, 18 + fy, side * 24, w, 1.0):
                    pen.path("M -62 4 C -60 -40 -26 -54 6 -54 C 44 -52 76 -24 80 6 C 70 40 38 52 4 52 C -30 50 -56 36 -62 4 Z" if side > 0
                             else "M 62 4 C 60 -40 26 -54 -6 -54 C -44 -52 -76 -24 -80 6 C -70 40 -38 52 -4 52 C 30 50 56 36 62 4 Z")  # fmt: skip
                    pen.fill(SOCK, 0.16, 0.08)
            for side, kind in zip((-1, 1), self.eyes):
                w = 1 - 0.22 * max(s * side, 0)
                x = side * (84 - 12 * max(s * side, 0)) + fx
                self.draw_eye(kind, x, 10 + fy, w, side)
            # muzzle, nose, mouth
            mx, my = fx * 1.4, 72 + fy * 1.15
            pen.glow(mx + 4, my + 22, 66, "#b98a66", 0.16)
            self.draw_mouth(mx, my - 10)
            with pen.at(mx, my - 24, 6 * s):
                pen.path("M -28 -12 C -20 -20 20 -20 28 -12 C 30 0 12 18 0 18 C -12 18 -30 0 -28 -12 Z")
                pen.fill(INK, 0)
                pen.oval(-8, -9, 9, 4.5)
                pen.fill("#ffffff", 0, alpha=0.5)

    def draw_profile(self):
        """The head seen from the side, looking right."""
        pen = self.pen
        with self.head_frame():
            self.draw_ear(1, 34, 0.7, 2, far=True)

            def outline():
                pen.path(
                    "M -20 -152 C 60 -158 112 -112 124 -52 C 130 -26 142 -8 166 2 "
                    "C 190 10 210 22 216 38 C 220 52 210 60 196 64 C 208 76 200 92 182 98 "
                    "C 152 112 124 128 92 138 C 78 148 60 156 44 158 C 36 150 30 146 22 146 "
                    "C 4 158 -22 162 -44 160 C -48 150 -54 142 -64 136 C -92 142 -112 136 -134 124 "
                    "C -132 112 -134 104 -140 96 C -162 40 -176 0 -172 -36 C -164 -108 -104 -150 -20 -152 Z"
                )

            outline()
            pen.fill(FUR, 0.24, 0.12)
            outline()
            with pen.clipped():
                pen.path(
                    "M 250 34 C 196 28 166 30 144 22 C 128 16 116 30 104 52 C 84 70 44 64 10 30 "
                    "C -20 10 -60 30 -84 70 Q -110 84 -150 80 L -150 190 L 260 190 Z"
                )
                pen.fill(CREAM, 0.24, 0)
                pen.path("M 172 12 C 140 44 88 62 46 40 C 20 24 18 -14 50 -34 C 92 -54 140 -36 172 12 Z")
                pen.fill(SOCK, 0.16, 0.08)
                pen.path("M -200 -84 Q 20 -100 160 -60 L 160 -118 Q 20 -152 -200 -136 Z")
                pen.fill(CLOTH, 0.25)
                pen.path("M -200 -82 Q 20 -98 160 -58")
                pen.stroke(GOLD, 8)
                with pen.at(84, 62, 0, 1.25, 0.8):
                    pen.glow(0, 0, 46, BLUSH, 0.5)
            self.crescent(112, -108, 0.42, 12)
            self.draw_ear(-1, -40, 0.82, 4)
            with pen.at(104, -48, 18 + 12 * self.brow):
                pen.oval(0, 0, 15, 10)
                pen.fill(CREAM, 0.1)
            self.draw_eye(self.eyes[1], 98, 6, 0.82, 1)
            pen.path("M 220 36 C 224 22 214 13 197 14 C 188 20 189 38 203 45 C 214 48 220 44 220 36 Z")
            pen.fill(INK, 0)
            pen.oval(204, 22, 7, 4)
            pen.fill("#ffffff", 0, alpha=0.5)
            pen.path("M 196 64 C 180 71 166 71 152 64")
            pen.stroke(INK, 6.5)

    # -- arms

    def arm(self, side: int, hand: Point, bend: float = 40.0, free=False):
        """An arm from the shoulder to `hand`; `bend` pushes the elbow outwards.
        A `free` hand holds nothing and shows its own fingers."""
        pen = self.pen
        sx, sy = side * 84, -290
        hx, hy = hand
        dx, dy = hx - sx, hy - sy
        n = math.hypot(dx, dy) or 1.0
        px, py = -dy / n, dx / n
        if 0.9 * py + 0.6 * side * px < 0:  # elbows hang down and point outwards
            px, py = -px, -py
        ex, ey = (sx + hx) / 2 + px * bend, (sy + hy) / 2 + py * bend
        c1 = (lerp(sx, ex, 0.75), lerp(sy, ey, 0.75))
        c2 = (lerp(hx, ex, 0.75), lerp(hy, ey, 0.75))
        tube = limb([(sx, sy), c1, c2, (hx, hy)], 66, 54)
        # the arm's shadow on the body
        self.tabard_path()
        with pen.clipped():
            pen.poly([(x + 6, y + 12) for x, y in tube.outline(0.1)])
            pen.fill("#1b1330", 0, alpha=0.2)
        pen.poly(tube.outline())
        pen.fill(FUR, 0.24)
        pen.poly(tube.outline(0.56, -0.1, 2))
        pen.fill(SOCK, 0.0)
        if free:
            with pen.at(hx, hy, math.degrees(math.atan2(hy - c2[1], hx - c2[0]))):
                pen.oval(4, 0, 40, 34)
                pen.fill(SOCK, 0.2, 0.05)
                for dy in (-11, 11):
                    pen.path(f"M 41 {dy * 1.05} L 22 {dy}")
                    pen.stroke(SOCK_LINE, 4)
                pen.path(f"M -14 {side * -25} Q 2 {side * -24} 7 {side * -13}")
                pen.stroke(SOCK_LINE, 4)
        else:
            pen.oval(hx, hy, 34)
            pen.fill(SOCK, 0.2, 0.05)
        # shoulder guard
        angle = math.degrees(math.atan2(ey - sy, ex - sx)) - 90
        with pen.at(sx, sy, angle * 0.6):
            def guard():
                pen.path("M -46 -16 C -44 -44 44 -44 46 -16 C 52 8 52 24 48 38 Q 0 54 -48 38 C -52 24 -52 8 -46 -16 Z")
            guard()
            pen.fill(CLOTH, 0.3, 0.12)
            guard()
            with pen.clipped():
                pen.path("M -56 34 Q 0 52 56 34")
                pen.stroke(GOLD, 15)
                pen.path("M -56 2 Q 0 18 56 2")
                pen.stroke(CLOTH_DARK, 5)

    def fingers(self, hand: Point, turn: float, length=50.0, n=3, spread=21.0):
        """Fingers lying over what the paw holds. They point along `turn`."""
        pen = self.pen
        with pen.at(*hand, turn):
            for i in range(n):
                y = (i - (n - 1) / 2) * spread
                reach = length * (1.0 if abs(y) < 1 else 0.92)
                pen.box(-22, y - 13, 22 + reach - 18, 26, 13)
            pen.fill(SOCK, 0.0)
            for i in range(n - 1):
                y = (i - (n - 2) / 2) * spread
                pen.path(f"M {length - 30} {y} L 0 {y}")
                pen.stroke(SOCK_LINE, 3.5)


# ---------------------------------------------------------------- the objects


def telescope(pen: Pen):
    """Along x: the eyepiece at 0, the lens at 300."""
    pen.box(0, -17, 40, 34, 6)
    pen.fill(INK, 0.1)
    pen.box(28, -22, 96, 44, 4)
    pen.fill(GOLD_DARK, 0.3, 0.2)
    pen.box(112, -29, 96, 58, 4)
    pen.fill(WOOD, 0.35, 0.15)
    pen.box(196, -37, 100, 74, 4)
    pen.fill(WOOD_DARK, 0.35, 0.15)
    for x, h in ((106, 31), (196, 40), (284, 44)):
        pen.box(x, -h, 20, 2 * h, 6)
        pen.fill(GOLD, 0.35, 0.3)
    pen.oval(305, 0, 9, 38)
    pen.fill("#bfe3ee", 0.2, 0.5)


def scroll(pen: Pen):
    """An unrolled scroll, 250 wide and 250 high, around its middle."""
    pen.path("M -112 -110 C -118 -40 -106 40 -112 110 L 112 110 C 118 40 106 -40 112 -110 Z")
    pen.fill(PAPER, 0.16, 0)
    for i, w in enumerate((150, 128, 146, 96)):
        y = -58 + i * 30
        pen.path(f"M -75 {y} L {-75 + w} {y}")
        pen.stroke("#b9a482", 8)
    pen.oval(48, 66, 24)
    pen.fill(RED, 0.25)
    pen.oval(48, 66, 13)
    pen.fill("#a93d3a", 0)
    for y in (-122, 122):
        pen.box(-148, y - 9, 296, 18, 9)
        pen.fill(GOLD, 0.3, 0.3)
        pen.box(-124, y - 19, 248, 38, 12)
        pen.fill("#f3e3c0", 0.28, 0.2)


def lantern(pen: Pen):
    """Hangs from (0, 0)."""
    pen.path("M 0 0 L 0 26")
    pen.stroke(INK, 8)
    pen.oval(0, 36, 20)
    pen.stroke(GOLD_DARK, 8)
    pen.path("M -52 74 L -22 48 L 22 48 L 52 74 Z")
    pen.fill(CLOTH, 0.3, 0.1)
    pen.path("M -44 74 L 44 74 L 52 168 L -52 168 Z")
    pen.fill("#ffe7a8", 0.0)
    pen.glow(0, 128, 60, "#ffffff", 0.9)
    pen.path("M 0 92 C 22 118 22 146 0 150 C -22 146 -22 118 0 92 Z")
    pen.fill("#f39b3a", 0.0)
    pen.path("M 0 116 C 10 130 10 144 0 147 C -10 144 -10 130 0 116 Z")
    pen.fill("#fff2c4", 0.0)
    for x0, x1 in ((-44, -52), (0, 0), (44, 52)):
        if x0:
            pen.path(f"M {x0} 74 L {x1} 168")
            pen.stroke(CLOTH, 9)
    pen.box(-62, 164, 124, 22, 8)
    pen.fill(CLOTH, 0.3, 0.1)
    pen.box(-58, 70, 116, 12, 6)
    pen.fill(GOLD, 0.3, 0.2)


def compass(pen: Pen):
    """A pocket compass around its middle, 96 in radius."""
    pen.box(-15, -128, 30, 34, 8)
    pen.fill(GOLD_DARK, 0.2)
    pen.oval(0, -136, 18)
    pen.stroke(GOLD_DARK, 8)
    pen.oval(0, 0, 100)
    pen.fill(GOLD, 0.4, 0.35)
    pen.oval(0, 0, 82)
    pen.fill(GOLD_DARK, 0)
    pen.oval(0, 2, 78)
    pen.fill(PAPER, 0.16, 0)
    for i in range(12):
        with pen.at(0, 2, i * 30):
            pen.path(f"M 0 -68 L 0 {-54 if i % 3 == 0 else -60}")
            pen.stroke(CLOTH, 6 if i % 3 == 0 else 4)
    with pen.at(0, 2, 32):
        pen.path("M 0 -54 L 14 0 L -14 0 Z")
        pen.fill(RED, 0)
        pen.path("M 0 54 L 14 0 L -14 0 Z")
        pen.fill(CLOTH, 0)
    pen.oval(0, 2, 9)
    pen.fill(GOLD, 0.2)


def paintbrush(pen: Pen):
    """Along -y: the handle's end at 170, the bristles' tip at -170."""
    pen.path("M -7 170 C -16 90 -17 40 -15 -40 L 15 -40 C 17 40 16 90 7 170 C 4 178 -4 178 -7 170 Z")
    pen.fill(WOOD, 0.35, 0.15)
    pen.box(-19, -84, 38, 52, 4)
    pen.fill("#c9ccd4", 0.35, 0.4)
    pen.path("M -17 -62 L 17 -62")
    pen.stroke("#9da2b0", 5)
    pen.path("M -20 -82 C -40 -118 -16 -150 8 -186 C 14 -150 40 -118 20 -82 Z")
    pen.fill("#f0dcb8", 0.25)
    pen.path("M -26 -118 Q -12 -108 0 -116 Q 14 -124 26 -114 C 24 -134 10 -156 8 -186 C -10 -158 -24 -140 -26 -118 Z")
    pen.fill("#3f9d96", 0.25, 0.2)


def book(pen: Pen):
    """An open book seen from behind: covers, around the middle of the spine."""
    for side in (-1, 1):
        pen.path(f"M 0 -92 C {side * 50} -108 {side * 100} -106 {side * 138} -100 L {side * 138} -84 L 0 -74 Z")
        pen.fill(PAPER, 0.12, 0)
        pen.path(f"M 0 -96 C {side * 50} -104 {side * 100} -102 {side * 136} -95")
        pen.stroke("#d9c7a2", 4)
        pen.path(f"M 0 -82 C {side * 50} -94 {side * 104} -92 {side * 146} -86 L {side * 146} 84 C {side * 104} 78 {side * 50} 76 0 88 Z")
        pen.fill(RED, 0.3 if side > 0 else 0.18, 0.1)
        pen.path(f"M {side * 26} -70 C {side * 60} -76 {side * 100} -76 {side * 130} -72 L {side * 130} 68 C {side * 100} 64 {side * 60} 62 {side * 26} 70 Z")
        pen.stroke(GOLD, 5)
    pen.box(-12, -86, 24, 176, 8)
    pen.fill("#a93d3a", 0.2)
    for y in (-50, 50):
        pen.box(-12, y - 5, 24, 10, 3)
        pen.fill(GOLD, 0.2)


def trumpet(pen: Pen):
    """Along x: the mouthpiece at 0, the bell at 330, with a banner below."""
    pen.path("M 96 10 L 236 10 L 236 170 L 166 138 L 96 170 Z")
    pen.fill(CLOTH, 0.28, 0.1)
    pen.path("M 105 20 L 227 20 L 227 156 L 166 128 L 105 156 Z")
    pen.stroke(GOLD, 6)
    pen.path("M 145 48 L 187 48 L 187 72 C 187 90 176 98 166 102 C 156 98 145 90 145 72 Z")
    pen.fill(GOLD, 0.2)
    pen.path("M 0 -12 L 18 -12 L 26 -6 L 26 6 L 18 12 L 0 12 Z")
    pen.fill(GOLD_DARK, 0.2)
    pen.path("M 20 -8 L 240 -10 C 284 -14 306 -36 330 -64 L 330 64 C 306 36 284 14 240 10 L 20 8 Z")
    pen.fill(GOLD, 0.42, 0.3)
    pen.oval(330, 0, 15, 64)
    pen.fill(GOLD_DARK, 0.35)
    pen.oval(333, 0, 9, 52)
    pen.fill("#96691c", 0)
    for x in (70, 236):
        pen.box(x, -14, 12, 28, 4)
        pen.fill(GOLD_DARK, 0.2)


def shield(pen: Pen):
    """A heater shield, 240 by 290, around its middle."""
    def body(k):
        pen.path(f"M {-122 * k} {-140 * k} Q 0 {-160 * k} {122 * k} {-140 * k} L {122 * k} {-6 * k} "
                 f"C {122 * k} {80 * k} {62 * k} {126 * k} 0 {156 * k} C {-62 * k} {126 * k} {-122 * k} {80 * k} {-122 * k} {-6 * k} Z")  # fmt: skip
    body(1)
    pen.fill(GOLD, 0.35, 0.3)
    body(0.9)
    pen.fill("#3c7f86", 0.3, 0.12)
    body(0.9)
    with pen.clipped():
        pen.path("M 0 -180 L 140 -180 L 140 180 L 0 180 Z")
        pen.fill("#f4ead6", 0.22, 0)
        pen.path("M -150 70 L 0 -50 L 150 70")
        pen.ctx.set_line_join(cairo.LINE_JOIN_MITER)
        pen.ctx.set_line_width(52)
        pen.ctx.set_source_rgb(*rgb(RED))
        pen.ctx.stroke()
    for x, y in ((-104, -118), (104, -118), (0, 132)):
        pen.oval(x, y, 9)
        pen.fill(GOLD_DARK, 0.2, 0.4)


def key(pen: Pen):
    """Along -y: the bit at the bottom (0, 190), the bow at the top (0, -150)."""
    pen.box(-14, -76, 28, 262, 10)
    pen.fill(GOLD, 0.35, 0.3)
    for y, w in ((112, 62), (154, 74)):
        pen.box(4, y, w, 26, 5)
        pen.fill(GOLD, 0.3, 0.15)
    pen.box(-22, -84, 44, 22, 8)
    pen.fill(GOLD_DARK, 0.25, 0.2)
    pen.box(-20, 84, 40, 14, 6)
    pen.fill(GOLD_DARK, 0.25, 0.2)
    for x, y in ((0, -184), (-46, -124), (46, -124)):
        pen.oval(x, y, 40)
        pen.stroke(GOLD, 24)
    pen.oval(0, -140, 20)
    pen.fill(GOLD_DARK, 0.2, 0.3)


def flag(pen: Pen):
    """A pole along y from 300 to -380, with a swallow-tailed pennant to the left."""
    pen.path("M 0 -362 C -70 -396 -120 -330 -190 -362 C -230 -378 -262 -372 -292 -356 "
             "L -236 -296 L -296 -226 C -262 -244 -226 -246 -190 -232 C -120 -202 -70 -264 0 -232 Z")  # fmt: skip
    pen.fill(GOLD, 0.26, 0.2)
    pen.path("M 0 -316 C -70 -350 -120 -284 -190 -316 C -212 -325 -232 -326 -252 -320 L -236 -296 "
             "L -252 -276 C -232 -284 -212 -284 -190 -277 C -120 -247 -70 -310 0 -277 Z")  # fmt: skip
    pen.fill(CLOTH, 0.22, 0.1)
    pen.box(-10, -384, 20, 690, 8)
    pen.fill(WOOD, 0.3, 0.2)
    pen.path("M 0 -436 L 20 -398 L 0 -376 L -20 -398 Z")
    pen.fill(GOLD, 0.3, 0.3)


def cup(pen: Pen):
    """A round tea cup without a handle, 130 wide, around its middle."""
    pen.path("M -72 -58 C -72 40 -44 66 0 66 C 44 66 72 40 72 -58 Z")
    pen.fill("#5c9a94", 0.34, 0.2)
    pen.path("M -70 -24 C -40 -8 40 -8 70 -24")
    pen.stroke("#f2ead8", 9)
    pen.oval(0, -58, 72, 19)
    pen.fill("#7ab5ae", 0.1)
    pen.oval(0, -55, 61, 14)
    pen.fill("#b9772f", 0.15)


def camera(pen: Pen):
    """A small film camera, 250 by 160, around its lens."""
    pen.path("M -48 -80 L -34 -112 L 34 -112 L 48 -80 Z")
    pen.fill("#c9ccd4", 0.3, 0.3)
    pen.box(-108, -98, 44, 24, 6)
    pen.fill(GOLD, 0.3, 0.2)
    pen.box(-132, -84, 264, 164, 22)
    pen.fill("#c9ccd4", 0.3, 0.3)
    pen.box(-132, -44, 264, 100, 0)
    pen.fill("#4a4148", 0.25, 0.08)
    pen.box(84, -74, 32, 20, 5)
    pen.fill("#fff4cf", 0.1)
    pen.oval(0, 4, 70)
    pen.fill("#e4e6ea", 0.4, 0.3)
    pen.oval(0, 4, 56)
    pen.fill(INK, 0)
    pen.oval(0, 4, 40)
    pen.fill("#2e4a6e", 0.3, 0.15)
    pen.oval(0, 4, 22)
    pen.fill("#16233c", 0)
    pen.oval(-17, -13, 12, 9, -40)
    pen.fill("#ffffff", 0, alpha=0.75)


# ---------------------------------------------------------------- the pictures


@dataclass
class Scene:
    name: str
    caption: str
    background: str
    place: tuple[float, float, float]  # where the feet stand, and the scale
    draw: Callable[[Pen], None]
    ground: float = 1.0  # how wide the shadow on the ground is; 0 for none


def body(raccoon: Raccoon, behind=None):
    """Everything but the arms."""
    raccoon.draw_tail()
    raccoon.draw_legs()
    with raccoon.upper():
        if behind:
            behind()
        raccoon.draw_band_ends()
        raccoon.draw_torso()
    raccoon.draw_seated_legs()


def s_telescope(pen):
    raccoon = Raccoon(pen, yaw=0.62, pitch=-0.5, tilt=-6, eyes=("squint", "open"), mouth="grin", brow=0.3, legs="wide", lean=3, sway=0.5)
    body(raccoon)
    with raccoon.upper():
        raccoon.arm(-1, (-128, -168), 52, free=True)
        raccoon.draw_head()
        raccoon.arm(1, (258, -470), 66)
        with pen.at(128, -470, -20):
            telescope(pen)
        raccoon.fingers((246, -486), -96, 64)


def s_scroll(pen):
    raccoon = Raccoon(pen, tilt=-5, mouth="open", brow=0.5, eyes=("happy", "happy"), ears=(-4, 4))
    body(raccoon)
    with raccoon.upper():
        raccoon.draw_head()
        raccoon.arm(-1, (-146, -290), 60)
        raccoon.arm(1, (146, -66), 46)
        with pen.at(0, -180):
            scroll(pen)
        raccoon.fingers((-136, -296), 0, 44)
        raccoon.fingers((136, -62), 180, 44)


def s_lantern(pen):
    raccoon = Raccoon(pen, yaw=-0.5, tilt=3, eyes=("wide", "wide"), mouth="smile", look=(-1, 0), legs="walk", lean=-3, sway=0.3,
              tail=((30, -112), (210, -60), (300, -240), (240, -400)))  # fmt: skip
    pen.glow(-236, -240, 340, "#ffd98a", 0.6)
    body(raccoon)
    with raccoon.upper():
        raccoon.arm(1, (142, -150), 26, free=True)
        raccoon.draw_head()
        raccoon.arm(-1, (-240, -356), 46)
        with pen.at(-244, -348):
            lantern(pen)
        raccoon.fingers((-244, -362), 96, 50)
    pen.glow(-236, -240, 300, "#ffd98a", 0.16)


def s_compass(pen):
    raccoon = Raccoon(pen, yaw=0.1, pitch=0.8, tilt=5, eyes=("down", "down"), mouth="smile", look=(0, 1), brow=0.2)
    body(raccoon)
    with raccoon.upper():
        raccoon.draw_head()
        raccoon.arm(-1, (-98, -150), 62)
        raccoon.arm(1, (98, -150), 62)
        with pen.at(0, -192, -4):
            compass(pen)
        raccoon.fingers((-96, -154), -12, 52)
        raccoon.fingers((96, -154), 192, 52)


def s_paintbrush(pen):
    raccoon = Raccoon(pen, yaw=-0.3, tilt=-9, eyes=("open", "squint"), mouth="grin", lean=-4, brow=0.4)
    body(raccoon)
    with raccoon.upper():
        raccoon.arm(-1, (-126, -164), 52, free=True)
        raccoon.draw_head()
        raccoon.arm(1, (244, -372), 50)
        with pen.at(252, -424, 14):
            paintbrush(pen)
        raccoon.fingers((250, -376), 194, 50)


def s_book(pen):
    raccoon = Raccoon(pen, yaw=-0.14, pitch=0.8, tilt=-3, eyes=("down", "down"), mouth="smile", legs="sit", brow=0.3, look=(0, 1))
    body(raccoon)
    with raccoon.upper():
        raccoon.draw_head()
        raccoon.arm(-1, (-146, -204), 40)
        raccoon.arm(1, (146, -204), 40)
        with pen.at(0, -226):
            book(pen)
        raccoon.fingers((-146, -204), 0, 46)
        raccoon.fingers((146, -204), 180, 46)


def s_trumpet(pen):
    raccoon = Raccoon(pen, yaw=0.5, eyes=("calm", "calm"), profile=True, tilt=-10, lean=-4, legs="wide", sway=0.6)
    body(raccoon)
    with raccoon.upper():
        raccoon.arm(-1, (-124, -172), 52, free=True)
        with pen.at(176, -440, -14):
            trumpet(pen)
        raccoon.draw_head()
        raccoon.arm(1, (262, -436), 70)
        with pen.at(176, -440, -14):  # the tube again, between palm and fingers
            pen.box(58, -8.6, 60, 17.6)
            pen.fill(GOLD, 0.0)
        raccoon.fingers((256, -448), -104, 44)


def s_shield(pen):
    raccoon = Raccoon(pen, yaw=0.34, tilt=4, eyes=("open", "open"), mouth="smirk", brow=-1.9, legs="wide")
    body(raccoon)
    with raccoon.upper():
        raccoon.draw_head()
        raccoon.arm(-1, (-126, -166), 52, free=True)
        raccoon.arm(1, (110, -180), 60)
        with pen.at(96, -164, 4):
            shield(pen)
        raccoon.fingers((218, -150), 184, 46)


def s_key(pen):
    raccoon = Raccoon(pen, yaw=-0.45, tilt=-6, eyes=("happy", "happy"), mouth="open", legs="jump", lean=6, sway=1)
    body(raccoon)
    with raccoon.upper():
        raccoon.arm(-1, (-206, -318), 46, free=True)
        raccoon.draw_head()
        raccoon.arm(1, (196, -262), 50)
        with pen.at(222, -300, 24):
            key(pen)
        raccoon.fingers((206, -262), 204, 48)


def s_flag(pen):
    raccoon = Raccoon(pen, yaw=0.45, pitch=-0.6, tilt=4, legs="march", lean=3, mouth="grin", sway=0.2,
              tail=((-30, -112), (-200, -20), (-330, -130), (-262, -320)))  # fmt: skip
    body(raccoon)
    with raccoon.upper():
        raccoon.arm(1, (150, -190), 46, free=True)
        raccoon.draw_head()
        raccoon.arm(-1, (-206, -300), 50)
        with pen.at(-214, -330, -6):
            flag(pen)
        raccoon.fingers((-214, -300), -8, 48)


def s_tea(pen):
    raccoon = Raccoon(pen, tilt=4, pitch=0.2, eyes=("calm", "calm"), mouth="smile", legs="cross")
    body(raccoon)
    with raccoon.upper():
        raccoon.draw_head()
        raccoon.arm(-1, (-76, -196), 60)
        raccoon.arm(1, (76, -196), 60)
        with pen.at(0, -208):
            cup(pen)
        raccoon.fingers((-74, -198), 0, 52)
        raccoon.fingers((74, -198), 180, 52)


def s_camera(pen):
    raccoon = Raccoon(pen, yaw=0.2, tilt=-7, eyes=("happy", "open"), mouth="smile")
    body(raccoon)
    with raccoon.upper():
        raccoon.draw_head()
        raccoon.arm(-1, (-134, -222), 56)
        raccoon.arm(1, (150, -232), 56)
        with pen.at(10, -232, -5):
            camera(pen)
        raccoon.fingers((-124, -222), -4, 46)
        raccoon.fingers((144, -236), 176, 46)


RACCOON = "a small raccoon herald mascot"
SCENES = [
    Scene("telescope", f"{RACCOON} looking through a telescope, standing, turned to the right, one eye closed, plain teal background", "#8fb8b4", (470, 930, 1.06), s_telescope),
    Scene("scroll", f"{RACCOON} holding an open scroll, standing, front view, eyes closed, mouth open, plain sand background", "#e3d3b4", (520, 950, 1.12), s_scroll),
    Scene("lantern", f"{RACCOON} holding up a lantern, walking to the left, plain slate blue background", "#5d6b86", (560, 930, 1.06), s_lantern),
    Scene("compass", f"{RACCOON} holding a compass, close-up, looking down, plain sage green background", "#b9c6a4", (500, 1160, 1.5), s_compass, ground=0),
    Scene("paintbrush", f"{RACCOON} holding a paintbrush, standing, winking, plain dusty pink background", "#e5bdb4", (560, 1040, 1.3), s_paintbrush),
    Scene("book", f"{RACCOON} reading a red book, sitting, looking down, plain lavender background", "#c3bcd6", (530, 930, 1.2), s_book, ground=1.3),
    Scene("trumpet", f"{RACCOON} blowing a trumpet with a banner, standing, side view, eyes closed, plain pale blue background", "#bcd3e4", (410, 940, 1.04), s_trumpet),
    Scene("shield", f"{RACCOON} holding a shield, standing, three-quarter view, plain warm grey background", "#cbc3b8", (500, 950, 1.14), s_shield),
    Scene("key", f"{RACCOON} holding a large golden key, jumping, laughing, plain mint green background", "#b4d6c3", (480, 890, 1.08), s_key, ground=0.7),
    Scene("flag", f"{RACCOON} carrying a golden flag, marching, plain grey blue background", "#93a7bd", (640, 960, 0.98), s_flag),
    Scene("tea", f"{RACCOON} holding a cup of tea, sitting cross-legged, eyes closed, plain rose brown background", "#cfaa9c", (512, 920, 1.2), s_tea, ground=1.5),
    Scene("camera", f"{RACCOON} holding a camera, half-length, winking, plain cool grey background", "#c4cfd2", (512, 1180, 1.5), s_camera, ground=0),
]  # fmt: skip


def render(scene: Scene) -> Image.Image:
    side = SIZE * OVERSAMPLE
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, side, side)
    ctx = cairo.Context(surface)
    ctx.set_antialias(cairo.ANTIALIAS_BEST)
    ctx.scale(OVERSAMPLE, OVERSAMPLE)
    ctx.set_source_rgb(*rgb(scene.background))
    ctx.paint()
    pen = Pen(ctx)
    x, y, scale = scene.place
    if scene.ground:
        with pen.at(x, y, 0, scale * 1.5 * scene.ground, scale * 0.22):
            pen.glow(0, 0, 150, "#2a1a35", 0.34)
    with pen.at(x, y, 0, scale):
        scene.draw(pen)
    surface.flush()
    image = Image.frombuffer("RGB", (side, side), bytes(surface.get_data()), "raw", "BGRX", surface.get_stride(), 1)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the sample pictures.")
    parser.add_argument("numbers", nargs="*", type=int, help="only these pictures (1 to 12)")
    parser.add_argument("--sheet", type=Path, help="also write a contact sheet to this file")
    args = parser.parse_args()

    OUT.mkdir(parents=True, exist_ok=True)
    drawn = []
    for number, scene in enumerate(SCENES, 1):
        if args.numbers and number not in args.numbers:
            continue
        image = render(scene)
        drawn.append(image)
        stem = OUT / f"{number:02d}-{scene.name}"
        image.save(f"{stem}.jpg", quality=88, optimize=True, progressive=True)
        Path(f"{stem}.txt").write_text(scene.caption + "\n", encoding="utf-8", newline="\n")

    if args.sheet:
        cell, columns = 480, 4
        rows = -(-len(drawn) // columns)
        sheet = Image.new("RGB", (cell * columns, cell * rows), "white")
        for i, image in enumerate(drawn):
            sheet.paste(image.resize((cell, cell), Image.Resampling.LANCZOS), (i % columns * cell, i // columns * cell))
        sheet.save(args.sheet)


if __name__ == "__main__":
    main()
