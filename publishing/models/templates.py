"""Records from which others begin."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField


class RecordTemplate(models.Model):
    """That new records may begin from a record, and what colleagues call it. Written by `publishing.record_templates`.

    The record itself stays what it is: a draft that never becomes public, or a text that readers know.
    """

    LONGEST = 120

    record = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    name = LineField(max_length=LONGEST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
