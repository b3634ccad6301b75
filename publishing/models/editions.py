"""Published versions: what the public could read once keeps its address."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField
from publishing.models.work import Version


class Edition(models.Model):
    """The text of a record in one language, as one publication showed it to the public. Written by `publishing.editions`."""

    record = models.UUIDField()
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    # Counts the publications of the record, so that it tells nothing of its drafts.
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    # What changed, in the editor's words, for readers of this language.
    note = LineField(max_length=300, blank=True)
    # What the record's type kept of the text (`publishing.registry.Keeping`).
    content = models.JSONField[dict[str, Any]](default=dict)  # Any: values of a page
    # The text was withdrawn after this: the version stays out of sight, also when a later text is published.
    is_withdrawn = models.BooleanField(default=False)
    version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="editions")

    class Meta:
        ordering = ["record", "language", "-number"]
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        constraints = [models.UniqueConstraint(fields=["record", "language", "number"], name="edition_once_per_language")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.language} {self.number}"
