"""Files that mean harm: refused by what they hold, kept under no name of theirs, and handed out as nothing that runs."""

import re
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from library.documents.intake import take as take_document
from library.intake import take
from library.models import Image
from tests.factories import make_image, make_superuser
from tests.files import pdf, table
from tests.roles import client_of
from tests.uploads import bomb, chunk, drawn, exif, upload, written

ADD = "/admin/library/image/add/"
GOOD = {"title": "Two chairs", "alt_en": "Two chairs", "alt_ka": "ორი სკამი", "licence": "reserved", "focal_x": "50", "focal_y": "50"}
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
SCRIPTS = {
    "Ghost CVE-2024-23724": (SVG, "me.svg"),
    "Ghost CVE-2024-23724 under another name": (b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "me.png"),
    "Ghost CVE-2022-28397": (b"<?php system($_GET['x']); ?>", "x.php"),
    "Ghost CVE-2022-28397 as a picture": (b"GIF89a<?php system('id'); ?>", "x.php.gif"),
    "WordPress CVE-2018-20149": (b"<!DOCTYPE html><script>alert(1)</script>", "x.jpg"),
    "WordPress CVE-2018-20149 as an archive": (b"PK\x03\x04" + b"\0" * 40, "plugin.jpg"),
}
NAMES = {
    "Django CVE-2021-28658": "../../x.jpg",
    "Django CVE-2021-31542": "..\\..\\x.jpg",
    "Django CVE-2021-45452": "/etc/cron.d/x.jpg",
    "Django CVE-2024-39330": "a/../../x.jpg",
    "WordPress CVE-2019-8943": "evil.jpg?/../../x.jpg",
    "Django CVE-2011-0697": 'x"><img src=x onerror=alert(1)>.jpg',
    "a name without end": "x" * 5000 + ".jpg",
}


def refused(data: bytes, name: str = "x.jpg") -> str:
    with pytest.raises(ValidationError) as caught:
        take(upload(data, name))
    return caught.value.code


@pytest.mark.parametrize(("data", "name"), SCRIPTS.values(), ids=SCRIPTS)
def test_file_that_would_run_is_no_picture_whatever_it_is_called(data, name):
    answer = client_of(make_superuser()).post(ADD, {**GOOD, "file": SimpleUploadedFile(name, data, content_type="image/png")})

    assert answer.status_code == 200
    assert not Image.objects.exists()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_name_of_an_upload_says_nothing_of_where_it_is_kept(name):
    body = BytesIO(written(drawn()))
    body.name = name

    client_of(make_superuser()).post(ADD, {**GOOD, "file": body})

    # A name that no disk can hold is refused, by Django.
    kept = [image.file.name for image in Image.objects.all()]
    assert len(kept) == (0 if len(name) > 255 else 1)
    assert [each for each in kept if not re.fullmatch(r"(?:[a-z]+/)?[0-9a-f]{2}/[0-9a-f]{32}\.jpg|(?:[a-z]+/)?[0-9a-f]{32}\.jpg", each)] == []


def test_cve_2014_0481_same_name_many_times_costs_nothing_more():
    """Django CVE-2014-0481: each upload of a name that was there took one step more to find a free one."""
    names = {make_image().file.name for _time in range(4)}

    assert len(names) == 4
    assert all(re.search(r"[0-9a-f]{32}\.jpg$", name) for name in names)


def test_cve_2012_3443_picture_larger_than_memory_is_not_opened():
    """Django CVE-2012-3443: a small file unfolded to a picture that filled the memory. Wagtail CVE-2023-28837: so did a large file."""
    assert refused(bomb()) == "too_many_pixels"
    assert refused(bomb(65_000, 700)[:60]) != ""


def test_cve_2014_9601_header_of_a_file_is_no_place_for_a_bomb():
    """Pillow CVE-2014-9601: a packed text in a PNG unfolded to more than memory holds."""
    data = written(drawn((64, 64)), "PNG")
    swollen = data[:33] + chunk(b"zTXt", b"a\0\0" + __import__("zlib").compress(b"\0" * 80_000_000)) + data[33:]

    try:
        found = take(upload(swollen, "x.png"))
    except ValidationError:
        return
    assert found.size < 1_000_000


def test_cve_2019_8942_what_a_camera_wrote_does_not_come_along():
    """WordPress CVE-2019-8942: what ran stood in the EXIF data of a picture. Nothing of it is kept, where it was taken neither."""
    tags = exif()
    tags[0x010E] = "<?php system('id'); ?>"
    text = PngInfo()
    text.add_text("Comment", "<script>alert(1)</script>")

    jpeg, png = take(upload(written(drawn(), exif=tags))).read(), take(upload(written(drawn(), "PNG", pnginfo=text), "x.png")).read()

    assert [word for word in (b"<?php", b"SECRETMAKER", b"SECRETSERIAL", b"<script>", b"Exif") if word in jpeg + png] == []
    assert dict(Pillow.open(BytesIO(jpeg)).getexif()) == {}


def test_file_that_is_two_things_is_kept_as_one():
    """Polyglots: a picture that is an archive and a page too is a picture afterwards."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("x.html", "<script>alert(1)</script>")

    kept = take(upload(written(drawn()) + b"<script>alert(1)</script>" + archive.getvalue())).read()

    assert (b"<script>" in kept, zipfile.is_zipfile(BytesIO(kept))) == (False, False)


def test_cve_2023_31047_second_file_of_a_field_is_not_taken_unseen():
    """Django CVE-2023-31047: of several files in one field only the last was checked."""
    files = [SimpleUploadedFile("a.svg", SVG), SimpleUploadedFile("b.jpg", written(drawn()))]

    for order in (files, files[::-1]):
        for file in order:
            file.seek(0)
        client_of(make_superuser(is_active=True)).post(ADD, {**GOOD, "file": order})

    assert all(image.file.name.endswith(".jpg") for image in Image.objects.all())
    for image in Image.objects.all():
        with image.file.open("rb") as kept:
            assert b"<svg" not in kept.read()


def multipart(*parts: bytes, boundary: str = "b") -> dict[str, object]:
    """Return a body as an attacker writes it."""
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


FORMS = {
    # A body whose base64 never ended was read for ever.
    "Django CVE-2022-23833": multipart(b'Content-Disposition: form-data; name="file"; filename="x"\r\nContent-Transfer-Encoding: base64\r\n\r\nA'),
    # Parts without end filled memory and open files.
    "Django CVE-2023-24580": multipart(*(b'Content-Disposition: form-data; name="f%d"; filename="x"\r\n\r\nA' % number for number in range(300))),
    "a line end in a name": multipart(b'Content-Disposition: form-data; name="a\r\nb"; filename="x\r\ny"\r\n\r\nA'),
    "no boundary": {"data": b"A" * 100, "content_type": "multipart/form-data"},
    "a header without end": multipart(b'Content-Disposition: form-data; name="' + b"a" * 200_000 + b'"\r\n\r\nA'),
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS)
def test_form_that_is_none_is_refused_and_ends(body):
    client = client_of(make_superuser())
    client.raise_request_exception = False

    answer = client.post(ADD, **body)

    assert answer.status_code < 500
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    "data", [SVG, b"<html><script>alert(1)</script>", b"MZ\x90\0", pdf().replace(b"%PDF", b"%!PS")], ids=["svg", "html", "exe", "ps"]
)
def test_cve_2024_23724_document_that_would_run_is_refused_too(data):
    """Ghost CVE-2024-23724, by the other door: documents."""
    with pytest.raises(ValidationError):
        take_document(upload(data, "minutes.pdf"))


def test_what_was_uploaded_is_handed_out_as_nothing_that_runs():
    """Each door by which a file of somebody reaches a browser tells it to run nothing."""
    image = make_image()
    client = client_of(make_superuser())

    answers = [client.get(f"/admin/library/image/{image.pk}/file/"), client.get(f"/admin/library/image/{image.pk}/file/?width=160")]

    for answer in answers:
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "image/jpeg")
        assert b"".join(answer.streaming_content)
    assert Client().get(f"/media/originals/{image.file.name}").status_code == 404
    assert table()
