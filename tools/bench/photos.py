"""photos.py FOLDER COUNT WIDTH HEIGHT: made-up photos with the texture of real ones.

Octaves of coloured noise, gradients, hard-edged shapes and a sensor's grain; JPEG quality 92,
4:2:0, the EXIF orientations 1 to 8 in turn. The same number gives the same photo.
"""

import sys
from pathlib import Path

import numpy
from PIL import Image, ImageDraw


def octaves(random, width, height):
    field = numpy.zeros((height, width, 3), numpy.float32)
    for level in range(2, 11):
        cells = 2**level
        noise = random.integers(0, 256, (cells * 3 // 4, cells, 3), numpy.uint8)
        size = Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)
        field += (numpy.asarray(size, numpy.float32) - 128) * 1.7 ** (2 - level)
    return field


def photo(number, width, height):
    random = numpy.random.default_rng(number)
    field = octaves(random, width, height)
    field += numpy.linspace(40, 200, width, dtype=numpy.float32)[None, :, None]
    picture = Image.fromarray(numpy.clip(field, 0, 255).astype(numpy.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(30):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        side = int(random.integers(height // 40, height // 5))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        shape = random.choice(["ellipse", "rectangle", "line"])
        box = [x, y, x + side, y + side // 2]
        if shape == "line":
            draw.line(box, fill=colour, width=side // 30 + 1)
        else:
            getattr(draw, shape)(box, fill=colour)
    grain = random.normal(0, 3, (height, width, 1)).astype(numpy.float32)
    return Image.fromarray(numpy.clip(numpy.asarray(picture) + grain, 0, 255).astype(numpy.uint8))


def main():
    folder, count, width, height = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"{number:04}.jpg"
        if path.exists():
            continue
        exif = Image.Exif()
        exif[0x0112] = number % 8 + 1
        half = path.with_suffix(".part")
        photo(number, width, height).save(half, "JPEG", quality=92, subsampling=2, exif=exif)
        half.rename(path)


main()
