"""Documents: files to download, in a version per language, kept through every replacement."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField
from uuid6 import uuid7

from library.models.sources import Source
from library.storage import document_path, originals
from publishing import languages
from publishing.fields.text import LineField, ProseField
from publishing.licences import Licence
from publishing.publishable import new_short_id


class Document(models.Model):
    """A document with what must be said about it. It is public exactly while a live record lists it, at one address for ever."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The last part of its address: it has no words, so no later title or translation can make it wrong.
    short_id = models.CharField(max_length=10, unique=True, default=new_short_id, editable=False)
    title = TranslatedField(LineField(_("title"), max_length=200, blank=True), attrgetter=languages.fallback)
    description = TranslatedField(
        ProseField(_("description"), blank=True, help_text=_("What it holds and who made it, in a sentence or two.")), attrgetter=languages.fallback
    )
    credit = TranslatedField(
        LineField(_("whom to name"), max_length=200, blank=True, help_text=_("For example who made it.")), attrgetter=languages.fallback
    )
    holder = TranslatedField(
        LineField(_("rights holder"), max_length=200, blank=True, help_text=_("Whose the rights are, if not whom the credit names.")),
        attrgetter=languages.fallback,
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True, help_text=_("Leave it empty for the licence of the site."))
    partners_may_use = models.BooleanField(
        _("partners may use it"), default=True, help_text=_("Without it readers find the document on our pages, and partners nowhere.")
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("source"),
        help_text=_("Where it was first published."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # Of its words and files: it is saved with whatever is done to a file.
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(*(~Q(**{f"title_{code}": ""}) for code in languages.codes()), _connector=Q.OR),
                name="document_has_a_title",
                violation_error_message=_("Give a title in at least one language."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:document", kwargs={"short_id": self.short_id})


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    """Files of documents."""

    def current(self) -> "DocumentFileQuerySet":
        """Keep the files that readers are given now, one for each document and language."""
        return self.filter(replaced_at__isnull=True, withdrawn_at__isnull=True)


class DocumentFileManager(models.Manager.from_queryset(DocumentFileQuerySet)):
    """Files without the texts that only the search reads."""

    def get_queryset(self) -> DocumentFileQuerySet:
        """Leave the text where it is."""
        return super().get_queryset().defer("text")


class DocumentFile(models.Model):
    """One version of a document in one language. The file itself never changes; another one replaces it."""

    class Kind(models.TextChoices):
        """What sort of file it is, as its content says."""

        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"
        ZIP = "zip", "ZIP"

    class Reading(models.TextChoices):
        """Whether its text was taken out of it for the search."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="files", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=10, editable=False)
    # Counts the versions of the document in this language, from one.
    number = models.PositiveIntegerField(_("version"), editable=False)
    file = models.FileField(_("file"), storage=originals, upload_to=document_path, max_length=100, editable=False)
    name = LineField(_("file name"), max_length=120, editable=False)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, editable=False)
    bytes = models.PositiveBigIntegerField(_("size"), editable=False)
    # SHA-256 of the content.
    digest = models.CharField(max_length=64, editable=False)
    # Pages of a PDF, sheets of a workbook; null where nobody can tell.
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("uploaded by")
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    reason = TranslatedField(
        LineField(_("reason"), max_length=300, blank=True),
        attrgetter=languages.fallback,
    )
    # What the search will read; written by a task (`library.documents.texts`).
    text = ProseField(editable=False, default="")
    reading = models.CharField(max_length=7, choices=Reading, default=Reading.WAITING, editable=False)

    objects = DocumentFileManager()

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        ordering = ["language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "language", "number"], name="document_file_number_once"),
            models.UniqueConstraint(fields=["document", "language"], condition=Q(replaced_at__isnull=True), name="document_file_one_stands"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def media_type(self) -> str:
        """The type of the content, as the web names it."""
        return MEDIA_TYPES[self.kind]


# Kind of a file -> its media type (IANA).
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


class DocumentUse(models.Model):
    """That a record shows a document to the public, or did: then its addresses say that it is gone. Kept by `library.documents.usage`."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=20)
    record = models.UUIDField(db_index=True)
    has_ended = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("use of a document")
        verbose_name_plural = _("uses of documents")
        constraints = [models.UniqueConstraint(fields=["document", "record"], name="document_use_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class DeletedDocument(models.Model):
    """That a document was public and is deleted: all that is left of it is that its addresses say so."""

    short_id = models.CharField(max_length=10, primary_key=True, editable=False)
    deleted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("deleted document")
        verbose_name_plural = _("deleted documents")

    def __str__(self) -> str:
        return self.short_id


class DocumentRow(models.Model):
    """Base of the rows that list a document on a record; a subclass adds the key of the record and names it."""

    # The name of the key that leads to the record.
    record: str

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.document)
