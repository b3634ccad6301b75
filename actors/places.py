"""The public pages of places: what a place lies in and holds, who looks after it, and what is written of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actors import facts, linked_data, wording
from actors.charges import Charge, Groups, charges_of, grouped
from actors.maps.drawing import Map, drawn
from actors.maps.places import spots
from actors.models import Place
from actors.profile import NOTICES
from actors.year import years_of
from publishing import dates, languages, navigation
from publishing.fields.richtext import script_data
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, described, label
from publishing.remembered import Stamp

# Of the articles with its tag, so many stand on the page of a place; the archive of the tag has them all.
MOST_ARTICLES = 15


@dataclass(frozen=True)
class Written:
    """An article with the tag of a place; `lang` only where it differs from the page's."""

    title: str
    lang: str
    url: str
    date: str
    iso: str


@dataclass(kw_only=True)
class PlaceShown(RecordPage):
    """A place."""

    summary: str = ""
    description: str = ""
    sort: str = ""
    also: str = ""
    coordinates: str = ""
    map: Map | None = None
    parents: list[Label] = field(default_factory=list)
    inside: list[Label] = field(default_factory=list)
    offices: list[Label] = field(default_factory=list)
    charges: Groups | None = None
    years: list[Label] = field(default_factory=list)
    articles: list[Written] = field(default_factory=list)
    tag: Label | None = None
    json_ld: SafeString | str = ""


@lru_cache
def places_by(column: str) -> Prepared:
    """Return the query for the place with a given value in a column of which no two are alike, with its tag and what it lies in."""
    places = Place.objects.filter(**{column: Given("value", Place._meta.get_field(column))})
    return Prepared(places.select_related("tag", "parent__parent__parent__parent").order_by())


def place_shown(
    place: Place, language: str, under: Stamp | None = None, *, charges: Sequence[Charge] | None = None, untranslated: bool = True
) -> PlaceShown:
    """Return what the page of a place shows. Seven queries; `charges` are its remits where they are known already."""
    page = PlaceShown.of(place, language, NOTICES, under)
    page.title, lang = wording.place_name(place, language)
    page.title_lang = languages.other(lang, language)
    page.sort = str(place.get_kind_display())
    page.parents = [facts.place_label(each, language) for each in above(place)]
    page.inside = [facts.place_label(each, language) for each in place.children.live().in_order()]
    page.offices = [facts.office_label(each, language) for each in place.offices.live().order_by("folded", "id")]
    found = charges_of(place) if charges is None else charges
    page.charges = grouped(found, language)
    page.years = [year_label(place, year, language) for year in years_of(found)]
    page.articles = articles_of(place, language, untranslated=untranslated)
    page.tag = archive_of(place, language) if page.articles else None
    if place.latitude is not None and place.longitude is not None:
        page.coordinates = on_the_map(place.latitude, place.longitude)
        page.map = drawn(spots([place], language), language)
    if not page.notice:
        page.summary, page.also = (getattr(place, f"{name}_{language}") for name in ("status_note", "also"))
        page.description = described(place, language, page.summary, "")
    page.json_ld = script_data(linked_data.place(place, page, language), "application/ld+json")
    return page


def year_label(place: Place, year: int, language: str) -> Label:
    """Return the page of the changes of a year."""
    return Label(str(year), year_address(place, year, language))


def year_address(place: Place, year: int, language: str) -> str:
    """Return the address of the changes of a year."""
    return navigation.address("actors:remits", language, slug=place.slug_in(language), year=year)


def articles_of(place: Place, language: str, *, untranslated: bool) -> list[Written]:
    """Return the newest articles with the tag of a place, as its archive lists them. One query, none without a tag."""
    if place.tag is None:
        return []
    # What the app above puts under a tag.
    rows: Any = place.tag.article_rows  # Any: rows with the listing columns of their article
    unread = [f"content_object__{name}_{code}" for name in ("body", "lead") for code in languages.codes()]
    listed = rows.listed_in(language, untranslated=untranslated).select_related("content_object").defer(*unread)
    found = []
    for row in listed.order_by(f"-listed_at_{language}", "-content_object_id")[:MOST_ARTICLES]:
        at, shown = dates.printed(getattr(row, f"listed_at_{language}"), language), label(row.content_object, language)
        found.append(Written(shown.label, shown.lang, shown.url, at.text, at.iso))
    return found


def archive_of(place: Place, language: str) -> Label | None:
    """Return the archive of the tag of a place, which is public while it lists something."""
    if place.tag is None:
        return None
    name, code = languages.filled(place.tag, "label", language)
    slug, _code = languages.filled(place.tag, "slug", language)
    return Label(name, navigation.address_of_slug("news:tag", language, slug), languages.other(code, language))


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
