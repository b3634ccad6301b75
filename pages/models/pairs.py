"""Texts that may be one story in two languages, as they were proposed, and what editors said to it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PairProposalQuerySet(models.QuerySet["PairProposal"]):
    """Proposals."""

    def open(self) -> Self:
        """Keep those to which nobody said anything yet, the likeliest first."""
        return self.filter(refused_at__isnull=True).order_by("-score", "pk")

    def refused(self) -> Self:
        """Keep those of which somebody said that they are no pair, the last one first."""
        return self.filter(refused_at__isnull=False).order_by("-refused_at", "pk")

    def touching(self, *records: Any) -> Self:  # Any: keys
        """Keep those in which one of these records stands."""
        return self.filter(models.Q(first__in=records) | models.Q(second__in=records))


class PairProposal(models.Model):
    """Two records, each in one language, that may belong together. Written by `pages.pairs.finding`."""

    kind = models.CharField(max_length=20)
    # In the order of the site's languages.
    first = models.UUIDField(db_index=True)
    second = models.UUIDField(db_index=True)
    score = models.PositiveSmallIntegerField(default=0)
    # What speaks for it: [[what, values], ...].
    reasons = models.JSONField[list[Any]](default=list)  # Any: words and numbers
    # Records that would do as well: [[the one of the pair, the other candidate], ...].
    rivals = models.JSONField[list[list[str]]](default=list)
    at = models.DateTimeField(default=timezone.now)
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = PairProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("language pair")
        verbose_name_plural = _("language pairs")
        default_permissions = ()
        indexes = [models.Index(fields=["-score", "id"], name="pair_by_score")]
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="pair_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.second}"
