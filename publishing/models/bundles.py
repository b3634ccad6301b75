"""Records that become public together."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing.fields.text import LineField, ProseField
from publishing.languages import fallback


class BundleQuerySet(models.QuerySet["Bundle"]):
    """Bundles."""

    def open(self) -> Self:
        """Keep bundles that are not published."""
        return self.filter(published_at__isnull=True)

    def due(self, at: dt.datetime | None = None) -> Self:
        """Keep those whose moment has come, in the order of their moments; one that was refused waits for an editor."""
        return self.open().filter(at__lte=at or timezone.now(), refused_at__isnull=True).order_by("at", "pk")


class Bundle(models.Model):
    """Several records, of any kind, that are reviewed, looked at and published as one. Written by `publishing.bundles`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = LineField(_("title"), max_length=200, help_text=_("For colleagues; readers never see it."))
    note = ProseField(_("note"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"), editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    # The moment at which the worker publishes it, and for whom.
    at = models.DateTimeField(_("scheduled for"), null=True, editable=False)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    refusal = TranslatedField(ProseField(blank=True, editable=False), attrgetter=fallback)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        indexes = [models.Index(fields=["at"], condition=Q(published_at__isnull=True, at__isnull=False), name="bundle_waiting")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Twin of `open()`."""
        return self.published_at is None

    @property
    def is_scheduled(self) -> bool:
        """Whether it waits for its moment."""
        return self.is_open and self.at is not None and self.refused_at is None


class BundleItem(models.Model):
    """A record in a bundle. While the bundle is open, the record is in no other one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    position = models.PositiveIntegerField(default=0)
    # Follows the bundle, for the constraint.
    is_open = models.BooleanField(default=True)
    # The draft that was scheduled: a later save gives it another token, and then the bundle is not published unread.
    token = models.UUIDField(null=True)
    # Whether it was public when it was scheduled: what is withdrawn after that does not come back by itself.
    was_public = models.BooleanField(default=False)
    # Why it stood in the way at the moment; for those who may open the record.
    refusal = TranslatedField(ProseField(blank=True), attrgetter=fallback)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("record of a bundle")
        verbose_name_plural = _("records of bundles")
        constraints = [
            models.UniqueConstraint(fields=["record"], condition=Q(is_open=True), name="bundle_item_one_open_per_record"),
            models.UniqueConstraint(fields=["bundle", "record"], name="bundle_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
