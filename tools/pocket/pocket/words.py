"""The words that Pocket knows, and what each of them stands for.

One place for the vocabulary: drawings, captions, the list of known words, the Russian table and
the classifier all read it. A term is written as people type it; synonyms come after it and are
used in a part of the captions, so that the model knows them too.
"""

from __future__ import annotations

# Each kind of mascot, with its synonyms.
KINDS: dict[str, tuple[str, ...]] = {
    "samurai": ("samurai warrior",),
    "fox": (),
    "robot": ("android",),
    "astronaut": ("spaceman", "cosmonaut"),
    "owl": (),
    "cat": ("kitten",),
    "bear": ("teddy bear",),
    "wizard": ("magician",),
    "knight": (),
    "pirate": (),
    "dragon": (),
    "penguin": (),
    "rabbit": ("bunny", "hare"),
    "frog": ("toad",),
    "lion": (),
    "viking": (),
}

# Each object, with its synonyms.
OBJECTS: dict[str, tuple[str, ...]] = {
    "telescope": ("spyglass",),
    "sword": (),
    "scroll": (),
    "lamp": ("lantern",),
    "book": (),
    "key": (),
    "flag": (),
    "shield": (),
    "umbrella": (),
    "balloon": (),
    "flower": (),
    "cup": ("mug",),
    "guitar": (),
    "camera": (),
    "compass": (),
    "hammer": (),
    "axe": (),
    "wand": ("magic wand",),
    "trophy": ("prize",),
    "apple": (),
    "cake": (),
    "drum": (),
    "trumpet": ("horn",),
    "paintbrush": ("brush",),
    "ball": (),
    "clock": ("watch",),
    "candle": (),
    "mushroom": (),
    "star": (),
    "heart": (),
    "crystal": ("gem",),
    "potion": ("bottle",),
    "torch": (),
    "anchor": (),
    "letter": ("envelope",),
    "fish": (),
    "bell": (),
    "laptop": ("computer",),
    "phone": (),
    "magnifier": ("magnifying glass",),
}

# The main colour of a mascot: fur, coat or armour.
COLOURS: dict[str, str] = {
    "red": "#d8403c",
    "orange": "#f08227",
    "yellow": "#f6c934",
    "green": "#4cab4f",
    "teal": "#1f9e98",
    "blue": "#3b6fd6",
    "purple": "#8850c8",
    "pink": "#f287b4",
    "brown": "#8c5836",
    "white": "#f3f1ee",
    "grey": "#8d95a3",
    "black": "#34343f",
}
COLOUR_SYNONYMS = {"grey": ("gray", "silver"), "orange": ("ginger",), "purple": ("violet",), "yellow": ("golden",), "teal": ("turquoise",), "red": ("crimson",)}

# Colours of a plain background.
GROUNDS: dict[str, str] = {
    "red": "#e5837c",
    "orange": "#f6b478",
    "yellow": "#f9e08c",
    "green": "#a5d69c",
    "teal": "#7cc7c2",
    "blue": "#9cc1f0",
    "purple": "#bf9fe2",
    "pink": "#f8c3d6",
    "brown": "#b48f72",
    "white": "#fbfaf7",
    "grey": "#bfc4cc",
    "black": "#26262e",
    "cream": "#f7ecd3",
    "mint": "#c2ecd6",
    "navy": "#2a3a66",
    "lavender": "#d9d2f3",
    "peach": "#fad3bb",
    "sand": "#dfc9a0",
}

# Backgrounds that show something, with synonyms.
PLACES: dict[str, tuple[str, ...]] = {
    "night sky": ("starry sky", "at night"),
    "hills": ("meadow", "in the hills"),
    "sunburst": ("rays",),
    "dots": ("polka dots",),
    "stripes": (),
    "snow": ("winter", "in the snow"),
    "forest": ("in the forest", "trees"),
    "sea": ("ocean", "waves"),
    "city": ("town", "buildings"),
    "clouds": ("sky",),
    "checkered": ("checkerboard",),
    "confetti": ("party",),
    "sunset": ("evening",),
    "mountains": ("in the mountains",),
    "desert": ("sand dunes",),
}

# Ways of drawing, with synonyms.
STYLES: dict[str, tuple[str, ...]] = {
    "flat": ("flat style", "vector", "minimal"),
    "outlined": ("cartoon", "comic", "outlined style"),
    "soft": ("soft shaded", "shaded", "3d"),
    "pastel": ("pastel style", "pastel colours"),
    "ink": ("ink drawing", "sketch"),
    "pixel": ("pixel art", "8 bit"),
    "sticker": ("sticker style", "badge"),
}

EXPRESSIONS: dict[str, tuple[str, ...]] = {
    "smiling": ("happy", "cute"),
    "laughing": ("joyful", "cheerful"),
    "winking": (),
    "sleepy": ("sleeping", "calm"),
    "surprised": ("amazed",),
    "angry": ("fierce",),
    "sad": ("crying",),
}

POSES: dict[str, tuple[str, ...]] = {
    "standing": (),
    "waving": ("greeting",),
    "jumping": ("leaping", "flying"),
    "sitting": ("seated",),
}

EXTRAS: dict[str, tuple[str, ...]] = {
    "scarf": (),
    "cape": ("cloak",),
    "glasses": ("spectacles",),
}

# Pictures without a mascot: patterns, so that these words carry a meaning of their own.
PATTERNS: dict[str, tuple[str, ...]] = {
    "stripes": ("striped",),
    "dots": ("dotted",),
    "gradient": (),
    "checkered": (),
    "waves": ("wavy",),
    "circles": ("rings",),
    "triangles": (),
    "noise": ("texture",),
}

# Words that join the others in captions.
GLUE = (
    "a an the of with in on and holding carrying showing wearing has mascot character picture drawing portrait style "
    "background plain simple small little big friendly pattern object closeup illustration colour color light dark its hand"
).split()


def every_word() -> list[str]:
    """Every single word of the vocabulary, sorted, each once."""
    words: set[str] = set(GLUE)
    for table in (KINDS, OBJECTS, PLACES, STYLES, EXPRESSIONS, POSES, EXTRAS, PATTERNS, COLOUR_SYNONYMS):
        for term, synonyms in table.items():
            for phrase in (term, *synonyms):
                words.update(phrase.split())
    words.update(COLOURS)
    words.update(GROUNDS)
    return sorted(words)
