"""Chronologies: named lists of events, chosen by hand or by a rule."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models import Place
from chronicle.models.event import Event
from chronicle.models.rows import Row
from publishing import languages
from publishing.fields.folded import FoldedField
from publishing.fields.richtext import RichTextField
from publishing.fields.vocabulary import VocabularyField
from publishing.publishable import Listed, ListedQuerySet, PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field

# What an index of places holds of each language.
LISTED = ("listed_at", "available")


class ChronologyQuerySet(PublishableQuerySet):
    """Chronologies."""


class ListingQuerySet(ListedQuerySet):
    """Places of events in chronologies."""


class Chronology(Titled):
    """A list of events under a name, always in the order of their dates."""

    body_field = "introduction"

    title = title_field(_("For example “Chronology of Visits”."))
    lead = lead_field(_("What it lists, in a sentence or two; also for lists and search results."))
    introduction = TranslatedField(
        RichTextField(_("introduction"), blank=True, help_text=_("Stands above the first entry: what belongs here, and what does not.")),
        attrgetter=languages.fallback,
    )
    folded = FoldedField(of=["title"])

    objects = ChronologyQuerySet.as_manager()

    class Meta:
        verbose_name = _("chronology")
        verbose_name_plural = _("chronologies")
        ordering = ["folded", "id"]
        permissions = [("publish_chronology", "Can publish chronologies"), ("erase_chronology", "Can delete chronologies for ever")]
        indexes = record_indexes("chronology")
        constraints = record_constraints("chronology", _("Another chronology has this address."), reserved=["feed", "v", "edit"])


class ChronologyRule(Row):
    """Which events belong to a chronology by themselves: all of a kind, all at a place, or all of a kind at a place."""

    chronology = models.ForeignKey(Chronology, models.CASCADE, related_name="rules")
    kind = models.CharField(_("kind of event"), max_length=14, choices=Event.Kind, blank=True, help_text=_("Left empty, of every kind."))
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chronology_rules",
        verbose_name=_("place"),
        help_text=_("With all places that lie in it. Left empty, anywhere."),
    )

    class Meta(Row.Meta):
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="") | Q(place__isnull=False),
                name="chronology_rule_says_something",
                violation_error_message=_("Choose a kind of event, a place, or both."),
            )
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (str(self.get_kind_display()) if self.kind else "", str(self.place) if self.place else "")))

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if not self.kind and not self.place_id:
            raise ValidationError({"kind": _("Choose a kind of event, a place, or both.")}, code="nothing")


class ChronologyEntry(Row):
    """An event that an editor put into a chronology. It is a row of the event's form."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="entries")
    chronology = models.ForeignKey(Chronology, models.PROTECT, related_name="entries", verbose_name=_("chronology"))

    class Meta(Row.Meta):
        verbose_name = _("chronology")
        verbose_name_plural = _("chronologies")

    def __str__(self) -> str:
        return str(self.chronology)


class Listing(Listed):
    """An event in a chronology, by hand or by a rule, with all that the order is read from. One writer: `chronicle.listings`."""

    id = models.BigAutoField(primary_key=True)
    chronology = models.ForeignKey(Chronology, models.CASCADE, related_name="listings")
    event = models.ForeignKey(Event, models.CASCADE, related_name="listings")
    # The bounds of the event's date; an event without a date stands at the end.
    lower = models.DateField()
    upper = models.DateField()
    # Their years, and the kind of the event: what answers is counted by year without a look at the event.
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14)
    # The words of the event, what is said there among them (`chronicle.sought`).
    sought = TranslatedField(VocabularyField(blank=True, default="", editable=False))

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a chronology")
        verbose_name_plural = _("places in chronologies")
        constraints = [models.UniqueConstraint(fields=["chronology", "event"], name="listing_once")]
        indexes = [
            models.Index(fields=["chronology", "lower", "upper", "event"], condition=condition, name=f"listing_{name}_{code}")
            for code in languages.codes()
            for name, condition in (
                ("all", Q(**{f"listed_at_{code}__isnull": False})),
                ("only", Q(**{f"listed_at_{code}__isnull": False, f"available_{code}": True})),
            )
        ] + [
            # With all that is counted, so that no row is read for it. The event first: by the chronology alone, rows are read in their own order.
            models.Index(
                fields=[
                    "event",
                    "chronology",
                    "kind",
                    "first_year",
                    "last_year",
                    "id",
                    *(f"{name}_{code}" for code in languages.codes() for name in LISTED),
                ],
                name="listing_counted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.chronology_id} {self.event_id}"
