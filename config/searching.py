"""The search page: a box, what answers, and what it can be narrowed by."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from config.page_query import IN_SEARCH
from config.search_form import SearchForm, query_of
from publishing import date_words, languages, navigation
from publishing.registry import by_kind
from publishing.remembered import stamp
from publishing.searching import index
from publishing.searching.finding import MARKS, Found, Hit, Place
from publishing.searching.replying import Reply, reply

# The place of a hit in an address: its score and its key.
PLACE = re.compile(r"(\d{1,15})-(\d{1,15})")
# Characters of a text that stand below its title, where nothing was found in it; years that can be chosen.
SHOWN, YEARS = 240, 12
# What records have in common, in the words of the page.
ASPECTS = {"tag": gettext_lazy("Tag"), "actor": gettext_lazy("Person"), "place": gettext_lazy("Place")}
HOW = gettext_lazy(
    "Names are found in any script and spelling. “Words in quotation marks” are found in this order; -words with a minus are left out."
)
# What can always be chosen above the answers; the rest is folded away until something of it is chosen.
IN_SIGHT = ("kind", "in")


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
class Value:
    """What a search may be narrowed to: how addresses and readers name it; `lang` of words in another language than the page."""

    value: str
    words: str
    count: int = 0
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
    # Whether it stands above the answers, and not folded away with the others.
    is_in_sight: bool = False


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find records by words. Context: form, q, meant, is_partial, items, number, narrowings, kept, older, is_cut, feed, insist.

    Three queries beside those of every page; two more for each tag, person and place that is chosen, once under a change; and at most
    ten where nothing has the words as they are typed, to find what may be `meant`, or has some of them.
    """
    form, language = SearchForm(request.GET, stamp(request)), languages.active()
    is_valid = form.is_valid()
    q = form.cleaned_data.get("q") or ""
    said = Reply(Found())
    if is_valid:
        said = reply(q, language, form.narrowed, after=place_in(request), exact=bool(form.cleaned_data["exact"]))
    found, meant = said.found, said.meant
    asked_for: Mapping[str, str] = {**request.GET.dict(), "q": meant} if meant else request.GET
    if "after" in request.GET and not found.hits:
        raise Http404(_("There is nothing after this."))
    query = request.GET.urlencode()
    # What answers is a list of what search engines have; the way to ask is a page.
    head = navigation.head(navigation.addresses("search"), robots="noindex" if query else "")
    for each in head["languages"] if query else ():  # type: ignore[attr-defined]  # what `head` has there
        each["url"] += f"?{query}"
    context = {"form": form, "q": q, "meant": meant, "is_partial": said.is_partial, "is_cut": found.is_cut}
    context["description"] = HOW
    context["items"] = [item(hit, language) for hit in found.hits]
    if is_valid:
        context |= {"narrowings": narrowings(asked_for, found, form), "number": number(found, form)}
        context |= {"kept": kept(asked_for), "feed": feed_of(asked_for, meant or q) if q else None}
        context["insist"] = address(request.GET, exact="1")
    context["older"] = address(asked_for, after=written(found.hits[-1].place)) if found.goes_on else ""
    return render(request, "search.html", {**context, **head}, status=200 if is_valid else 400)


def feed_of(query: Mapping[str, str], q: str) -> dict[str, str]:
    """Return the feed of a search, as pages name it: that of the language to which it is narrowed."""
    url = navigation.address("search", query.get("in") or languages.active())
    mail = navigation.mail_address("search", languages.active())
    asked_again = f"?{query_of(query)}"
    return {"title": _("Search: %(words)s") % {"words": q}, "url": url, "query": asked_again, "mail": mail and f"{mail}{asked_again}"}


def kept(query: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (name, value) of what a period is asked for beside."""
    return [(name, query[name]) for name in IN_SEARCH if name not in ("from", "to") and query.get(name)]


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
    return f"?{query_of(query, **changed)}"


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


def narrowings(query: Mapping[str, str], found: Found, form: SearchForm) -> list[Narrowing]:
    """Return what a search can be narrowed by; a sort in which there is nothing to choose is left out."""
    chosen, language = form.narrowed, languages.active()
    kinds = [Value(known.kind, capfirst(str(known.model._meta.verbose_name_plural))) for known in index.kinds()]
    said = [Value(code, navigation.name_of(code), lang=languages.other(code, language)) for code in languages.codes()]
    newest = sorted(found.counts.get("year", {}), reverse=True)[:YEARS]
    made = [
        narrowing(_("Kind"), "kind", counted(kinds, found.counts.get("kind", {})), query=query, chosen=chosen.kind),
        narrowing(_("Language"), "in", counted(said, found.counts.get("language", {})), query=query, chosen=chosen.language),
        narrowing(
            _("Year"),
            "year",
            counted([Value(year, year) for year in newest], found.counts.get("year", {})),
            query=query,
            chosen=str(chosen.year or ""),
        ),
    ]
    for name, label in ASPECTS.items():
        values = [Value(each.slug, each.words, each.count, languages.other(each.language, language)) for each in found.offers.get(name, ())]
        if (one := form.named(name)) is not None and one.slug not in {each.value for each in values}:
            values.append(Value(one.slug, one.words, lang=languages.other(one.language, language)))
        made.append(narrowing(str(label), name, values, query=query, chosen=one.slug if one is not None else ""))
    return [each for each in made if len(each.ways) > 1 or any(way.is_chosen for way in each.ways)]


def counted(values: Iterable[Value], counts: Mapping[str, int]) -> list[Value]:
    """Return values with how many records answer with each of them."""
    return [replace(each, count=counts.get(each.value, 0)) for each in values]


def narrowing(label: str, name: str, values: Iterable[Value], *, query: Mapping[str, str], chosen: str) -> Narrowing:
    """Return the values of one sort in which something answers, and the one that is chosen."""
    ways = []
    for each in values:
        if each.count or each.value == chosen:
            url = address(query, **{name: "" if each.value == chosen else each.value})
            ways.append(Way(each.words, url, each.count, is_chosen=each.value == chosen, lang=each.lang))
    return Narrowing(label, ways, is_in_sight=bool(chosen) or name in IN_SIGHT)
