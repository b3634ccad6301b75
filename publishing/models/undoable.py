"""What was done to many records in one go and can be undone: who did it and when, and what it did to each."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import ProseField


class Undoable(models.Model):
    """One act on many records."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]


class UndoableLine(models.Model):
    """What an act did to one record, or why it did nothing. A child names the act as `change`, the record, and `outcome`."""

    # What it changed, before and after, as the form's state has it (`publishing.state`), or by the names of columns.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # Why it was left, in the words of whoever did it.
    reason = ProseField(blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        default_permissions = ()
