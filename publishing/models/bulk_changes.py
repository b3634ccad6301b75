"""What was changed in many things at once, kept so that it can be undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.undoable import Undoable, UndoableLine


class BulkChange(Undoable):
    """One field of many things of one kind, changed in one go. Written by `publishing.bulk_changes`."""

    class Direction(models.TextChoices):
        """What is done to the field."""

        ADD = "add", _("add")
        REMOVE = "remove", _("remove")
        SET = "set", _("set")

    # As in "news.article".
    kind = models.CharField(_("type"), max_length=60)
    # Which of the fields that the list of this kind offers, and what was chosen for it.
    field = models.CharField(_("field"), max_length=30)
    direction = models.CharField(max_length=6, choices=Direction)
    given = models.JSONField(default=dict)
    # How many needed nothing.
    unchanged = models.PositiveIntegerField(default=0)
    # Null for one that was broken off: what it did by then can be undone as well.
    ended_at = models.DateTimeField(null=True)

    class Meta(Undoable.Meta):
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["-at", "-id"], name="bulk_change_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.direction} {self.field}"


class BulkChangeLine(UndoableLine):
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
    outcome = models.CharField(max_length=8, choices=Outcome)
    undone = models.CharField(max_length=8, choices=Undone, blank=True, default=Undone.NOT)

    class Meta(UndoableLine.Meta):
        verbose_name = _("line of a bulk change")
        verbose_name_plural = _("lines of bulk changes")
        constraints = [models.UniqueConstraint(fields=["change", "thing"], name="bulk_change_line_once")]

    def __str__(self) -> str:
        return f"{self.thing} {self.outcome}"
