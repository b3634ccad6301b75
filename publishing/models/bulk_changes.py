"""What was changed in many things at once, kept so that it can be undone."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import ProseField


class BulkChange(models.Model):
    """One field of many things of one kind, changed in one go. Written by `publishing.bulk_changes`."""

    class Direction(models.TextChoices):
        """What is done to the field."""

        ADD = "add", _("add")
        REMOVE = "remove", _("remove")
        SET = "set", _("set")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # As in "news.article".
    kind = models.CharField(_("type"), max_length=60)
    # Which of the fields that the list of this kind offers, and what was chosen for it.
    field = models.CharField(_("field"), max_length=30)
    direction = models.CharField(max_length=6, choices=Direction)
    given = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by"))
    at = models.DateTimeField(_("changed"), default=timezone.now)
    # How many needed nothing.
    unchanged = models.PositiveIntegerField(default=0)
    # Null for one that was broken off: what it did by then can be undone as well.
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["-at", "-id"], name="bulk_change_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.direction} {self.field}"


class BulkChangeLine(models.Model):
    """What a bulk change did to one thing, or why it did nothing."""

    class Outcome(models.TextChoices):
        """What became of the thing."""

        DONE = "done", _("changed")
        WAITING = "waiting", _("waits in the draft")
        REFUSED = "refused", _("left as it was")

    class Undone(models.TextChoices):
        """What became of it when the change was undone."""

        NOT = "", _("not undone")
        BACK = "back", _("as before")
        WAITING = "waiting", _("waits in the draft, as before")
        LEFT = "left", _("left as it is")

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="lines")
    thing = models.UUIDField()
    # The field before and after, as the form's state has it (`publishing.state`), or by the names of its columns.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome)
    undone = models.CharField(max_length=8, choices=Undone, blank=True, default=Undone.NOT)
    # Why it was left, in the words of whoever did it.
    reason = ProseField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a bulk change")
        verbose_name_plural = _("lines of bulk changes")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["change", "thing"], name="bulk_change_line_once")]

    def __str__(self) -> str:
        return f"{self.thing} {self.outcome}"
