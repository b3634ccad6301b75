"""Partners: who is told of every public change, of what, and how far they have been told."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from actors.models import Actor, Office, Place
from library.models import Tag
from publishing.fields.text import LineField
from syndication.addresses import check_form

# How long the former secret signs beside the new one.
BOTH_SECRETS = dt.timedelta(days=3)


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners."""

    def active(self) -> Self:
        """Keep those who are told."""
        return self.filter(condition=Partner.Condition.ACTIVE)


class Partner(models.Model):
    """Somebody whose webhook is told of public changes."""

    class Condition(models.TextChoices):
        """Whether they are told."""

        ACTIVE = "active", _("active")
        OFF = "off", _("switched off")
        SUSPENDED = "suspended", _("suspended: it did not answer for three days")
        GONE = "gone", _("suspended: it answered that it wants no more (410)")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = LineField(_("name"), max_length=120)
    mail = models.EmailField(
        _("contact"), help_text=_("Is written to when the webhook does not answer: at once, after a day, and when it is suspended.")
    )
    address = LineField(
        _("webhook"), max_length=500, validators=[check_form], help_text=_("Where changes are sent to, such as https://example.org/hooks/matiane.")
    )
    condition = models.CharField(_("state"), max_length=10, choices=Condition, default=Condition.ACTIVE, editable=False)
    # What they asked for; what is empty leaves nothing out.
    kinds = models.JSONField[list[str]](_("kinds"), default=list, blank=True)
    languages = models.JSONField[list[str]](_("languages"), default=list, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    actors = models.ManyToManyField(Actor, blank=True, related_name="+", verbose_name=_("actors"))
    offices = models.ManyToManyField(Office, blank=True, related_name="+", verbose_name=_("offices"), help_text=_("With all that is part of them."))
    places = models.ManyToManyField(Place, blank=True, related_name="+", verbose_name=_("places"), help_text=_("With all that lies in them."))
    # Signing needs the secret itself, so no hash of it would do.
    secret = LineField(max_length=100, editable=False)
    former_secret = LineField(max_length=100, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    # The last change that was handed on.
    sequence = models.PositiveBigIntegerField(default=0, editable=False)
    # Attempts that failed since the last one that did not, since when they do, and until when nothing is tried.
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)
    resume_at = models.DateTimeField(null=True, editable=False)
    # How many deliveries did not arrive yet; set by the desk's list.
    waiting: int
    # How much of that the contact has been told: 0 nothing, 1 the first failure, 2 that a day has passed.
    told = models.PositiveSmallIntegerField(default=0, editable=False)
    at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(former_secret="") | Q(former_until__isnull=False), name="partner_former_secret_has_an_end"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether they are told."""
        return self.condition == self.Condition.ACTIVE

    @property
    def secrets(self) -> Collection[str]:
        """The secrets that sign now, the newest first."""
        former = self.former_secret if self.former_until is not None and self.former_until > timezone.now() else ""
        return [each for each in (self.secret, former) if each]
