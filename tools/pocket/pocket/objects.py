"""The objects that a mascot can hold, each drawn around the hand that holds it.

The hand is at (0, 0). An object fills about 46 by 60 units above and around it, with colours of its
own, so that it can be recognised on a 128 px picture.
"""

from __future__ import annotations

import math

from .pen import Pen, blob, box, curve, darker, lighter, mix, oval, poly, star

GOLD, STEEL, WOOD, PAPER = "#f2bd3b", "#c3ccd8", "#98623a", "#fbf1d8"
RED, BLUE, GREEN, DARK = "#d8403c", "#3b6fd6", "#4cab4f", "#34343f"


def telescope(pen: Pen) -> None:
    with pen.at(0, -6, -38):
        pen.fill(box(-20, -6, 20, 12, 2), "#7a4a2c")
        pen.fill(box(0, -7.5, 18, 15, 2), "#9a5f38")
        pen.fill(box(16, -10, 14, 20, 3), "#7a4a2c")
        for x, h in ((-22, 8), (-2, 8.5), (14, 10.5), (28, 11)):
            pen.fill(box(x, -h, 4.5, h * 2, 1.5), GOLD)
        pen.fill(oval(32.5, 0, 2.4, 9), "#a9d9ef")


def sword(pen: Pen) -> None:
    with pen.at(0, 0, 10):
        pen.fill(poly((-4.5, -10), (-4.5, -52), (0, -62), (4.5, -52), (4.5, -10)), "#d3dbe6")
        pen.fill(poly((0, -10), (0, -62), (4.5, -52), (4.5, -10)), "#a9b5c6", line=False)
        pen.fill(box(-13, -12, 26, 6, 3), GOLD)
        pen.fill(box(-3, -7, 6, 16, 2), "#6d3b26")
        pen.fill(oval(0, 11, 4.4), GOLD)


def scroll(pen: Pen) -> None:
    pen.fill(box(-17, -46, 34, 50, 2), PAPER)
    for i, width in enumerate((22, 25, 19, 24, 15)):
        pen.stroke(curve((-12, -36 + i * 7), (-12 + width, -36 + i * 7)), "#a88a63", 1.8)
    pen.fill(oval(9, -3, 4.5), RED)
    for y in (-50, 2):
        pen.fill(box(-21, y, 42, 8, 4), "#ead3a0")
        pen.fill(box(-24, y + 1, 5, 6, 2), WOOD)
        pen.fill(box(19, y + 1, 5, 6, 2), WOOD)


def lamp(pen: Pen) -> None:
    pen.glow(0, -20, 34, "#ffd95a", 0.75)
    pen.stroke(curve((-9, -40), (0, -54), (9, -40)), "#4d4a58", 2.6)
    pen.fill(poly((-14, -34), (-9, -43), (9, -43), (14, -34)), "#4d4a58")
    pen.fill(box(-12, -34, 24, 30, 2), "#ffe27a")
    pen.fill(blob((0, -29), (6, -18), (4, -10), (-4, -10), (-6, -18)), "#f0802a", line=False)
    pen.fill(blob((0, -22), (3, -15), (0, -10), (-3, -15)), "#fff3b0", line=False)
    for x in (-12, 12):
        pen.stroke(curve((x, -34), (x, -4)), "#4d4a58", 2.6)
    pen.fill(box(-15, -5, 30, 7, 2), "#4d4a58")


def book(pen: Pen) -> None:
    with pen.at(0, -18, -6):
        pen.fill(box(-20, -24, 40, 48, 3), "#8f2530")
        pen.fill(box(-15, -21, 33, 42, 1), PAPER)
        pen.fill(box(-21, -25, 36, 48, 3), "#c23540")
        pen.fill(box(-21, -25, 7, 48, 3), "#8f2530")
        pen.fill(star(1, -3, 9, 4), GOLD)
        pen.stroke(curve((-8, -18), (10, -18)), GOLD, 2)
        pen.stroke(curve((-8, 15), (10, 15)), GOLD, 2)


def key(pen: Pen) -> None:
    with pen.at(0, -8, 12):
        pen.stroke(oval(0, -30, 10.5), darker(GOLD, 0.45), 9)
        pen.stroke(oval(0, -30, 10.5), GOLD, 6.4)
        pen.fill(box(-3.4, -20, 6.8, 38, 2), GOLD)
        pen.fill(box(2, 4, 11, 5, 1), GOLD)
        pen.fill(box(2, 12, 9, 5, 1), GOLD)


def flag(pen: Pen) -> None:
    pen.limb([(0, 16), (0, -56)], 4.4, WOOD)
    pen.fill(oval(0, -58, 3.6), GOLD)
    pen.fill(blob((2, -54), (12, -57), (22, -52), (31, -55), (30, -43), (31, -30), (22, -27), (12, -31), (2, -28), (2, -42)), RED)
    pen.fill(star(16, -41.5, 7.5, 3.2), "#ffe9a8", line=False)


def shield(pen: Pen) -> None:
    outline = blob((0, -46), (17, -42), (20, -24), (14, -4), (0, 8), (-14, -4), (-20, -24), (-17, -42))
    pen.fill(outline, GOLD)
    with pen.at(0, -20, 0, 0.82):
        inner = blob((0, -26), (17, -22), (20, -4), (14, 16), (0, 28), (-14, 16), (-20, -4), (-17, -22))
        with pen.inside(inner):
            pen.fill(box(-24, -30, 48, 60), BLUE)
            pen.fill(poly((-5, -30), (5, -30), (5, 30), (-5, 30)), "#f6f3ea", line=False)
            pen.fill(poly((-24, -9), (24, -9), (24, 1), (-24, 1)), "#f6f3ea", line=False)


def umbrella(pen: Pen) -> None:
    pen.limb([(0, -50), (0, 6), (-3, 13), (-9, 10)], 3.6, WOOD)
    dome = "#e2475f"
    top = skia_dome(24, -32, 26)
    pen.fill(top, dome)
    with pen.inside(top):
        pen.fill(blob((0, -62), (8, -46), (9, -30), (-9, -30), (-8, -46)), "#fbe4e2", line=False)
        pen.fill(blob((24, -50), (30, -30), (19, -30)), "#fbe4e2", line=False)
        pen.fill(blob((-24, -50), (-30, -30), (-19, -30)), "#fbe4e2", line=False)
    pen.fill(oval(0, -59, 2.4), WOOD)


def skia_dome(width: float, base: float, height: float):
    """Half an umbrella: an arch over scallops."""
    steps = [(-width + i * width / 3, base + (4 if i % 2 else 0)) for i in range(7)]
    arch = [(width * math.cos(math.radians(a)), base - height * math.sin(math.radians(a))) for a in range(15, 180, 15)]
    return poly(*steps, *arch)


def balloon(pen: Pen) -> None:
    pen.stroke(curve((0, 6), (3, -8), (-2, -16), (0, -22)), "#6b6575", 1.6)
    pen.fill(poly((0, -25), (-4, -19), (4, -19)), "#c22f6d")
    pen.fill(blob((0, -62), (15, -56), (19, -42), (10, -28), (0, -23), (-10, -28), (-19, -42), (-15, -56)), "#e5478a")
    pen.fill(blob((-8, -54), (-4, -53), (-9, -42), (-12, -44)), "#fbd0e2", line=False)


def flower(pen: Pen) -> None:
    pen.limb([(0, 14), (1, -8), (0, -28)], 4, "#3f9145")
    pen.fill(blob((1, -4), (10, -16), (19, -15), (12, -5)), GREEN)
    pen.fill(blob((0, 0), (-9, -12), (-18, -11), (-11, -1)), GREEN)
    for i in range(6):
        with pen.at(0, -40, i * 60):
            pen.fill(oval(0, -11.5, 6.6, 9), "#f58fc0")
    pen.fill(oval(0, -40, 7.5), "#ffd23f")


def cup(pen: Pen) -> None:
    for x in (-7, 1, 9):
        pen.stroke(curve((x, -36), (x + 3, -42), (x - 1, -47), (x + 2, -53)), "#ffffff", 2, alpha=0.85)
    pen.stroke(oval(17, -15, 8, 9), "#2f8f96", 4.4)
    pen.fill(blob((-18, -31), (0, -33), (18, -31), (17, -10), (11, 4), (-11, 4), (-17, -10)), "#3fb0b6")
    pen.fill(oval(0, -30.5, 17, 5), "#eef7f5")
    pen.fill(oval(0, -30, 14, 3.6), "#7a4526", line=False)
    pen.fill(box(-17, -17, 34, 6, 0), "#eef7f5", line=False)


def guitar(pen: Pen) -> None:
    with pen.at(0, -6, 24):
        pen.fill(box(-3, -54, 6, 42, 1), "#6d3b26")
        pen.fill(box(-5, -62, 10, 11, 2), "#45251a")
        pen.fill(blob((0, -18), (10, -17), (11, -8), (9, -3), (16, 6), (13, 19), (0, 23), (-13, 19), (-16, 6), (-9, -3), (-11, -8), (-10, -17)), "#e08a3a")
        pen.fill(oval(0, 2, 5.4), "#45251a")
        pen.fill(box(-6, 13, 12, 3.4, 1), "#45251a")
        for x in (-1.3, 1.3):
            pen.stroke(curve((x, -52), (x, 14)), "#f4e9d0", 0.8)


def camera(pen: Pen) -> None:
    pen.fill(box(-8, -38, 16, 10, 2), "#4b4f5c")
    pen.fill(box(-22, -32, 44, 34, 4), "#4b4f5c")
    pen.fill(box(-22, -26, 44, 7, 0), "#d9dde4")
    pen.fill(oval(0, -13, 13.5), "#d9dde4")
    pen.fill(oval(0, -13, 10.5), DARK)
    pen.fill(oval(0, -13, 6.5), "#3f7fc4")
    pen.fill(oval(-2.5, -16, 2.4), "#ffffff", 0, line=False)
    pen.fill(oval(16, -22.5, 2.4), RED, line=False)


def compass(pen: Pen) -> None:
    pen.stroke(oval(0, -46, 4), GOLD, 2.6)
    pen.fill(oval(0, -20, 22.5), GOLD)
    pen.fill(oval(0, -20, 18), "#fdf8ea")
    for i in range(8):
        with pen.at(0, -20, i * 45):
            pen.stroke(curve((0, -16), (0, -13)), DARK, 1.6)
    with pen.at(0, -20, 35):
        pen.fill(poly((0, -14), (4.4, 0), (-4.4, 0)), RED)
        pen.fill(poly((0, 14), (4.4, 0), (-4.4, 0)), "#41578c")
        pen.fill(oval(0, 0, 2.4), GOLD)


def hammer(pen: Pen) -> None:
    with pen.at(0, 0, 12):
        pen.limb([(0, 14), (0, -42)], 6, WOOD)
        pen.fill(box(-20, -56, 34, 19, 3), "#7f8a9b")
        pen.fill(box(10, -58, 9, 23, 2), "#a9b5c6")
        pen.fill(box(-21, -56, 6, 19, 2), "#a9b5c6")


def axe(pen: Pen) -> None:
    with pen.at(0, 0, 10):
        pen.limb([(0, 16), (0, -54)], 5.4, WOOD)
        for side in (1, -1):
            with pen.at(0, 0, 0, 1, side):
                pen.fill(blob((2, -52), (10, -54), (20, -61), (24, -44), (20, -26), (10, -34), (2, -36)), "#b8c2d0")
                pen.stroke(curve((20, -59), (23, -44), (20, -28)), "#edf2f7", 2.4)
        pen.fill(box(-4, -53, 8, 18, 2), "#5d6676")


def wand(pen: Pen) -> None:
    pen.glow(3, -42, 24, "#fff2a0", 0.8)
    with pen.at(0, 0, 6):
        pen.limb([(0, 14), (0, -32)], 4.6, "#4a2f6b")
        pen.fill(box(-2.6, -30, 5.2, 6, 1), "#ffffff", line=False)
        pen.fill(star(0, -43, 16, 7.2), "#ffd53f")
    for x, y in ((-17, -54), (19, -57), (20, -28), (-15, -28)):
        pen.fill(star(x, y, 4.4, 1.3, 4), "#fff6c8", line=False)


def trophy(pen: Pen) -> None:
    for side in (1, -1):
        pen.stroke(oval(16 * side, -36, 7.5, 9), darker(GOLD, 0.2), 3.8)
    pen.fill(blob((-16, -50), (0, -51), (16, -50), (14, -30), (4, -19), (-4, -19), (-14, -30)), GOLD)
    pen.fill(box(-3.4, -20, 6.8, 12, 0), GOLD)
    pen.fill(box(-12, -9, 24, 11, 2), "#7a4a2c")
    pen.fill(star(0, -36, 8, 3.4), "#fff3c4", line=False)


def apple(pen: Pen) -> None:
    pen.fill(blob((0, -34), (9, -38), (20, -30), (19, -10), (8, 3), (0, 1), (-8, 3), (-19, -10), (-20, -30), (-9, -38)), "#d93636")
    pen.fill(blob((-13, -29), (-8, -31), (-11, -18), (-15, -20)), "#f6a5a0", line=False)
    pen.limb([(0, -33), (1, -40), (4, -45)], 3.2, "#6d3b26")
    pen.fill(blob((3, -39), (11, -49), (20, -47), (13, -39)), GREEN)


def cake(pen: Pen) -> None:
    pen.limb([(0, -36), (0, -50)], 4.4, "#7fc3ee")
    pen.fill(blob((0, -60), (3, -54), (0, -50), (-3, -54)), "#ffb52e")
    pen.fill(box(-21, -22, 42, 24, 4), "#f2c894")
    pen.fill(box(-21, -12, 42, 5, 0), "#b4653a", line=False)
    pen.fill(blob((-22, -34), (0, -38), (22, -34), (22, -20), (15, -16), (10, -22), (2, -15), (-4, -22), (-12, -15), (-18, -21)), "#fdb3cf")
    for x, c in ((-12, RED), (0, "#fffdf0"), (12, BLUE)):
        pen.fill(oval(x, -29, 2.5), c, 0, line=False)


def drum(pen: Pen) -> None:
    for x, turn in ((-12, -35), (14, 32)):
        with pen.at(x, -34, turn):
            pen.limb([(0, 6), (0, -18)], 2.8, WOOD)
            pen.fill(oval(0, -19, 3.4), PAPER)
    pen.fill(box(-21, -32, 42, 32, 4), "#c8333b")
    for i in range(4):
        x = -21 + i * 10.5
        pen.stroke(curve((x, -26), (x + 5.25, -4)), "#fbe9b9", 1.6)
        pen.stroke(curve((x + 5.25, -4), (x + 10.5, -26)), "#fbe9b9", 1.6)
    pen.fill(box(-22, -5, 44, 7, 3), GOLD)
    pen.fill(oval(0, -31, 22, 7), GOLD)
    pen.fill(oval(0, -32, 18.5, 5), "#fdf6e2")


def trumpet(pen: Pen) -> None:
    with pen.at(0, -10, -32):
        pen.stroke(blob((-12, 2), (2, 2), (6, 7), (2, 12), (-12, 12), (-16, 7)), darker(GOLD, 0.15), 3.4)
        pen.fill(blob((-26, -3), (8, -4), (20, -9), (30, -18), (33, 0), (30, 18), (20, 9), (8, 4), (-26, 3)), GOLD)
        pen.fill(oval(30.5, 0, 3.6, 17), "#a8741d")
        pen.fill(box(-29, -4.5, 5, 9, 2), "#d9dde4")
        for x in (-10, -4, 2):
            pen.fill(box(x - 1.6, -12, 3.2, 10, 1), "#d9dde4")


def paintbrush(pen: Pen) -> None:
    with pen.at(0, 0, 12):
        pen.limb([(0, 18), (0, -24)], 5.4, "#b5713d")
        pen.fill(box(-5, -38, 10, 16, 1), "#cdd4de")
        pen.fill(blob((-7, -38), (7, -38), (9, -47), (1, -62), (-8, -48)), "#23a6a0")
        pen.fill(blob((-3, -44), (1, -44), (0, -54)), "#79d6d0", line=False)


def ball(pen: Pen) -> None:
    shape = oval(0, -20, 22)
    pen.fill(shape, "#f6f3ea")
    with pen.inside(shape):
        for turn, colour in ((0, RED), (120, BLUE), (240, "#ffcf3c")):
            with pen.at(0, -20, turn):
                pen.fill(blob((0, 0), (8, -12), (6, -26), (-8, -26), (-6, -10)), colour)
    pen.fill(oval(0, -20, 4), "#f6f3ea")


def clock(pen: Pen) -> None:
    for side in (1, -1):
        pen.fill(oval(14 * side, -42, 8, 7), "#5f89b8")
        pen.limb([(12 * side, 0), (17 * side, 6)], 5, "#41578c")
    pen.fill(oval(0, -20, 23), "#5f89b8")
    pen.fill(oval(0, -20, 18), "#fdfaf0")
    for i in range(12):
        with pen.at(0, -20, i * 30):
            pen.stroke(curve((0, -16), (0, -14.2)), DARK, 1.4)
    pen.stroke(curve((0, -20), (0, -32)), DARK, 2.6)
    pen.stroke(curve((0, -20), (9, -15)), DARK, 2.6)
    pen.fill(oval(0, -20, 2.2), RED, line=False)


def candle(pen: Pen) -> None:
    pen.glow(0, -50, 24, "#ffd95a", 0.85)
    pen.fill(box(-8, -38, 16, 38, 3), "#f7efdc")
    pen.fill(blob((-8, -38), (8, -38), (8, -26), (4, -30), (1, -22), (-4, -31), (-8, -27)), "#ffffff")
    pen.stroke(curve((0, -38), (0, -43)), DARK, 1.6)
    pen.fill(blob((0, -61), (6, -50), (0, -42), (-6, -50)), "#f7932a")
    pen.fill(blob((0, -54), (3, -48), (0, -43), (-3, -48)), "#fff0a8", line=False)
    pen.fill(blob((-17, -3), (17, -3), (14, 5), (-14, 5)), "#b88a2c")


def mushroom(pen: Pen) -> None:
    pen.fill(blob((-8, -24), (8, -24), (10, -4), (8, 4), (-8, 4), (-10, -4)), "#f7ecd6")
    cap = blob((-23, -22), (-19, -40), (0, -50), (19, -40), (23, -22), (0, -17))
    pen.fill(cap, "#d63a34")
    for x, y, r in ((-11, -32, 4.6), (3, -40, 4.8), (13, -28, 4), (0, -25, 3)):
        pen.fill(oval(x, y, r), "#fffaf2", 0, line=False)


def star_object(pen: Pen) -> None:
    pen.fill(blob(*_rounded_star(0, -22, 25, 14)), "#ffcf33")
    pen.fill(oval(-5, -24, 2, 3), DARK, 0, line=False)
    pen.fill(oval(5, -24, 2, 3), DARK, 0, line=False)
    pen.stroke(curve((-4, -17), (0, -15), (4, -17)), DARK, 1.6)


def _rounded_star(x: float, y: float, outer: float, inner: float) -> list[tuple[float, float]]:
    points = []
    for i in range(10):
        r, a = (outer, inner)[i % 2], math.radians(-90 + 36 * i)
        points.append((x + r * math.cos(a), y + r * math.sin(a)))
    return points


def heart(pen: Pen) -> None:
    pen.fill(blob((0, -34), (9, -43), (20, -40), (23, -27), (14, -10), (0, 3), (-14, -10), (-23, -27), (-20, -40), (-9, -43)), "#e63d5d")
    pen.fill(blob((-15, -36), (-9, -37), (-14, -26), (-18, -28)), "#fbb6c2", line=False)


def crystal(pen: Pen) -> None:
    left, right, top, low = -21, 21, -46, 4
    pen.fill(poly((-11, top), (11, top), (right, -32), (0, low), (left, -32)), "#3fc6e8")
    pen.fill(poly((-11, top), (left, -32), (-8, -32)), "#a5ebf8", line=False)
    pen.fill(poly((11, top), (right, -32), (8, -32)), "#2aa3cf", line=False)
    pen.fill(poly((-8, -32), (8, -32), (0, low)), "#7fdcf2", line=False)
    pen.fill(poly((8, -32), (right, -32), (0, low)), "#1f8fbe", line=False)
    for x, y in ((18, -50), (-19, -14)):
        pen.fill(star(x, y, 4.6, 1.4, 4), "#ffffff", line=False)


def potion(pen: Pen) -> None:
    flask = blob((-5, -44), (5, -44), (6, -30), (18, -16), (15, 1), (0, 6), (-15, 1), (-18, -16), (-6, -30))
    pen.fill(flask, "#e4f2f4")
    with pen.inside(flask):
        pen.fill(blob((-24, -18), (-8, -21), (8, -17), (24, -20), (24, 10), (-24, 10)), "#9a4fd0", line=False)
        for x, y, r in ((-6, -10, 2.8), (5, -6, 3.4), (2, -14, 2)):
            pen.fill(oval(x, y, r), "#d9aef2", 0, line=False)
    pen.fill(box(-6, -54, 12, 11, 2), "#a9713f")
    pen.fill(box(-7.5, -46, 15, 4, 2), "#dfe9ec")


def torch(pen: Pen) -> None:
    pen.glow(0, -44, 26, "#ffb340", 0.8)
    pen.fill(poly((-7, -30), (7, -30), (3, 18), (-3, 18)), "#7a4a2c")
    pen.fill(box(-9, -34, 18, 7, 2), "#4d4a58")
    pen.fill(blob((0, -64), (6, -54), (13, -47), (9, -34), (-9, -34), (-13, -47), (-5, -52)), "#ee5a24")
    pen.fill(blob((1, -54), (7, -44), (4, -35), (-5, -35), (-7, -44)), "#ffb52e", line=False)
    pen.fill(blob((0, -46), (3, -40), (0, -35), (-3, -40)), "#fff1a8", line=False)


def anchor(pen: Pen) -> None:
    steel = "#506a86"
    pen.stroke(oval(0, -50, 5.4), steel, 4.2)
    pen.limb([(0, -44), (0, 2)], 6.4, steel)
    pen.limb([(-12, -36), (12, -36)], 5.4, steel)
    pen.limb([(-20, -16), (-15, -2), (0, 4), (15, -2), (20, -16)], 6.4, steel)
    for side in (1, -1):
        pen.fill(poly((20 * side, -24), (25 * side, -11), (13 * side, -13)), steel)


def letter(pen: Pen) -> None:
    with pen.at(0, -18, -6):
        pen.fill(box(-23, -16, 46, 33, 2), "#fbf4e4")
        pen.stroke(curve((-22, 16), (-5, 0)), "#c9b48c", 1.6)
        pen.stroke(curve((22, 16), (5, 0)), "#c9b48c", 1.6)
        pen.fill(poly((-23, -16), (23, -16), (0, 6)), "#f0e3c4")
        pen.fill(oval(0, 2, 6.4), RED)
        pen.fill(star(0, 2, 3.6, 1.6), "#f7a9a5", line=False)


def fish(pen: Pen) -> None:
    with pen.at(0, -20, -14):
        pen.fill(poly((-12, 0), (-27, -12), (-24, 0), (-27, 12)), "#3d86b8")
        pen.fill(blob((-16, 0), (0, -14), (16, -10), (24, 0), (16, 10), (0, 14)), "#5cb3dc")
        pen.fill(blob((-12, 4), (2, 12), (16, 9), (22, 2), (6, 4)), "#d8f0f7", line=False)
        pen.stroke(curve((8, -10), (4, 0), (8, 10)), "#3d86b8", 2)
        pen.fill(oval(15, -3, 3), "#ffffff", 0, line=False)
        pen.fill(oval(15.6, -3, 1.6), DARK, 0, line=False)
        pen.fill(poly((0, -12), (-8, -21), (8, -19)), "#3d86b8")


def bell(pen: Pen) -> None:
    pen.fill(oval(0, 1, 6), "#b8821f")
    pen.fill(blob((0, -50), (9, -47), (14, -34), (16, -18), (22, -6), (0, -2), (-22, -6), (-16, -18), (-14, -34), (-9, -47)), GOLD)
    pen.fill(box(-22, -10, 44, 7, 3.5), lighter(GOLD, 0.3))
    pen.stroke(curve((-8, -40), (-11, -24)), "#fff0c0", 2.4)
    pen.stroke(oval(0, -53, 3.6), "#b8821f", 2.8)


def laptop(pen: Pen) -> None:
    with pen.at(0, -14, -4):
        pen.fill(box(-22, -26, 44, 32, 3), "#69748a")
        pen.fill(box(-19, -23, 38, 26, 1), "#bfe6ff")
        for i, (x, width) in enumerate(((-15, 16), (-15, 26), (-11, 14), (-15, 22))):
            pen.stroke(curve((x, -18 + i * 5.2), (x + width, -18 + i * 5.2)), "#2f6fb0", 2)
        pen.fill(poly((-22, 6), (22, 6), (27, 16), (-27, 16)), "#cdd4de")
        pen.stroke(curve((-16, 10), (16, 10)), "#8d98aa", 2)


def phone(pen: Pen) -> None:
    with pen.at(0, -22, 8):
        pen.fill(box(-13.5, -27, 27, 54, 5), "#2c2f3b")
        pen.fill(box(-11, -22, 22, 42, 1), "#7fd0c0")
        for x in (-7.5, -1, 5.5):
            for y, colour in ((-18, "#f6f3ea"), (-10, "#ffd54f"), (-2, "#f2798a")):
                pen.fill(box(x - 1, y, 4.6, 4.6, 1), colour, 0, line=False)
        pen.fill(oval(0, 23.4, 1.9), "#8a8f9c", 0, line=False)


def magnifier(pen: Pen) -> None:
    with pen.at(0, 0, 18):
        pen.limb([(0, 16), (0, -16)], 7, "#7a4a2c")
        pen.fill(oval(0, -36, 20), GOLD)
        pen.fill(oval(0, -36, 15.4), "#cdeaf5")
        pen.fill(blob((-9, -44), (-4, -48), (2, -48), (-7, -37)), "#ffffff", 0, line=False)


DRAWERS = {
    "telescope": telescope, "sword": sword, "scroll": scroll, "lamp": lamp, "book": book, "key": key, "flag": flag,
    "shield": shield, "umbrella": umbrella, "balloon": balloon, "flower": flower, "cup": cup, "guitar": guitar,
    "camera": camera, "compass": compass, "hammer": hammer, "axe": axe, "wand": wand, "trophy": trophy, "apple": apple,
    "cake": cake, "drum": drum, "trumpet": trumpet, "paintbrush": paintbrush, "ball": ball, "clock": clock,
    "candle": candle, "mushroom": mushroom, "star": star_object, "heart": heart, "crystal": crystal, "potion": potion,
    "torch": torch, "anchor": anchor, "letter": letter, "fish": fish, "bell": bell, "laptop": laptop, "phone": phone,
    "magnifier": magnifier,
}  # fmt: skip
