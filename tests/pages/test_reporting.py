"""Reports of errors, as readers send them and editors get them."""

import re
import smtplib

import pytest
from django.core import mail
from django.core.cache import cache

from pages import reporting
from publishing import changes, drafts, file_counts, site, strangers
from publishing.file_counts import FileCounts
from publishing.models import SiteSettings
from tests.factories import make_article, make_published_article, publisher

WRONG = "The visit was on 5 May, not on 6 May.\nSee https://example.org/."


@pytest.fixture(autouse=True)
def _typed(monkeypatch):
    """Let forms be as old as a reader's."""
    monkeypatch.setattr(strangers, "FASTEST", -1)


@pytest.fixture
def article():
    return make_published_article(title_en="Visit", title_ka="ვიზიტი")


def token_of(client, address: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())[1]


def post(client, article, language="en", headers=None, **values):
    address = f"/{language}/report/{article.short_id}/"
    return client.post(address, {"wrong": WRONG, "token": token_of(client, address), **values}, headers=headers or {})


def test_article_leads_to_the_form_in_its_language(client, article):
    for path, address in [("/en/news/visit/", "/en/report/"), (f"/ka/news/{article.slug_ka}/", "/ka/report/")]:
        assert f'href="{address}{article.short_id}/"' in client.get(path).content.decode()

    form = client.get(f"/en/report/{article.short_id}/")
    assert form.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in form.content.decode()
    assert not form.cookies
    assert "csrfmiddlewaretoken" not in form.content.decode()


def test_report_is_mailed_to_the_editors(client, article):
    response = post(client, article, mail="reader@example.org")

    assert response.status_code == 200
    assert "Thank you" in response.content.decode()
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to, sent.subject) == (["editors@example.org"], ["reader@example.org"], "Error reported: Visit")
    assert "http://testserver/en/news/visit/" in sent.body
    assert WRONG in sent.body.replace("\r\n", "\n")


def test_report_needs_no_address_and_speaks_the_readers_language(client, article):
    response = post(client, article, "ka")

    assert response.headers["Content-Language"] == "ka"
    assert mail.outbox[0].reply_to == []
    assert f"/ka/news/{article.slug_ka}/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"wrong": ""}, "Say what is wrong."),
        ({"wrong": " \u0007 "}, "Say what is wrong."),
        ({"wrong": "x" * 3001}, "longer than 3000 characters"),
        ({"mail": "nobody"}, "This is no e-mail address."),
        ({"mail": "a@example.org\nBcc: b@example.org"}, "This is no e-mail address."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field_and_kept(client, article, values, said):
    response = post(client, article, **values)

    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert 'aria-invalid="true"' in page
    assert values.get("wrong", WRONG).strip("\x00\x07 ")[:20] in page
    assert mail.outbox == []


def test_title_makes_no_header(client):
    article = make_published_article(title_en="Visit Bcc: b@example.org")
    type(article).objects.update(title_en="Visit\nBcc: b@example.org")
    post(client, article)

    assert mail.outbox[0].subject == "Error reported: Visit Bcc: b@example.org"
    assert "Bcc" not in mail.outbox[0].message()


def test_mail_that_fails_says_so_and_loses_nothing(client, article, monkeypatch):
    def fails(self, **options):
        raise smtplib.SMTPServerDisconnected

    token = token_of(client, f"/en/report/{article.short_id}/")
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fails)
        response = post(client, article, mail="reader@example.org", token=token)
    assert response.status_code == 503
    page = response.content.decode()
    assert "could not be sent" in page
    assert WRONG.split("\n", maxsplit=1)[0] in page
    assert "reader@example.org" in page

    assert post(client, article, token=token).status_code == 200
    assert len(mail.outbox) == 1


def test_second_press_of_the_button_sends_nothing_twice(client, article):
    token = token_of(client, f"/en/report/{article.short_id}/")

    assert [post(client, article, token=token).status_code for _press in range(2)] == [200, 200]
    assert len(mail.outbox) == 1


def test_machines_are_thanked_and_not_heard(client, article):
    assert "Thank you" in post(client, article, website="https://spam.example/").content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("token", ["", "invented", "a:b:c"])
def test_form_that_nobody_was_given_is_refused_and_can_be_sent_again(client, article, token):
    response = post(client, article, token=token)

    page = response.content.decode()
    assert response.status_code == 403
    assert "send it once more" in page
    fresh = re.search(r'name="token" value="([^"]+)"', page)[1]
    assert post(client, article, token=fresh).status_code == 200


def test_form_about_another_text_or_too_old_or_too_fast_is_refused(client, article, monkeypatch):
    other = make_published_article(title_en="Other")
    assert post(client, article, token=reporting.new_token(other)).status_code == 403
    monkeypatch.setattr(strangers, "FORM_SECONDS", -1)
    assert post(client, article).status_code == 403
    monkeypatch.setattr(strangers, "FORM_SECONDS", 86_400)
    monkeypatch.setattr(strangers, "FASTEST", 60)
    assert post(client, article).status_code == 429
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://["}, 403),
    ],
)
def test_form_of_another_site_is_refused(client, article, headers, status):
    assert post(client, article, headers=headers).status_code == status
    assert len(mail.outbox) == (status == 200)


def test_client_and_all_clients_are_limited_and_lose_nothing(client, article, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OF_ONE", 2)
    monkeypatch.setattr(reporting, "MOST_OF_ALL", 3)

    assert [post(client, article).status_code for _report in range(3)] == [200, 200, 429]
    assert [post(client, article, headers={"X-Forwarded-For": "198.51.100.9"}).status_code] == [429]
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert [post(client, article).status_code for _report in range(2)] == [200, 429]
    assert WRONG.split("\n", maxsplit=1)[0] in post(client, article).content.decode()
    assert len(mail.outbox) == 3


def test_no_address_is_kept_in_the_cache(client, article, settings, tmp_path):
    counts = FileCounts(tmp_path / "counts.sqlite3", {})
    settings.CACHES = {**settings.CACHES, "counts": {"BACKEND": "publishing.file_counts.FileCounts", "LOCATION": counts.path}}
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    post(client, article, mail="reader@example.org")

    with counts.asked() as ask:
        rows = ask.execute("SELECT * FROM kept").fetchall()
    file_counts.close(counts.path, spoiled=False)
    kept = repr(getattr(cache, "_cache", {})) + repr(rows)
    assert len(rows) == 4
    assert "198.51.100.7" not in kept
    assert "reader@example.org" not in kept


def test_reports_can_be_switched_off_and_go_where_the_settings_say(client, article):
    settings = site.read()
    settings.error_reports_to = "desk@example.org"
    settings.save()
    post(client, article)
    assert mail.outbox[0].to == ["desk@example.org"]

    SiteSettings.objects.update(error_reports=False)
    changes.touch()
    assert client.get(f"/en/report/{article.short_id}/").status_code == 404
    assert client.post(f"/en/report/{article.short_id}/", {"wrong": WRONG}).status_code == 404


def test_link_is_there_only_while_reports_reach_somebody(client, article, settings):
    settings.EDITORS_EMAIL = ""

    assert "/report/" not in client.get("/en/news/visit/").content.decode()
    assert client.get(f"/en/report/{article.short_id}/").status_code == 404


def test_only_public_texts_are_reported(client, article):
    draft = make_article(title_en="A secret")
    drafts.withdraw(article, by=publisher())

    for short_id in (draft.short_id, article.short_id, "nothing", "x" * 200):
        assert client.get(f"/en/report/{short_id}/").status_code == 404
        assert client.post(f"/en/report/{short_id}/", {"wrong": WRONG}).status_code == 404


def test_title_in_another_language_says_which(client):
    article = make_published_article(title_en="Visit")

    assert 'lang="en">Visit</a>' in client.get(f"/ka/report/{article.short_id}/").content.decode()


def test_report_answers_no_other_method(client, article):
    assert client.put(f"/en/report/{article.short_id}/").status_code == 405
