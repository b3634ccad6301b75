"""Links by which somebody without an account reads a draft for a while."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PreviewLinkQuerySet(models.QuerySet):
    """Links to drafts."""

    def active(self, at: dt.datetime | None = None) -> Self:
        """Keep links that were neither revoked nor have run out; the trash ends a link too, which only its record knows."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or timezone.now())

    def with_openings(self) -> Self:
        """Add who made them, when they were opened, and `times`, how often."""
        return self.select_related("by").annotate(times=Coalesce(Sum("openings__times"), 0)).prefetch_related("openings")


class PreviewLink(models.Model):
    """A link that shows the draft of a record, or those of a bundle, as they are whenever somebody opens it. The token itself is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # SHA-256 of the token: who reads the database, or a copy of it, cannot open the link.
    digest = models.CharField(max_length=64, unique=True)
    # One of the two: a record, or every record that is in a bundle whenever the link is opened.
    record = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, blank=True)
    bundle = models.ForeignKey("publishing.Bundle", models.CASCADE, null=True, related_name="links")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    opened_at = models.DateTimeField(_("last opened"), null=True)
    # Whether it leads to the page where somebody without an account comments, and not to the text alone.
    may_comment = models.BooleanField(default=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        indexes = [models.Index(fields=["record", "-at"], name="preview_link_by_record")]
        constraints = [models.CheckConstraint(condition=Q(record=None) ^ Q(bundle=None), name="preview_link_shows_one_thing")]

    def __str__(self) -> str:
        return f"{self.kind or 'bundle'} {self.record or self.bundle_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_active(self) -> bool:
        """Twin of `active()`."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class LinkOpening(models.Model):
    """How often a link was opened within a minute. Nothing is kept of who opened it."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("opening of a link")
        verbose_name_plural = _("openings of links")
        constraints = [models.UniqueConstraint(fields=["link", "at"], name="link_opening_once_per_minute")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.times}"
