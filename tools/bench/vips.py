"""The whole job with pyvips: decoded once at half size, turned upright, then its own resize."""

import os

os.environ["VIPS_CONCURRENCY"] = "1"

import job
import pyvips

pyvips.cache_set_max(0)


def process(path, thumbnail_path):
    data = path.read_bytes()
    image = pyvips.Image.jpegload_buffer(data, shrink=2).autorot().copy_memory()
    square = image.thumbnail_image(job.SIDE, height=job.SIDE, crop="centre")
    small = image.resize(job.MEASURED / min(image.width, image.height)).copy_memory()
    luma = small.colourspace("b-w")
    job.measure(luma.numpy(), luma.thumbnail_image(32, height=32, size="force").numpy())
    thumbnail = small.resize(job.THUMBNAIL / job.MEASURED)
    thumbnail.webpsave(str(thumbnail_path), Q=job.WEBP, effort=job.EFFORT, keep="none")
    return square.jpegsave_buffer(Q=job.JPEG, subsample_mode="on", keep="none")


if __name__ == "__main__":
    job.run(process)
