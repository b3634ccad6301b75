"""What the page of a topic shows: plain values, prepared for its template."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from actors.facts import actor_label, office_label
from chronicle.format_page import with_text
from library.pictures import Picture, picture_of
from news.archives import Lists
from news.items import Item, ItemRows, Row, items, newest_rows, tag_columns, tag_label
from news.mentions import titles_on
from news.tags import tag_addresses, tagged
from pages.latest import Strip, strip
from pages.linked_data import topic as topic_data
from pages.models import Topic, TopicFigure, TopicPick
from pages.models.topic import PICKS
from pages.picked import article_rows, chosen
from publishing import languages
from publishing.fields import richtext
from publishing.models import SiteSettings
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, label
from publishing.remembered import Stamp

# Articles and entries that stand on the page; archive and chronology have all of them.
NEWEST, ENTRIES = 10, 6
NOTICES = {
    "en": gettext_lazy("This page is available in English."),
    "ka": gettext_lazy("This page is available in Georgian."),
    "": gettext_lazy("This page is available in another language."),
}


@dataclass(frozen=True)
class Figure:
    """A person or an institution, with the titles that a person has today."""

    name: Label
    titles: str = ""
    titles_lang: str = ""


@dataclass(kw_only=True)
class TopicPage(RecordPage):
    """A topic as its readers see it."""

    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    image: Picture | None = None
    pinned: list[Item] = field(default_factory=list)
    newest: list[Item] = field(default_factory=list)
    # The archive of its tag, None where that lists no article.
    archive: Label | None = None
    figures: list[Figure] = field(default_factory=list)
    strip: Strip | None = None
    json_ld: SafeString | str = ""


@lru_cache
def topics_by(column: str) -> Prepared:
    """Return the query for the topic with a given value in a column of which no two are alike, with what it names once."""
    topics = Topic.objects.filter(**{column: Given("value", Topic._meta.get_field(column))})
    return Prepared(topics.select_related("tag", "image", "card_image", "chronology").order_by())


def topics(lists: Lists) -> list[tuple[Label, str, str]]:
    """Return (name and address, lead, language of the lead) of every topic that the lists of a language show, by name. One query."""
    language = lists.language
    found = []
    rows = Topic.objects.listed_in(language, timezone.now(), untranslated=lists.untranslated)
    for topic in rows.defer(*(f"introduction_{code}" for code in languages.codes())).order_by("id"):
        code = topic.language_for(language)
        found.append((label(topic, language), getattr(topic, f"lead_{code}"), languages.other(code, language)))
    return sorted(found, key=lambda each: each[0].label.casefold())


def topic_page(topic: Topic, lists: Lists, settings: SiteSettings, under: Stamp | None = None) -> TopicPage:
    """Return what the page of a topic shows; what is around its text may be known `under` a change."""
    language = lists.language
    page = TopicPage.of(topic, language, NOTICES, under)
    with_text(page, topic, language)
    page.image = picture_of(topic.image, language) if not page.notice else None
    rows = list(TopicPick.objects.filter(topic=topic).select_related("event").order_by("position", "id"))
    picked = article_rows([row.article_id for row in rows if row.article_id], lists)
    newest = newest_of(topic, lists)
    known = made([*picked, *newest], language, under)
    page.pinned = [item for row in rows if (item := chosen(row, PICKS, known, lists))]
    pinned = {row["id"] for row in picked}
    page.newest = [known[row["id"]] for row in newest if row["id"] not in pinned]
    page.archive = archive_of(topic, language) if newest else None
    page.figures = figures_of(topic, language)
    if topic.chronology is not None and topic.chronology.is_live:
        page.strip = strip(topic.chronology, lists, ENTRIES)
    if not page.notice:
        page.json_ld = richtext.script_data(topic_data(topic, page, language, settings), "application/ld+json")
    return page


def made(rows: Iterable[Row], language: str, under: Stamp | None) -> dict[uuid.UUID, Item]:
    """Return {article: its item}, each made once. One query for tags not known `under` a change, one for the pictures."""
    once = {row["id"]: row for row in rows}
    return dict(zip(once, items(list(once.values()), language, under=under), strict=True))


def newest_of(topic: Topic, lists: Lists) -> list[Row]:
    """Return what items are made of for the newest articles of a topic's tag. One query, none without a tag."""
    if topic.tag_id is None:
        return []
    return newest_rows(ItemRows(tagged, lists, path="content_object__", key="content_object_id"), NEWEST, tag=topic.tag_id)


def archive_of(topic: Topic, language: str) -> Label | None:
    """Return the archive of a topic's tag as a link."""
    if topic.tag is None:
        return None
    found = tag_label(tuple(getattr(topic.tag, name) for name in tag_columns()), language)
    return Label(found.label, tag_addresses(topic.tag)[language], found.lang)


def figures_of(topic: Topic, language: str) -> list[Figure]:
    """Return the people and institutions of a topic that the public sees, as they are called today. Two queries."""
    rows = TopicFigure.objects.filter(topic=topic).select_related("actor", "office").order_by("position", "id")
    shown = [row for row in rows if (who := row.actor or row.office) is not None and who.is_live]
    people = [row.actor_id for row in shown if row.actor_id is not None]
    titles = titles_on(people, timezone.localdate(), language) if people else {}
    found = []
    for row in shown:
        if row.actor is not None:
            said, lang = titles.get(row.actor.pk, ("", language))
            found.append(Figure(actor_label(row.actor, language), said, languages.other(lang, language)))
        elif row.office is not None:
            found.append(Figure(office_label(row.office, language)))
    return found
