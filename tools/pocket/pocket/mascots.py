"""The kinds of mascots: one body, many heads.

Every mascot stands on y = 116 with its head around (50, 50), so that a kind is a matter of its
silhouette, its head and its clothes. The right hand (to the viewer) is at `HAND` and holds the
object. All of them share legs, arms and poses.
"""

from __future__ import annotations

from collections.abc import Callable

from . import face, objects
from .pen import OUTLINE, Pen, blob, box, curve, darker, lighter, mirrored, mix, oval, poly, star
from .scene import Scene
from .words import COLOURS

HAND = (88.0, 86.0)
MID = 50.0
SKIN, CREAM, GOLD, BEAK = "#f6c79b", "#fff3df", "#f2bd3b", "#f59a23"


class Figure:
    """One mascot being drawn: its pen, its colours and what the scene asks of it."""

    def __init__(self, pen: Pen, what: Scene):
        self.pen, self.what = pen, what
        self.main = COLOURS[what.colour]
        self.dark = darker(self.main, 0.3) if what.colour != "black" else "#191921"
        self.light = mix(self.main, "#fffaf0", 0.55) if what.colour != "white" else "#dedbe6"
        self.belly = CREAM if what.colour != "white" else "#e9e2ea"
        self.feeling = what.expression
        self.hand_colour = self.main

    def draw(self) -> None:
        """Back to front: what is behind, body, held object with the arm, head."""
        kind = KINDS[self.what.kind]
        self.arms, self.feet = kind.arms(self), kind.feet(self)
        pen = self.pen
        if self.what.extra == "cape":
            pen.fill(blob((36, 74), (64, 74), (78, 100), (82, 114), (50, 110), (18, 114), (22, 100)), "#5b2a86" if self.what.colour != "purple" else "#c8333b")
        kind.behind(self)
        self._legs()
        kind.body(self)
        self._left_arm()
        kind.head(self)
        if self.what.extra == "scarf":
            self._scarf()
        if self.what.extra == "glasses":
            self._glasses()
        self._right_arm()

    def _legs(self) -> None:
        pen, pose = self.pen, self.what.pose
        if pose == "sitting":
            for side in (-1, 1):
                pen.limb([(MID + 9 * side, 104), (MID + 20 * side, 109)], 13, self.arms)
                pen.fill(oval(MID + 24 * side, 109, 7, 8), self.feet)
        elif pose == "jumping":
            for side in (-1, 1):
                pen.limb([(MID + 8 * side, 102), (MID + 15 * side, 109)], 11, self.arms)
                with pen.at(MID + 18 * side, 112, -28 * side):
                    pen.fill(blob((-7, 0), (-4, -5), (4, -5), (8, 0), (7, 4), (-6, 4)), self.feet)
        else:
            for side in (-1, 1):
                pen.limb([(MID + 9 * side, 102), (MID + 9.5 * side, 111)], 12, self.arms)
                x = MID + 11 * side
                pen.fill(blob((x - 8, 115), (x - 6, 109), (x, 107.5), (x + 6, 109), (x + 8, 115), (x, 117)), self.feet)

    def _left_arm(self) -> None:
        pen = self.pen
        if self.what.pose == "waving":
            path, hand = [(35, 84), (22, 82), (14, 68)], (13, 64)
        elif self.what.pose == "jumping":
            path, hand = [(35, 84), (24, 84), (15, 77)], (13, 75)
        else:
            path, hand = [(35, 82), (26, 90), (24, 99)], (24, 101)
        pen.limb(path, 10.5, self.arms)
        pen.fill(oval(*hand, 6.6), self.hand_colour)

    def _right_arm(self) -> None:
        pen, jitter = self.pen, self.what.jitter
        if not self.what.obj:
            pen.limb([(65, 82), (74, 90), (76, 99)], 10.5, self.arms)
            pen.fill(oval(76, 101, 6.6), self.hand_colour)
            return
        x, y = HAND[0] + jitter[3] * 1.5, HAND[1] + jitter[4] * 2
        pen.limb([(65, 83), (75, 90), (x - 2, y + 2)], 10.5, self.arms)
        with pen.at(x + 6, y - 2, jitter[5] * 5, 1.0):
            objects.DRAWERS[self.what.obj](pen)
        pen.fill(blob((x - 4, y - 2), (x + 3, y - 6), (x + 8, y - 3), (x + 8, y + 3), (x + 2, y + 6), (x - 4, y + 4)), self.hand_colour)

    def _scarf(self) -> None:
        red = "#d8403c" if self.what.colour not in ("red", "pink", "orange") else "#2f7fc4"
        self.pen.fill(blob((60, 78), (68, 80), (67, 98), (58, 98)), darker(red, 0.15))
        self.pen.fill(blob((32, 74), (50, 78), (68, 74), (68, 82), (50, 87), (32, 82)), red)

    def _glasses(self) -> None:
        y = KINDS[self.what.kind].eye_line
        for side in (-1, 1):
            self.pen.stroke(oval(MID + 10 * side, y, 8), OUTLINE, 2.2)
        self.pen.stroke(curve((MID - 2.4, y - 1), (MID, y - 2), (MID + 2.4, y - 1)), OUTLINE, 2.2)

    # Parts that several kinds share.

    def torso(self, colour: str, belly: str | None = None) -> None:
        """A rounded body with a lighter belly."""
        self.pen.fill(blob((38, 74), (50, 72), (62, 74), (68, 92), (66, 106), (50, 110), (34, 106), (32, 92)), colour)
        if belly:
            self.pen.fill(blob((42, 80), (50, 78), (58, 80), (61, 94), (57, 106), (50, 107), (43, 106), (39, 94)), belly, 0.6, line=False)

    def coat(self, colour: str, hem: str) -> None:
        """A coat or robe that widens downwards."""
        self.pen.fill(blob((39, 74), (50, 72), (61, 74), (68, 92), (73, 108), (50, 112), (27, 108), (32, 92)), colour)
        self.pen.stroke(curve((28.5, 107), (50, 111), (71.5, 107)), hem, 3)

    def round_head(self, colour: str, rx: float = 29, ry: float = 26, y: float = 50) -> None:
        """A head wider than tall."""
        self.pen.fill(blob((MID, y - ry), (MID + rx * 0.72, y - ry * 0.72), (MID + rx, y + 2), (MID + rx * 0.7, y + ry * 0.78), (MID, y + ry), (MID - rx * 0.7, y + ry * 0.78), (MID - rx, y + 2), (MID - rx * 0.72, y - ry * 0.72)), colour)

    def ears(self, outer: list[tuple[float, float]], inner: list[tuple[float, float]], colour: str, lining: str, smooth: bool = False) -> None:
        """A pair of ears, given for the left side."""
        shape = blob if smooth else poly
        for turn in (lambda p: p, lambda p: mirrored(p, MID)):
            self.pen.fill(shape(*turn(outer)), colour)
            self.pen.fill(shape(*turn(inner)), lining, 0.5, line=False)

    def look(self, y: float, gap: float = 11, size: float = 3.6, mouth_y: float = 62, mouth: float = 5) -> None:
        """Eyes, cheeks and mouth at their usual places."""
        face.cheeks(self.pen, (MID, y + 10), gap + 8, 6)
        face.eyes(self.pen, self.feeling, (MID, y), gap, size)
        face.mouth(self.pen, self.feeling, MID, mouth_y, mouth)

    def nose(self, y: float, width: float = 4, colour: str = OUTLINE) -> None:
        """A small animal nose."""
        self.pen.fill(blob((MID - width, y - 1.6), (MID, y - 2.6), (MID + width, y - 1.6), (MID, y + 3)), colour, 0, line=False)

    def person(self) -> None:
        """A face with skin."""
        self.pen.fill(blob((30, 46), (50, 42), (70, 46), (70, 60), (62, 72), (50, 76), (38, 72), (30, 60)), SKIN)


class Kind:
    """What a kind draws of its own; the defaults are a plain furry animal."""

    eye_line = 50.0

    def arms(self, f: Figure) -> str:
        """The colour of arms and legs; sets the hands' colour as well."""
        return f.main

    def feet(self, f: Figure) -> str:
        """The colour of the feet."""
        return f.dark

    def behind(self, f: Figure) -> None:
        """Tail, wings or whatever else is behind the body."""

    def body(self, f: Figure) -> None:
        """The torso."""
        f.torso(f.main, f.belly)

    def head(self, f: Figure) -> None:
        """The head with its face."""
        raise NotImplementedError


class Fox(Kind):
    eye_line = 51

    def feet(self, f: Figure) -> str:
        f.hand_colour = f.dark
        return f.dark

    def behind(self, f: Figure) -> None:
        f.pen.fill(blob((36, 104), (22, 106), (8, 96), (6, 80), (12, 70), (20, 82), (34, 92)), f.main)
        f.pen.fill(blob((6, 82), (12, 70), (18, 79), (12, 84)), CREAM, 0.5)

    def head(self, f: Figure) -> None:
        f.ears([(24, 42), (25, 14), (46, 32)], [(29, 36), (29, 21), (40, 31)], f.main, f.dark)
        f.pen.fill(blob((50, 26), (70, 33), (78, 52), (84, 62), (66, 71), (50, 77), (34, 71), (16, 62), (22, 52), (30, 33)), f.main)
        for turn in (lambda p: p, lambda p: mirrored(p, MID)):
            f.pen.fill(blob(*turn([(50, 66), (44, 55), (30, 55), (18, 62), (34, 70), (50, 76)])), CREAM, 0.5, line=False)
        f.look(51, mouth_y=68, mouth=4)
        f.nose(63)


class Cat(Kind):
    def behind(self, f: Figure) -> None:
        f.pen.limb([(36, 104), (20, 106), (12, 94), (16, 80), (9, 74)], 8, f.main)

    def head(self, f: Figure) -> None:
        f.ears([(23, 46), (24, 20), (43, 30)], [(28, 38), (28, 26), (38, 30)], f.main, "#f5a3b5")
        f.round_head(f.main, 30, 25, 51)
        for x in (42, 50, 58):
            f.pen.stroke(curve((x, 29 if x != 50 else 27), (x, 36 if x != 50 else 38)), f.dark, 3)
        f.pen.fill(oval(MID, 64, 11, 7.5), f.light if f.what.colour != "white" else "#ffffff", 0.4, line=False)
        for side in (-1, 1):
            for y in (59, 65):
                f.pen.stroke(curve((MID + 17 * side, y + 1), (MID + 34 * side, y - 2 + (y - 59) * 0.7)), OUTLINE, 1)
        f.look(51, mouth_y=65, mouth=4)
        f.nose(60, 3, "#ef6f8a")


class Bear(Kind):
    def behind(self, f: Figure) -> None:
        f.pen.fill(oval(28, 103, 6), f.main)

    def head(self, f: Figure) -> None:
        for side in (-1, 1):
            f.pen.fill(oval(MID + 22 * side, 29, 10), f.main)
            f.pen.fill(oval(MID + 22 * side, 30, 5.5), f.light, 0.4, line=False)
        f.round_head(f.main, 30, 26, 50)
        f.pen.fill(oval(MID, 62, 15, 11), f.belly, 0.6, line=False)
        f.look(48, gap=13, mouth_y=65, mouth=4.5)
        f.nose(57, 5.5)


class Rabbit(Kind):
    eye_line = 54

    def feet(self, f: Figure) -> str:
        return f.main

    def behind(self, f: Figure) -> None:
        f.pen.fill(oval(27, 102, 8), f.belly)

    def head(self, f: Figure) -> None:
        f.ears([(39, 40), (29, 34), (25, 14), (30, 3), (38, 10), (43, 34)], [(37, 34), (32, 26), (30, 14), (32, 9), (36, 16), (39, 30)], f.main, "#f5a3b5", smooth=True)
        f.round_head(f.main, 27, 22, 55)
        f.pen.fill(oval(MID, 67, 10, 6.5), f.belly, 0.4, line=False)
        f.look(54, mouth_y=67, mouth=4)
        f.pen.fill(box(46.6, 69, 6.8, 6, 1.4), "#ffffff", 0)
        f.nose(63, 3, "#ef6f8a")


class Lion(Kind):
    def behind(self, f: Figure) -> None:
        f.pen.limb([(36, 104), (20, 104), (12, 90)], 5, f.main)
        f.pen.fill(blob((12, 92), (5, 86), (9, 76), (17, 80)), f.dark)

    def head(self, f: Figure) -> None:
        f.pen.fill(star(MID, 50, 40, 31, 13), f.dark)
        for side in (-1, 1):
            f.pen.fill(oval(MID + 20 * side, 31, 7), f.main)
        f.round_head(f.main, 25, 23, 51)
        f.pen.fill(oval(MID, 62, 11, 8), f.belly, 0.5, line=False)
        f.look(49, gap=10, mouth_y=65, mouth=4)
        f.nose(58, 4.6)


class Owl(Kind):
    eye_line = 48

    def feet(self, f: Figure) -> str:
        return BEAK

    def arms(self, f: Figure) -> str:
        f.hand_colour = f.dark
        return f.dark

    def body(self, f: Figure) -> None:
        f.torso(f.main, f.belly)
        for y in (84, 92, 100):
            for x in (44, 50, 56):
                f.pen.stroke(curve((x - 2.6, y), (x, y + 2.6), (x + 2.6, y)), f.main, 1.6)

    def head(self, f: Figure) -> None:
        f.pen.fill(blob((20, 18), (36, 26), (50, 29), (64, 26), (80, 18), (80, 42), (78, 64), (64, 78), (50, 80), (36, 78), (22, 64), (20, 42)), f.main)
        for side in (-1, 1):
            f.pen.fill(oval(MID + 13.5 * side, 49, 14.5), CREAM, 0.5)
            f.pen.fill(oval(MID + 13 * side, 49, 9), "#ffc83a", 0.4, line=False)
        face.eyes(f.pen, f.feeling, (MID, 49), 13, 4.6)
        f.pen.fill(poly((44, 57), (56, 57), (50, 68)), BEAK)


class Penguin(Kind):
    eye_line = 46

    def feet(self, f: Figure) -> str:
        return BEAK

    def body(self, f: Figure) -> None:
        f.pen.fill(blob((36, 70), (50, 68), (64, 70), (72, 92), (67, 108), (50, 112), (33, 108), (28, 92)), f.main)
        f.pen.fill(blob((41, 76), (50, 74), (59, 76), (64, 94), (59, 108), (50, 109), (41, 108), (36, 94)), "#ffffff", 0.5, line=False)

    def head(self, f: Figure) -> None:
        f.pen.fill(blob((50, 22), (68, 28), (75, 48), (70, 68), (50, 76), (30, 68), (25, 48), (32, 28)), f.main)
        for turn in (lambda p: p, lambda p: mirrored(p, MID)):
            f.pen.fill(blob(*turn([(51, 44), (44, 34), (33, 38), (30, 52), (36, 66), (51, 72)])), "#ffffff", 0.5, line=False)
        f.pen.fill(blob((41, 56), (50, 51), (59, 56), (50, 66)), BEAK)
        f.pen.stroke(curve((42, 57.5), (50, 60), (58, 57.5)), darker(BEAK, 0.35), 1.4)
        face.cheeks(f.pen, (MID, 58), 15, 5)
        face.eyes(f.pen, f.feeling, (MID, 47), 9.5, 3.6)


class Frog(Kind):
    eye_line = 33

    def feet(self, f: Figure) -> str:
        return f.light

    def head(self, f: Figure) -> None:
        for side in (-1, 1):
            f.pen.fill(oval(MID + 17 * side, 33, 12.5), f.main)
            f.pen.fill(oval(MID + 17 * side, 32, 8.6), "#ffffff", 0.3)
        f.pen.fill(blob((50, 36), (74, 40), (84, 56), (74, 72), (50, 77), (26, 72), (16, 56), (26, 40)), f.main)
        f.pen.fill(blob((24, 64), (50, 67), (76, 64), (70, 73), (50, 76), (30, 73)), f.light, 0.4, line=False)
        face.eyes(f.pen, f.feeling, (MID, 33), 17, 4.2)
        for side in (-1, 1):
            f.pen.fill(oval(MID + 3 * side, 47, 1.2), f.dark, 0, line=False)
        face.cheeks(f.pen, (MID, 56), 25, 6)
        face.mouth(f.pen, f.feeling, MID, 58, 11 if f.feeling in ("smiling", "winking") else 8)


class Dragon(Kind):
    def behind(self, f: Figure) -> None:
        for side in (-1, 1):
            f.pen.fill(poly((MID + 14 * side, 84), (MID + 26 * side, 58), (MID + 46 * side, 56), (MID + 41 * side, 68), (MID + 46 * side, 78), (MID + 34 * side, 79), (MID + 30 * side, 90)), f.dark)
        f.pen.limb([(40, 104), (22, 108), (10, 100)], 8, f.main)
        f.pen.fill(poly((14, 104), (2, 100), (10, 88)), f.dark)

    def body(self, f: Figure) -> None:
        f.torso(f.main, "#ffe6a3")
        for y in (85, 91, 97, 103):
            f.pen.stroke(curve((42, y), (50, y + 1.6), (58, y)), "#e0b964", 1.6)

    def head(self, f: Figure) -> None:
        for side in (-1, 1):
            f.pen.fill(blob((MID + 12 * side, 34), (MID + 16 * side, 20), (MID + 27 * side, 9), (MID + 26 * side, 24), (MID + 21 * side, 36)), "#fbe7b2")
            f.pen.fill(poly((MID + 25 * side, 46), (MID + 40 * side, 40), (MID + 36 * side, 50), (MID + 40 * side, 58), (MID + 26 * side, 58)), f.dark)
        for i, x in enumerate((42, 50, 58)):
            f.pen.fill(poly((x - 5, 32), (x, 17 if i == 1 else 21), (x + 5, 32)), f.dark)
        f.round_head(f.main, 26, 23, 48)
        f.pen.fill(blob((30, 60), (50, 53), (70, 60), (70, 71), (50, 78), (30, 71)), f.light)
        for side in (-1, 1):
            f.pen.fill(oval(MID + 6 * side, 60, 2, 1.6), f.dark, 0, line=False)
        face.eyes(f.pen, f.feeling, (MID, 45), 11, 4)
        face.mouth(f.pen, f.feeling, MID, 67, 6.4)


class Robot(Kind):
    eye_line = 49

    def arms(self, f: Figure) -> str:
        f.hand_colour = "#5d6676"
        return "#aab3c0"

    def feet(self, f: Figure) -> str:
        return "#5d6676"

    def body(self, f: Figure) -> None:
        f.pen.fill(box(44, 70, 12, 8, 1), "#5d6676")
        f.pen.fill(box(31, 76, 38, 33, 6), f.main)
        f.pen.fill(box(38, 83, 24, 15, 3), f.light, 0.5)
        for x, c in ((43, "#e2475f"), (50, "#ffd23f"), (57, "#49c07a")):
            f.pen.fill(oval(x, 90.5, 2.6), c, 0, line=False)

    def head(self, f: Figure) -> None:
        f.pen.limb([(50, 28), (50, 16)], 3, "#5d6676")
        f.pen.fill(oval(50, 14, 5), "#ff5a4d")
        for side in (-1, 1):
            f.pen.fill(box(MID + 31 * side - 4, 42, 8, 17, 3), "#5d6676")
        f.pen.fill(box(21, 27, 58, 46, 10), f.main)
        f.pen.fill(box(27, 34, 46, 32, 7), "#22304a", 0.4)
        face.eyes(f.pen, f.feeling, (MID, 47), 11, 4.4, "#6ff0ff")
        face.mouth(f.pen, f.feeling, MID, 57.5, 5, "#6ff0ff")


class Astronaut(Kind):
    eye_line = 52

    def feet(self, f: Figure) -> str:
        f.hand_colour = "#e8edf4"
        return "#e8edf4"

    def behind(self, f: Figure) -> None:
        f.pen.fill(box(27, 74, 46, 30, 6), "#8d95a3")

    def body(self, f: Figure) -> None:
        f.torso(f.main)
        f.pen.fill(box(40, 85, 20, 14, 3), "#e8edf4", 0.5)
        f.pen.fill(oval(45, 92, 2.6), "#e2475f", 0, line=False)
        f.pen.fill(box(50, 90, 7, 4, 1), "#3b6fd6", 0, line=False)

    def head(self, f: Figure) -> None:
        f.pen.fill(oval(50, 49, 32, 30), f.main)
        for side in (-1, 1):
            f.pen.fill(box(MID + 32 * side - 4, 42, 8, 16, 4), "#e8edf4")
        visor = blob((27, 52), (30, 37), (50, 32), (70, 37), (73, 52), (68, 66), (50, 71), (32, 66))
        f.pen.fill(visor, "#1f2c4d", 0.4)
        with f.pen.inside(visor):
            f.pen.fill(blob((34, 52), (38, 42), (50, 40), (62, 42), (66, 52), (62, 64), (50, 68), (38, 64)), SKIN, 0.5, line=False)
            f.pen.fill(blob((34, 48), (38, 38), (50, 36), (62, 38), (66, 48), (56, 44), (44, 45)), "#6b3f24", 0, line=False)
        f.look(53, gap=8, size=3, mouth_y=60, mouth=3.8)
        f.pen.stroke(curve((31, 50), (34, 41), (41, 37)), "#ffffff", 2.6, alpha=0.85)


class Samurai(Kind):
    eye_line = 55

    def arms(self, f: Figure) -> str:
        f.hand_colour = SKIN
        return f.main

    def behind(self, f: Figure) -> None:
        f.pen.limb([(30, 100), (14, 110)], 5, "#3a3140")

    def body(self, f: Figure) -> None:
        f.coat(f.main, GOLD)
        for y in (84, 91, 98):
            f.pen.stroke(curve((33 - (y - 84) * 0.2, y), (50, y + 3), (67 + (y - 84) * 0.2, y)), f.dark, 2)
        for side in (-1, 1):
            f.pen.fill(blob((MID + 13 * side, 73), (MID + 25 * side, 76), (MID + 28 * side, 90), (MID + 17 * side, 90)), f.main)

    def head(self, f: Figure) -> None:
        f.pen.fill(blob((26, 40), (50, 34), (74, 40), (84, 66), (80, 74), (50, 70), (20, 74), (16, 66)), f.dark)
        f.person()
        f.pen.fill(blob((22, 47), (25, 30), (36, 20), (50, 17), (64, 20), (75, 30), (78, 47), (64, 43), (50, 42), (36, 43)), f.main)
        f.pen.stroke(curve((22, 46), (36, 42.4), (50, 41), (64, 42.4), (78, 46)), GOLD, 3.4)
        for side in (-1, 1):
            f.pen.fill(blob((MID + 2 * side, 36), (MID + 14 * side, 28), (MID + 22 * side, 6), (MID + 27 * side, 24), (MID + 15 * side, 38)), GOLD)
        f.pen.fill(oval(50, 35, 5.4), GOLD)
        f.look(56, gap=9.5, size=3.3, mouth_y=66, mouth=4)


class Knight(Kind):
    eye_line = 52

    def arms(self, f: Figure) -> str:
        f.hand_colour = "#97a2b3"
        return "#b9c3d0"

    def feet(self, f: Figure) -> str:
        return "#7f8a9b"

    def body(self, f: Figure) -> None:
        f.coat(f.main, GOLD)
        f.pen.fill(poly((47, 84), (53, 84), (53, 104), (47, 104)), "#fff6df", 0, line=False)
        f.pen.fill(poly((39, 89), (61, 89), (61, 95), (39, 95)), "#fff6df", 0, line=False)
        for side in (-1, 1):
            f.pen.fill(oval(MID + 19 * side, 80, 8, 7), "#b9c3d0")

    def head(self, f: Figure) -> None:
        f.pen.fill(blob((48, 26), (50, 8), (64, 2), (80, 8), (86, 24), (80, 36), (74, 24), (62, 18)), f.main)
        f.pen.fill(blob((24, 50), (27, 30), (50, 20), (73, 30), (76, 50), (74, 68), (50, 78), (26, 68)), "#c3ccd8")
        f.pen.fill(blob((26, 42), (50, 38), (74, 42), (75, 60), (50, 66), (25, 60)), f.main)
        f.pen.fill(box(30, 46, 40, 11, 5), "#20222e", 0)
        face.eyes(f.pen, f.feeling, (MID, 51.5), 10, 3, "#fff2c8")
        for x in (40, 45, 50, 55, 60):
            f.pen.fill(box(x - 1, 66, 2, 6, 1), "#5d6676", 0, line=False)
        f.pen.stroke(curve((50, 21), (50, 39)), "#8f9aab", 2.4)


class Wizard(Kind):
    eye_line = 54

    def arms(self, f: Figure) -> str:
        f.hand_colour = SKIN
        return f.main

    def body(self, f: Figure) -> None:
        f.coat(f.main, GOLD)

    def head(self, f: Figure) -> None:
        f.person()
        f.pen.fill(blob((30, 58), (40, 63), (50, 61), (60, 63), (70, 58), (70, 76), (60, 92), (50, 100), (40, 92), (30, 76)), "#f4f3f6")
        f.pen.fill(blob((28, 42), (36, 28), (44, 8), (56, 1), (67, 10), (60, 12), (63, 28), (72, 42), (50, 46)), f.main)
        f.pen.fill(blob((14, 44), (50, 38), (86, 44), (84, 50), (50, 48), (16, 50)), f.dark)
        for x, y, r in ((45, 30, 4.2), (57, 24, 3.6), (53, 13, 2.6)):
            f.pen.fill(star(x, y, r, r * 0.42), "#ffe27a", 0, line=False)
        face.cheeks(f.pen, (MID, 61), 16, 5)
        face.eyes(f.pen, f.feeling, (MID, 55), 9, 3.2)
        f.pen.fill(oval(50, 61, 4, 3.2), "#efa877", 0.4, line=False)
        face.mouth(f.pen, f.feeling, MID, 69, 4)


class Pirate(Kind):
    eye_line = 55

    def arms(self, f: Figure) -> str:
        f.hand_colour = SKIN
        return f.main

    def feet(self, f: Figure) -> str:
        return "#4a2f22"

    def body(self, f: Figure) -> None:
        f.coat(f.main, GOLD)
        f.pen.fill(poly((43, 74), (57, 74), (55, 110), (45, 110)), "#fbf4e4", 0.4)
        f.pen.fill(box(32, 92, 36, 5.4, 1), "#4a2f22")
        f.pen.fill(box(46, 91, 8, 7.4, 1), GOLD)

    def head(self, f: Figure) -> None:
        f.person()
        f.pen.fill(blob((31, 64), (42, 65), (50, 63), (58, 65), (69, 64), (64, 76), (50, 82), (36, 76)), "#5a3520")
        f.pen.fill(blob((10, 38), (26, 22), (50, 12), (74, 22), (90, 38), (82, 46), (50, 41), (18, 46)), f.main)
        f.pen.stroke(curve((11, 38), (27, 23.5), (50, 13.5), (73, 23.5), (89, 38)), GOLD, 2.6)
        f.pen.fill(oval(50, 27, 6.6, 6), "#ffffff", 0)
        f.pen.fill(box(46.6, 31, 6.8, 4, 1), "#ffffff", 0, line=False)
        for side in (-1, 1):
            f.pen.fill(oval(50 + 2.5 * side, 27, 1.6), OUTLINE, 0, line=False)
        face.eyes(f.pen, f.feeling, (MID, 55), 9.5, 3.4)
        f.pen.stroke(curve((30, 47), (60, 50)), OUTLINE, 2)
        f.pen.fill(oval(59.5, 55, 7, 6.4), OUTLINE, 0)
        face.mouth(f.pen, f.feeling, MID, 70, 4.6, "#fff0e0" if f.feeling in ("smiling", "winking", "sad", "sleepy") else OUTLINE)


class Viking(Kind):
    eye_line = 53

    def arms(self, f: Figure) -> str:
        f.hand_colour = SKIN
        return f.main

    def feet(self, f: Figure) -> str:
        return "#6b4a33"

    def body(self, f: Figure) -> None:
        f.coat(f.main, "#efe3cb")
        f.pen.fill(box(32, 93, 36, 6, 1), "#6b4a33")
        f.pen.fill(oval(50, 96, 4.4), GOLD)

    def head(self, f: Figure) -> None:
        for side in (-1, 1):
            f.pen.fill(blob((MID + 24 * side, 40), (MID + 38 * side, 38), (MID + 42 * side, 24), (MID + 36 * side, 8), (MID + 34 * side, 24), (MID + 24 * side, 29)), "#fbeed0")
        f.person()
        f.pen.fill(blob((28, 54), (38, 63), (50, 60), (62, 63), (72, 54), (72, 74), (62, 90), (50, 95), (38, 90), (28, 74)), "#e07b2a" if f.what.colour not in ("orange", "red") else "#f4d37a")
        f.pen.fill(blob((25, 48), (28, 30), (50, 20), (72, 30), (75, 48), (50, 44)), f.main)
        f.pen.fill(box(24, 43, 52, 7, 3), GOLD)
        f.pen.fill(box(47, 21, 6, 26, 2), GOLD)
        face.cheeks(f.pen, (MID, 60), 16, 5)
        face.eyes(f.pen, f.feeling, (MID, 55), 9.5, 3.3)
        f.pen.fill(oval(50, 61, 4.4, 3.4), "#efa877", 0.4, line=False)
        face.mouth(f.pen, f.feeling, MID, 70, 4.4)


KINDS: dict[str, Kind] = {
    "samurai": Samurai(), "fox": Fox(), "robot": Robot(), "astronaut": Astronaut(), "owl": Owl(), "cat": Cat(),
    "bear": Bear(), "wizard": Wizard(), "knight": Knight(), "pirate": Pirate(), "dragon": Dragon(), "penguin": Penguin(),
    "rabbit": Rabbit(), "frog": Frog(), "lion": Lion(), "viking": Viking(),
}  # fmt: skip

Drawer = Callable[[Figure], None]
