"""What was brought from another site, and the runs that brought it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from publishing.fields.text import LineField

# What a run tells at its end (pages.moving.report).
ReportData = dict[str, Any]


class ImportedItem(models.Model):
    """That an item of a source became a record, so that the next run neither makes it again nor asks who did."""

    source = LineField(max_length=200)
    key = models.CharField(max_length=200)
    # What the item became, as registered ("article", "image"), and its key.
    kind = models.CharField(max_length=20)
    record = models.UUIDField(db_index=True)
    # Of what the source said when it was brought: another one means that it has changed there since.
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=10, blank=True)
    # Items that the source calls translations of each other share this.
    group = LineField(max_length=200, blank=True, db_index=True)
    # Where it was: paths of the old site, with their query.
    addresses = models.JSONField[list[str]](default=list)
    # What had to be changed on the way: lines of the report (pages.moving.lines).
    problems = models.JSONField[list[Any]](default=list)
    run = models.ForeignKey("ImportRun", models.SET_NULL, null=True, related_name="items")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="imported_item_once")]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"


class ImportRun(models.Model):
    """One attempt to bring a site: what it read, how far it came, and what it had to say."""

    class State(models.TextChoices):
        """How far a run came."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = LineField(_("source"), max_length=500)
    mapping = LineField(_("mapping file"), max_length=500, blank=True)
    media = LineField(_("folder of files"), max_length=500, blank=True)
    fetch = models.BooleanField(_("fetch pictures from the old site"), default=False)
    dry = models.BooleanField(_("dry run"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    done = models.PositiveIntegerField(_("done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("items"), default=0, editable=False)
    report = models.JSONField[ReportData](_("report"), default=dict, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("moving in")
        ordering = ["-started_at", "-id"]
        default_permissions = ()
        permissions = [("move_in", "Can move content in from another site")]

    def __str__(self) -> str:
        return self.source

    def refuse(self, reason: Any) -> None:  # Any: a line of the report, as it is kept
        """Note why nothing was brought."""
        self.state, self.ended_at, self.report = self.State.REFUSED, timezone.now(), {"problems": [reason]}
        self.save()
