"""What editors are told: that something waits for them, or that something of theirs went on."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeskNoticeQuerySet(models.QuerySet["DeskNotice"]):
    """Notices."""

    def unread(self) -> Self:
        """Keep what its person has not marked as read."""
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> Self:
        """Keep what is to be mailed and was not yet."""
        return self.filter(mailed_at__isnull=True, next_at__isnull=False)


class DeskNotice(models.Model):
    """A notice to one person: what happened, by whom, to which record; no prose. Written by `publishing.desk_notices.noting`."""

    class Kind(models.TextChoices):
        """What happened."""

        ASSIGNED = "assigned", _("somebody asks me for a review")
        RETURNED = "returned", _("a review that I asked for is returned")
        APPROVED = "approved", _("a review that I asked for is approved")
        MENTIONED = "mentioned", _("somebody names me, or comments by a review link of mine")
        OVERDUE = "overdue", _("a review is overdue")
        PUBLISHED = "published", _("a text of mine is published")
        FAILED = "failed", _("something that I scheduled failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    record = models.UUIDField(db_index=True)
    record_kind = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    # When it is mailed, or tried again; null for what is not mailed.
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    objects = DeskNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["person", "-at"], name="desk_notice_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="desk_notice_unread"),
            models.Index(fields=["next_at"], condition=Q(mailed_at__isnull=True, next_at__isnull=False), name="desk_notice_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_kind} {self.record}"


class NoticeChoices(models.Model):
    """When one person is mailed what, and in which language; without a row, as `USUAL` says."""

    class When(models.TextChoices):
        """When a notice is mailed."""

        NOW = "now", _("at once")
        DAILY = "daily", _("once a day")
        NEVER = "never", _("never")

    USUAL = {
        DeskNotice.Kind.ASSIGNED: When.NOW,
        DeskNotice.Kind.RETURNED: When.NOW,
        DeskNotice.Kind.APPROVED: When.DAILY,
        DeskNotice.Kind.MENTIONED: When.NOW,
        DeskNotice.Kind.OVERDUE: When.DAILY,
        DeskNotice.Kind.PUBLISHED: When.DAILY,
        DeskNotice.Kind.FAILED: When.NOW,
    }

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_choices")
    # {kind: when}; what is not in it is as usual.
    chosen = models.JSONField[dict[str, str]](default=dict)
    language = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return f"{self.person_id}"

    def when(self, kind: str) -> str:
        """Return when notices of a kind are mailed."""
        return self.chosen.get(kind) or self.USUAL[DeskNotice.Kind(kind)]
