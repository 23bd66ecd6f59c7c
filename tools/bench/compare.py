"""compare.py PHOTOS OUT...: how near each program's squares are to the reference, in dB (PSNR).

The reference is Pillow's full decode, turned upright and resized by Lanczos, not encoded. The
first line is that picture through JPEG quality 95, 4:2:0: no program can be much nearer.
"""

import io
import sys
import zipfile
from pathlib import Path

import numpy
from PIL import Image, ImageOps


def psnr(a, b):
    error = numpy.mean((numpy.asarray(a, numpy.float64) - numpy.asarray(b, numpy.float64)) ** 2)
    return 10 * numpy.log10(255**2 / error)


def main():
    photos, outs = sorted(Path(sys.argv[1]).glob("*.jpg")), sys.argv[2:]
    archives = {out: zipfile.ZipFile(Path(out) / "squares.zip") for out in outs}
    found = {name: [] for name in ["reference", *outs]}
    for path in photos:
        image = ImageOps.exif_transpose(Image.open(path))
        reference = ImageOps.fit(image, (1024, 1024), Image.Resampling.LANCZOS)
        encoded = io.BytesIO()
        reference.save(encoded, "JPEG", quality=95, subsampling=2)
        found["reference"].append(psnr(reference, Image.open(encoded)))
        for out, archive in archives.items():
            square = Image.open(io.BytesIO(archive.read(path.name)))
            assert square.size == (1024, 1024) and not square.getexif(), (out, path.name)
            found[out].append(psnr(reference, square))
    for name, values in found.items():
        print(f"{Path(name).name} {numpy.mean(values):.3f}")


main()
