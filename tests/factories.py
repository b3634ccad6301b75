"""Records for tests, made the way editors make them: through the workflow where they are public."""

import datetime as dt
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.db import transaction

from actors.models import Actor, Office, Place, Post
from chronicle.models import Agreement, Chronology, Event, EventTag, Format
from library import tags as library_tags
from library.documents import filing
from library.documents.intake import taken
from library.intake import take
from library.models import Document, Image, Tag
from news.models import Article, ArticleTag, Author, Kind
from pages.models import FrontPage, Page, Topic
from publishing.publishable import State
from publishing.workflow import transition
from tests.files import table
from tests.uploads import picture

numbers = count(1)


def make_superuser(**more: Any) -> User:
    """Make a user who may do everything."""
    return User.objects.create_superuser(f"admin{next(numbers)}", password="", **more)


def make_kind(key: str = "news") -> Kind:
    """Return the kind of article called `key`, made if need be."""
    return Kind.objects.get_or_create(key=key, defaults={"label_en": key.title(), "label_ka": "ახალი ამბავი"})[0]


def make_author(name_en: str = "Nino", **fields: Any) -> Author:
    """Make a name for bylines."""
    return Author.objects.create(name_en=name_en, **fields)


def make_tag(label_en: str = "", label_ka: str = "", **more: Any) -> Tag:
    """Make a tag with its addresses."""
    tag = Tag(label_en=label_en, label_ka=label_ka, **more)
    library_tags.settle(tag)
    return tag


def rename_tag(tag: Tag, **labels: str) -> None:
    """Give a tag other labels ({language: label}), as its form does."""
    fresh = [code for code in labels if not getattr(tag, f"label_{code}")]
    for code, label in labels.items():
        setattr(tag, f"label_{code}", label)
    with transaction.atomic():
        library_tags.settle(tag, fresh=fresh)


def make_image(*, upload: File | None = None, **fields: Any) -> Image:
    """Make an image in the library from a file that somebody uploads."""
    fields = {"title": f"Image {next(numbers)}", "alt_en": "Two chairs", "alt_ka": "ორი სკამი", **fields}
    return Image.objects.create(file=take(upload or picture()), **fields)


def make_document(*, files: dict[str, bytes] | None = None, **fields: Any) -> Document:
    """Make a document with a table for each language, or for those given."""
    document = Document.objects.create(**{"title_en": f"Document {next(numbers)}", "title_ka": "დოკუმენტი", **fields})
    for language, data in (files or {code: table(code) for code in ("en", "ka")}).items():
        replace_file(document, language, data)
    return document


def replace_file(document: Document, language: str, data: bytes, name: str = "table.csv", kind: str = "csv") -> None:
    """Let a file stand in a language, as the form does after it has looked at it."""
    filing.replace(document, language, taken(ContentFile(data), kind, name, None), by=None)


def make_article(*, tags: list[Tag] | None = None, **fields: Any) -> Article:
    """Make an article that was never public."""
    article = Article.objects.create(**{"kind": make_kind(), **fields})
    for tag in tags or []:
        ArticleTag.objects.create(content_object=article, tag=tag)
    return article


def make_published_article(
    *, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, tags: list[Tag] | None = None, **fields: Any
) -> Article:
    """Make an article and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Article {next(numbers)}"
    for code in ("en", "ka"):
        if fields.get(f"title_{code}"):
            fields.setdefault(f"body_{code}", "<p>Text.</p>" if code == "en" else "<p>ტექსტი.</p>")
    article = make_article(tags=tags, **fields)
    transition(article, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return article


def make_page(**fields: Any) -> Page:
    """Make a page that was never public."""
    return Page.objects.create(**fields)


def make_published_page(*, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any) -> Page:
    """Make a page and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Page {next(numbers)}"
    for code in ("en", "ka"):
        if fields.get(f"title_{code}"):
            fields.setdefault(f"body_{code}", "<p>Text.</p>" if code == "en" else "<p>ტექსტი.</p>")
    page = make_page(**fields)
    transition(page, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return page


def make_topic(**fields: Any) -> Topic:
    """Make a topic that was never public."""
    return Topic.objects.create(**fields)


def make_published_topic(*, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any) -> Topic:
    """Make a topic and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Topic {next(numbers)}"
    topic = make_topic(**fields)
    transition(topic, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return topic


def make_frontpage(**fields: Any) -> FrontPage:
    """Make a front page that was never public."""
    return FrontPage.objects.create(**fields)


def make_published_frontpage(
    *, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any
) -> FrontPage:
    """Make a front page and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Front page {next(numbers)}"
    front = make_frontpage(**fields)
    transition(front, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return front


def make_actor(**fields: Any) -> Actor:
    """Make an actor who was never public."""
    return Actor.objects.create(**fields)


def make_published_actor(*, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any) -> Actor:
    """Make an actor and publish it: in the languages that have a name, now, unless said otherwise."""
    if not any(name.startswith("name") for name in fields):
        fields["name_en"] = f"Actor {next(numbers)}"
    actor = make_actor(**fields)
    transition(actor, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return actor


def make_office(*posts: str, **fields: Any) -> Office:
    """Make an office that was never public, with posts of these titles."""
    office = Office.objects.create(**fields)
    for position, title in enumerate(posts):
        Post.objects.create(office=office, title_en=title, position=position)
    return office


def make_published_office(
    *posts: str, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any
) -> Office:
    """Make an office with posts and publish it: in the languages that have a name, now, unless said otherwise."""
    if not any(name.startswith("name") for name in fields):
        fields["name_en"] = f"Office {next(numbers)}"
    office = make_office(*posts, **fields)
    transition(office, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return office


def make_event(*, tags: list[Tag] | None = None, **fields: Any) -> Event:
    """Make an event that was never public."""
    event = Event.objects.create(**fields)
    for tag in tags or []:
        EventTag.objects.create(content_object=event, tag=tag)
    return event


def make_published_event(
    *,
    languages: list[str] | None = None,
    at: dt.datetime | None = None,
    by: User | None = None,
    tags: list[Tag] | None = None,
    chronologies: list[Chronology] | None = None,
    **fields: Any,
) -> Event:
    """Make an event in these chronologies and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Event {next(numbers)}"
    event = make_event(tags=tags, **fields)
    for chronology in chronologies or []:
        event.entries.create(chronology=chronology)
    transition(event, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return event


def make_chronology(**fields: Any) -> Chronology:
    """Make a chronology that was never public."""
    return Chronology.objects.create(**fields)


def make_published_chronology(
    *, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any
) -> Chronology:
    """Make a chronology and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Chronology {next(numbers)}"
    chronology = make_chronology(**fields)
    transition(chronology, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return chronology


def make_format(**fields: Any) -> Format:
    """Make a format that was never public."""
    return Format.objects.create(**fields)


def make_published_format(*, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any) -> Format:
    """Make a format and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Format {next(numbers)}"
    found = make_format(**fields)
    transition(found, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return found


def make_agreement(**fields: Any) -> Agreement:
    """Make an agreement that was never public."""
    return Agreement.objects.create(**fields)


def make_published_agreement(
    *stages: str, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any
) -> Agreement:
    """Make an agreement with stages of these kinds and publish it: in the languages that have a title, now, unless said otherwise."""
    if not any(name.startswith("title") for name in fields):
        fields["title_en"] = f"Agreement {next(numbers)}"
    agreement = make_agreement(**fields)
    for position, kind in enumerate(stages):
        agreement.stages.create(kind=kind, position=position)
    transition(agreement, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return agreement


def make_place(name_en: str = "", **fields: Any) -> Place:
    """Make a place that was never public."""
    return Place.objects.create(name_en=name_en, **fields)


def make_published_place(
    name_en: str = "", *, languages: list[str] | None = None, at: dt.datetime | None = None, by: User | None = None, **fields: Any
) -> Place:
    """Make a place and publish it: in the languages that have a name, now, unless said otherwise."""
    if not name_en and not fields.get("name_ka"):
        name_en = f"Place {next(numbers)}"
    place = make_place(name_en, **fields)
    transition(place, State.PUBLISHED, by=by or publisher(), languages=languages, at=at)
    return place


def publisher() -> User:
    """Return one user who may publish, made once per test."""
    return User.objects.filter(username="publisher").first() or User.objects.create_superuser("publisher", password="")
