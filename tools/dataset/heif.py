"""Makes the HEIC and AVIF files that blazon-dataset's tests read, in tests/fixtures of that crate.

    pip install pillow==13.0.0 pillow-heif==1.8.1
    python tools/dataset/heif.py

The left half of a picture is red, the right half blue. `turned.heic` is to be turned right by its
rotation box (ISO/IEC 23008-12, 6.5.10), `alpha.heic` is transparent in its upper half, and
`display-p3.heic` is one colour, (200, 60, 60), in Display P3.
"""

import struct
from pathlib import Path

import pillow_heif
from PIL import Image

OUT = Path(__file__).resolve().parents[2] / "src-tauri/crates/blazon-dataset/tests/fixtures"
SIZE = (64, 48)
RED, BLUE = (220, 30, 30), (30, 30, 220)
# "Turn right to stand upright" (Exif 2.32, 4.6.4); the library writes it as a rotation box.
TURN_RIGHT = 6


def halves() -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", SIZE, BLUE)
    picture.paste(RED, (0, 0, SIZE[0] // 2, SIZE[1]))
    return picture


def display_p3() -> bytes:
    """A profile of Display P3 (SMPTE EG 432-1) with sRGB's curve, as ICC.1:2022 lays it out."""

    def fixed(*numbers: float) -> bytes:
        return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))

    def text(words: str) -> bytes:
        written = words.encode("utf-16-be")
        return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(written), 28) + written

    white = (0.9642, 1.0, 0.8249)
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    tags = {
        b"desc": text("Display P3"),
        b"cprt": text("CC0"),
        b"wtpt": b"XYZ " + bytes(4) + fixed(*white),
        # The primaries, adapted to D50 by Bradford's matrix.
        b"rXYZ": b"XYZ " + bytes(4) + fixed(0.515121, 0.241196, -0.001053),
        b"gXYZ": b"XYZ " + bytes(4) + fixed(0.291977, 0.692245, 0.041885),
        b"bXYZ": b"XYZ " + bytes(4) + fixed(0.157104, 0.066574, 0.784073),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        table += name + struct.pack(">II", start + len(data), len(tag))
        data += tag + bytes(-len(tag) % 4)
    length = struct.pack(">I", start + len(data))
    head = length + bytes(4) + struct.pack(">I", 0x04400000) + b"mntrRGB XYZ " + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head += b"acsp" + bytes(28) + fixed(*white)
    return head.ljust(128, bytes(1)) + table + data


def main() -> None:
    """Writes all five."""
    pillow_heif.register_heif_opener()
    halves().save(OUT / "red-blue.heic", quality=80)
    halves().save(OUT / "red-blue.avif", quality=80)
    exif = Image.Exif()
    exif[0x0112] = TURN_RIGHT
    halves().save(OUT / "turned.heic", quality=80, exif=exif.tobytes())
    alpha = Image.new("L", SIZE, 255)
    alpha.paste(0, (0, 0, SIZE[0], SIZE[1] // 2))
    clear = halves()
    clear.putalpha(alpha)
    clear.save(OUT / "alpha.heic", quality=80)
    Image.new("RGB", SIZE, (200, 60, 60)).save(OUT / "display-p3.heic", quality=90, icc_profile=display_p3())


if __name__ == "__main__":
    main()
