"""What the Python peers have in common: what is measured of a photo, and the walk over photos.

A peer gives `process(path, thumbnail_path)`, which does the whole job for one photo and returns
the JPEG of its square, and calls `run`.
"""

import multiprocessing
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

import numpy

SIDE = 1024
THUMBNAIL = 320
MEASURED = 512
JPEG = 95
WEBP = 80
# As ours.
EFFORT = 1

_steps = numpy.arange(32)
_cosines = numpy.cos(numpy.pi / 32 * (_steps[None, :] + 0.5) * _steps[:8, None]).astype(numpy.float32)


def measure(luma, tiny):
    """Laplacian variance, exposure and a perceptual hash: of luma with a short side of 512, and of
    luma in 32 x 32, both 8 bits."""
    wide = luma.astype(numpy.int16)
    edges = (
        4 * wide[1:-1, 1:-1] - wide[:-2, 1:-1] - wide[2:, 1:-1] - wide[1:-1, :-2] - wide[1:-1, 2:]
    )
    counts = numpy.bincount(luma.ravel(), minlength=256)
    waves = (_cosines @ tiny.astype(numpy.float32) @ _cosines.T).ravel()[1:]
    return edges.var(), luma.mean(), counts[:8].sum(), counts[248:].sum(), waves > numpy.median(waves)


def _one(process, out, path):
    return path.stem, process(path, out / f"{path.stem}.webp")


def run(process):
    folder, out, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    photos = sorted(folder.glob("*.jpg"))
    one = partial(_one, process, out)
    one(photos[0])
    if workers == 1:
        started = time.perf_counter()
        pack(out, map(one, photos))
    else:
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            pool.map(one, photos[:workers], chunksize=1)
            started = time.perf_counter()
            pack(out, pool.imap_unordered(one, photos))
    print(f"{time.perf_counter() - started:.6f} {len(photos)}")


def pack(out, squares):
    with zipfile.ZipFile(out / "squares.zip", "w", zipfile.ZIP_STORED) as archive:
        for name, square in squares:
            archive.writestr(f"{name}.jpg", square)
