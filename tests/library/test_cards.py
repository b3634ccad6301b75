"""The addresses of cards: each stands for today's words of something that the public sees, and for nothing else."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.test import Client, override_settings

from library.cards import kept, views
from news.models import Article
from publishing import drafts
from publishing.models import SiteSettings
from publishing.publishable import Publishable
from publishing.registry import record_types
from tests.factories import (
    make_actor,
    make_article,
    make_document,
    make_kind,
    make_published_actor,
    make_published_agreement,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_published_format,
    make_published_frontpage,
    make_published_office,
    make_published_page,
    make_published_place,
    make_published_topic,
    make_tag,
    publisher,
)
from tests.library.cards import address, pixels, told, written

pytestmark = pytest.mark.django_db
BOTH = {"title_en": "Talks held", "title_ka": "მოლაპარაკება"}
NAMED = {"name_en": "Talks held", "name_ka": "მოლაპარაკება"}
MADE: dict[str, Callable[[], Publishable]] = {
    "article": partial(make_published_article, **BOTH),
    "event": partial(make_published_event, **BOTH, date="2008-09-15/2008-09-16"),
    "chronology": partial(make_published_chronology, **BOTH),
    "format": partial(make_published_format, **BOTH),
    "agreement": partial(make_published_agreement, **BOTH),
    "page": partial(make_published_page, **BOTH),
    "frontpage": partial(make_published_frontpage, **BOTH),
    "topic": partial(make_published_topic, **BOTH),
    "actor": partial(make_published_actor, **NAMED, has_profile=True),
    "office": partial(make_published_office, **NAMED),
    "place": partial(make_published_place, **NAMED),
}


def test_every_type_of_record_has_a_card():
    # The one more is of the tests.
    assert {kind.kind for kind in record_types()} - {"dossier"} == set(MADE)


@pytest.mark.parametrize("language", ["en", "ka"])
@pytest.mark.parametrize("kind", MADE)
def test_page_of_every_type_names_its_card_in_each_language(kind, language):
    record = MADE[kind]()
    page = Client().get(f"/a/{record.short_id}", headers={"Accept-Language": language})["Location"]

    card = told(page)

    assert card["image"].startswith(f"http://testserver/cards/{language}/{kind}/{record.short_id}-")
    assert (card["image:width"], card["image:height"], card["twitter:card"]) == ("1200", "630", "summary_large_image")
    assert card["image:alt"].startswith({"en": "Talks held", "ka": "მოლაპარაკება"}[language])
    answer = Client().get(address(page))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert pixels(answer.content).size == (1200, 630)


def test_tags_documents_and_lists_have_cards_too():
    document = make_document(title_en="Minutes")
    fields = {**BOTH, "kind": make_kind().pk, "tags": [make_tag("Duma", "დუმა").pk], "documents": [{"document": document.pk}]}
    drafts.publish(drafts.create(Article, {**fields, "body_en": "<p>Text.</p>"}, by=publisher()), by=publisher(), languages=["en"])

    pages = {path: told(path) for path in ("/en/news/tag/duma/", f"/en/documents/{document.short_id}/", "/en/", "/en/tags/")}

    assert [card["image:alt"] for card in pages.values()] == ["Duma – Tag – Matiane", "Minutes – Document – Matiane", "Matiane", "Matiane"]
    assert {Client().get(card["image"]).status_code for card in pages.values()} == {200}


def test_card_may_be_kept_for_good_and_is_not_sent_twice():
    make_published_article(slug_en="talks")
    first = Client().get(card := address("/en/news/talks/"))

    again = Client().get(card, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert Client().head(card).status_code == 200
    assert Client().post(card).status_code == 405


def test_card_costs_two_queries(django_assert_num_queries):
    make_published_article(slug_en="talks")
    card = address("/en/news/talks/")

    with django_assert_num_queries(2):
        Client().get(card)


def test_event_says_on_its_card_when_it_was_and_that_it_is_alleged():
    make_published_event(title_en="Talks", slug_en="talks", date="2008-09-15/2008-09-16", kind="meeting", status="alleged")

    assert told("/en/events/talks/")["image:alt"] == "Talks – Meeting · alleged, 15–16 September 2008 – Matiane"


def test_another_title_is_another_address_and_the_old_one_leads_there():
    article = make_published_article(title_en="Before", slug_en="talks")
    old = address("/en/news/talks/")
    before = Client().get(old).content
    drafts.save(article, {"title_en": "After"}, by=publisher())
    drafts.publish(article, by=publisher())

    new = address("/en/news/talks/")

    assert new != old
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, new, "public, max-age=0, must-revalidate")
    assert written(pixels(Client().get(new).content)) is not None
    assert Client().get(new).content != before


def test_other_name_or_colour_of_the_site_is_another_address():
    make_published_article(slug_en="talks")
    old = address("/en/news/talks/")

    SiteSettings.objects.update_or_create(pk=1, defaults={"name_en": "Annals", "accent": "#0a5f4c"})

    answer = Client().get(old, follow=True)
    assert answer.redirect_chain != []
    assert pixels(answer.content).getpixel((10, 300)) == (0x0A, 0x5F, 0x4C)


def test_nobody_can_have_a_card_of_his_own_words_drawn(monkeypatch):
    article = make_published_article(title_en="Talks", slug_en="talks")
    card = address("/en/news/talks/")
    drawn = []
    monkeypatch.setattr(views, "drawn", lambda *said: drawn.append(said) or b"drawn")
    caches["cards"].clear()

    others = [f"/cards/en/article/{article.short_id}-{number:016x}.{ending}" for number in range(5) for ending in ("png", "jpg")]
    answers = [Client().get(path) for path in (*others, f"{card}?title=Mine", f"{card}?title=Theirs")]

    assert [answer.status_code for answer in answers] == [302] * 10 + [200] * 2
    assert {answer["Location"] for answer in answers[:10]} == {card}
    assert len(drawn) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/cards/en/article/0000000000-0000000000000000.png",
        "/cards/en/nothing/0000000000-0000000000000000.png",
        "/cards/fr/site/site-0000000000000000.png",
        "/cards/en/site/other-0000000000000000.png",
        "/cards/en/tag/not-a-key-0000000000000000.png",
        "/cards/en/tag/01a206fe-4646-7a3b-b6d8-32ff859feb1a-0000000000000000.png",
        "/cards/en/article/0000000000-0000000000000000.gif",
        "/cards/en/article/../../settings-0000000000000000.png",
    ],
)
def test_address_of_nothing_is_not_found(path):
    assert Client().get(path).status_code == 404


def test_what_was_never_public_has_no_card():
    article, actor = make_article(title_en="Draft"), make_actor(name_en="Draft", has_profile=True)
    hidden = make_published_actor(name_en="Named", has_profile=False)
    tag = make_tag("Unused")

    keys = [("article", article.short_id), ("actor", actor.short_id), ("actor", hidden.short_id), ("tag", tag.pk)]
    assert [Client().get(f"/cards/en/{kind}/{key}-0000000000000000.png").status_code for kind, key in keys] == [404] * 4


def test_card_of_a_withdrawn_record_is_gone_and_not_kept(django_capture_on_commit_callbacks):
    article = make_published_article(slug_en="talks")
    card = address("/en/news/talks/")
    assert Client().get(card).status_code == 200
    assert kept.look_up(kept.name_of("article", article.short_id, "en"), card[-20:-4])

    with django_capture_on_commit_callbacks(execute=True):
        drafts.withdraw(article, by=publisher())

    assert caches["cards"].get(kept.name_of("article", article.short_id, "en")) is None
    answer = Client().get(card)
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/plain; charset=utf-8")
    assert Client().get(f"{card}?again", headers={"If-None-Match": f'"{card[-20:-4]}"'}).status_code == 410


def test_page_in_a_language_without_the_text_names_the_card_of_the_one_that_exists():
    article = make_published_article(title_en="Talks", title_ka="", slug_en="talks", languages=["en"])

    card = address("/ka/news/talks/")

    assert card.startswith(f"/cards/en/article/{article.short_id}-")
    assert Client().get(card.replace("/en/", "/ka/"))["Location"] == card


def test_title_that_waits_for_its_day_is_on_no_card(django_capture_on_commit_callbacks):
    article = drafts.create(Article, {**BOTH, "body_en": "<p>Text.</p>", "body_ka": "<p>ტექსტი.</p>", "kind": make_kind().pk}, by=publisher())
    drafts.publish(article, by=publisher(), languages=["en"])

    answer = Client().get(f"/cards/ka/article/{article.short_id}-0000000000000000.png", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/cards/en/")
    assert "მოლაპარაკება".encode() not in answer.content


def test_card_is_drawn_once_for_many_who_ask_at_once(monkeypatch):
    drawn: list[int] = []
    begun = threading.Event()
    keep = FileBasedCache.set

    def keep_slowly(*args, **kwargs) -> None:
        time.sleep(0.05)
        keep(*args, **kwargs)

    # A slow disk: whoever is next looks before the card of the one before could be written, unless it is written in turn.
    monkeypatch.setattr(FileBasedCache, "set", keep_slowly)

    def draw() -> bytes:
        begun.wait(2)
        drawn.append(1)
        return b"card"

    found: list[bytes] = []
    readers = [threading.Thread(target=lambda: found.append(kept.card("site", "burst", "en", "1", draw))) for _number in range(4)]
    for reader in readers:
        reader.start()
    begun.set()
    for reader in readers:
        reader.join()

    assert (found, drawn) == ([b"card"] * 4, [1])


def test_too_many_cards_at_once_are_asked_to_come_again(monkeypatch):
    make_published_article(slug_en="talks")
    card = address("/en/news/talks/")
    caches["cards"].clear()
    monkeypatch.setattr(kept, "PATIENCE", 0.01)

    with kept._turn:
        answer = Client().get(card)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert Client().get(card).status_code == 200


def test_store_is_bounded_and_does_without_a_disk(tmp_path):
    place = tmp_path / "cards"
    with override_settings(
        CACHES={"cards": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": place, "OPTIONS": {"MAX_ENTRIES": 5}}}
    ):
        for number in range(20):
            assert kept.card("site", str(number), "en", "1", lambda: b"card") == b"card"
        files = list(place.iterdir())
        assert len(files) <= 5
        for file in files:
            file.write_bytes(b"broken")
        assert kept.card("site", "19", "en", "1", lambda: b"anew") == b"anew"
