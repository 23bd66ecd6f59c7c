"""Renders Blazon's icon files from icons/icon.svg and icons/tray.svg.

Run from the repository root, in a virtual environment:

    pip install -r tools/icons/requirements.txt
    python tools/icons/render.py

Writes 32x32.png, 128x128.png, 128x128@2x.png, icon.png, icon.ico, icon.icns and
tray-32.png into icons/. Every PNG is RGBA, 8 bits a channel, which Tauri requires.
The small sizes come from icon-small.svg, where the same motif fills more of the
tile, so that the banner still reads in a task bar.
"""

import io
import struct
from pathlib import Path

import cairosvg
from PIL import Image

ICONS = Path(__file__).resolve().parents[2] / "icons"
SMALL = 48  # at and below this size the simplified drawing is used


def render(name: str, size: int) -> Image.Image:
    png = cairosvg.svg2png(url=str(ICONS / name), output_width=size * 4, output_height=size * 4)
    image = Image.open(io.BytesIO(png)).convert("RGBa")  # premultiplied: clean edges
    return image.resize((size, size), Image.Resampling.BOX).convert("RGBA")


def icon(size: int) -> Image.Image:
    return render("icon-small.svg" if size <= SMALL else "icon.svg", size)


def ico(sizes: list[int]) -> bytes:
    """An .ico file with its layers in the order given: Tauri takes the first one for
    the window while developing. Bitmaps, but for the 256 px layer, which is a PNG."""
    entries, layers = b"", b""
    for size in sizes:
        single = io.BytesIO()
        form = "png" if size == 256 else "bmp"
        icon(size).save(single, "ICO", sizes=[(size, size)], bitmap_format=form)
        data = single.getvalue()
        entry, layer = data[6:22], data[22:]
        offset = 6 + 16 * len(sizes) + len(layers)
        entries += entry[:12] + struct.pack("<I", offset)
        layers += layer
    return struct.pack("<HHH", 0, 1, len(sizes)) + entries + layers


def main() -> None:
    for name, size in {"32x32": 32, "128x128": 128, "128x128@2x": 256, "icon": 512}.items():
        icon(size).save(ICONS / f"{name}.png", optimize=True)
    render("tray.svg", 32).save(ICONS / "tray-32.png", optimize=True)

    (ICONS / "icon.ico").write_bytes(ico([32, 16, 24, 48, 64, 256]))
    icns = [icon(size) for size in (16, 32, 64, 128, 256, 512, 1024)]
    icns[-1].save(ICONS / "icon.icns", append_images=icns[:-1])


if __name__ == "__main__":
    main()
