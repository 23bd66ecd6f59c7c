"""The whole job with OpenCV: reduced decode (which turns upright by itself), area filter; the
thumbnail's WebP by Pillow."""

import cv2
import job
import numpy
from PIL import Image

cv2.setNumThreads(1)


def process(path, thumbnail_path):
    data = numpy.fromfile(path, numpy.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_REDUCED_COLOR_2)
    height, width = image.shape[:2]
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    square = cv2.resize(
        image[top : top + side, left : left + side], (job.SIDE, job.SIDE), interpolation=cv2.INTER_AREA
    )
    small = scaled(image, job.MEASURED)
    luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    cv2.Laplacian(luma, cv2.CV_16S).var()
    counts = cv2.calcHist([luma], [0], None, [256], [0, 256])
    tiny = cv2.dct(cv2.resize(luma, (32, 32), interpolation=cv2.INTER_AREA).astype(numpy.float32))
    waves = tiny[:8, :8].ravel()[1:]
    _ = luma.mean(), counts[:8].sum(), counts[248:].sum(), waves > numpy.median(waves)
    # OpenCV's own WebP writer knows no effort and takes 4; the others and ours take less.
    thumbnail = cv2.cvtColor(scaled(small, job.THUMBNAIL), cv2.COLOR_BGR2RGB)
    Image.fromarray(thumbnail).save(thumbnail_path, "WEBP", quality=job.WEBP, method=job.EFFORT)
    _, out = cv2.imencode(".jpg", square, [cv2.IMWRITE_JPEG_QUALITY, job.JPEG])
    return out.tobytes()


def scaled(image, short):
    height, width = image.shape[:2]
    scale = short / min(width, height)
    size = (round(width * scale), round(height * scale))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    job.run(process)
