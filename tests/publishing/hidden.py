"""Records in every state that hides them, each with a word of its own in every text."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

from django.test import TestCase
from django.utils import timezone

from actors.models import Actor
from chronicle.models import Event
from library.models import Document, Source
from library.tags import settle
from news.models import Author
from publishing import drafts, due, erasing, languages, record_templates, scheduling
from publishing.publishable import Publishable, State
from publishing.registry import record_types
from publishing.state import State as FormState
from publishing.workflow import Notice, transition
from tests.factories import (
    make_document,
    make_image,
    make_kind,
    make_published_actor,
    make_published_event,
    make_tag,
    publisher,
    replace_file,
)
from tests.files import table
from tests.publishing.hidden_events import agreement, chronology, event, format_
from tests.publishing.hidden_pages import frontpage, topic
from tests.publishing.hidden_people import actor, office, place
from tests.publishing.telling import tell
from tests.publishing.walk import FUTURE
from tests.publishing.words import Words, neighbour


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
        "documents": [{"document": document(words).pk}],
        "kind": make_kind(words("kind")).pk,
        "image": make_image(**texts, partners_may_use=True).pk,
        "tags": [tag.pk],
        "bylines": [{"author": author.pk}],
        "mentions": [
            {
                "actor": neighbour(Actor, make_published_actor, name_en="Keeper").pk,
                **{f"capacity_{code}": words(f"capacity_{code}") for code in languages.codes()},
            }
        ],
        "events": [{"event": neighbour(Event, make_published_event, title_en="Reported", title_ka="ნათქვამი", date="2008").pk}],
        "citations": [{"source": source.pk, "locator": words("locator"), "quote": words("quote")}],
        "corrections": [{"at": timezone.now(), **{f"text_{code}": words(f"correction_{code}") for code in languages.codes()}}],
    }


def document(words: Words) -> Document:
    """Make a document with a word in every text, in the names of its files and in the files themselves, older ones too."""
    said = {f"{name}_{code}": words(f"document_{name}_{code}") for name, code in product(("title", "description"), languages.codes())}
    source = Source.objects.create(title=words("document_source"))
    found = make_document(**said, source=source, files={code: table(words(f"document_older_{code}")) for code in languages.codes()})
    for code in languages.codes():
        replace_file(found, code, table(words(f"document_file_{code}")), name=f"{words(f'document_name_{code}')}.csv")
    return found


def dossier(words: Words) -> FormState:
    """Return the form of a dossier with a word in every text that it, or what only it uses, prints."""
    texts = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("title", "slug", "lead"), languages.codes())}
    bodies = {f"body_{code}": f"<p>{words(f'body_{code}')}</p>" for code in languages.codes()}
    names = {f"name_{code}": words(f"author_{code}") for code in languages.codes()}
    author, source = Author.objects.create(**names), Source.objects.create(title=words("source"))
    return {
        **texts,
        **bodies,
        "keeper": author.pk,
        "tags": [make_tag(words("tag_en"), words("tag_ka")).pk],
        "exhibits": [{"holder": author.pk, "sources": [source.pk], "locator": words("locator")}],
        "remarks": [{f"text_{code}": words(f"remark_{code}") for code in languages.codes()}],
        "deadlines": [{"on": timezone.localdate(), "number": 7}],
    }


def page(words: Words) -> FormState:
    """Return the form of a page with a word in every text that it, or what only it uses, prints."""
    texts = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("title", "slug", "lead"), languages.codes())}
    image = make_image(**{f"{name}_{code}": words(f"image_{name}_{code}") for name in ("alt", "caption", "credit") for code in languages.codes()})
    bodies = {
        f"body_{code}": f'<h2>{words(f"heading_{code}")}</h2><p>{words(f"body_{code}")}</p><figure data-image="{image.pk}"></figure>'
        for code in languages.codes()
    }
    return {**texts, **bodies, "documents": [{"document": document(words).pk}], "position": 1, "purpose": "WebPage"}


# How a record of each type is filled.
FILLED: dict[str, Callable[[Words], FormState]] = {
    "article": article,
    "dossier": dossier,
    "page": page,
    "topic": topic,
    "frontpage": frontpage,
    "actor": actor,
    "office": office,
    "place": place,
    "event": event,
    "chronology": chronology,
    "format": format_,
    "agreement": agreement,
}
# What holds a record back from deletion.
HISTORY: dict[str, FormState] = {"actor": {"tenures": [], "remits": []}, "office": {"remits": []}}
# What only the address of the record itself says.
ADDRESS = {f"slug_{code}" for code in languages.codes()}


def made(kind: str, words: Words, **fields: Any) -> Publishable:
    model = next(known.model for known in record_types() if known.kind == kind)
    return drafts.create(model, {**FILLED[kind](words), **fields}, by=publisher())


def notes(words: Words) -> dict[str, Any]:
    """Return what is said of a publication: to editors, and to readers of each language."""
    return {"note": words("note"), "public_note": {code: words(f"public_note_{code}") for code in languages.codes()}}


def published(kind: str, words: Words, **fields: Any) -> Publishable:
    record = made(kind, words, **fields)
    # The files of pictures are made after the commit.
    with TestCase.captureOnCommitCallbacks(execute=True):
        drafts.publish(record, by=publisher(), **notes(words))
    return record


def draft(kind: str, words: Words) -> None:
    made(kind, words)


def template(kind: str, words: Words) -> None:
    record_templates.mark(made(kind, words), words("template"), by=publisher())


def in_review(kind: str, words: Words) -> None:
    transition(made(kind, words), State.IN_REVIEW, by=publisher())


def scheduled(kind: str, words: Words) -> None:
    drafts.publish(made(kind, words), by=publisher(), at=timezone.now() + FUTURE, **notes(words))


def no_longer_scheduled(kind: str, words: Words) -> None:
    record = made(kind, words)
    drafts.publish(record, by=publisher(), at=timezone.now() + FUTURE)
    drafts.withdraw(record, by=publisher())


def pending_change(kind: str, words: Words) -> None:
    record = published(kind, Words(f"shown{words.state}"))
    drafts.save(record, FILLED[kind](words), by=publisher())


def change_scheduled(kind: str, words: Words) -> None:
    record = published(kind, Words(f"shown{words.state}"))
    drafts.save(record, FILLED[kind](words), by=publisher())
    scheduling.change(record, by=publisher(), at=timezone.now() + FUTURE, **notes(words))


def scheduled_change_refused(kind: str, words: Words) -> None:
    record = published(kind, Words(f"shown{words.state}"))
    drafts.save(record, FILLED[kind](words), by=publisher())
    step = scheduling.change(record, by=publisher(), at=timezone.now() + FUTURE, **notes(words))
    drafts.discard(record, by=publisher())
    drafts.save(record, {f"{record.title_field}_en": "Meanwhile"}, by=publisher())
    drafts.publish(record, by=publisher())
    assert due.take_all(step.at) == 1


def withdrawn(kind: str, words: Words) -> Iterator[None]:
    record = published(kind, words)
    yield
    drafts.withdraw(record, by=publisher(), notice=Notice(show_date=False))


def published_anew(kind: str, words: Words) -> Iterator[None]:
    record = published(kind, words)
    yield
    drafts.withdraw(record, by=publisher(), notice=Notice(show_date=False))
    drafts.save(record, FILLED[kind](Words(f"shown{words.state}")), by=publisher())
    drafts.publish(record, by=publisher())


def trashed(kind: str, words: Words) -> None:
    transition(made(kind, words), State.TRASHED, by=publisher())


def trashed_after_publication(kind: str, words: Words) -> Iterator[None]:
    record = published(kind, words)
    yield
    drafts.withdraw(record, by=publisher())
    transition(record, State.TRASHED, by=publisher())


def erased(kind: str, words: Words) -> Iterator[None]:
    record = published(kind, words)
    yield
    if kind in HISTORY:
        drafts.save(record, HISTORY[kind], by=publisher())
        drafts.publish(record, by=publisher())
    drafts.withdraw(record, by=publisher())
    transition(record, State.TRASHED, by=publisher())
    erasing.erase(record, by=publisher())


# A way to hide a record; one that hides what was public pauses once it is, so that it is seen before it is taken back.
Hide = Callable[[str, Words], Iterator[None] | None]
# What the public sees nothing of. The one that lets time pass comes first: what others schedule is not due by then.
HIDDEN: list[Hide] = [
    scheduled_change_refused,
    draft,
    template,
    in_review,
    scheduled,
    no_longer_scheduled,
    pending_change,
    change_scheduled,
    withdrawn,
    published_anew,
    trashed,
    trashed_after_publication,
    erased,
]
# The addresses of these were public, and so the words in them.
WERE_PUBLIC = {withdrawn, published_anew, trashed_after_publication, erased}


def only_english(kind: str, words: Words) -> None:
    drafts.publish(made(kind, words), by=publisher(), languages=["en"], **notes(words))


def georgian_scheduled(kind: str, words: Words) -> None:
    record = made(kind, words)
    drafts.publish(record, by=publisher(), languages=["ka"], at=timezone.now() + FUTURE, **notes(words))
    drafts.publish(record, by=publisher(), languages=["en"])


def georgian_change_scheduled(kind: str, words: Words) -> None:
    record = made(kind, words)
    drafts.publish(record, by=publisher(), languages=["en"])
    scheduling.change(record, by=publisher(), at=timezone.now() + FUTURE, languages=["ka"], **notes(words))


def georgian_withdrawn(kind: str, words: Words) -> Iterator[None]:
    record = published(kind, words)
    yield
    drafts.withdraw(record, by=publisher(), languages=["ka"])


def georgian_no_longer_scheduled(kind: str, words: Words) -> Iterator[None]:
    record = made(kind, words)
    drafts.publish(record, by=publisher(), languages=["ka"], at=timezone.now() + FUTURE)
    drafts.publish(record, by=publisher(), languages=["en"])
    yield
    drafts.withdraw(record, by=publisher(), languages=["ka"], notice=Notice(show_title=True))


# What the public sees in English only.
HALF_HIDDEN: list[Hide] = [only_english, georgian_scheduled, georgian_change_scheduled, georgian_withdrawn, georgian_no_longer_scheduled]


def hide_all(kind: str, ways: Iterable[Hide], see: Callable[[], None] = lambda: None) -> dict[Hide, Words]:
    """Hide a record in each way, all on one site, and return the words of each; `see` looks at what is public before it is taken back."""
    hidden, waiting = {}, []
    for hide in ways:
        words = hidden[hide] = Words(hide.__name__)
        steps = hide(kind, words)
        if steps is not None:
            next(steps)
            waiting.append(steps)
    if waiting:
        see()
    for steps in waiting:
        assert next(steps, None) is None
    tell(kind)
    return hidden
