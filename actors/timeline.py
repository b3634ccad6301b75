"""The timeline of a person or an office: whatever has a date and concerns it, from every app, as one list, newest first.

What the page itself states (tenures, remits) is told by its facts. An app above tells what it knows by `register` in its
`apps.ready`: of a record it returns the entries of a stretch, so a page costs the same however long the past is.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.facts import Statement
from actors.models import Actor, Office, Place
from publishing import date_words, languages, navigation, paging, site
from publishing.capitals import capfirst
from publishing.date_words import Piece
from publishing.paging import MICROSECOND, Cursor, Page, Stretch
from publishing.partial_dates import PartialDate
from publishing.record_page import Label
from publishing.registry import record_type

# Where an open beginning stands: no moment of an earlier day can be said in every time zone.
EARLIEST = dt.date(1, 1, 2)


@dataclass(frozen=True)
class Line:
    """What stands under an entry: a word, what it names and whether there is more; or a speaker and what was said, never without each other."""

    word: str = ""
    labels: tuple[Label, ...] = ()
    more: bool = False
    # Where the rest stands.
    url: str = ""
    text: str = ""
    lang: str = ""
    is_verbatim: bool = False


@dataclass(frozen=True)
class Entry:
    """Something dated. `place` is where it stands; `url` leads to the page or the anchor that tells more; `*_lang` where it differs."""

    place: Cursor
    when: tuple[Piece, ...]
    title: str
    url: str
    lang: str = ""
    # The language of what `url` leads to, where that differs.
    hreflang: str = ""
    # What the date is to the title: "Post begins"; "" where the title says what happened.
    event: str = ""
    beside: tuple[Label, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Whose timeline is asked for, in which language, with texts that are not in it or without, and which stretch of it."""

    record: Actor | Office | Place
    language: str
    untranslated: bool
    stretch: Stretch


@dataclass(frozen=True)
class Source:
    """What an app knows of people, offices and places."""

    # Returns the entries of a stretch, from its cursor on, and one more where there are others beyond.
    entries: Callable[[Asked], list[Entry]]
    # The kinds of records that have a feed of these entries under their own address.
    feeds: frozenset[str]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Add what an app knows to every timeline."""
    _sources.append(source)


def timeline_of(request: HttpRequest, record: Actor | Office | Place, facts: Iterable[Statement]) -> Page:
    """Return the page of a timeline that the request asks for, of the facts of the record's page and of what other apps know.

    Http404 for a cursor that cannot be read, or beyond which nothing lies.
    """
    stretch = Stretch(*paging.asked_for(request))
    asked = Asked(record, languages.active(), site.of(request).list_untranslated, stretch)
    found = [entry for source in _sources for entry in source.entries(asked)]
    found += [entry for entry in entries_of(facts, asked) if is_within(entry.place, stretch)]
    # One place is one entry: an article that names somebody twice stands once.
    once = {entry.place: entry for entry in found}
    entries = [once[place] for place in sorted(once, reverse=stretch.after is None)]
    return paging.page_from(entries[: stretch.size + 1], stretch, request.path, lambda entry: entry.place)


def is_within(place: Cursor, stretch: Stretch) -> bool:
    """Tell whether a place lies on the side of the cursor that is asked for."""
    return not (stretch.before and place >= stretch.before) and not (stretch.after and place <= stretch.after)


def entries_of(facts: Iterable[Statement], asked: Asked) -> Iterator[Entry]:
    """Yield when tenures and remits began and ended, as far as that is known. A remit that a post brings begins and ends with the tenure."""
    address = navigation.record_address(asked.record, asked.language)
    for fact in facts:
        kind, _dash, key = fact.anchor.partition("-")
        title, beside = capfirst(fact.title), [label for label in (fact.of, fact.within) if label and label.label]
        if kind == "remit" and fact.of.label and fact.of.lang == fact.lang:
            # By itself it says no more than "Supervises".
            title, beside = f"{title}: {fact.of.label}", beside[1:]
        for place, (date, event) in enumerate(zip((fact.start, fact.end), events(kind, asked.language), strict=True)):
            if date is not None and fact.by is None:
                yield Entry(
                    place=Cursor(moment(date, place), uuid.UUID(key)),
                    when=date_words.pieces(date, asked.language),
                    title=title,
                    url=f"{address}#{fact.anchor}",
                    lang=fact.lang,
                    event=event,
                    beside=tuple(beside),
                )


@lru_cache
def events(kind: str, language: str) -> tuple[str, str]:
    """Return the words for the beginning and the end of a kind of fact, in the language that is active."""
    del language
    return (_("Post begins"), _("Post ends")) if kind == "tenure" else (_("Remit begins"), _("Remit ends"))


@lru_cache(maxsize=4096)
def moment(date: PartialDate, place: int) -> dt.datetime:
    """Return where a date stands among moments: at the beginning of its first day, a shorter one before a longer one of the same first day.

    Of two with the same days, `place` tells which comes first.
    """
    day = max(date.lower, EARLIEST)
    begin = dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_default_timezone()).astimezone(dt.UTC)
    return begin + (2 * (date.upper - day).days + place) * MICROSECOND


def feed_of(record: Actor | Office, language: str, title: str) -> dict[str, str] | None:
    """Return {title, url, mail} of the feed of what is new of a record, as pages name it; None where no app offers one."""
    has_feed = any(record_type(record).kind in source.feeds for source in _sources)
    mail = navigation.mail_address(record_type(record).kind, language, record.pk)
    return {"title": title, "url": navigation.record_address(record, language), "mail": mail} if has_feed else None
