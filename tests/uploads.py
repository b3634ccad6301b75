"""Files as editors, phones and attackers send them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def drawn(size: tuple[int, int] = (900, 600), mode: str = "RGB") -> Image.Image:
    """Return a picture whose four corners differ: red, green, blue, white."""
    image = Image.new("RGB", size, "white")
    half = (size[0] // 2, size[1] // 2)
    paint = ImageDraw.Draw(image)
    paint.rectangle((0, 0, *half), fill="red")
    paint.rectangle((half[0], 0, size[0], half[1]), fill="lime")
    paint.rectangle((0, half[1], half[0], size[1]), fill="blue")
    return image.convert(mode)


def noise(size: tuple[int, int]) -> Image.Image:
    """Return a picture that no format makes small."""
    return Image.merge("RGB", [Image.effect_noise(size, 90) for _band in range(3)])


def written(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    """Return the bytes of a picture."""
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """Return bytes as a form gets them."""
    return SimpleUploadedFile(name, data)


def picture(size: tuple[int, int] = (900, 600), format: str = "JPEG", name: str = "photo.jpg") -> SimpleUploadedFile:
    """Return a good picture as a form gets it."""
    return upload(written(drawn(size), format), name)


def exif(*, orientation: int = 1) -> Image.Exif:
    """Return what a phone writes: where the picture was taken, by which device, which way is up."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = "SECRETMAKER"
    found[0xA431] = "SECRETSERIAL"
    found.get_ifd(0x8825).update({1: "N", 2: (42.0, 13.0, 30.0), 3: "E", 4: (43.0, 58.0, 10.0)})
    return found


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """Return a tiny PNG that claims to be enormous."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
