"""What is not public leaves no trace: every hidden state, with a word of its own in every text, against every public address.

The addresses come from the URL configuration and the record types from the registry, so a page or a type that is added later is
walked too, or fails here until this file says what its addresses are made of.
"""

import re
from collections.abc import Iterable
from http import HTTPStatus

import pytest
from django.test import Client

from publishing import changes
from publishing.middleware import MACHINES_READ
from publishing.models import Address, SiteSettings
from publishing.registry import record_types
from tests.factories import make_author, make_published_article, make_tag
from tests.publishing.hidden import ADDRESS, FILLED, HALF_HIDDEN, HIDDEN, WERE_PUBLIC, Hide, hide_all, published
from tests.publishing.walk import Answer, answer, everything, see_everything
from tests.publishing.words import Words

# A word of `Words`, and where one begins.
WORD, ANYWHERE = re.compile(r"zq((?!qz)[a-z0-9])+qz"), re.compile(r"(?=(zq[a-z0-9]+?qz))")
# What hides a record is the same query for every kind, so PostgreSQL answers for those with the most tables around them.
ON_BOTH = {"article", "event", "actor"}
KINDS = [kind if kind in ON_BOTH else pytest.param(kind, marks=pytest.mark.any_database) for kind in FILLED]


def leaks(words: dict[str, str], answers: Iterable[Answer] | None = None) -> list[str]:
    """Return where a word reaches a reader who did not say it."""
    names = {word: name for name, word in words.items()}
    assert all(WORD.fullmatch(word) for word in names)
    found = (
        (names[word], answer.path) for answer in answers or everything() for word in said_in(answer.text) & names.keys() if word not in answer.path
    )
    return sorted({f"{name} at {path}" for name, path in found})


def said_in(text: str) -> set[str]:
    """Return the words that `Words` makes, wherever they begin: one may stand in another one's rest."""
    return {match[1] for match in ANYWHERE.finditer(text)}


def named(hide: Hide, words: dict[str, str]) -> dict[str, str]:
    return {f"{hide.__name__}.{name}": word for name, word in words.items()}


def without(words: Words, *names: str) -> dict[str, str]:
    return {name: word for name, word in words.made.items() if name not in names}


@pytest.fixture(autouse=True)
def _neighbours() -> None:
    """Put something public beside what is hidden, so that every list, archive and feed is there to leak."""
    author = make_author("Neighbour", has_profile=True, slug_en="neighbour", slug_ka="neighbour")
    Address.objects.create(kind="author", slug="neighbour", record=author.pk)
    record = make_published_article(title_en="Neighbour", title_ka="მეზობელი", tags=[make_tag("Neighbour")])
    record.bylines.create(author=author)
    record.corrections.create(text_en="Neighbour", text_ka="მეზობელი")


def test_every_type_of_record_is_walked():
    assert {kind.kind for kind in record_types()} == set(FILLED)


@pytest.mark.any_database
@pytest.mark.parametrize("kind", FILLED)
def test_walk_finds_every_word_that_is_public(kind):
    words = Words("public")
    published(kind, words)

    seen = set().union(*(said_in(answer.text) for answer in everything() if answer.status == HTTPStatus.OK))

    # Where the name in the byline has no page of its own, nothing is said about the person; credit and caption stand with the text.
    silent = {name for name in words.made if name.startswith("author_about") or name == "note"}
    # Of a front page no versions are kept, whose lists have the notes of every language.
    silent |= {"public_note_ka"} if kind == "frontpage" else set()
    assert {name for name, word in words.made.items() if word not in seen} == silent


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_records_leave_no_trace(kind):
    hidden = hide_all(kind, HIDDEN, see_everything)

    secret = {}
    for hide, words in hidden.items():
        secret |= named(hide, without(words, *(ADDRESS if hide in WERE_PUBLIC else ())))
    assert leaks(secret) == []


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_language_leaves_no_trace(kind):
    hidden = hide_all(kind, HALF_HIDDEN, see_everything)

    secret = {}
    for hide, words in hidden.items():
        # What all languages share is public with the English text.
        shared = {name for name in words.made if re.match(r"(author|tag|image|alias|document|place)_", name)}
        georgian = {name: word for name, word in without(words, *shared).items() if name.endswith("_ka")}
        assert len(georgian) >= 4
        secret |= named(hide, georgian)
    # Whether lists show what is not in their language, or leave it out: that decides what stands on a page, not what has an address.
    answers = list(everything())
    assert leaks(secret, answers) == []
    SiteSettings.objects.update_or_create(pk=1, defaults={"list_untranslated": False})
    changes.touch()
    client = Client()
    assert leaks(secret, (answer(client, path, "en") for path in sorted(with_lists(answers)))) == []


def with_lists(answers: list[Answer]) -> set[str]:
    """Return the addresses at which something stands, but for those that machines read: what the API lists is the same under either choice."""
    return {each.path for each in answers if each.status == HTTPStatus.OK and not each.path.startswith(MACHINES_READ)}
