"""What editors planned for a moment to come, beside first publications, whose moment stands in the record's own columns."""

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing.fields.text import LineField, ProseField
from publishing.languages import fallback
from publishing.models.work import FormState

WAITING = Q(done_at__isnull=True, refused_at__isnull=True)


class ScheduledStepQuerySet(models.QuerySet["ScheduledStep"]):
    """Scheduled steps."""

    def waiting(self) -> Self:
        """Keep steps that are still to be taken."""
        return self.filter(WAITING)

    def due(self, at: dt.datetime | None = None) -> Self:
        """Keep steps whose moment has come, in the order of their moments."""
        return self.waiting().filter(at__lte=at or timezone.now()).order_by("at", "set_at", "pk")

    def refused(self) -> Self:
        """Keep steps that could not be taken, until somebody decides what becomes of them."""
        return self.filter(refused_at__isnull=False)

    def open(self) -> Self:
        """Keep steps that concern an editor: those that wait, and those that were refused."""
        return self.filter(done_at__isnull=True).order_by("at", "set_at", "pk")


class ScheduledStep(models.Model):
    """A change of a record that was public, or its withdrawal, at a moment to come. Taken once, by `publishing.scheduling`."""

    class Kind(models.TextChoices):
        """What will happen."""

        PUBLISH = "publish", _("change")
        WITHDRAW = "withdraw", _("withdrawal")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    step = models.CharField(max_length=12, choices=Kind)
    languages = models.JSONField(default=list)
    at = models.DateTimeField()
    # The form that becomes public, as it was when it was scheduled, and the public form that it began from. Emptied when done.
    data = models.JSONField[FormState](default=dict)
    base = models.JSONField[FormState](default=dict)
    # The languages that were public then: one that was withdrawn meanwhile does not come back by itself.
    public_in = models.JSONField(default=list)
    # Whether today's draft goes on from what was scheduled; not after it was discarded or published.
    is_in_draft = models.BooleanField(default=False)
    # The saved version that holds the same form, for history.
    version = models.PositiveIntegerField(null=True)
    # What the addresses of a withdrawn text will tell.
    notice = models.JSONField[dict[str, Any]](default=dict)  # Any: values of a notice
    # For editors, and by language for readers.
    note = LineField(max_length=300, blank=True)
    public_note = models.JSONField[dict[str, str]](default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = TranslatedField(ProseField(blank=True), attrgetter=fallback)

    objects = ScheduledStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled step")
        verbose_name_plural = _("scheduled steps")
        ordering = ["at", "set_at", "id"]
        indexes = [models.Index(fields=["at"], condition=WAITING, name="scheduled_step_waiting")]
        constraints = [models.CheckConstraint(condition=Q(done_at__isnull=True) | Q(refused_at__isnull=True), name="scheduled_step_one_outcome")]

    def __str__(self) -> str:
        return f"{self.step} {self.kind} {self.record} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_refused(self) -> bool:
        """Twin of `refused()`."""
        return self.refused_at is not None
