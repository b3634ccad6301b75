"""The search page: a box, what answers, and what it can be narrowed by."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.filters import OnceField
from publishing import date_words, languages, navigation
from publishing.registry import by_kind
from publishing.searching import index
from publishing.searching.asked import LONGEST, asked
from publishing.searching.finding import MARKS, Found, Hit, Narrowed, Place, find

# The place of a hit in an address: its score and its key.
PLACE = re.compile(r"(\d{1,15})-(\d{1,15})")
# Characters of a text that stand below its title, where nothing was found in it; years that can be chosen.
SHOWN, YEARS = 240, 12
# What narrows a search, by its name in the address.
NAMES = {"kind": "kind", "in": "language", "year": "year"}


class WordsField(OnceField):
    """Words to look for."""

    def read(self, text: str) -> str:
        """Return as many of them as anybody types."""
        return text[:LONGEST]


class KindField(OnceField):
    """A type of record, by its word in addresses."""

    def read(self, text: str) -> str:
        """Return it."""
        if text not in {known.kind for known in index.kinds()}:
            raise ValidationError(_("There is nothing of this kind."), code="unknown")
        return text


class LanguageField(OnceField):
    """A language of the site, by its code."""

    def read(self, text: str) -> str:
        """Return it."""
        if text not in languages.codes():
            raise ValidationError(_("Nothing is published in this language."), code="unknown")
        return text


class YearField(OnceField):
    """A year."""

    def read(self, text: str) -> int:
        """Return it."""
        if not re.fullmatch(r"[1-9][0-9]{3}", text):
            raise ValidationError(_("A year has four digits."), code="no_year")
        return int(text)


class SearchForm(forms.Form):
    """What a reader asks for."""

    q, kind, year = WordsField(required=False), KindField(required=False), YearField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        # A word of Python, so no name in a class.
        self.fields["in"] = LanguageField(required=False)

    @property
    def narrowed(self) -> Narrowed:
        """What else is asked."""
        said = self.cleaned_data
        return Narrowed(said["kind"] or "", said["in"] or "", said["year"])


@dataclass(frozen=True, slots=True)
class Item:
    """A record that answers, as the page shows it; `lang` only where it is not in the language of the page."""

    url: str
    title: SafeString
    text: SafeString
    kind: str
    date: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that a search can be narrowed by, or freed from; `count` is how many records answer then, `lang` that of a language's own name."""

    label: str
    url: str
    count: int
    is_chosen: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The things of one sort that a search can be narrowed by."""

    label: str
    ways: list[Way] = field(default_factory=list)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find records by words. Context: form, q, items, number, narrowings, older, is_cut. Three queries beside those of every page."""
    form, language = SearchForm(request.GET), languages.active()
    is_valid = form.is_valid()
    q = form.cleaned_data.get("q") or ""
    found = find(asked(q), language, form.narrowed, after=place_in(request)) if is_valid else Found()
    if "after" in request.GET and not found.hits:
        raise Http404(_("There is nothing after this."))
    head = navigation.head(navigation.addresses("search"), robots="noindex")
    query = request.GET.urlencode()
    for each in head["languages"] if query else ():  # type: ignore[attr-defined]  # what `head` has there
        each["url"] += f"?{query}"
    context = {"form": form, "q": q, "items": [item(hit, language) for hit in found.hits], "is_cut": found.is_cut}
    context |= {"narrowings": narrowings(request.GET, found, form.narrowed) if is_valid else [], "number": number(found, form) if is_valid else 0}
    context["older"] = address(request.GET, after=written(found.hits[-1].place)) if found.goes_on else ""
    return render(request, "search.html", {**context, **head}, status=200 if is_valid else 400)


def place_in(request: HttpRequest) -> Place | None:
    """Return the place from which a page goes on; Http404 for what is none."""
    if (text := request.GET.get("after")) is None:
        return None
    if (read := PLACE.fullmatch(text)) is None:
        raise Http404(_("This address of a page was cut off or changed."))
    return Place(score=int(read[1]), key=int(read[2]))


def written(place: Place) -> str:
    """Return a place as it stands in addresses."""
    return f"{place.score}-{place.key}"


def address(query: Mapping[str, str], **changed: str) -> str:
    """Return the address of this search with something else chosen; a page goes on under the same choice alone."""
    said = {name: query[name] for name in ("q", *NAMES) if query.get(name)} | changed
    return f"?{urlencode({name: value for name, value in said.items() if value})}"


def number(found: Found, form: SearchForm) -> int:
    """Return how many records answer, of all that was asked."""
    counts = found.counts.get("kind", {})
    return counts.get(form.narrowed.kind, 0) if form.narrowed.kind else sum(counts.values())


def item(hit: Hit, language: str) -> Item:
    """Return a hit as the page shows it."""
    kind = by_kind(hit.kind)
    text = next((said for said in (hit.lead, hit.text) if MARKS[0] in said), hit.lead or hit.text)
    return Item(
        url=navigation.address_of_slug(kind.url_name, hit.language, hit.slug),
        title=marked(hit.title),
        text=marked(text if MARKS[0] in text else cut(text)),
        kind=capfirst(str(kind.model._meta.verbose_name)),
        date=date_words.words(hit.date, language),
        lang=languages.other(hit.language, language),
    )


def cut(text: str) -> str:
    """Return the beginning of a text, in whole words."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rpartition(' ')[0]}…"


def marked(text: str) -> SafeString:
    """Return a text as HTML, what was found in it within `<mark>`."""
    plain, *found = text.split(MARKS[0])
    pieces = [(plain, ""), *((rest, hit) for hit, _end, rest in (each.partition(MARKS[1]) for each in found))]
    return format_html_join("", "{}{}", ((format_html("<mark>{}</mark>", hit) if hit else "", rest) for rest, hit in pieces))


def narrowings(query: Mapping[str, str], found: Found, chosen: Narrowed) -> list[Narrowing]:
    """Return what a search can be narrowed by; a sort in which there is nothing to choose is left out."""
    kinds = {known.kind: capfirst(str(known.model._meta.verbose_name_plural)) for known in index.kinds()}
    said = {code: navigation.name_of(code) for code in languages.codes()}
    years = found.counts.get("year", {})
    newest = sorted(years, reverse=True)[:YEARS]
    return [
        made
        for made in (
            narrowing(_("Kind"), "kind", kinds.items(), found, query=query, chosen=chosen.kind),
            narrowing(_("Language"), "in", said.items(), found, query=query, chosen=chosen.language),
            narrowing(_("Year"), "year", ((year, year) for year in newest), found, query=query, chosen=str(chosen.year or "")),
        )
        if len(made.ways) > 1 or any(way.is_chosen for way in made.ways)
    ]


def narrowing(label: str, name: str, values: Iterable[tuple[str, str]], found: Found, *, query: Mapping[str, str], chosen: str) -> Narrowing:
    """Return the values of one sort in which something answers, and the one that is chosen."""
    counts = found.counts.get(NAMES[name], {})
    ways = []
    for value, words in values:
        if value in counts or value == chosen:
            url = address(query, **{name: "" if value == chosen else value})
            lang = languages.other(value, languages.active()) if name == "in" else ""
            ways.append(Way(words, url, counts.get(value, 0), is_chosen=value == chosen, lang=lang))
    return Narrowing(label, ways)
