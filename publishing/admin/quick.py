"""Quick search over records of all types and the pages of the desk: a page, and what the dialog of its shortcut shows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.contrib.admin import AdminSite
from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import languages, other_names, record_templates, seen
from publishing.admin.beginning import new_from
from publishing.admin.board import shown
from publishing.publishable import Publishable
from publishing.rights import User, may
from publishing.search import fold
from publishing.searching import finding
from publishing.searching.asked import asked
from publishing.searching.correcting import corrected

# Records looked at for their order, and shown; letters that are looked for, from how many on.
LOOKED_AT, MOST, MOST_PAGES = 60, 12, 8
LEAST_LETTERS, LONGEST = 2, 100


@dataclass(frozen=True)
class Place:
    """A page of the desk."""

    label: str
    url: str


@dataclass(frozen=True)
class Hit:
    """A record that was found, as whoever looked for it may see it."""

    record: Publishable
    url: str


def records(text: str, by: User) -> list[Hit]:
    """Return the records whose title, or another name of theirs, has all of these words, or their beginnings, in any spelling; the closest first.

    Behind them stand public records that readers would find by these words.
    """
    wanted = fold(text[:LONGEST])
    if len(wanted) < LEAST_LETTERS:
        return []
    words = wanted.split()
    called = other_names.called(words)
    matching = seen.containing("titles", words) | seen.unseen(by) & seen.containing("draft_title", words) | Q(pk__in=list(called))
    order = closeness(wanted, words, by, called)
    rows = list(seen.standings(by).filter(matching).order_by(order, "-record").values_list("kind", "record", "draft_title")[:LOOKED_AT])
    found = seen.records([row[:2] for row in rows], by)
    known = [
        (found[key], [*titles(found[key], drafted, by), *names(found[key], called.get(key, ()), by)]) for _kind, key, drafted in rows if key in found
    ]
    # What is found by a title that is not theirs to know is not found.
    ranked = sorted(
        (rank(said, wanted, words), place) for place, (_record, said) in enumerate(known) if all(word in "\n".join(said) for word in words)
    )
    hits = [Hit(known[place][0], seen.form_url(known[place][0])) for _rank, place in ranked[:MOST]]
    return hits + by_public_words(text[:LONGEST], by, {hit.record.pk for hit in hits}) if len(hits) < MOST else hits


def by_public_words(text: str, by: User, known: Collection[UUID]) -> list[Hit]:
    """Return the public records that readers would find by these words, but for those that are known: so many that the page is full.

    Words that nothing has are put right, where nothing was found by a title either.
    """
    question, language = asked(text), languages.active()
    keys = finding.best(question, language, MOST)
    if not keys and not known and (meant := corrected(text, question)):
        keys = finding.best(asked(meant), language, MOST)
    others = [(kind, key) for kind, key in keys if key not in known][: MOST - len(known)]
    found = seen.records(others, by)
    return [Hit(found[key], seen.form_url(found[key])) for _kind, key in others if key in found]


def closeness(wanted: str, words: list[str], by: User, called: Iterable[UUID]) -> Case:
    """Return what sorts rows as `rank` does the records that are read: a name that many newer titles mention is found all the same."""
    theirs = seen.unseen(by)
    begins = beginning("titles", wanted) | theirs & beginning("draft_title", wanted)
    stand = [
        reduce(and_, (beginning(column, word) | Q(**{f"{column}__contains": f" {word}"}) for word in words)) for column in ("titles", "draft_title")
    ]
    return Case(When(begins, then=0), When(stand[0] | theirs & stand[1] | Q(pk__in=list(called)), then=1), default=2)


def beginning(column: str, words: str) -> Q:
    """Return what keeps rows in whose column a line begins so."""
    return Q(**{f"{column}__startswith": words}) | Q(**{f"{column}__contains": f"\n{words}"})


def titles(record: Publishable, drafted: str, by: User) -> list[str]:
    """Return the titles of a record that somebody may know, folded; `drafted` are those of its draft."""
    told = [record.title_in(code)[0] for code in languages.codes()]
    if not may(by, "change", record):
        return [fold(title) for title in told if title]
    told += [getattr(record, f"{record.title_field}_{code}") for code in languages.codes()]
    return [*(fold(title) for title in told if title), *drafted.splitlines()]


def names(record: Publishable, folded: Iterable[str], by: User) -> list[str]:
    """Return those of the other names of a record that somebody may know: none where a language waits for its moment, which names do not say."""
    is_whole = all(record.tells_of(code) for code in languages.codes())
    return list(folded) if is_whole or may(by, "change", record) else []


def rank(said: Iterable[str], wanted: str, words: list[str]) -> int:
    """Return how close titles come: one that begins with what was asked for, words that begin with it, anything."""
    if any(title.startswith(wanted) for title in said):
        return 0
    return 1 if any(all(f" {word}" in f" {title}" for word in words) for title in said) else 2


def places(text: str, apps: Iterable[dict[str, Any]], desk: Iterable[tuple[Any, str, bool]]) -> list[Place]:
    """Return the pages of the desk whose names have all of these words."""
    known = [Place(str(label), url) for label, url, _is_here in desk]
    for model in (model for app in apps for model in app["models"]):
        known += [Place(capfirst(str(model["name"])), model["admin_url"])] if model["admin_url"] else []
        named = {"name": model["model"]._meta.verbose_name}
        known += [Place(_("New %(name)s") % named, model["add_url"])] if model["add_url"] else []
    words = fold(text[:LONGEST]).split()
    return [place for place in known if words and all(word in fold(place.label) for word in words)][:MOST_PAGES]


def templates(text: str, by: User) -> list[Place]:
    """Return where a new record begins from a template whose name has all of these words."""
    if len(fold(text[:LONGEST])) < LEAST_LETTERS:
        return []
    found = record_templates.named(text[:LONGEST], by, most=MOST_PAGES)
    said = [{"kind": each.record._meta.verbose_name, "name": each.noted.name} for each in found]
    return [Place(_("New %(kind)s from the template “%(name)s”") % words, new_from(each.record)) for each, words in zip(found, said, strict=True)]


def addresses(site: AdminSite) -> list[URLPattern]:
    """Return the address of the search."""

    def quick(request: HttpRequest) -> HttpResponse:
        """Search. Context: asked, hits, places. `?part` asks for what was found alone, for the dialog."""
        said = request.GET.get("q", "").replace("\0", "")
        common = site.each_context(request)
        context = {
            "title": _("Search the desk"),
            "asked": said,
            "hits": records(said, request.user),
            "places": [*places(said, common["available_apps"], common["desk_pages"]), *templates(said, request.user)],
        }
        if "part" in request.GET:
            return TemplateResponse(request, "admin/_quick_found.html", context)
        return shown(site, request, "quick", context)

    return [path("search/", site.admin_view(require_safe(quick)), name="quick")]
