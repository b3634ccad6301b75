"""Forms that somebody else sends in one's name, cookies and sessions that are not what they seem, and forms that never end."""

import pytest
from django.test import Client

from accounts.models import Session
from news.models import Article
from publishing import drafts, preview_links, strangers
from publishing.models import Draft
from tests.factories import make_kind, make_published_article, make_superuser, publisher
from tests.publishing.hidden import FILLED, published
from tests.publishing.words import Words
from tests.roles import client_of
from tests.security import desk
from tests.syndication.digests.reading import GENERAL, fill_in


@pytest.mark.any_database
def test_cve_2015_5081_no_address_of_the_desk_takes_what_another_site_sends():
    """django CMS CVE-2015-5081: drafts were published by requests that other sites had made."""
    user = make_superuser()
    for kind in FILLED:
        published(kind, Words(kind))
    desk.furnish(user)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    answers = {}
    for name, where in desk.addresses().items():
        for how in ("post", "put", "delete", "patch"):
            answers[how, name] = getattr(client, how)(where, {"_publish": "1", "post": "yes"} if how == "post" else b"{}").status_code

    assert len(answers) > 1000
    assert {each: status for each, status in answers.items() if status not in (403, 405)} == {}


@pytest.mark.parametrize("how", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize(
    "path", ["/", "/en/", "/en/news/", "/api/v1/articles/", "/sitemap.xml", "/media/x", "/generation", "/i18n/setlang/", "/en/news/known/edit"]
)
def test_cve_2015_5081_public_addresses_change_nothing(how, path):
    """django CMS CVE-2015-5081, where nobody is logged in: there is nothing that could be sent."""
    make_published_article(title_en="Known")
    client = Client(enforce_csrf_checks=True)

    assert getattr(client, how)(path).status_code in (403, 404, 405)


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_cve_2019_9787_forms_of_readers_are_sent_from_here(monkeypatch, headers):
    """WordPress CVE-2019-9787: a comment that another site sent in a reader's name."""
    monkeypatch.setattr(strangers, "FASTEST", -1)
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    token = preview_links.make(record, by=publisher(), may_comment=True)[1]
    before = Draft.objects.get(record=record.pk).data

    subscribed = fill_in(Client(), GENERAL, headers=headers)
    commented = Client().post(f"/review/{token}/", {"name": "x", "text": "Forged"}, headers=headers)

    assert [subscribed.status_code, commented.status_code] == [403, 403]
    assert Draft.objects.get(record=record.pk).data == before


@pytest.mark.parametrize("cookie", ["x=1]csrftoken={token}", 'x="csrftoken={token}', "x=1;csrftoken={token}, y", "csrftoken={token}\x01"])
def test_cve_2016_7401_cookie_that_hides_another_is_no_token(cookie):
    """Django CVE-2016-7401: a cookie of another kind was read as the token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())
    token = "a" * 32
    session = client.cookies["sessionid"].value

    answer = client.post(
        "/admin/library/tag/add/",
        {"csrfmiddlewaretoken": token, "label_en": "Forged"},
        headers={"Cookie": f"sessionid={session}; {cookie.format(token='b' * 32)}", "Origin": "https://evil.example"},
    )

    assert answer.status_code == 403


def test_cve_2015_5143_visits_without_an_account_fill_no_table():
    """Django CVE-2015-5143, CVE-2015-5963 and CVE-2015-5964: each visit and each log-out of nobody left a session."""
    for path in ("/admin/", "/admin/login/", "/en/", "/en/subscribe/", "/review/none/", "/preview/none/", "/i18n/setlang/"):
        for _time in range(3):
            Client().get(path)
    for cookie in ("0" * 32, "x", "", "'; DROP TABLE", "\x00" * 10):
        Client().get("/admin/", headers={"Cookie": f"sessionid={cookie}"})
        Client().post("/admin/logout/", headers={"Cookie": f"sessionid={cookie}"})

    assert Session.objects.count() == 0


@pytest.mark.parametrize("name", ["REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_AUTHORIZATION"])
def test_cve_2014_0482_header_logs_nobody_in(name):
    """Django CVE-2014-0482: where a header named the user, the session of one was left to the next."""
    user = make_superuser()

    answer = Client().get("/admin/", **{name: user.username if name != "HTTP_AUTHORIZATION" else "Basic YWRtaW46"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_cve_2014_0473_what_everybody_is_shown_has_no_token_and_sets_no_cookie():
    """Django CVE-2014-0473 and CVE-2014-1418: pages with somebody's token were kept for others."""
    make_published_article(title_en="Known")
    client = client_of(make_superuser())
    client.get("/admin/")

    for path in ("/en/", "/en/news/known/", "/en/subscribe/", "/en/search/?q=known", "/api/v1/articles/", "/en/news/feed.atom"):
        answer = client.get(path)
        assert (b"csrfmiddlewaretoken" in answer.content, bool(answer.cookies), "Cookie" in answer.get("Vary", "")) == (False, False, False)
        assert answer.content == Client().get(path).content
    for path in ("/admin/", "/admin/login/", "/admin/news/article/"):
        assert {"private", "no-store", "no-cache"} & set(client.get(path)["Cache-Control"].replace(" ", "").split(","))


@pytest.mark.parametrize("count", ["1000000000", "-1", "1e9", "٣", "", "999"])
def test_cve_2013_0306_form_with_rows_without_end_is_not_built(count, django_assert_max_num_queries):
    """Django CVE-2013-0306: a posted number of rows made a form of as many."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    fields = {
        f"{prefix}-{name}": count for prefix in ("bylines", "citations", "mentions") for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS")
    }

    with django_assert_max_num_queries(120):
        answer = client_of(make_superuser()).post(f"/admin/news/article/{record.pk}/change/", {"_save_draft": "1", "title_en": "x", **fields})

    assert answer.status_code < 500
    assert len(answer.content) < 1_500_000


def test_cve_2015_0222_choices_without_end_are_asked_at_once(django_assert_max_num_queries):
    """Django CVE-2015-0222: each of many chosen keys cost a query."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    keys = [f"00000000-0000-0000-0000-{number:012}" for number in range(1500)]

    with django_assert_max_num_queries(120):
        answer = client_of(make_superuser()).post(f"/admin/news/article/{record.pk}/change/", {"_save_draft": "1", "tags": keys})

    assert answer.status_code < 500


def test_cve_2013_1443_pass_phrase_without_end_is_not_hashed():
    """Django CVE-2013-1443: a pass phrase of a megabyte was hashed, again and again."""
    answer = Client().post("/admin/login/", {"username": "x" * 1_000_000, "password": "x" * 1_000_000})

    assert answer.status_code in (200, 400, 403, 413, 429)


def test_session_of_a_log_in_is_a_new_one():
    """Nobody can hand another a session to log in with (session fixation)."""
    user = make_superuser()
    user.set_password("sixteen letters and more")
    user.save()
    given = client_of(make_superuser()).cookies["sessionid"].value
    client = Client()
    client.cookies["sessionid"] = given

    client.post("/admin/login/", {"username": user.username, "password": "sixteen letters and more"})

    assert client.cookies["sessionid"].value != given
