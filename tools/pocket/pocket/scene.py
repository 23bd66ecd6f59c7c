"""What one picture shows, chosen by its number, and the caption that says so.

A scene is a pure function of `(seed, index)`: the same pair gives the same scene in every process,
so a set of drawings is named by its seed and its length.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from . import words

# How often each way of drawing is chosen; pixels are coarse, so they are rarer.
STYLE_WEIGHTS = {"flat": 22, "outlined": 20, "soft": 24, "pastel": 10, "ink": 8, "pixel": 6, "sticker": 10}
# Shares of the sets: a mascot with an object, a mascot alone, an object alone, a pattern.
WHOLE, ALONE, OBJECT, PATTERN = 0.84, 0.04, 0.09, 0.03


@dataclass
class Scene:
    """One picture in words; `None` stands for what it does not show."""

    kind: str | None = None
    obj: str | None = None
    colour: str | None = None
    style: str = "flat"
    place: str | None = None
    ground: str = "white"
    expression: str = "smiling"
    pose: str = "standing"
    extra: str | None = None
    pattern: str | None = None
    second: str = "white"
    # Free numbers of the drawing: shift, size, tilts; drawn once, so that drawing itself is exact.
    jitter: list[float] = field(default_factory=list)


def scene(seed: int, index: int) -> Scene:
    """The scene with this number in the set with this seed."""
    rng = Random(f"{seed}/{index}")
    jitter = [rng.uniform(-1, 1) for _ in range(12)]
    style = rng.choices(list(STYLE_WEIGHTS), STYLE_WEIGHTS.values())[0]
    chance = rng.random()
    ground = rng.choice(list(words.GROUNDS))
    if chance > 1 - PATTERN:
        first, second = rng.sample(list(words.COLOURS), 2)
        return Scene(pattern=rng.choice(list(words.PATTERNS)), colour=first, second=second, jitter=jitter)
    place = rng.choice(list(words.PLACES)) if rng.random() < 0.4 else None
    colour = rng.choice(list(words.COLOURS))
    if chance > 1 - PATTERN - OBJECT:
        return Scene(obj=rng.choice(list(words.OBJECTS)), style=style, place=None, ground=ground, jitter=jitter)
    obj = None if chance > WHOLE else rng.choice(list(words.OBJECTS))
    return Scene(
        kind=rng.choice(list(words.KINDS)),
        obj=obj,
        colour=colour,
        style=style,
        place=place,
        ground=ground,
        expression=rng.choices(list(words.EXPRESSIONS), (30, 15, 12, 10, 11, 11, 11))[0],
        pose=rng.choices(list(words.POSES), (46, 20, 17, 17))[0],
        extra=rng.choice(list(words.EXTRAS)) if rng.random() < 0.18 else None,
        jitter=jitter,
    )


def caption(what: Scene, rng: Random, named: bool = True) -> str:
    """A caption of the scene: some are long, some short, the words and their order vary.

    One that is not named does not say which mascot is shown: it has no name, or one that means nothing. So a word
    that nobody has seen, as a trigger is, stands for some mascot, and a LoRA says which.
    """
    if what.pattern:
        return _pattern(what, rng)
    parts = [_figure(what, rng, named) if what.kind else _object(what, rng)]
    rest = []
    if what.kind and what.expression and rng.random() < 0.55:
        rest.append(_say(what.expression, words.EXPRESSIONS, rng))
    if what.kind and rng.random() < 0.5:
        rest.append(_say(what.pose, words.POSES, rng))
    if rng.random() < 0.65:
        rest.append(_style(what, rng))
    if rng.random() < 0.75:
        rest.append(_ground(what, rng))
    if rng.random() < 0.3:
        rng.shuffle(rest)
    joint = " " if rng.random() < 0.1 else ", "
    return joint.join(part for part in parts + rest if part)


def _say(term: str, table: dict[str, tuple[str, ...]], rng: Random) -> str:
    synonyms = table[term]
    return rng.choice(synonyms) if synonyms and rng.random() < 0.25 else term


def _colour(term: str, rng: Random) -> str:
    return _say(term, {term: words.COLOUR_SYNONYMS.get(term, ())}, rng)


def _article(phrase: str) -> str:
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def _strange(rng: Random) -> str:
    """A word that means nothing."""
    return "".join(rng.choice(part) for part in ("bdfgklmnprstvz", "aeiou", "bdfgklmnprstvz", "aeiou", "lmnrst"))


def _nameless(what: Scene, rng: Random) -> str:
    name = rng.choice(("", "", "mascot", "character", f"{_strange(rng)} mascot", f"{_strange(rng)} {_strange(rng)}", _strange(rng)))
    if name and rng.random() < 0.5:
        name = f"{rng.choice(('small', 'little', 'friendly', 'cute', 'big'))} {name}"
    return _with_things(what, rng, _article(name) if name and rng.random() < 0.8 else name)


def _figure(what: Scene, rng: Random, named: bool) -> str:
    if not named:
        return _nameless(what, rng)
    kind = _say(what.kind, words.KINDS, rng)
    name = f"{_colour(what.colour, rng)} {kind}"
    if rng.random() < 0.12:
        name = f"{rng.choice(('small', 'little', 'friendly', 'cute', 'big'))} {name}"
    name += rng.choices(("", " mascot", " character"), (80, 12, 8))[0]
    text = name if rng.random() < 0.2 else _article(name)
    if rng.random() < 0.06:
        text = rng.choice(("a picture of ", "a drawing of ", "a portrait of ", "an illustration of ")) + text
    return _with_things(what, rng, text)


def _with_things(what: Scene, rng: Random, text: str) -> str:
    """The figure with what it wears and holds."""
    if what.extra and rng.random() < 0.85:
        extra = _say(what.extra, words.EXTRAS, rng)
        thing = extra if extra in ("glasses", "spectacles") else _article(extra)
        text += rng.choice((f" wearing {thing}", f" in {thing}", f" with {thing}"))
        text += " and" if what.obj and rng.random() < 0.3 else ""
    if what.obj:
        obj = _article(_say(what.obj, words.OBJECTS, rng))
        verb = rng.choices(("holding", "with", "carrying", "showing"), (70, 16, 9, 5))[0]
        text += f" {verb} {obj}" if not text.endswith(" and") else f" {obj}"
    return text.strip()


def _object(what: Scene, rng: Random) -> str:
    obj = _say(what.obj, words.OBJECTS, rng)
    return rng.choice((_article(obj), obj, f"{_article(obj)} object", f"a picture of {_article(obj)}"))


def _style(what: Scene, rng: Random) -> str:
    term = _say(what.style, words.STYLES, rng)
    return f"{term} style" if term == what.style and rng.random() < 0.8 else term


def _ground(what: Scene, rng: Random) -> str:
    if what.place:
        place = _say(what.place, words.PLACES, rng)
        return place if place.startswith(("in ", "at ")) else rng.choice((f"{place} background", place))
    return rng.choice((f"{what.ground} background", f"plain {what.ground} background", f"on a {what.ground} background"))


def _pattern(what: Scene, rng: Random) -> str:
    term = _say(what.pattern, words.PATTERNS, rng)
    first, second = _colour(what.colour, rng), _colour(what.second, rng)
    return rng.choice((f"{first} and {second} {term} pattern", f"{first} {term} on {second}", f"a pattern of {first} and {second} {term}"))
