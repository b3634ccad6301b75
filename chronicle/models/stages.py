"""The life of an agreement: its parties, its stages from announced to in force or lapsed, and who signed it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models import Actor, Office, Place
from chronicle.models.agreement import Agreement
from chronicle.models.event import Event
from chronicle.models.rows import Fact, InCapacity, capacity_field, named, post_named, somebody, tenure_field
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.text import LineField, ProseField

PARTY = _("Say who the party is: an office, an actor, a place, or in words.")
ONE_PARTY = _("Choose an office, an actor or a place, not more than one of them.")
NO_DATE = _("There is no date whose year could be inferred.")
# What a party may be, beside words.
PARTIES = ("office", "actor", "place")


class Party(Fact):
    """Who is bound by an agreement, or stands by it."""

    class Role(models.TextChoices):
        """What it is to the agreement."""

        PARTY = "party", _("party")
        GUARANTOR = "guarantor", _("guarantor")
        MEDIATOR = "mediator", _("mediator")
        DEPOSITARY = "depositary", _("depositary")
        WITNESS = "witness", _("witness")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PARTY)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="agreement_parties", verbose_name=_("office"))
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="agreement_parties", verbose_name=_("actor"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="agreement_parties", verbose_name=_("place"))
    name = TranslatedField(LineField(_("in words"), max_length=200, blank=True, help_text=_("As the source has it, or where nothing else fits.")))

    class Meta(Fact.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False)
                | Q(actor__isnull=False)
                | Q(place__isnull=False)
                | ~Q(**{f"name_{code}": "" for code in languages.codes()}),
                name="party_is_somebody",
                violation_error_message=PARTY,
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=True, actor__isnull=True)
                | Q(office__isnull=True, place__isnull=True)
                | Q(actor__isnull=True, place__isnull=True),
                name="party_is_one",
                violation_error_message=ONE_PARTY,
            ),
        ]

    def __str__(self) -> str:
        return str(self.office or self.actor or self.place or next(filter(None, (getattr(self, f"name_{code}") for code in languages.codes())), ""))

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        chosen = [name for name in PARTIES if getattr(self, f"{name}_id")]
        if not chosen and not any(getattr(self, f"name_{code}") for code in languages.codes()):
            raise ValidationError({"office": PARTY}, code="nobody")
        if len(chosen) > 1:
            raise ValidationError({chosen[-1]: ONE_PARTY}, code="several")


class Stage(Fact):
    """A step in the life of an agreement."""

    class Kind(models.TextChoices):
        """How far it had come."""

        ANNOUNCED = "announced", _("announced")
        INITIALLED = "initialled", _("initialled")
        SIGNED = "signed", _("signed")
        SUBMITTED = "submitted", _("submitted for ratification")
        APPROVED = "approved", _("approved")
        RATIFIED = "ratified", _("ratified")
        PROMULGATED = "promulgated", _("promulgated")
        IN_FORCE = "in_force", _("in force")
        SUSPENDED = "suspended", _("suspended")
        DENOUNCED = "denounced", _("denounced")
        LAPSED = "lapsed", _("lapsed")

    # The bounds, which the date brings.
    date_lower: Any
    date_upper: Any
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="stages")
    kind = models.CharField(_("stage"), max_length=11, choices=Kind, default=Kind.SIGNED)
    date = EdtfField(_("date"), blank=True)
    year_inferred = models.BooleanField(
        _("the year is inferred"), default=False, help_text=_("The source names no year; it follows from what stands beside it.")
    )
    date_words = TranslatedField(LineField(_("date as printed"), max_length=120, blank=True, help_text=_("For example “in the nearest future”.")))
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="agreement_stages", verbose_name=_("by whom"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="agreement_stages", verbose_name=_("by which office"))
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_stages",
        verbose_name=_("event"),
        help_text=_("The event at which it happened, if there is one."),
    )
    note = TranslatedField(ProseField(_("note"), blank=True))

    class Meta(Fact.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.CheckConstraint(
                condition=Q(year_inferred=False) | ~Q(date=""), name="stage_year_inferred_of_a_date", violation_error_message=NO_DATE
            )
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (str(self.get_kind_display()), str(self.date or ""))))

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if self.year_inferred and not self.date:
            raise ValidationError({"year_inferred": NO_DATE}, code="no_date")


class Signatory(InCapacity):
    """Who signed: a person, whoever held a post then, or an institution."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatories")
    actor = named(Actor, "signatures", _("actor"))
    post = post_named("signatures")
    office = named(Office, "signatures", _("office"))
    capacity = capacity_field(_("As what the person signed. Left empty, the title on the day of signing."))
    tenure = tenure_field("signatures")

    class Meta(InCapacity.Meta):
        abstract = False
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [somebody("signatory")]
