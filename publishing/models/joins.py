"""Two records that became one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Join(models.Model):
    """That the text of a record went into another one, as its other language. Written by `publishing.joining`; a split deletes it."""

    # The record that is no more, with what it was known by.
    record = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    short_id = models.CharField(max_length=10, unique=True)
    language = models.CharField(max_length=10)
    was_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # The record that has its text now, and in which language that one was written.
    into = models.UUIDField(unique=True)
    stays_in = models.CharField(max_length=10)
    # The forms of both as they were, and what led to the one that is no more.
    data = models.JSONField[dict[str, Any]](default=dict)  # Any: states, and keys by what they are the keys of
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("joined pair")
        verbose_name_plural = _("joined pairs")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} -> {self.into}"
