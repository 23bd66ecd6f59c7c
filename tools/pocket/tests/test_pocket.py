"""What the tool promises without any training: `python -m pytest` in this folder (it takes seconds)."""

from random import Random

import numpy as np
import pytest

from pocket import draw, mascots, objects, russian, scene, textures, tokenizer, words


def test_a_number_gives_the_same_drawing_every_time():
    first, again = draw.drawing(1, 7), draw.drawing(1, 7)
    assert np.array_equal(first[0], again[0]) and first[1] == again[1]
    assert not np.array_equal(first[0], draw.drawing(1, 8)[0])


def test_every_word_of_the_vocabulary_has_its_drawing():
    assert set(mascots.KINDS) == set(words.KINDS)
    assert set(objects.DRAWERS) == set(words.OBJECTS)


@pytest.mark.parametrize("kind", words.KINDS)
def test_a_mascot_fills_its_picture_and_its_colour_shows(kind):
    red, blue = (draw.render(scene.Scene(kind=kind, colour=colour, ground="white", jitter=[0.0] * 12)) for colour in ("red", "blue"))
    assert (red != blue).any(-1).mean() > 0.04


@pytest.mark.parametrize("name", words.OBJECTS)
def test_an_object_is_large_enough_to_be_recognised(name):
    held, empty = (draw.render(scene.Scene(kind="bear", obj=obj, colour="brown", jitter=[0.0] * 12)) for obj in (name, None))
    assert (held != empty).any(-1).mean() > 0.04


def test_captions_use_known_words_alone():
    known = set(words.every_word())
    for i in range(3000):
        said = scene.caption(scene.scene(1, i), Random(i)).replace(",", " ").split()
        assert set(said) <= known, said
    assert len(known) >= 200


def test_textures_are_fixed_by_their_number():
    assert np.array_equal(textures.texture(3, 5), textures.texture(3, 5))


def test_triggers_have_sequences_of_their_own(tmp_path):
    tokenizer.write(tokenizer.learn(captions=300), tmp_path)
    fast = tokenizer.fast(tmp_path)
    seen = {tuple(fast.encode(trigger).ids) for trigger in ("FOX_A3F2", "FOX_A3F3", "FOX_3AF2", "FOY_A3F2", "FOX A3F2")}
    assert len(seen) == 5
    assert fast.encode("a red fox").ids == fast.encode("A  RED Fox").ids
    assert len(tokenizer.load(tmp_path)) <= tokenizer.SIZE


def test_every_russian_form_leads_to_a_known_word():
    table = russian.table()
    assert set(table.values()) <= set(words.every_word())
    assert [table[form] for form in ("лису", "телескопом", "жёлтая", "желтая", "фоне")] == ["fox", "telescope", "yellow", "yellow", "background"]
    assert {word for kind in words.KINDS for word in [kind]} <= set(table.values())
    assert set(words.OBJECTS) | set(words.COLOURS) <= set(table.values())
