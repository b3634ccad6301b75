"""What stands at the addresses of articles that were taken back, or are not public yet."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from news.models import Article
from publishing import drafts
from publishing.publishable import State
from publishing.workflow import Notice, transition
from tests.factories import make_published_article, publisher

HOUR = dt.timedelta(hours=1)


def withdraw(article: Article, **notice: object) -> None:
    transition(article, State.WITHDRAWN, by=publisher(), notice=Notice(**notice))


def test_withdrawn_article_says_what_the_editor_allowed(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა", body_en="<p>Secret.</p>")
    successor = make_published_article(title_en="Better", title_ka="უკეთესი")
    withdraw(article, show_title=True, reason={"en": "It named a witness.", "ka": "მოწმე იყო დასახელებული."}, successor=successor)

    response = client.get("/ka/news/shekhvedra/")

    gone = response.context["gone"]
    assert response.status_code == 410
    assert (gone.title, gone.reason, gone.successor.url) == ("შეხვედრა", "მოწმე იყო დასახელებული.", "/ka/news/uketesi/")
    assert gone.date
    assert "Secret" not in response.content.decode()


def test_withdrawn_article_says_nothing_where_nothing_was_allowed(client: Client):
    withdraw(make_published_article(title_en="Meeting of Kokoiti"), show_date=False)

    response = client.get("/en/news/meeting-of-kokoiti/")

    gone = response.context["gone"]
    assert response.status_code == 410
    assert (gone.date, gone.title, gone.reason, gone.successor) == ("", "", "", None)
    assert "Meeting of Kokoiti" not in response.content.decode()


def test_successor_that_is_no_longer_live_is_not_named(client: Client):
    article, successor = make_published_article(title_en="Meeting"), make_published_article(title_en="Better")
    withdraw(article, successor=successor)
    withdraw(successor)

    assert client.get("/en/news/meeting/").context["gone"].successor is None


def test_reason_given_in_the_other_language_is_marked_as_such(client: Client):
    withdraw(make_published_article(title_en="Meeting"), reason={"ka": "მიზეზი."})

    gone = client.get("/en/news/meeting/").context["gone"]

    assert (gone.reason, gone.reason_lang) == ("მიზეზი.", "ka")


def test_withdrawn_article_leads_to_no_slug_but_the_one_that_was_asked_for(client: Client):
    withdraw(make_published_article(title_en="Meeting of Kokoiti", title_ka="შეხვედრა"))

    page = client.get("/ka/news/shekhvedra/").content.decode()

    assert "kokoiti" not in page.lower()
    assert "/en/news/shekhvedra/" in page
    assert client.get("/en/news/shekhvedra/").status_code == 410


def test_withdrawn_language_says_what_the_editor_allowed_and_where_the_text_can_be_read(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა")
    drafts.withdraw(article, by=publisher(), languages=["en"], notice=Notice(show_title=True, reason={"en": "The translation was wrong."}))

    response = client.get("/en/news/meeting/")

    page = response.context["article"]
    assert response.status_code == 200
    assert (page.gone.title, page.gone.reason, page.gone.iso) == ("Meeting", "The translation was wrong.", timezone.localdate().isoformat())
    assert (page.title, page.notice, page.notice_url) == ("შეხვედრა", "Article is available in Georgian.", "/ka/news/shekhvedra/")
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "The translation was wrong." in response.content.decode()


def test_withdrawn_language_says_nothing_where_nothing_was_allowed(client: Client):
    article = make_published_article(title_en="Meeting of Kokoiti", title_ka="შეხვედრა")
    drafts.withdraw(article, by=publisher(), languages=["en"], notice=Notice(show_date=False))

    pages = [client.get(path).content.decode() for path in ("/en/news/shekhvedra/", "/ka/news/shekhvedra/", "/en/news/", f"/a/{article.short_id}")]
    asked_for = client.get("/en/news/meeting-of-kokoiti/")

    assert [word for word in ("Kokoiti", "kokoiti", "withdrawn") for page in pages if word in page] == []
    assert (asked_for.status_code, "withdrawn" in asked_for.content.decode()) == (200, False)


def test_withdrawn_language_published_again_is_as_if_nothing_had_been(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა")
    drafts.withdraw(article, by=publisher(), languages=["en"], notice=Notice(reason={"en": "Wrong."}))
    drafts.publish(article, by=publisher(), languages=["en"])

    response = client.get("/en/news/meeting/")

    assert (response.status_code, "Wrong." in response.content.decode()) == (200, False)
    assert client.get("/en/news/shekhvedra/").headers["Location"] == "/en/news/meeting/"


def test_slug_of_a_language_that_waits_is_as_unknown_as_any(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა", languages=["ka"], at=timezone.now() + HOUR)
    drafts.publish(article, by=publisher(), languages=["en"])

    answers = [client.get(f"/{code}/news/{slug}/") for code in ("en", "ka") for slug in ("shekhvedra", "never")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (answers[0].content, answers[2].content) == (answers[1].content, answers[3].content)
    assert client.get("/ka/news/meeting/").status_code == 200
