"""What is not public leaves no trace: every hidden state, with a word of its own in every text, against every public address.

The addresses come from the URL configuration and the record types from the registry, so a page or a type that is added later is
walked too, or fails here until this file says what its addresses are made of.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import product
from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from config.urls import sitemaps
from library.models import Source, Tag
from library.tags import settle
from news.models import Author
from publishing import drafts, erasing, languages
from publishing.models import Address, Draft, SiteSettings
from publishing.publishable import Publishable, State
from publishing.registry import record_types
from publishing.state import State as FormState
from publishing.workflow import Notice, transition
from tests.factories import make_author, make_image, make_kind, make_published_article, make_tag, publisher

FUTURE = dt.timedelta(days=3)
# Addresses that are not for the public, or tell nothing of records: the admin, the language switch of the admin, files by secret name.
NOT_WALKED = {"admin", "set_language", "media"}


class Words:
    """Words that stand nowhere else: one for each text, remembered by what it is the word of."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.made: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Return the word of one text. It looks the same in titles, slugs and markup."""
        word = f"zq{self.state}{name}".replace("_", "").lower() + "qz"
        self.made[name] = word
        return word


def article(words: Words) -> FormState:
    """Return the form of an article with a word in every text that it, or what only it uses, prints."""
    by_language = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("title", "slug", "lead"), languages.codes())}
    bodies = {f"body_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    source = Source.objects.create(title=words("source"), publisher=words("publisher"), url=f"https://{words('address')}.example/")
    texts = {f"{name}_{code}": words(f"image_{name}_{code}") for name in ("alt", "caption", "credit") for code in languages.codes()}
    author = Author(**{f"{name}_{code}": words(f"author_{name}_{code}") for name in ("name", "about") for code in languages.codes()})
    author.save()
    described = {f"description_{code}": words(f"tag_description_{code}") for code in languages.codes()}
    tag = make_tag(words("tag_en"), words("tag_ka"), **described)
    tag.aliases.create(label=words("alias"))
    settle(tag)
    return {
        **by_language,
        **bodies,
        "kind": make_kind(words("kind")).pk,
        "image": make_image(**texts, partners_may_use=True).pk,
        "tags": [tag.pk],
        "bylines": [{"author": author.pk}],
        "citations": [{"source": source.pk, "locator": words("locator"), "quote": words("quote")}],
        "corrections": [{"at": timezone.now(), **{f"text_{code}": words(f"correction_{code}") for code in languages.codes()}}],
    }


# How a record of each type is filled.
FILLED: dict[str, Callable[[Words], FormState]] = {"article": article}
# What only the address of the record itself says.
ADDRESS = {f"slug_{code}" for code in languages.codes()}


def made(kind: str, words: Words, **fields: Any) -> Publishable:
    model = next(known.model for known in record_types() if known.kind == kind)
    return drafts.create(model, {**FILLED[kind](words), **fields}, by=publisher())


def published(kind: str, words: Words, **fields: Any) -> Publishable:
    record = made(kind, words, **fields)
    # The files of pictures are made after the commit.
    with TestCase.captureOnCommitCallbacks(execute=True):
        drafts.publish(record, by=publisher())
    return record


def draft(kind: str, words: Words) -> None:
    made(kind, words)


def in_review(kind: str, words: Words) -> None:
    transition(made(kind, words), State.IN_REVIEW, by=publisher())


def scheduled(kind: str, words: Words) -> None:
    drafts.publish(made(kind, words), by=publisher(), at=timezone.now() + FUTURE)


def no_longer_scheduled(kind: str, words: Words) -> None:
    record = made(kind, words)
    drafts.publish(record, by=publisher(), at=timezone.now() + FUTURE)
    drafts.withdraw(record, by=publisher())


def pending_change(kind: str, words: Words) -> None:
    record = published(kind, Words("shown"))
    drafts.save(record, FILLED[kind](words), by=publisher())


def withdrawn(kind: str, words: Words) -> None:
    record = published(kind, words)
    see_everything()
    drafts.withdraw(record, by=publisher(), notice=Notice(show_date=False))


def trashed(kind: str, words: Words) -> None:
    transition(made(kind, words), State.TRASHED, by=publisher())


def trashed_after_publication(kind: str, words: Words) -> None:
    record = published(kind, words)
    see_everything()
    drafts.withdraw(record, by=publisher())
    transition(record, State.TRASHED, by=publisher())


def erased(kind: str, words: Words) -> None:
    record = published(kind, words)
    drafts.withdraw(record, by=publisher())
    transition(record, State.TRASHED, by=publisher())
    erasing.erase(record, by=publisher())


# What the public sees nothing of.
HIDDEN = [draft, in_review, scheduled, no_longer_scheduled, pending_change, withdrawn, trashed, trashed_after_publication, erased]
# The addresses of these were public, and so the words in them.
WERE_PUBLIC = {withdrawn, trashed_after_publication, erased}


def only_english(kind: str, words: Words) -> None:
    drafts.publish(made(kind, words), by=publisher(), languages=["en"])


def georgian_scheduled(kind: str, words: Words) -> None:
    record = made(kind, words)
    drafts.publish(record, by=publisher(), languages=["ka"], at=timezone.now() + FUTURE)
    drafts.publish(record, by=publisher(), languages=["en"])


def georgian_withdrawn(kind: str, words: Words) -> None:
    record = published(kind, words)
    see_everything()
    drafts.withdraw(record, by=publisher(), languages=["ka"])


# What the public sees in English only.
HALF_HIDDEN = [only_english, georgian_scheduled, georgian_withdrawn]


# The walk


@dataclass(frozen=True)
class Answer:
    """What stands at an address: everything that reaches a reader, and the address asked for."""

    path: str
    status: int
    text: str


@dataclass
class Site:
    """What addresses are made of, by the name in the URL configuration."""

    values: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        slugs = set(Address.objects.values_list("slug", flat=True))
        for state in Draft.objects.values_list("data", flat=True):
            slugs |= {value for key, value in state.items() if key.startswith("slug_") and value}
        records = [record for kind in record_types() for record in kind.model._default_manager.all()]
        now = timezone.localtime()
        ids = [record.pk for record in records] + list(Tag.objects.values_list("pk", flat=True))
        self.values = {
            "slug": sorted(slugs) or ["none"],
            "short_id": [record.short_id for record in records],
            "pk": ids,
            "year": sorted({now.year, (now + FUTURE).year}),
            "month": sorted({now.month, (now + FUTURE).month}),
            "section": list(sitemaps),
        }

    def addresses(self) -> Iterator[str]:
        """Yield every public address."""
        for name, parts in sorted(routes(get_resolver())):
            lacking = [part for part in parts if part not in self.values]
            assert not lacking, f"{name} has the part {lacking}: say in Site.values what to put there"
            for values in product(*(self.values[part] for part in parts)):
                yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))


def routes(resolver: URLResolver, prefix: str = "", parts: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (name, names of the parts) of every public pattern."""
    for pattern in resolver.url_patterns:
        here = (*parts, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if pattern.app_name not in NOT_WALKED:
                yield from routes(pattern, space, here)
        elif isinstance(pattern, URLPattern) and pattern.name not in NOT_WALKED:
            assert pattern.name, f"{pattern} has no name, so nothing can walk it"
            yield f"{prefix}{pattern.name}", here


def everything() -> Iterator[Answer]:
    """Yield the answer at every public address, in every language, made anew and from the page cache."""
    site = Site()
    paths = set()
    for code in languages.codes():
        with override(code):
            paths |= set(site.addresses())
    client = Client()
    for path, language in product(sorted(paths), languages.codes()):
        if language != languages.codes()[0] and not path.startswith("/a/"):
            # Only short addresses answer by the reader's language.
            continue
        made_anew = answer(client, path, language)
        yield made_anew
        if made_anew.status != HTTPStatus.NOT_FOUND:
            yield answer(client, path, language)


def answer(client: Client, path: str, language: str) -> Answer:
    """Return what a reader of a language gets."""
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (path, response.status_code)
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return Answer(path, response.status_code, f"{head}\n{response.content.decode()}".lower())


def see_everything() -> None:
    """Fill the page cache with what is public now."""
    for _answer in everything():
        pass


def leaks(words: dict[str, str]) -> list[str]:
    """Return where a word reaches a reader who did not say it."""
    return sorted(
        {f"{name} at {answer.path}" for answer in everything() for name, word in words.items() if word in answer.text and word not in answer.path}
    )


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


def test_walk_finds_every_word_that_is_public():
    words = Words("public")
    published("article", words)

    seen = " ".join(answer.text for answer in everything() if answer.status == 200)

    # Where the name in the byline has no page of its own, nothing is said about the person; credit and caption stand with the text.
    silent = {name for name in words.made if name.startswith("author_about")}
    assert {name for name, word in words.made.items() if word not in seen} == silent


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize("kind", FILLED)
def test_hidden_record_leaves_no_trace(kind, hide):
    words = Words(hide.__name__)
    hide(kind, words)

    assert leaks(without(words, *(ADDRESS if hide in WERE_PUBLIC else ()))) == []


@pytest.mark.parametrize("untranslated", [True, False], ids=["all listed", "only translated listed"])
@pytest.mark.parametrize("hide", HALF_HIDDEN, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize("kind", FILLED)
def test_hidden_language_leaves_no_trace(kind, hide, untranslated):
    SiteSettings.objects.create(list_untranslated=untranslated)
    words = Words(hide.__name__)
    hide(kind, words)

    # What all languages share is public with the English text.
    shared = {name for name in words.made if re.match(r"(author|tag|image|alias)_", name)}
    georgian = {name: word for name, word in without(words, *shared).items() if name.endswith("_ka")}
    if hide is georgian_withdrawn:
        georgian.pop("slug_ka")
    assert len(georgian) >= 4
    assert leaks(georgian) == []
