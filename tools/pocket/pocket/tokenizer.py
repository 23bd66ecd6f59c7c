"""The tokenizer: byte-level BPE as CLIP has it, learned from Pocket's own captions.

Every byte is a token, so nothing is ever unknown: a trigger such as FOX_A3F2 becomes a sequence of
its own. Common English words are learned too, so that prompts of people stay short.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from tokenizers import Tokenizer
from transformers import CLIPTokenizer

from . import words
from .networks import LENGTH
from .scene import caption, scene

START, END = "<|startoftext|>", "<|endoftext|>"
SIZE = 2000
# CLIP's way of cutting text into words, from the tokenizer.json of the published models.
SPLIT = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def learn(seed: int = 1, captions: int = 20000) -> dict:
    """The `tokenizer.json` of CLIP's layout, with merges learned from the captions and the common words."""
    counts = _word_counts(seed, captions)
    alphabet = list(_byte_letters().values())
    vocabulary = [*alphabet, *(letter + "</w>" for letter in alphabet)]
    merges = _merges(counts, SIZE - len(vocabulary) - 2)
    vocabulary += [a + b for a, b in merges] + [START, END]
    return _layout({token: i for i, token in enumerate(vocabulary)}, merges)


def write(layout: dict, folder: Path) -> None:
    """Writes tokenizer.json, vocab.json, merges.txt and the two configurations, as published folders have them."""
    folder.mkdir(parents=True, exist_ok=True)
    model = layout["model"]
    _json(folder / "tokenizer.json", layout)
    _json(folder / "vocab.json", model["vocab"])
    lines = ["#version: 0.2", *(" ".join(pair) for pair in model["merges"])]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    special = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
    _json(folder / "special_tokens_map.json", special)
    _json(folder / "tokenizer_config.json", special | {"tokenizer_class": "CLIPTokenizer", "model_max_length": LENGTH, "do_lower_case": True, "add_prefix_space": False, "errors": "replace"})


def load(folder: Path) -> CLIPTokenizer:
    """The tokenizer in a folder, as diffusers loads it."""
    return CLIPTokenizer.from_pretrained(folder)


def fast(folder: Path) -> Tokenizer:
    """The bare tokenizer, for many captions at once: padded with the end token to `LENGTH`."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    end = found.token_to_id(END)
    found.enable_truncation(LENGTH)
    found.enable_padding(length=LENGTH, pad_id=end, pad_token=END)
    return found


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _byte_letters() -> dict[int, str]:
    """GPT-2's printable letter for each byte."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in kept]
    return {byte: chr(byte) for byte in kept} | {byte: chr(256 + i) for i, byte in enumerate(rest)}


def _word_counts(seed: int, captions: int) -> dict[tuple[str, ...], int]:
    letters = _byte_letters()
    counts: dict[tuple[str, ...], int] = {}

    def add(word: str, times: int) -> None:
        pieces = [letters[byte] for byte in word.encode()]
        pieces[-1] += "</w>"
        counts[tuple(pieces)] = counts.get(tuple(pieces), 0) + times

    for i in range(captions):
        for word in caption(scene(seed, i), Random(i)).replace(",", " , ").split():
            if word.isalpha():
                add(word, 1)
    for word in words.every_word():
        add(word, 200)
    for word in (Path(__file__).with_name("common_words.txt")).read_text().split():
        add(word, 20)
    return counts


def _merges(counts: dict[tuple[str, ...], int], limit: int) -> list[tuple[str, str]]:
    """Byte pair encoding: the most frequent pair becomes a token, again and again; ties by the alphabet."""
    found: list[tuple[str, str]] = []
    while len(found) < limit:
        pairs: dict[tuple[str, str], int] = {}
        for word, times in counts.items():
            for pair in zip(word, word[1:], strict=False):
                pairs[pair] = pairs.get(pair, 0) + times
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        found.append(best)
        counts = _joined(counts, best)
    return found


def _joined(counts: dict[tuple[str, ...], int], pair: tuple[str, str]) -> dict[tuple[str, ...], int]:
    joined: dict[tuple[str, ...], int] = {}
    for word, times in counts.items():
        pieces: list[str] = []
        for piece in word:
            if pieces and (pieces[-1], piece) == pair:
                pieces[-1] += piece
            else:
                pieces.append(piece)
        joined[tuple(pieces)] = joined.get(tuple(pieces), 0) + times
    return joined


def _layout(vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> dict:
    special = [
        {"id": vocabulary[token], "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": token == START, "special": True}
        for token in (START, END)
    ]  # fmt: skip
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": SPLIT}, "behavior": "Removed", "invert": True},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        ]},
        "post_processor": {"type": "RobertaProcessing", "sep": [END, vocabulary[END]], "cls": [START, vocabulary[START]], "trim_offsets": False, "add_prefix_space": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": END, "continuing_subword_prefix": "", "end_of_word_suffix": "</w>", "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": vocabulary, "merges": [list(pair) for pair in merges]},
    }  # fmt: skip
