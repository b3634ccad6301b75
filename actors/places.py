"""The public pages of places: what a place lies in and holds, who looks after it, and what is written of it."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actors import facts, linked_data, wording
from actors.models import Place
from actors.profile import NOTICES
from publishing import languages
from publishing.fields.richtext import script_data
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, description
from publishing.remembered import Stamp


@dataclass(kw_only=True)
class PlaceShown(RecordPage):
    """A place."""

    summary: str = ""
    description: str = ""
    sort: str = ""
    also: str = ""
    coordinates: str = ""
    parents: list[Label] = field(default_factory=list)
    inside: list[Label] = field(default_factory=list)
    offices: list[Label] = field(default_factory=list)
    json_ld: SafeString | str = ""


@lru_cache
def places_by(column: str) -> Prepared:
    """Return the query for the place with a given value in a column of which no two are alike, with its tag and what it lies in."""
    places = Place.objects.filter(**{column: Given("value", Place._meta.get_field(column))})
    return Prepared(places.select_related("tag", "parent__parent__parent__parent").order_by())


def place_shown(place: Place, language: str, under: Stamp | None = None) -> PlaceShown:
    """Return what the page of a place shows of itself. Three queries."""
    page = PlaceShown.of(place, language, NOTICES, under)
    page.title, lang = wording.place_name(place, language)
    page.title_lang = languages.other(lang, language)
    page.sort = str(place.get_kind_display())
    page.parents = [facts.place_label(each, language) for each in above(place)]
    page.inside = [facts.place_label(each, language) for each in place.children.live().in_order()]
    page.offices = [facts.office_label(each, language) for each in place.offices.live().order_by("folded", "id")]
    if place.latitude is not None and place.longitude is not None:
        page.coordinates = on_the_map(place.latitude, place.longitude)
    if not page.notice:
        page.summary, page.also = (getattr(place, f"{name}_{language}") for name in ("status_note", "also"))
        page.description = description(page.summary, "")
    page.json_ld = script_data(linked_data.place(place, page, language), "application/ld+json")
    return page


def above(place: Place) -> list[Place]:
    """Return the places around a place, the largest first, up to one that the public does not see. Four of them came with it."""
    found: list[Place] = []
    around = place.parent
    while around is not None and around.is_live and around not in found and around != place:
        found.append(around)
        around = around.parent
    return found[::-1]


def on_the_map(latitude: Decimal, longitude: Decimal) -> str:
    """Return coordinates as people read them: degrees with four places, and the half of the earth."""
    north = _("%(degrees)s° S") if latitude < 0 else _("%(degrees)s° N")
    east = _("%(degrees)s° W") if longitude < 0 else _("%(degrees)s° E")
    return f"{north % {'degrees': degrees(latitude)}}, {east % {'degrees': degrees(longitude)}}"


def degrees(number: Decimal) -> str:
    """Return a number of degrees without its sign."""
    return f"{abs(number):.4f}"
