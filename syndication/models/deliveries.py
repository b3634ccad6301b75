"""What is handed to a partner, each try of it, and what their contact is told."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from publishing.fields.text import LineField
from syndication.models.partners import Partner


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries."""

    def waiting(self) -> Self:
        """Keep those that did not arrive yet."""
        return self.filter(outcome=Delivery.Outcome.WAITING)

    def due(self) -> Self:
        """Keep those that may be tried now: of one record, only the first that did not arrive."""
        earlier = Delivery.objects.waiting().filter(partner=OuterRef("partner"), record=OuterRef("record"), sequence__lt=OuterRef("sequence"))
        return self.waiting().filter(~Exists(earlier), next_at__lte=timezone.now()).order_by("next_at", "sequence")


class Delivery(models.Model):
    """One change for one partner. Its key is the id of the message, the same over all tries."""

    class Outcome(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("delivered")
        GIVEN_UP = "given_up", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="deliveries", verbose_name=_("partner"))
    # Nothing of these for a test event.
    sequence = models.PositiveBigIntegerField(_("change"), null=True)
    record = models.UUIDField(_("key"), null=True)
    # Such as "article.published".
    event = LineField(_("event"), max_length=40)
    outcome = models.CharField(_("state"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    at = models.DateTimeField(_("handed on"), default=timezone.now)
    tried_at = models.DateTimeField(_("first tried"), null=True)
    next_at = models.DateTimeField(_("next try"), default=timezone.now)
    done_at = models.DateTimeField(_("delivered"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "sequence"], condition=Q(sequence__isnull=False), name="delivery_once_per_change"),
            models.CheckConstraint(
                condition=Q(sequence=None, record=None) | Q(sequence__isnull=False, record__isnull=False), name="delivery_names_a_whole_change"
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "next_at"], condition=Q(outcome="waiting"), name="delivery_waiting"),
            models.Index(fields=["partner", "record", "sequence"], name="delivery_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.sequence or ''}".strip()

    @property
    def message_id(self) -> str:
        """The id by which the receiver knows it again."""
        return f"msg_{self.pk.hex}"


class Attempt(models.Model):
    """One try of a delivery."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("tried"), default=timezone.now)
    # What the receiver answered; null where none did.
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    seconds = models.FloatField(_("seconds"), default=0)
    said = LineField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.said}"


class Notice(models.Model):
    """A mail to the contact of a partner, kept until a mail server took it."""

    class Kind(models.TextChoices):
        """What it tells."""

        FIRST = "first", _("it does not answer")
        DAY = "day", _("it has not answered for a day")
        SUSPENDED = "suspended", _("it is suspended")
        GONE = "gone", _("it wants no more")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    said = LineField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail to a partner")
        verbose_name_plural = _("mails to partners")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.kind}"
