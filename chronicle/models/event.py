"""Events: what happened, was planned or is said to have happened, where and when."""

from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from translated_fields import TranslatedField

from chronicle.models.format import Format
from library.models import Image, Source, Tag, TaggedRow, card_image_field, tag_indexes
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.folded import FoldedField, SoughtField
from publishing.fields.richtext import RichTextField
from publishing.fields.text import LineField
from publishing.publishable import ListedQuerySet, PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field


class EventQuerySet(PublishableQuerySet):
    """Events."""

    def without_texts(self) -> Self:
        """Leave unread what lists of events do not print."""
        return self.defer(*(f"{name}_{code}" for name in ("body", "lead", "sought") for code in languages.codes()))


class EventTagQuerySet(ListedQuerySet):
    """Tags on events."""


class Event(Titled):
    """One dated entry of the chronicle."""

    class Kind(models.TextChoices):
        """What sort of event it is."""

        VISIT = "visit", _("visit")
        WORKING_VISIT = "working_visit", _("working visit")
        DELEGATION = "delegation", _("trip of a delegation")
        MEETING = "meeting", _("meeting")
        TALKS = "talks", _("talks")
        TOUR = "tour", _("tour")
        SIGNING = "signing", _("signing")
        SUBMISSION = "submission", _("submission to a parliament")
        LAW = "law", _("law signed")
        DECISION = "decision", _("decision")
        APPOINTMENT = "appointment", _("appointment")
        OPENING = "opening", _("opening")
        SESSION = "session", _("session")
        RECOGNITION = "recognition", _("recognition")
        RELATIONS = "relations", _("establishment of relations")
        WAR = "war", _("war")
        MURDER = "murder", _("murder")
        RELEASE = "release", _("release from prison")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        """Whether it took place."""

        HELD = "held", _("held")
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")
        NOT_HELD = "not_held", _("not held")
        ALLEGED = "alleged", _("alleged")

    class Access(models.TextChoices):
        """Whether the press was let in."""

        UNKNOWN = "unknown", _("not known")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    # The bounds, which the date brings.
    date_lower: Any
    date_upper: Any
    title = title_field(_("What happened, in one line."))
    lead = lead_field(_("A sentence or two for chronologies, feeds and search results."))
    body = TranslatedField(RichTextField(_("text"), blank=True), attrgetter=languages.fallback)
    date = EdtfField(_("date"), blank=True)
    date_words = TranslatedField(
        LineField(_("date as printed"), max_length=120, blank=True, help_text=_("The source’s own words, where they say more: “soon after the war”."))
    )
    year_inferred = models.BooleanField(
        _("the year is inferred"), default=False, help_text=_("The source names no year; it follows from what stands beside it.")
    )
    duration = TranslatedField(LineField(_("how long"), max_length=120, blank=True, help_text=_("In words: “several hours”.")))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.OTHER)
    status = models.CharField(_("did it take place?"), max_length=10, choices=Status, default=Status.HELD)
    access = models.CharField(_("access for the press"), max_length=8, choices=Access, default=Access.UNKNOWN)
    venue = TranslatedField(LineField(_("venue"), max_length=200, blank=True, help_text=_("Building and room: “meeting room, 8th floor”.")))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The visit or the session that this was part of."),
    )
    format = models.ForeignKey(Format, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("format"))
    ordinal = models.PositiveIntegerField(_("number in the format"), null=True, blank=True, help_text=_("The 10th session: 10."))
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("image"))
    card_image = card_image_field()
    sources = models.ManyToManyField(Source, through="EventCitation", related_name="events", verbose_name=_("sources"))
    tags = TaggableManager(through="chronicle.EventTag", blank=True, verbose_name=_("tags"), help_text="")
    folded = FoldedField(of=["title"])
    sought = TranslatedField(SoughtField(of=["title", "lead"]))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-live_at", "-id"]
        permissions = [("publish_event", "Can publish events"), ("erase_event", "Can delete events for ever")]
        indexes = [*record_indexes("event"), models.Index(fields=["date_lower", "date_upper", "id"], name="event_by_date")]
        constraints = [
            *record_constraints("event", _("Another event has this address."), reserved=["feed", "v", "edit", "timeline"]),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="event_not_part_of_itself",
                violation_error_message=_("An event cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1, format__isnull=False),
                name="event_number_in_a_format",
                violation_error_message=_("A number belongs to a format, and numbers begin with one."),
            ),
            models.CheckConstraint(
                condition=Q(date="") | Q(date_lower__lte=F("date_upper")),
                name="event_begins_before_it_ends",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(year_inferred=False) | ~Q(date=""),
                name="event_year_inferred_of_a_date",
                violation_error_message=_("There is no date whose year could be inferred."),
            ),
            models.UniqueConstraint(
                fields=["format", "ordinal"], name="event_number_once", violation_error_message=_("Another event of this format has this number.")
            ),
        ]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Leave to the date, to `clean` and to the form what they say in words: each would be asked of the database."""
        super().validate_constraints(exclude={*(exclude or ()), "date", "ordinal"})

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if self.ordinal is not None and (self.format_id is None or self.ordinal < 1):
            raise ValidationError({"ordinal": _("A number belongs to a format, and numbers begin with one.")}, code="ordinal")
        if self.year_inferred and not self.date:
            raise ValidationError({"year_inferred": _("There is no date whose year could be inferred.")}, code="no_date")


class EventTag(TaggedRow):
    """A tag on an event."""

    kind = "event"

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="event_rows", verbose_name=_("tag"))
    content_object = models.ForeignKey(Event, models.CASCADE, related_name="tagged")

    objects = EventTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of an event")
        verbose_name_plural = _("tags of events")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="event_tag_once")]
        indexes = tag_indexes("event")

    def __str__(self) -> str:
        return str(self.tag)
