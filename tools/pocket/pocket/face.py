"""Eyes, mouths and the other small things by which a mascot shows what it feels."""

from __future__ import annotations

from .pen import OUTLINE, Pen, blob, box, curve, oval

Place = tuple[float, float]


def eyes(pen: Pen, feeling: str, centre: Place, gap: float, size: float, colour: str = OUTLINE) -> None:
    """Both eyes around `centre`, `gap` units from it each, about `size` units tall to either side."""
    x, y = centre
    for side in (-1, 1):
        ex = x + gap * side
        if feeling == "laughing" or (feeling == "winking" and side == 1):
            pen.stroke(curve((ex - size, y + size * 0.5), (ex, y - size * 0.6), (ex + size, y + size * 0.5)), colour, size * 0.62)
        elif feeling == "sleepy":
            pen.stroke(curve((ex - size, y), (ex, y + size * 0.7), (ex + size, y)), colour, size * 0.62)
        else:
            _open_eye(pen, feeling, ex, y, size, side, colour)


def _open_eye(pen: Pen, feeling: str, x: float, y: float, size: float, side: int, colour: str) -> None:
    grown = 1.35 if feeling == "surprised" else 1.0
    if feeling == "surprised":
        pen.fill(oval(x, y, size * 1.35, size * 1.7), "#ffffff", 0, line=False)
        grown = 0.9
    pen.fill(oval(x, y, size * 0.9 * grown, size * 1.2 * grown), colour, 0, line=False)
    pen.fill(oval(x - size * 0.25, y - size * 0.45, size * 0.36), "#ffffff", 0, line=False)
    if feeling == "angry":
        pen.stroke(curve((x + side * size * 1.6, y - size * 2.1), (x - side * size * 1.1, y - size * 1.0)), colour, size * 0.72)
    elif feeling == "sad":
        pen.stroke(curve((x + side * size * 1.6, y - size * 1.1), (x - side * size * 0.9, y - size * 2.1)), colour, size * 0.6)
        if side == -1:
            pen.fill(blob((x, y + size * 1.3), (x + size * 0.9, y + size * 3), (x, y + size * 3.9), (x - size * 0.9, y + size * 3)), "#6cc3f2", line=False)


def mouth(pen: Pen, feeling: str, x: float, y: float, size: float, colour: str = OUTLINE) -> None:
    """The mouth whose middle is (x, y), about `2 * size` units wide."""
    if feeling == "laughing":
        shape = blob((x - size, y - size * 0.3), (x, y - size * 0.1), (x + size, y - size * 0.3), (x + size * 0.6, y + size * 0.9), (x, y + size * 1.2), (x - size * 0.6, y + size * 0.9))
        pen.fill(shape, "#7c2433", 0)
        with pen.inside(shape):
            pen.fill(oval(x, y + size * 1.1, size * 0.7, size * 0.5), "#f2798a", 0, line=False)
    elif feeling == "surprised":
        pen.fill(oval(x, y + size * 0.4, size * 0.5, size * 0.75), "#7c2433", 0)
    elif feeling == "angry":
        pen.fill(box(x - size * 0.8, y - size * 0.1, size * 1.6, size * 0.85, size * 0.2), "#ffffff", 0, line=False)
        pen.stroke(box(x - size * 0.8, y - size * 0.1, size * 1.6, size * 0.85, size * 0.2), colour, size * 0.26)
        pen.stroke(curve((x, y), (x, y + size * 0.7)), colour, size * 0.2)
    elif feeling == "sad":
        pen.stroke(curve((x - size * 0.8, y + size * 0.7), (x, y), (x + size * 0.8, y + size * 0.7)), colour, size * 0.34)
    elif feeling == "sleepy":
        pen.stroke(curve((x - size * 0.45, y + size * 0.1), (x + size * 0.45, y + size * 0.1)), colour, size * 0.34)
    else:
        pen.stroke(curve((x - size * 0.9, y - size * 0.1), (x, y + size * 0.6), (x + size * 0.9, y - size * 0.1)), colour, size * 0.34)


def cheeks(pen: Pen, centre: Place, gap: float, size: float) -> None:
    """Two soft red cheeks."""
    for side in (-1, 1):
        pen.glow(centre[0] + gap * side, centre[1], size, "#f2665c", 0.55)
