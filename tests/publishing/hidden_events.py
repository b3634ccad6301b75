"""Events, chronologies and formats with a word of its own in every text."""

from functools import partial
from itertools import product

from actors.models import Actor, Office, Place
from chronicle.models import Chronology, Event
from library.models import Source
from publishing import languages
from publishing.state import State as FormState
from tests.factories import (
    make_image,
    make_published_actor,
    make_published_agreement,
    make_published_chronology,
    make_published_event,
    make_published_office,
    make_published_place,
    make_tag,
)
from tests.publishing.words import Words, neighbour


def in_both(words: Words, *names: str, prefix: str = "") -> FormState:
    """Return translated texts, each with a word."""
    return {f"{name}_{code}": words(f"{prefix}{name}_{code}") for name, code in product(names, languages.codes())}


def event(words: Words) -> FormState:
    """Return the form of an event with a word in every text that it, or what only it uses, prints."""
    bodies = {f"body_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    image = make_image(**{f"{name}_{code}": words(f"image_{name}_{code}") for name in ("alt", "caption", "credit") for code in languages.codes()})
    keeper, place = neighbour(Actor, make_published_actor, name_en="Keeper"), neighbour(Place, make_published_place, name_en="Harbour")
    host = neighbour(Office, partial(make_published_office, "Keeper"), name_en="Lighthouse")
    source = Source.objects.create(title=words("source"), publisher=words("publisher"))
    sourced = {"sources": [source.pk], "locator": words("locator")}
    return {
        **in_both(words, "title", "slug", "lead", "date_words", "duration", "venue"),
        **bodies,
        "date": "2008-09-15",
        "image": image.pk,
        "tags": [make_tag(words("tag_en"), words("tag_ka")).pk],
        "entries": [{"chronology": neighbour(Chronology, make_published_chronology, title_en="Visits", title_ka="ვიზიტები").pk}],
        "stops": [{"place": place.pk, **sourced}],
        "participants": [
            {"actor": keeper.pk, **in_both(words, "capacity")},
            {"office": host.pk, "role": "host", **in_both(words, "capacity", prefix="host_")},
        ],
        "statements": [
            {
                **in_both(words, "attribution", "text", "gloss"),
                "original": words("original"),
                "about": [place.pk],
            },
        ],
        "outcomes": [in_both(words, "text", "date_words", prefix="outcome_")],
        "links": [{"other": neighbour(Event, make_published_event, title_en="Background").pk}],
        "citations": [{"source": source.pk, "locator": words("page"), "quote": words("quote")}],
    }


def chronology(words: Words) -> FormState:
    """Return the form of a chronology with a word in every text."""
    bodies = {f"introduction_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    return {**in_both(words, "title", "slug", "lead"), **bodies, "rules": [{"kind": "visit"}]}


def format_(words: Words) -> FormState:
    """Return the form of a format with a word in every text that it, or what only it uses, prints."""
    bodies = {f"description_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    place = neighbour(Place, make_published_place, name_en="Harbour")
    return {
        **in_both(words, "title", "slug", "lead", "also", "status_reason"),
        **bodies,
        "usual_place": place.pk,
        "status": "suspended",
        "last_held": "2018",
    }


def agreement(words: Words) -> FormState:
    """Return the form of an agreement with a word in every text that it, or what only it uses, prints."""
    bodies = {f"body_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    image = make_image(**{f"{name}_{code}": words(f"image_{name}_{code}") for name in ("alt", "caption", "credit") for code in languages.codes()})
    keeper = neighbour(Actor, make_published_actor, name_en="Keeper")
    source = Source.objects.create(title=words("source"), publisher=words("publisher"))
    return {
        **in_both(words, "title", "slug", "lead"),
        **bodies,
        "validity": "2024/2025",
        "image": image.pk,
        "twin": make_published_agreement(title_en="Twin").pk,
        "tags": [make_tag(words("tag_en"), words("tag_ka")).pk],
        "names": [{"name": words("printed"), "kind": "printed", "language": "ru"}, {"name": words("also"), "kind": "also"}],
        "parties": [{"actor": keeper.pk, **in_both(words, "name", prefix="party_")}],
        "stages": [
            {"kind": "announced", "date": "2008-09-15", **in_both(words, "date_words", "note"), "sources": [source.pk], "locator": words("locator")}
        ],
        "signatories": [{"actor": keeper.pk, **in_both(words, "capacity")}],
        "citations": [{"source": source.pk, "locator": words("page"), "quote": words("quote")}],
    }
