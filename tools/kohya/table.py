"""Asks kohya's sd-scripts which bucket it chooses, for 10,000 sizes of pictures.

The answers are the fixture that Blazon's own choice is compared with. Nothing of
sd-scripts is kept here: its `BucketManager` and `make_bucket_resolutions` are taken out of
a clone, or out of GitHub at the commit below, and run as they are.

    pip install numpy==2.4.6
    python tools/kohya/table.py src-tauri/crates/blazon-model/tests/kohya.bin [path/to/sd-scripts]

A record is 18 numbers of 16 bits, little-endian: width and height of the picture; then for
512 and 1024, each first with and then without enlarging, the bucket's width and height and
the scaled width and height. Four zeros stand where sd-scripts stops with an error.
"""

from __future__ import annotations

import ast
import math
import random
import struct
import sys
import urllib.request
from pathlib import Path
from typing import Tuple

import numpy as np

COMMIT = "48d368fa557731ad0488c07304dfeba8c07910eb"
ADDRESS = f"https://raw.githubusercontent.com/kohya-ss/sd-scripts/{COMMIT}/"
SEED = 20261121
SIZES = 10_000


def source(file: str, clone: Path | None) -> str:
    if clone is not None:
        return (clone / file).read_text(encoding="utf-8")
    with urllib.request.urlopen(ADDRESS + file) as reply:
        return reply.read().decode("utf-8")


def definition(text: str, name: str) -> ast.stmt:
    """The class or function `name`, so that the rest of the file, and torch, is not loaded."""
    for statement in ast.parse(text).body:
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef)) and statement.name == name:
            return statement
    raise SystemExit(f"sd-scripts has no {name} any more")


def run(statement: ast.stmt, names: dict) -> object:
    exec(compile(ast.Module([statement], []), "sd-scripts", "exec"), names)  # noqa: S102
    return names[statement.name]


def managers(clone: Path | None) -> list:
    resolutions = run(
        definition(source("library/model_util.py", clone), "make_bucket_resolutions"),
        {"math": math},
    )
    model_util = type("model_util", (), {"make_bucket_resolutions": staticmethod(resolutions)})
    manager = run(
        definition(source("library/train_util.py", clone), "BucketManager"),
        {"math": math, "np": np, "random": random, "Tuple": Tuple, "model_util": model_util},
    )
    made = []
    for size in (512, 1024):
        for no_upscale in (False, True):
            one = manager(no_upscale, (size, size), 256, 2048, 64)
            if not no_upscale:
                one.make_buckets()
            made.append(one)
    return made


def sizes() -> list[tuple[int, int]]:
    """Photos as people have them, buckets themselves, slivers, and pictures of a few pixels."""
    chance = random.Random(SEED)
    made = []
    while len(made) < SIZES:
        kind = chance.random()
        if kind < 0.1:
            size = (64 * chance.randint(1, 40), 64 * chance.randint(1, 40))
        elif kind < 0.2:
            size = (chance.randint(1, 200), chance.randint(1, 200))
        else:
            short = math.exp(chance.uniform(math.log(16), math.log(6000)))
            longest = 4 if kind < 0.9 else 30
            long = short * math.exp(chance.uniform(0, math.log(longest)))
            size = (round(short), round(long))
            if chance.random() < 0.5:
                size = size[::-1]
        # A longer one, and a thinner one enlarged to cover a bucket, would not fit 16 bits.
        if max(size) <= min(30 * min(size), 20_000):
            made.append(size)
    return made


def main() -> None:
    target = Path(sys.argv[1])
    clone = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    asked = managers(clone)
    table = bytearray()
    for width, height in sizes():
        table += struct.pack("<2H", width, height)
        for manager in asked:
            try:
                bucket, scaled, _ = manager.select_bucket(width, height)
            except (ZeroDivisionError, AssertionError):
                bucket, scaled = (0, 0), (0, 0)
            table += struct.pack("<4H", *bucket, *scaled)
    target.write_bytes(table)
    print(f"{len(table)} bytes, {len(table) // 36} sizes")


if __name__ == "__main__":
    main()
