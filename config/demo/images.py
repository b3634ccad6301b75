"""Pictures, with what must be said about them."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from config.demo.entries import Entry, Known
from config.demo.forms import submit
from config.demo.users import Cast
from library.forms import ImageForm
from library.models import Image

MODEL = Image
# `source` is the drawing that a file was made from; nothing reads it.
VALUES = ("title", "file", "source", "decorative", "alt", "caption", "credit", "holder", "licence", "partners_may_use", "focal")


def make(entry: Entry, _cast: Cast, _known: Known) -> str:
    """Make an image through the form that uploads pass; return its id."""
    first, *others = files(entry)
    uploads = {"file": upload(entry, first[1]), **{f"file_variant_{code}": upload(entry, name) for code, name in others}}
    x, y = focal_point(entry)
    typed = {
        "title": entry.text("title"),
        "licence": entry.text("licence") or Image.Licence.RESERVED,
        "decorative": entry.flag("decorative"),
        "partners_may_use": entry.flag("partners_may_use"),
        "focal_x": x,
        "focal_y": y,
        **entry.columns("alt", "caption", "credit", "holder"),
    }
    return submit(entry, ImageForm(typed, uploads))


def files(entry: Entry) -> list[tuple[str, str]]:
    """Return (language, file name) pairs; the first is the file that all see, the others are variants."""
    value = entry.values.get("file")
    if isinstance(value, str):
        return [("", value)]
    names = [(code, name) for code, name in entry.texts("file").items() if name]
    if not names:
        raise entry.error("“file” names no file")
    return names


def upload(entry: Entry, name: str) -> SimpleUploadedFile:
    """Return a file as a form gets it."""
    path = entry.file.parent / "images" / Path(name).name
    try:
        return SimpleUploadedFile(path.name, path.read_bytes())
    except OSError as error:
        raise entry.error(f"the file {path} cannot be read") from error


def focal_point(entry: Entry) -> tuple[int, int]:
    """Return the point to keep when the picture is cut: the middle where the file names none."""
    match entry.many("focal"):
        case []:
            return 50, 50
        case [int(x), int(y)]:
            return x, y
    raise entry.error("“focal” should be two numbers: per cent from the left and from the top")
