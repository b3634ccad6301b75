"""What the newsroom put out: first publications, translations and corrections, by month, language, kind, tag and byline."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Article
from pages.figures.periods import Period
from pages.figures.totals import language_name, records
from publishing import languages, navigation
from publishing.models import Change
from publishing.publishable import Publishable

KINDS = [Change.Kind.PUBLISHED, Change.Kind.TRANSLATED, Change.Kind.CORRECTED]
COLUMNS = ["date", "what", "title", "address", "language", "kind", "tags", "byline"]
# Records whose titles, tags and names are read together.
BATCH = 500


@dataclass(frozen=True)
class Act:
    """One public act in one language, with what it is counted by."""

    on: dt.date
    what: str
    title: str
    url: str
    language: str
    kind: str
    tags: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of a report: first publications, translations, corrections."""

    label: str
    counts: tuple[int, ...]


@dataclass
class Report:
    """All acts of a period, by each of the ways to look at them."""

    total: Line
    parts: list[tuple[str, list[Line]]] = field(default_factory=list)


def acts(period: Period) -> Iterator[Act]:
    """Yield the acts of a period, in their order."""
    zone = timezone.get_current_timezone()
    begin = dt.datetime.combine(period.first, dt.time(), zone)
    end = dt.datetime.combine(period.last + dt.timedelta(days=1), dt.time(), zone)
    found = Change.objects.filter(kind__in=KINDS, at__gte=begin, at__lt=end).order_by("at", "sequence").iterator(chunk_size=BATCH)
    batch: list[Change] = []
    for change in found:
        batch.append(change)
        if len(batch) == BATCH:
            yield from acts_of(batch)
            batch = []
    yield from acts_of(batch)


def acts_of(changes: list[Change]) -> Iterator[Act]:
    """Yield the acts of some changes; their records are read together."""
    found = records(f"{change.record_kind}:{change.record}" for change in changes)
    articles = [record for record in found.values() if isinstance(record, Article)]
    prefetch_related_objects(articles, "kind", "tagged__tag", "bylines__author")
    for change in changes:
        record = found.get(f"{change.record_kind}:{change.record}")
        for code in change.languages:
            if code in languages.codes():
                yield act(change, record, code)


def act(change: Change, record: Publishable | None, language: str) -> Act:
    """Return one act; of a record that is no more, only that it was."""
    on = timezone.localtime(change.at).date()
    what = Change.Kind(change.kind).label
    if record is None:
        return Act(on, str(what), _("deleted for ever"), "", language, change.record_kind)
    title = record.title_in(language)[0]
    url = navigation.record_address(record, language) if record.is_live else ""
    if not isinstance(record, Article):
        return Act(on, str(what), title, url, language, str(record._meta.verbose_name))
    tags = tuple(str(row.tag) for row in record.tagged.all())
    return Act(on, str(what), title, url, language, str(record.kind), tags, tuple(str(row.author) for row in record.bylines.all()))


def report(period: Period) -> Report:
    """Return the report of a period."""
    by: dict[str, Callable[[Act], tuple[str, ...]]] = {
        _("By month"): lambda act: (f"{act.on:%Y-%m}",),
        _("By language"): lambda act: (language_name(act.language),),
        _("By kind"): lambda act: (act.kind,),
        _("By tag"): lambda act: act.tags or (_("without a tag"),),
        _("By byline"): lambda act: act.byline or (_("without a byline"),),
    }
    counted: dict[str, dict[str, Counter[str]]] = {title: {} for title in by}
    total: Counter[str] = Counter()
    for each in acts(period):
        total[each.what] += 1
        for title, labels in by.items():
            for label in labels(each):
                counted[title].setdefault(label, Counter())[each.what] += 1
    parts = [(title, [line(label, counts) for label, counts in sorted(labels.items())]) for title, labels in counted.items()]
    return Report(line(_("Total"), total), parts)


def line(label: str, counts: Counter[str]) -> Line:
    """Return a line with the counts in the order of the columns."""
    return Line(label, tuple(counts[str(kind.label)] for kind in KINDS))


def table(period: Period) -> Iterator[list[object]]:
    """Yield the table of a period, a line for each act."""
    yield list(COLUMNS)
    for each in acts(period):
        address = navigation.absolute(each.url) if each.url else ""
        yield [each.on.isoformat(), each.what, each.title, address, each.language, each.kind, "; ".join(each.tags), "; ".join(each.byline)]
