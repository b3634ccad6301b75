"""Where facts come from, and the rows that tie sources to records."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from library.fields import WebAddressField, language_code
from publishing.fields.text import LineField, ProseField


class Source(models.Model):
    """Where facts come from."""

    class Kind(models.TextChoices):
        """What sort of source it is."""

        OFFICIAL = "official", _("official")
        PRESS = "press", _("press")
        DOCUMENT = "document", _("document")
        FIELD_NOTE = "field_note", _("field note")
        ARCHIVE = "archive", _("archive")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = LineField(_("title"), max_length=300, help_text=_("In the language of the source."))
    publisher = LineField(_("publisher"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRESS)
    language = models.CharField(
        _("language"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ka, ru or en.")
    )
    url = WebAddressField(_("address"), max_length=1000, blank=True)
    archived_url = WebAddressField(
        _("archived copy"), max_length=1000, blank=True, help_text=_("The page as an archive keeps it, for the day the original is gone.")
    )
    accessed_on = models.DateField(_("date accessed"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.publisher else self.title


class Citation(models.Model):
    """Base of the rows that tie a source to a record; the place in the source and the quoted words belong to the tie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    locator = LineField(_("place in the source"), max_length=100, blank=True, help_text=_("For example “p. 12” or “02:15”."))
    quote = ProseField(_("quoted words"), blank=True, help_text=_("In the language of the source."))
    quote_language = models.CharField(
        _("language of the quotation"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ru.")
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")

    def __str__(self) -> str:
        return str(self.source)
