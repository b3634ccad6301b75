"""Rounds of review: who asked whom to read a draft, until when, and what came of it."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import ProseField

OPEN = Q(ended_at__isnull=True)


class ReviewQuerySet(models.QuerySet["Review"]):
    """Rounds of review."""

    def open(self) -> Self:
        """Keep rounds that still wait, for an answer or for publication."""
        return self.filter(OPEN)

    def overdue(self, today: dt.date | None = None) -> Self:
        """Keep rounds whose day has passed without an approval."""
        return self.open().filter(due_on__lt=today or timezone.localdate(), approved_at__isnull=True)


class Review(models.Model):
    """One round of review of a record's draft. Written by `publishing.review.rounds` and `publishing.review.ending`."""

    class Outcome(models.TextChoices):
        """How a round ended."""

        RETURNED = "returned", _("returned")
        TAKEN_BACK = "taken back", _("taken back")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("asked for anew")
        DROPPED = "dropped", _("no longer needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField()
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = ProseField(max_length=2000, blank=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    # Whether people were told that its day has passed.
    is_overdue_told = models.BooleanField(default=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # The token of the draft that was approved: every later save gives the draft another one.
    approved_draft = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    # What the reviewer says of an approval or a return.
    said = ProseField(max_length=2000, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["record", "-at"], name="review_by_record")]
        constraints = [models.UniqueConstraint(fields=["record"], condition=OPEN, name="review_one_open_per_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_overdue(self) -> bool:
        """Twin of `overdue()`."""
        return self.ended_at is None and self.approved_at is None and self.due_on is not None and self.due_on < timezone.localdate()
