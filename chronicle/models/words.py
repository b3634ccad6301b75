"""What was said at an event, and what came of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models import Actor, Office, Place, Tenure
from chronicle.models.agreement import Agreement
from chronicle.models.event import Event
from chronicle.models.rows import Fact
from library.fields import language_code
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.folded import SoughtField
from publishing.fields.text import LineField, ProseField

SPEAKER = _("Say who said it: an actor, an office, or in words.")
ONE_SPEAKER = _("Choose an actor or an office, not both.")


class Statement(Fact):
    """What somebody said. It is never printed without the speaker."""

    class Mode(models.TextChoices):
        """In whose words."""

        PARAPHRASE = "paraphrase", _("in other words")
        VERBATIM = "verbatim", _("verbatim")
        SUMMARY = "summary", _("summary")

    event = models.ForeignKey(Event, models.CASCADE, related_name="statements")
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("actor"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("office"))
    attribution = TranslatedField(
        LineField(_("attributed to"), max_length=200, blank=True, help_text=_("Where neither fits: “the Georgian side”, “according to Tskhinvali”."))
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.PARAPHRASE)
    text = TranslatedField(ProseField(_("what was said"), blank=True))
    original = ProseField(_("in the original language"), blank=True)
    original_language = models.CharField(
        _("original language"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ru.")
    )
    about = models.ManyToManyField(Place, blank=True, related_name="statements", verbose_name=_("about places"))
    gloss = TranslatedField(LineField(_("what it is about"), max_length=200, blank=True, help_text=_("The editor’s own words, printed in brackets.")))
    sought = TranslatedField(SoughtField(of=["text", "gloss"]))

    clean_says_all = True

    class Meta(Fact.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(office__isnull=False) | ~Q(**{f"attribution_{code}": "" for code in languages.codes()}),
                name="statement_has_a_speaker",
                violation_error_message=SPEAKER,
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=True) | Q(office__isnull=True), name="statement_has_one_speaker", violation_error_message=ONE_SPEAKER
            ),
            models.CheckConstraint(
                condition=~Q(original="", **{f"text_{code}": "" for code in languages.codes()}),
                name="statement_says_something",
                violation_error_message=_("Say what was said, in one language at least."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.actor or self.office or next(filter(None, (getattr(self, f"attribution_{code}") for code in languages.codes())), ""))

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if not (self.actor_id or self.office_id or any(getattr(self, f"attribution_{code}") for code in languages.codes())):
            raise ValidationError({"actor": SPEAKER}, code="no_speaker")
        if self.actor_id and self.office_id:
            raise ValidationError({"office": ONE_SPEAKER}, code="two_speakers")
        if not self.original and not any(getattr(self, f"text_{code}") for code in languages.codes()):
            raise ValidationError({f"text_{languages.codes()[0]}": _("Say what was said, in one language at least.")}, code="silent")


class Outcome(Fact):
    """What came of an event: often later than it, and known less exactly."""

    class Kind(models.TextChoices):
        """What sort of outcome it is."""

        ANNOUNCEMENT = "announcement", _("announcement")
        AGREEMENT = "agreement", _("agreement")
        APPOINTMENT = "appointment", _("appointment")
        OPENING = "opening", _("opening")
        DECISION = "decision", _("decision")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        """How far it has come."""

        ANNOUNCED = "announced", _("announced")
        PENDING = "pending", _("pending")
        DONE = "done", _("done")
        LAPSED = "lapsed", _("lapsed")

    # The bounds, which the date brings.
    date_lower: Any
    date_upper: Any
    event = models.ForeignKey(Event, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DONE)
    is_main = models.BooleanField(_("main result"), default=False)
    text = TranslatedField(ProseField(_("what came of it"), blank=True))
    date = EdtfField(_("date"), blank=True)
    date_words = TranslatedField(LineField(_("date as printed"), max_length=120, blank=True, help_text=_("For example “in the nearest future”.")))
    tenure = models.ForeignKey(Tenure, models.SET_NULL, null=True, blank=True, related_name="outcome_of", verbose_name=_("tenure that began"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="outcome_of", verbose_name=_("office"))
    led_to = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="outcome_of", verbose_name=_("event"))
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="outcome_of", verbose_name=_("agreement"))

    class Meta(Fact.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(
                condition=Q(led_to__isnull=True) | ~Q(led_to=models.F("event")),
                name="outcome_is_another_event",
                violation_error_message=_("An event cannot be its own outcome."),
            ),
            models.CheckConstraint(
                condition=~Q(**{f"text_{code}": "" for code in languages.codes()})
                | Q(tenure__isnull=False)
                | Q(office__isnull=False)
                | Q(led_to__isnull=False)
                | Q(agreement__isnull=False),
                name="outcome_says_something",
                violation_error_message=_("Say what came of it, or choose what it led to."),
            ),
        ]

    def __str__(self) -> str:
        return next(filter(None, (getattr(self, f"text_{code}") for code in languages.codes())), str(self.get_kind_display()))[:60]
