"""Archives of the whole site that administrators asked for."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from publishing.fields.text import LineField

# How long an archive lies ready: it holds everything, drafts too.
KEPT = dt.timedelta(days=3)


class Export(models.Model):
    """An archive of everything, written by the worker, there for some days for whoever may have it."""

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        DELETED = "deleted", _("deleted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    files = models.PositiveIntegerField(_("files"), default=0, editable=False)
    bytes = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    # Files that rows name and that no storage has.
    missing = models.JSONField[list[str]](default=list, editable=False)
    problem = LineField(max_length=500, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("archive of the site")
        verbose_name_plural = _("moving out")
        ordering = ["-started_at", "-id"]
        default_permissions = ()
        permissions = [("move_out", "Can export everything the site holds")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the file is called for whoever downloads it."""
        return f"site-{timezone.localtime(self.started_at):%Y-%m-%d-%H%M}.zip"

    @property
    def path(self) -> Path:
        """Where the file lies: in a folder that nothing serves."""
        return Path(settings.DATA_DIR) / "export" / f"{self.pk.hex}.zip"

    @property
    def deleted_at(self) -> dt.datetime | None:
        """When the file goes."""
        return self.ended_at + KEPT if self.ended_at else None
