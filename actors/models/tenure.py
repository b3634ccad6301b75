"""Tenures: who holds or held a post, from when to when, and how surely that is known."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from actors.models.office import Office
from actors.models.post import Post
from actors.models.rows import Fact
from publishing.fields.dates import EdtfField
from publishing.fields.text import LineField
from publishing.partial_dates import Certainty


class EndStatus(models.TextChoices):
    """Whether it is over. An empty end never means “still”."""

    UNKNOWN = "unknown", _("not known")
    ONGOING = "ongoing", _("goes on")
    ENDED = "ended", _("has ended")


# Those that go on before others, then the last begun; those of which no start is known at the end.
LATEST_FIRST = (
    Case(When(end_status=EndStatus.ONGOING, then=0), default=1),
    F("start_lower").desc(nulls_last=True),
    F("start_upper").desc(nulls_last=True),
    F("start").desc(),
    F("id").desc(),
)


class DatedQuerySet(models.QuerySet):
    """Rows with a start, an end and an end status."""

    def on(self, date: dt.date) -> Self:
        """Keep those that surely or possibly held on a date."""
        begun = Q(start_lower__isnull=True) | Q(start_lower__lte=date)
        return self.filter(begun).exclude(end_upper__lt=date)

    def surely_on(self, date: dt.date) -> Self:
        """Keep those that surely held on a date."""
        return self.filter(surely(date))


def possibly(date: dt.date) -> Q:
    """Return the condition for rows that surely or possibly held on a date."""
    return Q(Q(start_lower__isnull=True) | Q(start_lower__lte=date), Q(end_upper__isnull=True) | Q(end_upper__gte=date))


def surely(date: dt.date) -> Q:
    """Return the condition for rows that surely held on a date."""
    goes_on = Q(end_status=EndStatus.ONGOING) | Q(end_lower__gte=date)
    return Q(start_upper__lte=date) & goes_on | Q(start_lower=date, start_upper=date)


def unopposed(date: dt.date) -> Q:
    """Return the condition for rows of which nothing that is known speaks against a date; twin of `Dated.is_unopposed_on`."""
    begun = Q(start_upper__isnull=True) | Q(start_upper__lte=date)
    goes_on = Q(end_status__in=[EndStatus.ONGOING, EndStatus.UNKNOWN]) | Q(end_lower__gte=date)
    return begun & goes_on | Q(start_lower=date, start_upper=date)


class Dated(models.Model):
    """Base of rows that begin and end."""

    # The bounds, which the fields bring.
    start_lower: dt.date | None
    start_upper: dt.date | None
    end_lower: dt.date | None
    end_upper: dt.date | None
    start = EdtfField(_("start"), blank=True, open_end=False)
    end = EdtfField(_("end"), blank=True, open_end=False)
    end_status = models.CharField(_("is it over?"), max_length=7, choices=EndStatus, default=EndStatus.UNKNOWN)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if self.end and self.end_status != EndStatus.ENDED:
            raise ValidationError({"end_status": _("There is a date of the end, so it is over: choose “has ended”.")}, code="ended")
        if self.start_lower and self.end_upper and self.start_lower > self.end_upper:
            raise ValidationError({"end": _("The end lies before the start.")}, code="reversed")

    def certainty_on(self, date: dt.date) -> Certainty:
        """Tell how surely it held on a date; twin of `on` and `surely_on`."""
        if (self.start_lower and self.start_lower > date) or (self.end_upper and self.end_upper < date):
            return Certainty.NO
        begun = self.start_upper is not None and self.start_upper <= date
        goes_on = self.end_status == EndStatus.ONGOING or (self.end_lower is not None and self.end_lower >= date)
        is_the_first_day = self.start_lower == self.start_upper == date
        return Certainty.SURELY if (begun and goes_on) or is_the_first_day else Certainty.MAYBE

    def is_unopposed_on(self, date: dt.date) -> bool:
        """Tell whether nothing that is known of its start and its end speaks against a date."""
        goes_on = self.end_status in {EndStatus.ONGOING, EndStatus.UNKNOWN} or (self.end_lower is not None and self.end_lower >= date)
        begun = self.start_upper is None or self.start_upper <= date
        return (begun and goes_on) or self.start_lower == self.start_upper == date

    def sure_span(self) -> tuple[dt.date, dt.date] | None:
        """Return from when to when it surely held, as far as that is more than a day; None where nothing is sure."""
        last = dt.date.max if self.end_status == EndStatus.ONGOING else self.end_lower
        return (self.start_upper, last) if self.start_upper and last and self.start_upper < last else None


def dated_constraints(name: str) -> list[models.BaseConstraint]:
    """Return what holds for every row that begins and ends."""
    return [
        models.CheckConstraint(
            condition=Q(start="") | Q(end="") | Q(start_lower__lte=F("end_upper")),
            name=f"{name}_starts_before_it_ends",
            violation_error_message=_("The end lies before the start."),
        ),
        models.CheckConstraint(
            condition=Q(end="") | Q(end_status=EndStatus.ENDED),
            name=f"{name}_ended_if_it_has_an_end",
            violation_error_message=_("There is a date of the end, so it is over: choose “has ended”."),
        ),
    ]


class TenureQuerySet(DatedQuerySet):
    """Tenures."""

    def public(self) -> Self:
        """Keep tenures whose actor and whose office the public sees."""
        # Asked of each row by its key: a list of everybody who is live would be made for every question.
        actor, office = Actor.objects.live().filter(pk=OuterRef("actor")), Office.objects.live().filter(pk=OuterRef("post__office"))
        return self.filter(Exists(actor), Exists(office))

    def in_order(self) -> Self:
        """Sort by date, the first first; those without a start stand at the beginning."""
        return self.order_by(F("start_lower").asc(nulls_first=True), F("start_upper").asc(nulls_first=True), "start", "id")


class Tenure(Dated, Fact):
    """An actor holding a post. It is a row of the actor's form, and public with the actor and the office."""

    class EndReason(models.TextChoices):
        """Why it ended."""

        TERM = "term", _("the term was over")
        RESIGNED = "resigned", _("resigned")
        DISMISSED = "dismissed", _("dismissed")
        MOVED = "moved", _("moved to another post")
        DIED = "died", _("died")
        ABOLISHED = "abolished", _("the post was abolished")
        OTHER = "other", _("other")

    # An actor or a post with history cannot be deleted.
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="tenures", verbose_name=_("actor"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name=_("post"))
    title_as_printed = LineField(
        _("title as printed"),
        max_length=300,
        blank=True,
        help_text=_("As the source has it, in its language, where it differs from the title of the post."),
    )
    is_acting = models.BooleanField(_("acting"), default=False, help_text=_("For a time, until somebody is appointed."))
    ordinal = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("The first, the second … to hold the post, if a source says so.")
    )
    end_reason = models.CharField(_("why it ended"), max_length=10, choices=EndReason, blank=True)
    # Whether nobody else can hold the post at the same time; kept by `actors.seats`, for the constraint of PostgreSQL.
    is_sole = models.BooleanField(default=False, editable=False)

    clean_says_all = True

    objects = TenureQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        indexes = [
            models.Index(fields=["post", "start_lower", "end_upper"], name="tenure_of_post"),
            models.Index(fields=["actor", "start_lower", "end_upper"], name="tenure_of_actor"),
        ]
        constraints = [
            *dated_constraints("tenure"),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(end_status=EndStatus.ENDED),
                name="tenure_ended_if_there_is_a_reason",
                violation_error_message=_("There is a reason for the end, so it is over: choose “has ended”."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1),
                name="tenure_counts_from_one",
                violation_error_message=_("Numbers begin with one."),
            ),
        ]

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        super().clean()
        if self.end_reason and self.end_status != EndStatus.ENDED:
            raise ValidationError({"end_status": _("There is a reason for the end, so it is over: choose “has ended”.")}, code="ended")
        if self.ordinal == 0:
            raise ValidationError({"ordinal": _("Numbers begin with one.")}, code="zero")

    def __str__(self) -> str:
        return f"{self.post}, {self.start}" if self.start else str(self.post)
