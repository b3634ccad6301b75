"""The public change log and its counter."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField


class ChangeHead(models.Model):
    """The one counter row: taken last in every editorial act, so that numbers follow the order of commits."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    # When the number last moved: before it, no public page changed.
    moved_at = models.DateTimeField(null=True)
    # When the next scheduled record becomes public; null if none waits.
    next_due_at = models.DateTimeField(null=True)
    # The last link of the audit log's chain.
    audit_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="change_head_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)

    def move(self) -> None:
        """Take the next number. Saves nothing."""
        self.sequence += 1
        self.moved_at = timezone.now()


class ChangeQuerySet(models.QuerySet["Change"]):
    """Changes."""

    def seen_from_now(self) -> Self:
        """Say of each whether the record was taken back after it: then what was said of the text is told no more."""
        kinds = (Change.Kind.WITHDRAWN, Change.Kind.DELETED, Change.Kind.MERGED)
        later = Change.objects.filter(record=OuterRef("record"), sequence__gt=OuterRef("sequence"), kind__in=kinds)
        return self.annotate(is_past=Exists(later))


class Change(models.Model):
    """One public change. Append-only, in commit order."""

    class Kind(models.TextChoices):
        """What happened, in the words of the API."""

        PUBLISHED = "published", _("published")
        UPDATED = "updated", _("updated")
        CORRECTED = "corrected", _("corrected")
        RETITLED = "retitled", _("retitled")
        TRANSLATED = "translated", _("translated")
        MERGED = "merged", _("merged")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DELETED = "deleted", _("deleted")

    sequence = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    record_kind = models.CharField(max_length=20)
    record = models.UUIDField()
    # Of what was merged: the record that has its text now.
    into = models.UUIDField(null=True)
    languages = models.JSONField(default=list)
    reason = LineField(max_length=300, blank=True)
    at = models.DateTimeField()
    # Whether the record was taken back after it; set by `seen_from_now`.
    is_past: bool

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            # With the kind: whether something was taken back later is asked of every entry that is read, and answered by the index alone.
            models.Index(fields=["record", "sequence", "kind"], name="change_by_record"),
            # Of a type that changes rarely, or never.
            models.Index(fields=["record_kind", "sequence"], name="change_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.record_kind} {self.record}"
