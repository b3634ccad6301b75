"""One save renames the site in every outlet: pages, feeds, cards, machine-readable data, the desk, previews and mails."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from pages import reporting
from pages.models import Term
from publishing import changes, drafts, preview_links, strangers
from tests.factories import make_article, make_kind, make_page, publisher
from tests.pages.settings_form import save
from tests.publishing.hidden import Words, published
from tests.publishing.walk import everything
from tests.roles import member_of

pytestmark = pytest.mark.usefixtures("own_media")

OLD = {"name_en": "Zqoldhouse", "name_ka": "ზქძველი", "tagline_en": "Zqoldline", "tagline_ka": "ზქძველისიტყვა"}
NEW = {"name_en": "Zqnewhouse", "name_ka": "ზქახალი", "tagline_en": "Zqnewline", "tagline_ka": "ზქახალისიტყვა"}
# Answers that say nothing of the site: plain lists of addresses, and where another address stands.
SILENT = ("/robots.txt", "/sitemap", "/healthz", "/readyz", "/favicon.ico", "/api/")


@pytest.fixture
def owner() -> Client:
    client = Client()
    client.force_login(member_of("Administrator"))
    return client


def renamed(owner: Client) -> None:
    """Name the site, let every page be read and kept under that name, and name it anew."""
    save(owner, error_reports="on", **OLD)
    assert any("zqoldhouse" in answer.text for answer in everything())
    save(owner, error_reports="on", **NEW)


def says(text: str, names: dict[str, str]) -> bool:
    return any(name.lower() in text.lower() for name in names.values())


@pytest.mark.any_database
def test_every_public_answer_says_the_new_name_and_none_the_old_one(owner):
    for kind in ("article", "page"):
        published(kind, Words("public"))
    Term.objects.create(anchor="gid", name_en="GID", definition_en="Talks.", is_shown=True)
    changes.touch()

    renamed(owner)

    answers = list(everything())
    assert [answer.path for answer in answers if says(answer.text, OLD)] == []
    pages = [answer for answer in answers if answer.status in (200, 404, 410) and ("text/html" in answer.text or "atom+xml" in answer.text)]
    assert len(pages) > 60
    assert [answer.path for answer in pages if not answer.path.startswith(SILENT) and not says(answer.text, NEW)] == []
    assert says(Client().get("/api/v1/").content.decode(), NEW)


def test_desk_and_previews_say_the_new_name(owner):
    article = drafts.create(type(make_article()), {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>Text.</p>"}, by=publisher())
    page = make_page(title_en="About")
    _link, token = preview_links.make(article, by=publisher())
    desk = [
        *(reverse(f"admin:{name}") for name in ("index", "news_article_changelist", "news_article_add", "publishing_visits_changelist")),
        reverse("admin:news_article_change", args=[article.pk]),
        reverse("admin:pages_page_history", args=[page.pk]),
        reverse("admin:password_change"),
    ]

    renamed(owner)

    shown = {path: owner.get(path).content.decode() for path in desk} | {
        path: Client().get(path).content.decode() for path in ("/admin/login/", reverse("preview", args=[token]))
    }
    assert [path for path, text in shown.items() if says(text, OLD) or not says(text, NEW)] == []


def test_mails_come_from_the_site_by_its_new_name(owner, monkeypatch):
    monkeypatch.setattr(strangers, "FASTEST", -1)
    article = published("article", Words("public"))

    renamed(owner)
    for language in ("en", "ka"):
        token = reporting.new_token(article)
        assert Client().post(f"/{language}/report/{article.short_id}/", {"wrong": "The day.", "token": token}).status_code == 200

    assert [(sent.from_email, says(sent.body, NEW), says(str(sent.message()), OLD)) for sent in mail.outbox] == [
        ("Zqnewhouse <editors@example.org>", True, False)
    ] * 2
