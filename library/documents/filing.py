"""What is done to documents: a file comes in and replaces the one before, a version is taken back, a document goes."""

from collections.abc import Collection, Mapping
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from library import storage
from library.documents.intake import Taken
from library.documents.usage import public
from library.models import DeletedDocument, Document, DocumentFile
from library.tasks import read_document
from publishing import changes


def keep(document: Document, files: Mapping[str, Taken], *, by: AbstractBaseUser | None, is_new: bool, versions: Collection[str] = ()) -> None:
    """End the act of saving a document: keep the files that came with it ({language: file}). Inside its transaction.

    The one that stood in a language until now stays, under its number. The same file once more changes nothing.
    `versions` are those that were taken back or opened in the same act.
    """
    # Two editors may replace one file at the same moment.
    Document.objects.select_for_update().get(pk=document.pk)
    kept = [language for language, taken in files.items() if replace(document, language, taken, by=by)]
    action = gettext_noop("document added") if is_new else gettext_noop("document changed")
    detail: dict[str, object] = {"document": str(document.pk), "title": str(document), "files": kept, "versions": list(versions)}
    changes.write_down(by=by, action=action, detail=detail, public=is_public(document))


def is_public(document: Document) -> bool:
    """Tell whether a live record shows the document."""
    return public().filter(pk=document.pk).exists()


def replace(document: Document, language: str, taken: Taken, *, by: AbstractBaseUser | None) -> bool:
    """Let a file stand in a language; return False if it is the one that stands already."""
    now = timezone.now()
    before = DocumentFile.objects.filter(document=document, language=language)
    standing = before.filter(replaced_at__isnull=True).first()
    if standing is not None and standing.digest == taken.digest and standing.withdrawn_at is None:
        return False
    before.filter(replaced_at__isnull=True).update(replaced_at=now)
    file = DocumentFile.objects.create(
        document=document,
        language=language,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        file=File(taken.content, name=taken.name),
        **{name: getattr(taken, name) for name in ("name", "kind", "bytes", "digest", "pages")},
        uploaded_at=now,
        uploaded_by=by,
    )
    transaction.on_commit(partial(read_document.enqueue, str(file.pk)), robust=True)
    return True


def take_back(file: DocumentFile, reasons: Mapping[str, str], *, is_taken_back: bool) -> None:
    """Close a version to the public, or open it again, with a reason by language. Inside the transaction of the act, which is ended elsewhere."""
    if not is_taken_back:
        file.withdrawn_at = None
    elif file.withdrawn_at is None:
        file.withdrawn_at = timezone.now()
    for code, reason in reasons.items():
        setattr(file, f"reason_{code}", reason)
    file.save(update_fields=["withdrawn_at", *(f"reason_{code}" for code in reasons)])


def deleted(document: Document, *, by: AbstractBaseUser) -> None:
    """Delete a document and, after the commit, its files. The database refuses if a record uses it.

    If readers ever saw it, its addresses go on saying that it is gone.
    """
    names = [file.file.name or "" for file in document.files.all()]
    detail: dict[str, object] = {"document": str(document.pk), "title": str(document)}
    if document.uses.exists():
        DeletedDocument.objects.create(short_id=document.short_id)
    document.delete()
    changes.write_down(by=by, action=gettext_noop("document deleted"), detail=detail, public=True)
    transaction.on_commit(partial(forget, names), robust=True)


def forget(names: list[str]) -> None:
    """Delete files that no document has any more."""
    for name in names:
        storage.originals().delete(name)
