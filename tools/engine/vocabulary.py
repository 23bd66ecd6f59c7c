"""Writes CLIP's vocabulary as the crate keeps it: each merge as the numbers of its two tokens, 16 bits each.

    python vocabulary.py ../../src-tauri/crates/blazon-engine/src/tokenizer/clip.merges

The source is `bpe_simple_vocab_16e6.txt.gz` of the package open_clip_torch (MIT License, Copyright (c) 2021 OpenAI).
"""

import gzip
import struct
import sys
from importlib.util import find_spec
from pathlib import Path

from small import bytes_to_unicode

COUNT = 49152 - 256 - 2


def merges() -> list[tuple[str, str]]:
    folder = Path(find_spec("open_clip").origin).parent
    lines = gzip.open(folder / "bpe_simple_vocab_16e6.txt.gz").read().decode().split("\n")
    return [tuple(line.split()) for line in lines[1 : COUNT + 1]]


def vocabulary(pairs: list[tuple[str, str]]) -> dict[str, int]:
    letters = list(bytes_to_unicode().values())
    tokens = letters + [letter + "</w>" for letter in letters] + ["".join(pair) for pair in pairs]
    return {token: index for index, token in enumerate(tokens + ["<|startoftext|>", "<|endoftext|>"])}


if __name__ == "__main__":
    pairs = merges()
    ids = vocabulary(pairs)
    Path(sys.argv[1]).write_bytes(b"".join(struct.pack("<HH", ids[left], ids[right]) for left, right in pairs))
