"""Draws the golden banner with Pillow, the way a script would, and times it.

    python badge.py PICTURE FONT WORDS ROUNDS OUT.png

The same picture, the same font file, the same band, letters with outline and shadow, a size found by halving, and PNG level 1.
Prints one line of JSON: the milliseconds of each round for drawing and for saving. The picture is decoded and resized, and
the band's gradient made, once before the rounds, as the preview and a batch keep them in Blazon.
"""

import io
import json
import sys
import time

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIDE = 1024
BAND = (824, 1024)
BOX = (56, 856, 968, 994)
STOPS = [(0.0, (251, 224, 138)), (0.12, (239, 185, 58)), (0.5, (251, 224, 138)), (0.62, (239, 185, 58)), (1.0, (201, 138, 27))]


def gradient(height):
    column = Image.new("RGB", (1, height))
    for y in range(height):
        at = y / (height - 1)
        for (low, first), (high, second) in zip(STOPS, STOPS[1:]):
            if low <= at <= high:
                part = (at - low) / (high - low)
                column.putpixel((0, y), tuple(round(a + (b - a) * part) for a, b in zip(first, second)))
                break
    return column.resize((SIDE, height))


def fitted(font_file, words, draw):
    width, height = BOX[2] - BOX[0], BOX[3] - BOX[1]
    low, high = 8, 300
    while low < high:
        middle = (low + high + 1) // 2
        font = ImageFont.truetype(font_file, middle)
        box = draw.textbbox((0, 0), words, font=font, stroke_width=max(1, round(middle * 0.0375)))
        if box[2] - box[0] <= width and box[3] - box[1] <= height:
            low = middle
        else:
            high = middle - 1
    return ImageFont.truetype(font_file, low), low


def compose(picture, band, font_file, words):
    badge = picture.copy()
    shade = Image.new("L", (1, 134))
    for y in range(134):
        shade.putpixel((0, y), round(0x55 * y / 133))
    badge.paste((0, 0, 0), (0, 690), shade.resize((SIDE, 134)))
    badge.paste(band, (0, BAND[0]))
    draw = ImageDraw.Draw(badge)
    draw.rectangle((0, 824, SIDE, 831), fill=(138, 90, 16))
    draw.rectangle((0, 844, SIDE, 846), fill=(190, 140, 45))
    draw.rectangle((0, 1002, SIDE, 1004), fill=(180, 130, 40))
    font, size = fitted(font_file, words, draw)
    stroke = max(1, round(size * 0.0375))
    centre = ((BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2)
    shadow = Image.new("L", (SIDE, BAND[1] - BAND[0]), 0)
    ImageDraw.Draw(shadow).text(
        (centre[0], centre[1] - BAND[0] + size * 0.035), words, font=font, fill=0x59, anchor="mm", stroke_width=stroke, stroke_fill=0x59
    )
    badge.paste((42, 20, 4), (0, BAND[0]), shadow.filter(ImageFilter.GaussianBlur(size * 0.025)))
    draw.text(centre, words, font=font, fill=(58, 31, 8), anchor="mm", stroke_width=stroke, stroke_fill=(255, 243, 196))
    return badge


def main():
    picture_file, font_file, words, rounds, out = sys.argv[1:6]
    picture = Image.open(picture_file).convert("RGB").resize((SIDE, SIDE), Image.LANCZOS)
    band = gradient(BAND[1] - BAND[0])
    times = []
    for _ in range(int(rounds)):
        start = time.perf_counter()
        badge = compose(picture, band, font_file, words)
        drawn = time.perf_counter()
        file = io.BytesIO()
        badge.save(file, "PNG", compress_level=1)
        saved = time.perf_counter()
        times.append([(drawn - start) * 1000, (saved - drawn) * 1000])
    with open(out, "wb") as target:
        target.write(file.getvalue())
    print(json.dumps({"rounds": times, "bytes": len(file.getvalue())}))


if __name__ == "__main__":
    main()
