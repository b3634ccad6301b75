"""Tables that were sent to be imported, and what became of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from publishing.fields.text import LineField

# What an import has to say: rows as (number, what happens, name, lines, sheet), and lines about the whole file.
ReportData = dict[str, Any]


def kinds() -> list[tuple[str, Any]]:
    """Return the tables there are, as choices: apps above bring their own."""
    from actors.tables.kinds import labels  # noqa: PLC0415 - tables are made of models

    return labels()


class TableImport(models.Model):
    """A file with rows of records, or of what stands in their forms: looked at first, and imported when somebody says so."""

    class Stage(models.TextChoices):
        """How far it came."""

        WAITING = "waiting", _("waiting to be checked")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, nothing written")
        WRITING = "writing", _("being imported")
        DONE = "done", _("imported")
        REFUSED = "refused", _("refused")
        # Some of it is written. The same file goes on where it stopped.
        STOPPED = "stopped", _("stopped on the way")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("table"), max_length=10, choices=kinds)
    file = LineField(_("file"), max_length=200, editable=False)
    # The file itself, until it is imported or its day is over: whatever machine the worker runs on can read it here.
    content = models.BinaryField(null=True, editable=False)
    publish = models.BooleanField(
        _("publish what it brings"),
        default=False,
        help_text=_("New records, and changes of public ones over which no other draft waits. Left off, everything waits in drafts."),
    )
    # In which the report is told: that of the desk when the file was sent.
    language = models.CharField(max_length=10, editable=False)
    stage = models.CharField(_("state"), max_length=10, choices=Stage, default=Stage.WAITING, editable=False)
    done = models.PositiveIntegerField(_("done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    report = models.JSONField[ReportData](_("report"), default=dict, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("sent by"))
    started_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    # When its worker last said that it is alive.
    beat_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["-started_at", "-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file

    @property
    def is_going(self) -> bool:
        """Whether something happens to it behind the pages."""
        return self.stage in (self.Stage.WAITING, self.Stage.CHECKING, self.Stage.WRITING)
