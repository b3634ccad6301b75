from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, PngImagePlugin

from library import intake
from tests.uploads import bomb, drawn, exif, picture, upload, written


def refusal(data: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(ValidationError) as caught:
        intake.take(upload(data, name))
    return caught.value.code


def read(file: ContentFile) -> Image.Image:
    file.seek(0)
    return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_format_is_told_by_content_and_kept(format):
    stored = intake.take(upload(written(drawn(), format), "holiday.bmp"))

    assert read(stored).format == format
    assert read(stored).size == (900, 600)


def test_name_of_the_upload_is_forgotten():
    stored = intake.take(picture(name="<script>alert(1)</script>.jpg"))

    assert stored.name == "picture.jpg"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "photo.jpg", "html"),
        (b"\xef\xbb\xbf\n <html><body>hello", "photo.png", "html"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "drawing.svg", "svg"),
        (b'<?xml version="1.0"?><!-- --><SVG/>', "photo.png", "svg"),
        (written(drawn((64, 64)), "GIF"), "moving.gif", "gif"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC", "heic"),
        (b"%PDF-1.7 ...", "photo.jpg", "not_a_picture"),
        (written(drawn((64, 64)), "BMP"), "photo.bmp", "not_a_picture"),
        (written(drawn((64, 64)), "TIFF"), "photo.tif", "not_a_picture"),
        (b"\xff\xd8\xff\xe0nonsense", "photo.jpg", "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n", "photo.png", "not_a_picture"),
        (b"", "photo.png", "empty"),
        (written(drawn((12, 600))), "photo.jpg", "too_small"),
    ],
)
def test_other_files_are_refused_by_their_content(data, name, code):
    assert refusal(data, name) == code


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_file_that_breaks_off_is_refused(format):
    whole = written(drawn(), format)

    assert refusal(whole[: len(whole) * 2 // 3]) in {"damaged", "not_a_picture"}


def test_moving_picture_is_refused():
    frames = [drawn((64, 64)), drawn((64, 64)).rotate(90)]

    assert refusal(written(frames[0], "WEBP", save_all=True, append_images=frames[1:])) == "animated"
    assert refusal(written(frames[0], "PNG", save_all=True, append_images=frames[1:])) == "animated"


def test_phone_picture_with_a_second_one_behind_it_is_a_jpeg():
    stored = intake.take(upload(written(drawn(), "MPO", save_all=True, append_images=[drawn()])))

    assert read(stored).format == "JPEG"


def test_bomb_is_refused_before_it_is_decoded():
    assert refusal(bomb(), "photo.png") == "too_many_pixels"


def test_pixels_are_limited_by_setting(settings):
    settings.IMAGE_MAX_PIXELS = 900 * 600 - 1

    assert refusal(written(drawn())) == "too_many_pixels"


def test_pixels_up_to_the_limit_are_taken(settings):
    settings.IMAGE_MAX_PIXELS = 900 * 600

    assert read(intake.take(picture())).size == (900, 600)


def test_bytes_are_limited_by_setting(settings):
    settings.IMAGE_MAX_BYTES = 1000

    assert refusal(written(drawn())) == "too_large"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_does_not_reach_the_library(format):
    sent = written(drawn(), format, exif=exif().tobytes(), xmp=b"<x:xmpmeta>SECRETXMP</x:xmpmeta>")
    assert b"SECRETMAKER" in sent

    stored = intake.take(upload(sent))

    assert b"SECRET" not in stored.read()
    assert dict(read(stored).getexif()) == {}
    assert set(read(stored).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "duration", "timestamp", "background"}


def test_comments_and_what_follows_the_picture_do_not_reach_the_library():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SECRET", zip=False)

    jpeg = intake.take(upload(written(drawn(), comment=b"SECRET") + b"SECRET trailer"))
    png = intake.take(upload(written(drawn(), "PNG", pnginfo=notes) + b"SECRET trailer"))

    assert b"SECRET" not in jpeg.read()
    assert b"SECRET" not in png.read()


def test_picture_is_turned_upright():
    stored = intake.take(upload(written(drawn(), exif=exif(orientation=6).tobytes())))

    upright = read(stored)
    assert upright.size == (600, 900)
    assert upright.getpixel((10, 10))[2] > 200, "blue, which was at the lower left"


def test_colours_are_brought_to_srgb():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A device that shows blue where others show red.
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")

    stored = intake.take(upload(written(drawn(), icc_profile=swapped)))

    red, _green, blue = read(stored).getpixel((10, 10))
    assert "icc_profile" not in read(stored).info
    assert blue > 200 > red


def test_profile_that_does_not_fit_is_ignored():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    stored = intake.take(upload(written(drawn(), icc_profile=lab)))

    assert "icc_profile" not in read(stored).info
    assert read(stored).getpixel((10, 10))[0] > 200


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "CMYK", "I;16"])
def test_every_colour_mode_is_taken(mode):
    format = "JPEG" if mode == "CMYK" else "PNG"
    image = drawn(mode="L").convert("I;16") if mode == "I;16" else drawn(mode=mode)

    assert read(intake.take(upload(written(image, format)))).mode in {"L", "RGB", "RGBA"}


def test_sixteen_bits_are_scaled_not_cut():
    stored = intake.take(upload(written(Image.new("I;16", (64, 64), 0x8000), "PNG")))

    assert 120 <= read(stored).getpixel((5, 5)) <= 135


def test_png_loses_no_pixel():
    stored = intake.take(upload(written(drawn(), "PNG")))

    assert read(stored).tobytes() == drawn().tobytes()


def test_upright_jpeg_keeps_its_tables():
    sent = written(drawn(), quality=71)

    stored = intake.take(upload(sent))

    assert read(stored).quantization == Image.open(BytesIO(sent)).quantization
