"""The whole job with Pillow: draft mode, Lanczos, turned upright after the resize."""

import io

import job
import numpy
from PIL import Image, ImageOps

LANCZOS = Image.Resampling.LANCZOS


def process(path, thumbnail_path):
    image = Image.open(io.BytesIO(path.read_bytes()))
    exif = image.getexif()
    width, height = image.size
    scale = job.SIDE / min(width, height)
    image.draft("RGB", (int(width * scale), int(height * scale)))
    image.load()
    width, height = image.size
    side = min(width, height)
    left, top = (width - side) / 2, (height - side) / 2
    square = image.resize((job.SIDE, job.SIDE), LANCZOS, box=(left, top, left + side, top + side))
    square = upright(square, exif)
    small = scaled(image, job.MEASURED, Image.Resampling.BILINEAR)
    small = upright(small, exif)
    luma = small.convert("L")
    job.measure(
        numpy.asarray(luma), numpy.asarray(luma.resize((32, 32), Image.Resampling.BOX))
    )
    scaled(small, job.THUMBNAIL, LANCZOS).save(
        thumbnail_path, "WEBP", quality=job.WEBP, method=job.EFFORT
    )
    out = io.BytesIO()
    square.save(out, "JPEG", quality=job.JPEG, subsampling=2)
    return out.getvalue()


def upright(image, exif):
    image.info.pop("exif", None)
    image.getexif()[0x0112] = exif.get(0x0112, 1)
    image = ImageOps.exif_transpose(image)
    image.info.pop("exif", None)
    return image


def scaled(image, short, filter):
    scale = short / min(image.size)
    return image.resize(tuple(round(side * scale) for side in image.size), filter)


if __name__ == "__main__":
    job.run(process)
