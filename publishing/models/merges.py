"""Records that were one thing entered twice."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Merge(models.Model):
    """That a record went into another one, for good. Written by `publishing.duplicates`."""

    # The record that is no more, with what it was known by.
    record = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    short_id = models.CharField(max_length=10, unique=True)
    was_public = models.BooleanField(default=False)
    slugs = models.JSONField(default=list)
    # The record that is both now; one that went there before goes along when that one is merged too.
    into = models.UUIDField(db_index=True)
    # What was added to the numbers of its published versions.
    editions = models.PositiveIntegerField(default=0)
    # The forms of both as they were.
    forms = models.JSONField[dict[str, Any]](default=dict)  # Any: states
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    # No language of its own: a pair of languages is a `Join`.
    language = ""

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} -> {self.into}"
