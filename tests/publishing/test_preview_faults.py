"""A preview that is killed, and readers who ask while one is made: nothing half done, nothing leaked."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from news.models import Article
from publishing import preview, preview_links, previewing
from publishing.registry import by_kind
from tests.browser import Form
from tests.desk_type.factories import make_published_dossier
from tests.factories import make_published_article, publisher
from tests.publishing import killing
from tests.publishing.hidden import FILLED, Words, pending_change
from tests.publishing.walk import everything
from tests.roles import browser_of

DRILL = bool(os.environ.get("DRILL"))


def opened(record: Any) -> Form:
    return browser_of(publisher()).open(f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/")


def previewing_of(form: Form) -> Callable[[], None]:
    """Return the act of looking at a form's preview."""

    def look() -> None:
        response = form.client.post(form.url.removesuffix("change/") + "preview/?language=en", form.fields)
        assert response.status_code == 200
        assert "Typed" in response.content.decode()

    return look


# Killed


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
@pytest.mark.parametrize("make", [make_published_article, lambda: make_published_dossier(rows=2)], ids=["article", "dossier"])
def test_kill_at_any_step_of_a_preview_leaves_what_was_there(make):
    record = make()
    form = opened(record).fill(title_en="Typed", body_en="<p>Typed.</p>")
    form.fields["tags"] = ["+Typed"]
    look, before = previewing_of(form), killing.stored()

    places = killing.run(look)
    points = range(1, places + 1) if DRILL else (places // 4, places // 2, places - 3)

    assert killing.stored() == before
    for point in points:
        assert killing.run(look, point) is None
        assert killing.stored() == before


# Read meanwhile


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
def test_readers_who_ask_while_a_preview_is_made_see_and_keep_nothing_of_it(monkeypatch):
    record = make_published_article(title_en="Talks", title_ka="მოლაპარაკება")
    paths = ["/en/", "/en/news/", "/en/news/talks/", "/en/tags/", "/sitemap.xml", "/api/v1/articles/", f"/api/v1/articles/{record.pk}/"]
    form = opened(record).fill(title_en="Typed", body_en="<p>Typed.</p>")
    read: list[str] = []

    def ask() -> None:
        for path in paths:
            read.append(Client().get(path).content.decode())
            assert previewing.audience() is None
        connections.close_all()

    def resolve(path: str) -> Any:
        # Another reader, on a connection of its own, in the middle of the preview's transaction.
        assert Article.objects.get(pk=record.pk).title_en == "Typed"
        reader = threading.Thread(target=ask)
        reader.start()
        reader.join(60)
        return resolved(path)

    resolved = preview.resolve
    monkeypatch.setattr(preview, "resolve", resolve)

    previewing_of(form)()
    ask()

    assert len(read) == 2 * len(paths)
    assert not any("Typed" in text for text in read)


# Afterwards


@pytest.mark.any_database
@pytest.mark.parametrize("kind", FILLED)
def test_what_was_previewed_leaves_no_trace(kind, django_capture_on_commit_callbacks):
    words = Words("previewed")
    pending_change(kind, words)
    record = next(found for found in records_of(kind) if found.has_draft)

    with django_capture_on_commit_callbacks(execute=True):
        look_at(record)

    shown = " ".join(look_at(record))
    assert sum(word in shown for word in words.made.values()) > len(words.made) / 2
    assert [
        f"{name} at {answer.path}" for answer in everything() for name, word in words.made.items() if word in answer.text and word not in answer.path
    ] == []


def records_of(kind: str) -> list[Any]:
    return list(by_kind(kind).model._default_manager.all())


def look_at(record: Any) -> list[str]:
    """Look at the preview of a record in both languages, as an editor and by a link; return the pages, in small letters."""
    form = opened(record)
    token = preview_links.make(record, by=publisher())[1]
    address = form.url.removesuffix("change/") + "preview/"
    answers: list[HttpResponse] = []
    for language in ("en", "ka"):
        answers += [form.client.post(f"{address}?language={language}", form.fields), Client().get(f"/preview/{token}/?language={language}")]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    return [answer.content.decode().lower() for answer in answers]
