"""Who is at work on a record now: open forms, and the lock that keeps others out."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField


class Presence(models.Model):
    """One open form of a record. It says that it is still open every few seconds; a row that fell silent counts no more."""

    # The text that names one open form ("_form" in it).
    form = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")

    def __str__(self) -> str:
        return f"{self.by} {self.record}"


class Lock(models.Model):
    """A record that one editor keeps to themselves until they release it."""

    record = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = LineField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")

    def __str__(self) -> str:
        return f"{self.by} {self.record}"
