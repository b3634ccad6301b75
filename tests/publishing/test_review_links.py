"""Review links: whoever has one reads the draft and comments on it without an account, until it ends."""

import datetime as dt
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html

from news.models import Article
from publishing import drafts, preview_links, strangers
from publishing.models import Audit, Comment, LinkOpening, PreviewLink
from publishing.publishable import State
from publishing.review import comments, inviting
from publishing.workflow import TransitionError, transition
from tests.factories import make_kind, publisher
from tests.roles import browser_of, member_of


@pytest.fixture(autouse=True)
def _fast(monkeypatch) -> None:
    """Let forms be sent as fast as a program sends them."""
    monkeypatch.setattr(strangers, "FASTEST", -1)


@pytest.fixture
def record() -> Article:
    fields = {"title_en": "Talks", "title_ka": "მოლაპარაკება", "lead_en": "A lead.", "body_en": "<h2>Part</h2><p>Words.</p>"}
    return drafts.create(Article, {**fields, "kind": make_kind().pk}, by=publisher())


@pytest.fixture
def token(record) -> str:
    return preview_links.make(record, by=publisher(), may_comment=True)[1]


def opened(token: str, query: str = "") -> HttpResponse:
    return Client().get(f"/review/{token}/{query}")


def token_in(page: str) -> str:
    return html.fromstring(page).xpath('//input[@name="token"]/@value')[0]


def send(link: str, *, client: Client | None = None, **more: str) -> HttpResponse:
    form_token = more.pop("token", None) or token_in(opened(link).content.decode())
    data = {"name": "Ann Reader", "text": "A word is missing.", "key": "lead_en", "reply_to": "", "website": "", "token": form_token, **more}
    return (client or Client(enforce_csrf_checks=True)).post(f"/review/{link}/", data)


def test_reader_without_an_account_reads_the_draft_and_comments(record, token):
    page = opened(token).content.decode()
    assert all(words in page for words in ("A lead.", "Words.", "Part"))

    response = send(token)

    assert (response.status_code, response.headers["Location"]) == (303, f"/review/{token}/?language=en&said=1#said")
    comment = Comment.objects.get()
    assert (comment.text, comment.guest, comment.key, comment.by) == ("A word is missing.", "Ann Reader", "lead_en", None)
    again = opened(token, "?said=1").content.decode()
    assert "Ann Reader" in again
    assert "Thank you." in again


def test_reader_sees_answers_but_nothing_that_colleagues_say_to_each_other(record, token):
    comments.add(record, by=publisher(), text="Between us.", key="lead_en")
    other = preview_links.make(record, by=publisher(), may_comment=True)[1]
    send(other, text="From elsewhere.")
    send(token)
    comments.reply(record, Comment.objects.get(text="A word is missing.").pk, by=publisher(), text="Thank you, added.")

    page = opened(token).content.decode()

    assert "Thank you, added." in page
    assert "Between us." not in page
    assert "From elsewhere." not in page


def test_reader_answers_and_what_was_resolved_is_open_again(record, token):
    send(token)
    first = Comment.objects.get()
    comments.resolve(record, first.pk, by=publisher())

    send(token, text="Still missing.", reply_to=str(first.pk))

    assert [(each.text, each.reply_to, each.resolved_at) for each in Comment.objects.all()] == [
        ("A word is missing.", None, None),
        ("Still missing.", first, None),
    ]


def test_reader_does_not_answer_what_came_by_another_link(record, token):
    inside = comments.add(record, by=publisher(), text="Between us.")

    assert send(token, reply_to=str(inside.pk)).status_code == 422
    assert Comment.objects.count() == 1


def test_comment_stands_in_the_form_with_the_name_that_was_given(record, token):
    send(token)

    page = browser_of(member_of("Editor")).open(f"/admin/news/article/{record.pk}/change/")

    assert page.texts("cell__threads") == ["Ann Reader: A word is missing."]
    assert "by a review link" in page.page


def test_page_leaves_no_trace_and_no_cookie(record, token):
    response = opened(token)

    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "csrf" not in response.content.decode()
    assert "/admin/" not in response.content.decode()
    assert not Client().post(f"/review/{token}/", {}).cookies


def test_page_as_readers_would_see_it(record, token):
    response = Client().get(f"/review/{token}/page/?language=ka")

    assert response.status_code == 200
    assert "მოლაპარაკება" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_openings_are_counted_with_their_time_and_without_the_reader(record, token):
    for _time in range(3):
        opened(token)
    Client().head(f"/review/{token}/")

    assert sum(LinkOpening.objects.values_list("times", flat=True)) == 3
    assert {field.name for field in LinkOpening._meta.fields} == {"id", "link", "at", "times"}
    assert preview_links.links_of(record).get().times == 3
    page = browser_of(member_of("Editor")).open(f"/admin/news/article/{record.pk}/change/").page
    assert "opened 3 times" in " ".join(page.split())


def test_token_is_kept_nowhere(record, token):
    send(token)

    kept = " ".join(str(row) for model in (PreviewLink, LinkOpening, Audit, Comment) for row in model.objects.values_list())
    assert token not in kept
    assert "Ann Reader" not in " ".join(str(row) for row in Audit.objects.values_list())


def test_altered_link_is_as_unknown_as_any(record, token):
    other = ("A" if token[5] != "A" else "B").join([token[:5], token[6:]])

    assert [opened(each).status_code for each in (other, "x" * 43, "a" * 3000, "მ")] == [404] * 4
    assert Client().post(f"/review/{other}/", {}).status_code == 404


def test_links_to_previews_and_to_reviews_are_not_each_other(record, token):
    preview = preview_links.make(record, by=publisher())[1]

    assert (opened(preview).status_code, Client().get(f"/preview/{token}/").status_code) == (404, 404)


@pytest.mark.parametrize("end", ["time", "revoked", "trash"])
def test_ended_link_says_so_and_takes_nothing(record, token, end):
    form_token = token_in(opened(token).content.decode())
    if end == "time":
        PreviewLink.objects.update(expires_at=timezone.now())
    elif end == "revoked":
        preview_links.revoke(record, PreviewLink.objects.get().pk, by=publisher())
    else:
        transition(record, State.TRASHED, by=publisher())

    response = opened(token)

    assert (response.status_code, "A lead." in response.content.decode()) == (410, False)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert Client().get(f"/review/{token}/page/").status_code == 410
    assert send(token, token=form_token).status_code == 410
    assert not Comment.objects.exists()


def test_link_that_ends_while_somebody_writes_takes_nothing(record, token):
    link = PreviewLink.objects.get()
    preview_links.revoke(record, link.pk, by=publisher())

    with pytest.raises(TransitionError):
        inviting.say(link, name="Ann", text="Late.")


def test_link_works_for_two_weeks_unless_chosen(record):
    link, _token = preview_links.make(record, by=publisher(), may_comment=True)

    assert abs(link.expires_at - timezone.now() - dt.timedelta(days=14)) < dt.timedelta(minutes=1)
    with pytest.raises(TransitionError):
        preview_links.make(record, by=publisher(), may_comment=True, days=365)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"text": " "}, 422),
        ({"name": ""}, 422),
        ({"text": "\u202e\x00"}, 422),
        ({"text": "x" * 2001}, 422),
        ({"name": "x" * 81}, 422),
        ({"reply_to": "nonsense"}, 422),
        ({"token": "nonsense"}, 403),
    ],
)
def test_bad_input_is_refused_in_words_and_stays_typed(record, token, sent, status):
    response = send(token, **sent)

    assert response.status_code == status
    assert not Comment.objects.exists()
    assert ("name" in sent) or ("Ann Reader" in response.content.decode())


def test_form_of_another_site_or_link_is_refused(record, token):
    other = preview_links.make(record, by=publisher(), may_comment=True)[1]
    foreign = Client(headers={"Sec-Fetch-Site": "cross-site"})

    assert send(token, client=foreign).status_code == 403
    assert send(token, token=token_in(opened(other).content.decode())).status_code == 403
    assert not Comment.objects.exists()


def test_form_pressed_twice_says_it_once(record, token):
    form_token = token_in(opened(token).content.decode())

    assert [send(token, token=form_token).status_code for _time in range(2)] == [303, 303]
    assert Comment.objects.count() == 1


def test_machines_that_fill_in_what_nobody_sees_say_nothing(record, token):
    send(token, website="https://example.org")

    assert not Comment.objects.exists()


def test_many_comments_of_one_reader_in_an_hour_are_refused(record, token, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_OF_ONE", 2)

    assert [send(token).status_code for _time in range(3)] == [303, 303, 429]


def test_many_comments_by_one_link_are_refused(record, token, monkeypatch):
    monkeypatch.setattr(inviting, "MOST", 1)

    assert [send(token).status_code for _time in range(2)] == [303, 422]


def test_what_is_said_is_text_and_nothing_else(record, token):
    send(token, text="<script>alert(1)</script> one\u202etwo", name="<b>Ann</b>")

    page = opened(token).content.decode()
    desk = browser_of(member_of("Editor")).open(f"/admin/news/article/{record.pk}/change/").page

    assert Comment.objects.get().text == "<script>alert(1)</script> onetwo"
    assert "<script>alert" not in page + desk
    assert "<b>Ann" not in page + desk


def test_link_is_made_in_the_form(record):
    editor = browser_of(member_of("Editor")).open(f"/admin/news/article/{record.pk}/change/")

    editor.fill(_invite_days="7").press("_invite")

    token = re.search(r"/review/([\w-]{43})/", editor.follow().page)[1]
    assert opened(token).status_code == 200
    assert Audit.objects.filter(action="review link made", record=record.pk).count() == 1
    assert editor.open(f"/admin/news/article/{record.pk}/change/").fill(_invite_days="999").press("_invite").status_code == 422
