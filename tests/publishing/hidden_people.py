"""People, offices and places with a word of its own in every text."""

import uuid
from functools import partial
from itertools import product

from actors.models import Office, Place
from library.models import Source
from publishing import languages
from publishing.state import State as FormState
from tests.factories import make_image, make_published_office, make_published_place
from tests.publishing.words import Words, neighbour


def actor(words: Words) -> FormState:
    """Return the form of an actor with a word in every text that it, or what only it uses, prints."""
    texts = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("name", "sort_name", "slug", "summary"), languages.codes())}
    bodies = {f"biography_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    image = make_image(**{f"{name}_{code}": words(f"image_{name}_{code}") for name in ("alt", "caption", "credit") for code in languages.codes()})
    post = neighbour(Office, partial(make_published_office, "Keeper"), name_en="Lighthouse").posts.get()
    source, tenure = Source.objects.create(title=words("source")), str(uuid.uuid4())
    place = neighbour(Place, make_published_place, name_en="Somewhere")
    return {
        **texts,
        **bodies,
        "portrait": image.pk,
        "names": [{"name": words("other_name")}],
        "tenures": [{"id": tenure, "post": post.pk, "title_as_printed": words("as_printed"), "sources": [source.pk], "locator": words("locator")}],
        "remits": [{"tenure": tenure, "place": place.pk, "as_printed": words("remit")}],
        "identifiers": [{"value": words("identifier")}],
    }


def office(words: Words) -> FormState:
    """Return the form of an office with a word in every text that it, or what only it uses, prints."""
    texts = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("name", "slug", "summary"), languages.codes())}
    bodies = {f"description_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    titles = {f"{name}_{code}": words(f"post_{name}_{code}") for name, code in product(("title", "also"), languages.codes())}
    place = neighbour(Place, make_published_place, name_en="Somewhere")
    post = str(uuid.uuid4())
    return {
        **texts,
        **bodies,
        "place": place.pk,
        "posts": [{"id": post, **titles}],
        "names": [{"name": words("other_name")}],
        "remits": [{"post": post, "place": place.pk, "as_printed": words("remit")}],
    }


def place(words: Words) -> FormState:
    """Return the form of a place with a word in every text that it, or what only it uses, prints."""
    texts = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("name", "slug", "also", "status_note"), languages.codes())}
    return {**texts, "kind": "region", "mark": "occupied", "parent": neighbour(Place, make_published_place, name_en="Around").pk}
