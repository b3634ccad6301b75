"""Documents to download, with a file for each language."""

from django.core.files.uploadedfile import SimpleUploadedFile

from config.demo.entries import Entry, Known
from config.demo.forms import valid
from config.demo.users import Cast
from library.documents import filing
from library.documents.forms import DocumentForm, field_of
from library.models import Document

MODEL = Document
VALUES = ("title", "description", "file", "credit", "holder", "licence", "partners_may_use", "source")


def make(entry: Entry, cast: Cast, known: Known) -> str:
    """Make a document through the form that uploads pass; return its id."""
    source = entry.text("source")
    typed = {
        "licence": entry.text("licence"),
        "source": entry.id_of(source, "sources", known) if source else "",
        "partners_may_use": entry.flag("partners_may_use"),
        **entry.columns("title", "description", "credit", "holder"),
    }
    uploads = {field_of(code): upload(entry, name) for code, name in entry.texts("file").items() if name}
    form = DocumentForm(typed, uploads)
    document = valid(entry, form).save()
    filing.keep(document, form.taken, by=cast.admin, is_new=True)
    return str(document.pk)


def upload(entry: Entry, name: str) -> SimpleUploadedFile:
    """Return a file as a form gets it."""
    path = entry.file.parent / "documents" / name
    try:
        return SimpleUploadedFile(path.name, path.read_bytes())
    except OSError as error:
        raise entry.error(f"the file {path} cannot be read") from error
