"""Links to drafts: whoever has one reads, until it ends; who has not, or changed a letter of it, finds nothing."""

import datetime as dt
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from news.models import Article
from publishing import drafts, erasing, preview_links
from publishing.models import Audit, ChangeHead, PreviewLink
from publishing.publishable import State
from publishing.workflow import TransitionError, transition
from tests.browser import Form
from tests.factories import make_image, make_kind, make_published_article, publisher
from tests.roles import browser_of, member_of


@pytest.fixture
def record() -> Article:
    fields = {"title_en": "Talks", "title_ka": "მოლაპარაკება", "body_en": "<p>Words.</p>", "body_ka": "<p>სიტყვები.</p>"}
    return drafts.create(Article, {**fields, "kind": make_kind().pk}, by=publisher())


@pytest.fixture
def editor() -> Form:
    return browser_of(member_of("Editor"))


def opened(token: str, query: str = "", language: str = "en") -> HttpResponse:
    return Client().get(f"/preview/{token}/{query}", headers={"Accept-Language": language})


def share(record: Article, **more: object) -> str:
    return preview_links.make(record, by=publisher(), **more)[1]


def test_link_shows_the_draft_as_it_is_when_opened(record):
    token = share(record)
    drafts.save(record, {"body_en": "<p>Later.</p>"}, by=publisher())

    response = opened(token)

    assert (response.status_code, "Later." in response.content.decode()) == (200, True)
    assert "სიტყვები." in opened(token, "?language=ka").content.decode()
    assert "სიტყვები." in opened(token, language="ka").content.decode()


def test_reader_of_a_language_without_a_text_is_shown_the_other(record):
    drafts.save(record, {"title_ka": "", "body_ka": ""}, by=publisher())

    assert "Words." in opened(share(record), language="ka").content.decode()


def test_link_leaves_no_trace_with_the_reader_or_the_public(record):
    token, before = share(record), ChangeHead.objects.get().sequence

    response = opened(token)

    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert token not in response.content.decode()
    assert ChangeHead.objects.get().sequence == before
    assert not Article.objects.live().exists()


def test_who_opens_a_link_is_asked_for_nothing_and_told_of_no_form(record):
    seen = opened(share(record)).content.decode()

    assert "/admin/" not in seen
    assert "csrf" not in seen


def test_token_is_kept_nowhere(record):
    token = share(record)

    kept = " ".join(str(row) for model in (PreviewLink, Audit) for row in model.objects.values_list())
    assert token not in kept


def test_link_with_one_letter_changed_is_as_unknown_as_any(record):
    token = share(record)
    other = ("A" if token[5] != "A" else "B").join([token[:5], token[6:]])

    unknown, changed = opened("x" * 43), opened(other)

    assert (unknown.status_code, changed.status_code) == (404, 404)
    assert unknown.content == changed.content


@pytest.mark.parametrize("token", ["%00", "a" * 5000, "../admin", "მ", "picture"])
def test_nonsense_is_not_there(token):
    assert opened(token).status_code in (404, 400)


@pytest.mark.parametrize(("language", "words"), [("en", "This preview has ended"), ("ka", "გადახედვა დასრულდა")])
def test_link_that_ran_out_says_so_in_the_readers_language(record, language, words):
    token = share(record)
    PreviewLink.objects.update(expires_at=timezone.now())

    response = opened(token, language=language)

    assert response.status_code == 410
    assert words in response.content.decode()
    assert "Talks" not in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store, private"


def test_revoked_link_ends_at_once_and_others_go_on(record):
    link, token = preview_links.make(record, by=publisher())
    other = share(record)

    preview_links.revoke(record, link.pk, by=publisher())

    assert (opened(token).status_code, opened(other).status_code) == (410, 200)


@pytest.mark.parametrize("end", ["trash", "erase"])
def test_link_ends_with_its_record(record, end):
    token = share(record)
    transition(record, State.TRASHED, by=publisher())
    if end == "erase":
        erasing.erase(record, by=publisher())

    response = opened(token)

    assert response.status_code == 410
    assert "no longer there" in response.content.decode()


def test_link_works_for_as_long_as_was_chosen(record):
    for days in preview_links.DAYS:
        link, _token = preview_links.make(record, by=publisher(), days=days)
        assert abs(link.expires_at - timezone.now() - dt.timedelta(days=days)) < dt.timedelta(minutes=1)

    with pytest.raises(TransitionError):
        preview_links.make(record, by=publisher(), days=365)


def test_making_and_revoking_are_written_down(record):
    link, _token = preview_links.make(record, by=publisher())
    preview_links.revoke(record, link.pk, by=publisher())

    acts = Audit.objects.filter(record=record.pk, action__startswith="preview").order_by("id")
    assert [(act.action, act.detail["link"], act.by_id) for act in acts] == [
        ("preview shared", str(link.pk), publisher().pk),
        ("preview revoked", str(link.pk), publisher().pk),
    ]


def test_twin_of_active_agrees(record):
    now = timezone.now()
    for expires_at, revoked_at in [(now + dt.timedelta(1), None), (now - dt.timedelta(1), None), (now + dt.timedelta(1), now)]:
        link, _token = preview_links.make(record, by=publisher())
        PreviewLink.objects.filter(pk=link.pk).update(expires_at=expires_at, revoked_at=revoked_at)

    assert {link.pk for link in PreviewLink.objects.all() if link.is_active} == set(PreviewLink.objects.active().values_list("pk", flat=True))


# Pictures


def picture_in(page: str) -> str:
    found = re.search(r'src="(/preview/picture/[^"]+)"', page)
    assert found, page
    return found[1]


def test_pictures_are_shown_by_an_address_that_ends_with_the_link(record):
    image = make_image()
    drafts.save(record, {"image": image.pk, "body_en": f'<figure data-image="{image.pk}"></figure>'}, by=publisher())
    link, token = preview_links.make(record, by=publisher())
    page = opened(token).content.decode()
    address = picture_in(page)

    response = Client().get(address)

    assert str(image.pk) not in page
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    assert "no-store" in response.headers["Cache-Control"]
    assert Client().get(address[:-1] + ("A" if address[-1] != "A" else "B")).status_code == 404
    preview_links.revoke(record, link.pk, by=publisher())
    assert Client().get(address).status_code == 404


# In the form


def test_link_is_made_and_revoked_in_the_form(editor, record):
    address = f"/admin/news/article/{record.pk}/change/"
    editor.open(address).fill(title_en="Typed", _share_days="30").press("_share")
    editor.follow()
    token = re.search(r"/preview/([\w-]{43})/", editor.page)[1]

    assert "Typed" in opened(token).content.decode()
    assert PreviewLink.objects.get().opened_at is not None
    # It is shown once.
    assert token not in editor.open(address).page
    editor.press("_revoke", PreviewLink.objects.get().pk)
    assert opened(token).status_code == 410
    assert "preview-links" not in editor.follow().page


def test_link_of_a_form_that_was_never_saved_saves_it(editor):
    editor.open("/admin/news/article/add/").fill(title_en="Begun", _share_days="1").press("_share")
    token = re.search(r"/preview/([\w-]{43})/", editor.follow().page)[1]

    assert "Begun" in opened(token).content.decode()


@pytest.mark.parametrize(("button", "value"), [("_share", "1"), ("_revoke", "nonsense"), ("_revoke", "00000000-0000-0000-0000-000000000000")])
def test_forged_values_are_refused_in_words(editor, record, button, value):
    editor.open(f"/admin/news/article/{record.pk}/change/").fill(_share_days="9999", title_en="Typed")

    assert editor.press(button, value).status_code == 422
    assert editor["title_en"] == "Typed"
    assert not PreviewLink.objects.exists()


def test_link_of_another_record_is_not_revoked(record):
    other = make_published_article()
    link, token = preview_links.make(other, by=publisher())

    with pytest.raises(TransitionError):
        preview_links.revoke(record, link.pk, by=publisher())
    assert opened(token).status_code == 200


def test_those_who_may_not_change_a_record_neither_make_nor_revoke_links(record):
    link, token = preview_links.make(record, by=publisher())
    stranger = member_of("Author", "stranger")

    with pytest.raises(TransitionError):
        preview_links.make(record, by=stranger)
    with pytest.raises(TransitionError):
        preview_links.revoke(record, link.pk, by=stranger)
    assert opened(token).status_code == 200
