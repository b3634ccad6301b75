"""Formats: series of sessions that are no institution."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models import Place
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.folded import FoldedField
from publishing.fields.richtext import RichTextField
from publishing.fields.text import LineField
from publishing.publishable import PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field


class FormatQuerySet(PublishableQuerySet):
    """Formats."""


class Format(Titled):
    """A recurring series: talks, incident prevention, a commission that meets by turns."""

    class Status(models.TextChoices):
        """Whether sessions are still held."""

        UNKNOWN = "unknown", _("not known")
        ACTIVE = "active", _("goes on")
        SUSPENDED = "suspended", _("suspended")
        ENDED = "ended", _("ended")

    body_field = "description"
    # The bounds, which the date brings.
    last_held_lower: Any
    last_held_upper: Any

    title = title_field(_("For example “Geneva International Discussions”."))
    also = TranslatedField(
        LineField(_("also called"), max_length=240, blank=True, help_text=_("Other names and short forms, separated by commas.")),
        attrgetter=languages.fallback,
    )
    lead = lead_field(_("What it is, in a sentence or two; also for lists and search results."))
    description = TranslatedField(RichTextField(_("description"), blank=True), attrgetter=languages.fallback)
    usual_place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="formats", verbose_name=_("usual place"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.UNKNOWN)
    last_held = EdtfField(_("last held"), blank=True)
    status_reason = TranslatedField(
        LineField(_("why"), max_length=300, blank=True, help_text=_("Why it is suspended or has ended, as far as that is known."))
    )
    folded = FoldedField(of=["title", "also"])

    objects = FormatQuerySet.as_manager()

    class Meta:
        verbose_name = _("format")
        verbose_name_plural = _("formats")
        ordering = ["folded", "id"]
        permissions = [("publish_format", "Can publish formats"), ("erase_format", "Can delete formats for ever")]
        indexes = record_indexes("format")
        constraints = record_constraints("format", _("Another format has this address."), reserved=["feed", "v", "edit"])
