"""Places: countries, regions and settlements, one inside the other."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models.holding import Oversight, overseers
from library.models import Tag
from publishing import languages
from publishing.fields.folded import FoldedField
from publishing.fields.text import LineField, ProseField
from publishing.publishable import PublishableQuerySet, record_indexes
from publishing.titled import Titled, record_constraints


class PlaceQuerySet(PublishableQuerySet):
    """Places."""

    def in_order(self) -> Self:
        """Sort by name."""
        return self.order_by("folded", "id")


class Place(Titled):
    """A place: a record like an office, and smaller, since what matters of it is what others say of it."""

    title_field = "name"
    body_field = "status_note"

    class Kind(models.TextChoices):
        """What sort of place it is."""

        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        DISTRICT = "district", _("district")
        TOWN = "town", _("town")
        VILLAGE = "village", _("village")
        SITE = "site", _("site")

    class Mark(models.TextChoices):
        """What is said of the place wherever it is named."""

        NONE = "none", _("nothing")
        OCCUPIED = "occupied", _("“occupied”")

    name = TranslatedField(
        LineField(_("name"), max_length=120, blank=True, help_text=_("Without marks: “Tskhinvali Region”.")), attrgetter=languages.fallback
    )
    also = TranslatedField(
        LineField(_("also called"), max_length=200, blank=True, help_text=_("Other names that find it, separated by commas.")),
        attrgetter=languages.fallback,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGION)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in"), help_text=_("The next larger place.")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True, help_text=_("In degrees, north positive."))
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True, help_text=_("In degrees, east positive."))
    mark = models.CharField(_("mark"), max_length=10, choices=Mark, default=Mark.NONE, help_text=_("Stands before its name on pages."))
    status_note = TranslatedField(
        ProseField(_("note on its status"), blank=True, help_text=_("A sentence for readers, printed on the page of the place.")),
        attrgetter=languages.fallback,
    )
    tag = models.OneToOneField(
        Tag,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="place",
        verbose_name=_("tag"),
        help_text=_("Articles with this tag are listed with the place."),
        error_messages={"unique": _("Another place has this tag.")},
    )
    folded = FoldedField(of=["name", "also"])

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["folded", "id"]
        permissions = [("publish_place", "Can publish places"), ("erase_place", "Can delete places for ever")]
        indexes = record_indexes("place")
        constraints = [
            *record_constraints("place", _("Another place has this address.")),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="place_not_in_itself", violation_error_message=_("A place cannot lie in itself.")
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True) | Q(latitude__isnull=False, longitude__isnull=False),
                name="place_both_coordinates",
                violation_error_message=_("Give both the latitude and the longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180) | Q(latitude__isnull=True),
                name="place_on_earth",
                violation_error_message=_("Latitudes go from −90 to 90, longitudes from −180 to 180."),
            ),
        ]

    def remits_on(self, date: dt.date) -> list[Oversight]:
        """Return who surely or possibly had a remit over the place on a day."""
        return overseers(self.remits, date)
