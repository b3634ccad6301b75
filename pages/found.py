"""What the front page finds by itself: what is written about lately, the chronology that grows most, and what happened on this day."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from chronicle import on_this_day
from chronicle.models import Chronology, Event
from news.archives import Lists
from news.items import tag_columns, tag_label
from news.models import Article, ArticleTag
from pages.models import Topic
from publishing import languages
from publishing.record_page import Label, label
from publishing.remembered import Memory, Stamp

# Topics or tags, and events of a day, that stand there at most.
SUBJECTS, OF_A_DAY = 8, 4
# So many of the newest records say what is lively: that costs the same in an archive of any size.
LATELY = 100

# {(what was looked for, lists, day): what was found}
_found = Memory(64)


@dataclass(frozen=True)
class Subject:
    """A topic or a tag to go on with; of a topic, what it is about."""

    name: Label
    lead: str = ""
    lead_lang: str = ""


@dataclass(frozen=True)
class Day:
    """What happened on one day of the year: each event with its year, the latest first. It says which day, since pages are kept for a while."""

    name: Label
    events: tuple[tuple[str, Label], ...]


def subject(topic: Topic, language: str) -> Subject:
    """Return a live topic as the front page names it."""
    code = topic.language_for(language)
    return Subject(label(topic, language), getattr(topic, f"lead_{code}"), languages.other(code, language))


def newest(records: Any, lists: Lists) -> Any:  # Any: records of one type; a query of their keys
    """Return the keys of the newest records that the lists of a language show."""
    listed = records.listed_in(lists.language, timezone.now(), untranslated=lists.untranslated)
    return listed.order_by(f"-listed_at_{lists.language}", "-id").values("pk")[:LATELY]


def subjects_found(lists: Lists, under: Stamp | None = None) -> list[Subject]:
    """Return the topics whose tags the newest articles have most, or, without any topic, these tags. Two queries, asked once `under` a change."""
    known = _found.under(under)
    if (key := ("subjects", lists)) not in known:
        used = tags_used(lists)
        known[key] = topics_by_use(used, lists) or [
            Subject(tag_label(tuple(values), lists.language)) for (_tag, *values), _number in used.most_common(SUBJECTS)
        ]
    return known[key]


def tags_used(lists: Lists) -> Counter[tuple[Any, ...]]:  # Any: the key of a tag and the values of its `tag_columns`
    """Return how many of the newest articles have each tag. One query."""
    rows = ArticleTag.objects.filter(content_object__in=newest(Article.objects, lists)).order_by("tag__name")
    return Counter(rows.values_list("tag_id", *(f"tag__{name}" for name in tag_columns())))


def topics_by_use(used: Counter[tuple[Any, ...]], lists: Lists) -> list[Subject]:  # Any: as above
    """Return the topics that the lists of a language show, those first whose tags are used most. One query."""
    numbers = {tag: number for (tag, *_values), number in used.items()}
    topics = Topic.objects.listed_in(lists.language, timezone.now(), untranslated=lists.untranslated)
    shown = [(numbers.get(topic.tag_id, 0), subject(topic, lists.language)) for topic in topics.defer(*unread("introduction"))]
    ordered = sorted(shown, key=lambda each: (-each[0], each[1].name.label.casefold()))
    return [found for _number, found in ordered[:SUBJECTS]]


def unread(*names: str) -> list[str]:
    """Return the columns of translated texts that no list prints."""
    return [f"{name}_{code}" for name in names for code in languages.codes()]


def liveliest_chronology(lists: Lists, under: Stamp | None = None) -> Chronology | None:
    """Return the chronology in which most of the newest events stand. One query, asked once `under` a change."""
    known = _found.under(under)
    if (key := ("chronology", lists)) not in known:
        among = Q(listings__event__in=newest(Event.objects, lists))
        chronologies = Chronology.objects.listed_in(lists.language, timezone.now(), untranslated=lists.untranslated)
        known[key] = chronologies.filter(among).annotate(number=Count("listings")).defer(*unread("introduction")).order_by("-number", "id").first()
    return known[key]


def day_of(lists: Lists, under: Stamp | None = None) -> Day | None:
    """Return what happened on the day of the year that it is, None where nothing did. Two queries, asked once `under` a change and day."""
    today = timezone.localdate()
    known = _found.under(under)
    if (key := ("day", lists, today)) not in known:
        happened = on_this_day.events_on(today.replace(year=on_this_day.LEAP_YEAR), lists.language, untranslated=lists.untranslated)
        events = tuple(
            (str(event.date.lower.year), label(event, lists.language))
            for event in happened.filter(date_lower__lt=today).order_by("-date_lower", "pk").defer(*unread("body", "sought", "lead"))[:OF_A_DAY]
        )
        known[key] = Day(on_this_day.label_of(today, lists.language), events) if events else None
    return known[key]
