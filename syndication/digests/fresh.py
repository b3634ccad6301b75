"""What is new for a reader: what the change log says became public in a language, as it stands when the mail is written.

Between two numbers of the log nothing is lost, however long an act took and whatever date a text bears; and what was taken back
meanwhile is not found, since the records themselves are asked.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from chronicle import event_dates
from chronicle.models import Event
from news.items import repeats
from news.models import Article, Correction
from publishing import dates, navigation
from publishing.models import Change, Findable
from publishing.publishable import Publishable
from publishing.registry import by_kind, record_types
from syndication.digests.topics import Topic, belonging
from syndication.models import Subscription

What = Subscription.What
# Changes that are looked at: what became public before them, when an archive was moved in, is to be found on the site.
MOST = 5000
NEW = (Change.Kind.PUBLISHED, Change.Kind.TRANSLATED)
ARTICLE = "article"


class Search(Protocol):
    """What finds the newest texts that answer the query of an address of the search, in the active language."""

    def __call__(self, query: str, language: str, *, since: dt.datetime | None, limit: int) -> Iterable[Findable]: ...


_searches: list[Search] = []


@dataclass(frozen=True)
class Item:
    """A record in a mail; `notes` say what was corrected in it."""

    title: str
    url: str
    lead: str = ""
    date: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Listed:
    """The newest of what is new, and how many more there are."""

    items: list[Item]
    more: int


@dataclass(frozen=True)
class News:
    """What changed in a language after a number of the change log, up to another one. Read once for all who are told of it."""

    since: int
    until: int
    language: str

    @cached_property
    def changes(self) -> list[tuple[uuid.UUID, str, str]]:
        """(record, its kind, what happened) of each change in the language, the newest first. One query."""
        log = Change.objects.filter(sequence__gt=self.since, sequence__lte=self.until, kind__in=[*NEW, Change.Kind.CORRECTED])
        rows = log.order_by("-sequence").values_list("record", "record_kind", "kind", "languages")[:MOST]
        return [(record, record_kind, kind) for record, record_kind, kind, codes in rows if self.language in codes]

    @cached_property
    def corrected(self) -> set[uuid.UUID]:
        """The articles that were corrected."""
        return {record for record, kind, what in self.changes if what == Change.Kind.CORRECTED and kind == ARTICLE}

    @cached_property
    def published(self) -> dict[uuid.UUID, str]:
        """{record: its kind} of what became public, the newest first."""
        return {record: kind for record, kind, what in self.changes if what in NEW}

    def of(self, topic: Topic) -> dict[uuid.UUID, str]:
        """Return {record: its kind} of what is new of a topic, the newest first; what was corrected belongs to it."""
        known = {record: kind for record, kind, _what in self.changes}
        if topic.what == What.CORRECTIONS:
            return {record: kind for record, kind in known.items() if record in self.corrected}
        if topic.what == What.NEWS:
            return {record: kind for record, kind in known.items() if kind == ARTICLE}
        found = searched(topic.question, self.published, self.language) if topic.what == What.SEARCH else belonging(topic, known.keys())
        return {record: kind for record, kind in known.items() if record in found}

    def listed(self, keys: dict[uuid.UUID, str], most: int) -> Listed:
        """Return records as a mail lists them, those that can be read now: a few queries for each kind."""
        by: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
        for record, kind in keys.items():
            by[kind].append(record)
        found = {record.pk: record for kind, some in by.items() for record in readable(kind, some, self.language)}
        shown = [found[record] for record in keys if record in found]
        return Listed([self.item(record) for record in shown[:most]], max(0, len(shown) - most))

    def item(self, record: Publishable) -> Item:
        """Return a record as a mail lists it."""
        code = self.language
        title = getattr(record, f"{record.title_field}_{code}")
        lead = " ".join((getattr(record, f"lead_{code}", "") or "").split())
        published = dates.printed(getattr(record, f"published_at_{code}"), code).text
        return Item(
            title=title,
            url=navigation.absolute(navigation.record_address(record, code)),
            lead="" if repeats(lead, title) else lead,
            date=event_dates.words(record, code) if isinstance(record, Event) else published,
            notes=corrections(record, code) if isinstance(record, Article) and record.pk in self.corrected else [],
        )


def readable(kind: str, keys: list[uuid.UUID], language: str) -> list[Publishable]:
    """Return those of these records that can be read in a language now and have a page."""
    if kind not in {known.kind for known in record_types()}:
        return []
    model = by_kind(kind).model
    records = model._default_manager.available_in(language).filter(pk__in=keys)  # type: ignore[attr-defined]  # every record type has this queryset
    if model is Article:
        records = records.prefetch_related(Prefetch("corrections", Correction.objects.made().order_by("-at", "-id")))
    return [record for record in records.order_by() if getattr(record, "has_profile", True)]


def corrections(article: Article, language: str) -> list[str]:
    """Return the newest correction of an article in a language, with its day."""
    told = [(dates.printed(row.at, language).text, getattr(row, f"text_{language}")) for row in article.corrections.all()]
    return [_("Correction, %(date)s: %(text)s") % {"date": date, "text": text} for date, text in told if text][:1]


def searched(question: str, keys: dict[uuid.UUID, str], language: str) -> set[uuid.UUID]:
    """Return which of these records answer a search."""
    texts = [text for search in _searches for text in search(question, language, since=None, limit=MOST)] if keys else []
    return {text.record for text in texts} & keys.keys()


def register_search(search: Search) -> None:
    """Let an app above say what answers the query of an address of the search; twice is once."""
    if search not in _searches:
        _searches.append(search)
