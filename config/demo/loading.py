"""The order of loading: nouns that others name come first, each noun in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from chronicle.models import Agreement, Chronology, Event, Format
from config.demo import (
    actors,
    agreements,
    articles,
    authors,
    documents,
    events,
    house_terms,
    images,
    kinds,
    menus,
    notes,
    offices,
    pages,
    partners,
    places,
    site,
    sources,
    tags,
    terms,
    timeline,
    topics,
    users,
)
from config.demo.entries import Entry, Known, read_folder, read_list
from config.demo.forms import named
from config.demo.users import Cast
from news.models import Article
from pages.models import FrontPage, Topic
from publishing.models import DeskNotice

LISTS = {
    "site": site,
    "kinds": kinds,
    "tags": tags,
    "authors": authors,
    "sources": sources,
    "terms": terms,
    "house_terms": house_terms,
    "places": places,
    "images": images,
    "documents": documents,
    "partners": partners,
}
# What loads entries of a noun: returns {key: id}.
Loader = Callable[[Sequence[Entry], Cast, Known], dict[str, str]]
# What makes one entry: returns its id.
Maker = Callable[[Entry, Cast, Known], str]


@dataclass(frozen=True)
class Noun:
    """What the files say of one sort of thing."""

    name: str
    model: type[Model]
    entries: list[Entry]
    loader: Loader


def load(fixtures: Path) -> Iterator[tuple[str, int]]:
    """Load what is new in the folder; yield (noun, how many) as it goes. FixtureError for a file that is wrong.

    All files are read before anything is written. A run that is broken off leaves whole nouns, and the next one goes on.
    """
    nouns = read(fixtures)
    cast = users.cast()
    known: dict[str, dict[str, str]] = {}
    noted = notes.loaded()
    began = timezone.now()
    for noun in nouns:
        known[noun.name] = noted.get(noun.name, {})
        if new := [entry for entry in noun.entries if entry.key not in known[noun.name]]:
            found = {each.name: standing(each.model, known[each.name]) for each in nouns if each.name in known}
            known[noun.name] |= load_new(noun, new, cast, found)
            yield noun.name, len(new)
    # Nobody comes to a desk where a hundred publications wait to be read of.
    DeskNotice.objects.filter(kind=DeskNotice.Kind.PUBLISHED, at__gte=began).update(read_at=timezone.now())


def read(fixtures: Path) -> list[Noun]:
    """Return what the files hold, in the order of loading."""
    lists = [Noun(name, module.MODEL, read_list(fixtures / f"{name}.yaml", module.VALUES), each(module.make)) for name, module in LISTS.items()]
    about = Noun("pages", pages.MODEL, read_folder(fixtures / "pages", pages.VALUES), pages.load)
    entries = Noun("menus", menus.MODEL, read_list(fixtures / "menus.yaml", menus.VALUES), each(menus.make))
    institutions = Noun("offices", offices.MODEL, read_list(fixtures / "offices.yaml", offices.VALUES), offices.load)
    people = Noun("actors", actors.MODEL, read_list(fixtures / "actors.yaml", actors.VALUES), actors.load)
    happened = read_list(fixtures / "events.yaml", events.VALUES)
    dated = [
        Noun("chronologies", Chronology, read_list(fixtures / "chronologies.yaml", events.CHRONOLOGY), events.load_chronologies),
        Noun("formats", Format, read_list(fixtures / "formats.yaml", events.FORMAT), events.load_formats),
        Noun("events", Event, happened, events.load),
        Noun("agreements", Agreement, read_list(fixtures / "agreements.yaml", agreements.VALUES), agreements.load),
        Noun("events that led to agreements", Event, agreements.naming(happened), agreements.connect),
    ]
    return [
        *lists,
        about,
        entries,
        institutions,
        people,
        *dated,
        Noun("articles", Article, read_folder(fixtures / "articles", articles.VALUES), timeline.load),
        Noun("topics", Topic, read_list(fixtures / "topics.yaml", topics.TOPIC), topics.load_topics),
        Noun("front_pages", FrontPage, read_list(fixtures / "front_pages.yaml", topics.FRONT), topics.load_fronts),
    ]


def each(make: Maker) -> Loader:
    """Return a loader that makes the entries one by one."""

    def load_each(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
        made = {}
        for entry in entries:
            with named(entry):
                made[entry.key] = make(entry, cast, known)
        return made

    return load_each


@transaction.atomic
def load_new(noun: Noun, entries: list[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Load entries, all of them or none, and note that they are loaded; return {key: id}."""
    made = noun.loader(entries, cast, known)
    notes.note(noun.name, made, by=cast.admin)
    return made


def standing(model: type[Model], ids: dict[str, str]) -> dict[str, str]:
    """Return {key: id} with "" for what has been deleted since it was loaded: who names it goes without."""
    there = {str(pk) for pk in model._default_manager.filter(pk__in=ids.values()).values_list("pk", flat=True)}
    return {key: pk if pk in there else "" for key, pk in ids.items()}
