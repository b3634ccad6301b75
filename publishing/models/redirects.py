"""Addresses of the past that lead on: those an archive had before it moved in, and those an administrator enters."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField

if TYPE_CHECKING:
    from publishing.publishable import Publishable
    from publishing.redirect_hits import Use

# PostgreSQL keeps no index entry above 2,704 bytes; a letter has up to four.
MOST_BYTES = 2000


class Redirect(models.Model):
    """Where an old address leads: to a record in a language, or to another address. It answers only where no page does.

    Written through `publishing.redirects`, which brings addresses into one spelling and refuses loops.
    """

    # As `publishing.old_paths.normal` spells it, the query string included.
    path = LineField(_("old address"), max_length=MOST_BYTES)
    kind = models.CharField(max_length=20, blank=True)
    record = models.UUIDField(null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    target = LineField(_("target"), max_length=MOST_BYTES, blank=True)
    # The target as `path` would spell it, if it is an address of this site; by it chains are found.
    toward = LineField(max_length=MOST_BYTES, blank=True, editable=False)
    # What it leads to; given by the admin's list.
    led_to: "Publishable | None"
    # How much it is used; given by the same list.
    use: "Use | None"
    at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["path"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        indexes = [models.Index(fields=["toward"], name="redirect_by_toward"), models.Index(fields=["record"], name="redirect_by_record")]
        constraints = [
            models.UniqueConstraint(fields=["path"], name="redirect_once_per_path"),
            models.CheckConstraint(
                condition=Q(record__isnull=False, target="", toward="") & ~Q(kind="") & ~Q(language="")
                | Q(record__isnull=True, kind="", language="") & ~Q(target=""),
                name="redirect_leads_to_one_thing",
                violation_error_message=_("An old address leads either to a record or to another address."),
            ),
        ]

    def __str__(self) -> str:
        return self.path


class RedirectHits(models.Model):
    """How often an old address was asked for on one day. Who asked is kept nowhere."""

    day = models.DateField(_("date"))
    # The key of a redirect; no constraint, since the figures of one that was deleted go by themselves after some days.
    redirect = models.BigIntegerField()
    hits = models.PositiveIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("use of an old address")
        verbose_name_plural = _("uses of old addresses")
        constraints = [models.UniqueConstraint(fields=["redirect", "day"], name="redirect_hits_once_a_day")]
        indexes = [models.Index(fields=["day"], name="redirect_hits_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.redirect}"
