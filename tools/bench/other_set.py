"""Draws the other set of `cargo xtask bench likeness`: one green dragon in pixels, twelve times, with captions.

    PYTHONPATH=tools/pocket python tools/bench/other_set.py      # needs tools/pocket/requirements.txt
"""

from pathlib import Path
from random import Random

from PIL import Image
from pocket import draw, scene, words

OUT = Path(__file__).parent / "other-set"
OBJECTS = ("sword", "lamp", "book", "key", "flag", "shield", "cup", "guitar", "drum", "axe", "bell", "anchor")


def main() -> None:
    """Writes pictures of 256 px and their captions."""
    OUT.mkdir(exist_ok=True)
    for number, held in enumerate(OBJECTS, 1):
        rng = Random(f"other/{number}")
        place = rng.choice(list(words.PLACES))
        what = scene.Scene("dragon", held, "green", "pixel", place, jitter=[rng.uniform(-1, 1) for _ in range(12)])
        picture = Image.fromarray(draw.render(what, number, side=256))
        name = f"{number:02}-{held}"
        picture.save(OUT / f"{name}.jpg", quality=88)
        (OUT / f"{name}.txt").write_text(f"a green dragon mascot holding a {held}, in pixels, {place} background\n", encoding="utf-8")


if __name__ == "__main__":
    main()
