"""The timeline of a person and of an office: what began and ended, and the articles that mention them, newest first."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone
from lxml import html

from actors import histories
from actors.models import Actor, Remit, Tenure
from news.models import Article, Mention
from publishing import drafts, listing
from publishing.models import SiteSettings
from publishing.paging import Cursor
from publishing.publishable import State
from tests.actors.test_actor_pages import make_tenure, texts
from tests.factories import make_actor, make_kind, make_published_actor, make_published_office, make_published_place, publisher

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
ENTRIES = "//li[@class='timeline__entry']"


@pytest.fixture
def lavrov() -> Actor:
    return make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


def make_naming(*records, title: str = "Talks", at: dt.datetime | None = None, languages=("en",), **told) -> Article:
    """Make a public article that mentions actors and offices, in the capacity that is given."""
    mentions = [{"actor" if isinstance(record, Actor) else "office": record.pk, **told} for record in records]
    texts = {
        f"{name}_{code}": f"{said} {code}" if name == "title" else f"<p>{said}</p>"
        for code in languages
        for name, said in (("title", title), ("body", "Text"))
    }
    article = drafts.create(Article, {"kind": make_kind().pk, **texts, "mentions": mentions}, by=publisher())
    drafts.publish(article, by=publisher(), at=at)
    return article


def make_many(count: int, record, *, step: dt.timedelta = dt.timedelta(hours=1)) -> list[str]:
    """Make public articles that mention a record, `step` apart, and return their titles in the order of lists."""
    kind, field = make_kind(), "actor" if isinstance(record, Actor) else "office"
    articles = []
    for number in range(count):
        article = Article(
            kind=kind, state=State.PUBLISHED, title_en=f"Article {number}", body_en="<p>Text.</p>", published_at_en=NOON - number * step
        )
        article.slug_en = article.slug_ka = f"article-{number}"
        listing.derive(article)
        articles.append(article)
    Article.objects.bulk_create(articles)
    Mention.objects.bulk_create(Mention(article=article, **{field: record}, **listing.columns(article)) for article in articles)
    return [article.title_en for article in sorted(articles, key=lambda article: (article.listed_at_en, article.pk), reverse=True)]


def page(client, record, query: str = "", *, language: str = "en", status: int = 200) -> html.HtmlElement:
    section = "actors" if isinstance(record, Actor) else "offices"
    response = client.get(f"/{language}/{section}/{record.slug_en if language == 'en' else record.slug_ka}/{query}")
    assert response.status_code == status
    return html.fromstring(response.content)


def lines(tree: html.HtmlElement) -> list[str]:
    return texts(tree, ENTRIES)


def test_timeline_mixes_posts_remits_and_articles_by_date(client, lavrov):
    tenure = make_tenure(lavrov, start="2004-03-09", end="2024-05", end_status="ended")
    Remit.objects.create(actor=lavrov, tenure=tenure, place=make_published_place("Tskhinvali Region"), start="2020")
    make_naming(lavrov, title="Later", at=dt.datetime(2024, 5, 2, tzinfo=dt.UTC), capacity_en="Head of the delegation")
    make_naming(lavrov, title="Earlier", at=dt.datetime(2024, 4, 30, tzinfo=dt.UTC))

    assert lines(page(client, lavrov)) == [
        "2 May 2024 Later en Head of the delegation",
        "May 2024 Post ends Minister Ministry of Foreign Affairs",
        "30 April 2024 Earlier en",
        "2020 Remit begins Supervises: Tskhinvali Region",
        "9 March 2004 Post begins Minister Ministry of Foreign Affairs",
    ]


def test_dates_stand_by_their_first_day_a_shorter_one_later_than_a_longer_one(client, lavrov):
    """Newest first turns the order of dates round: a day stands under its month, a month under its year."""
    for number, start in enumerate(["2020", "2020-01-01", "2020-01", "2019-12-31", "../1999", "2020-01-01/2020-01-05"]):
        make_tenure(lavrov, f"Post {number}", start=start)

    assert texts(page(client, lavrov), "//p[@class='timeline__when']/span[1]") == [
        "2020",
        "January 2020",
        "1–5 January 2020",
        "1 January 2020",
        "31 December 2019",
        "before 2000",
    ]


def test_entries_lead_to_the_anchor_or_the_article(client, lavrov):
    tenure = make_tenure(lavrov, start="2004", end_status="ongoing")
    make_naming(lavrov, title="Talks")

    tree = page(client, lavrov)

    assert tree.xpath(f"{ENTRIES}//p[@class='timeline__title']/a/@href") == ["/en/news/talks-en/", f"/en/actors/sergey-lavrov/#tenure-{tenure.pk}"]
    assert tree.xpath(f"//*[@id='tenure-{tenure.pk}']")


def test_post_of_one_day_begins_before_it_ends(client, lavrov):
    make_tenure(lavrov, start="2020-05-01", end="2020-05-01", end_status="ended")

    assert texts(page(client, lavrov), "//*[@class='timeline__event']") == ["Post ends", "Post begins"]


def test_page_without_dates_has_no_timeline(client, lavrov):
    make_tenure(lavrov)

    assert page(client, lavrov).xpath("//*[@id='timeline']") == []


def test_timeline_of_an_office_tells_who_held_its_posts_and_what_names_it(client):
    office = make_published_office("Minister", name_en="Ministry", mark_en="de_facto")
    lavrov, giga = make_published_actor(name_en="Sergey Lavrov"), make_published_actor(name_en="Giga Otkhozoria", has_profile=False)
    for actor, start in ((lavrov, "2004"), (giga, "2003")):
        Tenure.objects.create(actor=actor, post=office.posts.get(), start=start)
    make_naming(office, title="Talks", at=NOON)
    make_naming(lavrov, title="Of the person", at=NOON)

    tree = page(client, office)

    assert lines(tree) == [
        "1 May 2024 Talks en",
        "2004 Post begins De facto Minister Sergey Lavrov",
        "2003 Post begins De facto Minister Giga Otkhozoria",
    ]
    assert tree.xpath("//p[@class='timeline__beside']/a/@href") == ["/en/actors/sergey-lavrov/"]


def test_article_without_a_translation_stands_there_with_the_way_to_it(client, lavrov):
    make_naming(lavrov, title="შეხვედრა", languages=["ka"], capacity_ka="მინისტრი")

    entry = page(client, lavrov).xpath(ENTRIES)[0]

    assert texts(entry, ".//p[@class='timeline__beside']") == ["მინისტრი", "Article is available in Georgian."]
    assert (entry.xpath(".//p[@class='timeline__title']/@lang"), entry.xpath(".//a/@hreflang")) == (["ka"], ["ka"])
    assert entry.xpath(".//p[@class='timeline__beside']/span/@lang") == ["ka"]


def test_site_that_lists_translated_texts_only_leaves_it_out(client, lavrov):
    SiteSettings.objects.create(list_untranslated=False)
    make_naming(lavrov, title="შეხვედრა", languages=["ka"])

    assert lines(page(client, lavrov)) == []
    assert len(lines(page(client, lavrov, language="ka"))) == 1


def test_hidden_articles_and_hidden_posts_are_not_told(client, lavrov):
    make_naming(lavrov, title="Scheduled", at=timezone.now() + dt.timedelta(days=1))
    drafts.withdraw(make_naming(lavrov, title="Withdrawn"), by=publisher())
    draft = {"kind": make_kind().pk, "title_en": "Draft", "mentions": [{"actor": lavrov.pk}]}
    drafts.create(Article, draft, by=publisher())
    office = make_published_office("Spy", name_en="Service")
    make_tenure(lavrov, "Spy", office=office, start="1990")
    drafts.withdraw(office, by=publisher())

    assert lines(page(client, lavrov)) == []


def test_capacity_of_a_language_that_waits_is_not_told(client, lavrov):
    article = drafts.create(
        Article,
        {
            "kind": make_kind().pk,
            "title_en": "Talks",
            "body_en": "<p>Text</p>",
            "title_ka": "შეხვედრა",
            "body_ka": "<p>ტექსტი</p>",
            "mentions": [{"actor": lavrov.pk, "capacity_ka": "მინისტრი"}],
        },
        by=publisher(),
    )
    drafts.publish(article, by=publisher(), languages=["ka"], at=timezone.now() + dt.timedelta(days=1))
    drafts.publish(article, by=publisher(), languages=["en"])

    assert "მინისტრი" not in page(client, lavrov).text_content()


def test_forty_articles_of_one_moment_are_paged_without_loss_or_repetition(client, lavrov):
    order = make_many(40, lavrov, step=dt.timedelta(0))
    make_tenure(lavrov, start="2004", end_status="ongoing")

    down, tree = [], page(client, lavrov)
    while True:
        down.append(texts(tree, "//p[@class='timeline__title']"))
        older = tree.xpath("//a[@rel='next']/@href")
        if not older:
            break
        tree = html.fromstring(client.get(older[0]).content)
    up = []
    while newer := tree.xpath("//a[@rel='prev']/@href"):
        response = client.get(newer[0])
        if response.status_code == 302:
            assert response.headers["Location"] == "/en/actors/sergey-lavrov/"
            break
        tree = html.fromstring(response.content)
        up.append(texts(tree, "//p[@class='timeline__title']"))

    assert [title for each in down for title in each] == [*order, "Minister"]
    assert up[0] == [*order, "Minister"][-11 - 15 : -11]


def test_posts_of_one_day_are_paged_without_loss_or_repetition(client):
    office = make_published_office(*(f"Post {number}" for number in range(9)), name_en="Government")
    actor = make_published_actor(name_en="Sergey Lavrov")
    for post in office.posts.all():
        Tenure.objects.create(actor=actor, post=post, start="2020-01-01", end="2020-01-01", end_status="ended")

    seen, tree = [], page(client, office)
    while True:
        seen += lines(tree)
        older = tree.xpath("//a[@rel='next']/@href")
        if not older:
            break
        tree = html.fromstring(client.get(older[0]).content)

    assert len(seen) == len(set(seen)) == 18


def test_long_history_says_that_its_timeline_holds_the_latest(client, lavrov):
    said = "the timeline holds the latest"
    for number in range(histories.WHOLE + 1):
        assert said not in page(client, lavrov).text_content()
        make_tenure(lavrov, f"Post {number}", start=str(1990 + number))

    tree = page(client, lavrov)

    assert said in tree.text_content()
    assert lines(tree)[0] == f"{1990 + histories.WHOLE} Post begins Post {histories.WHOLE} Ministry of Foreign Affairs"


def test_later_page_says_whose_it_is_and_stands_under_its_own_address(client, lavrov):
    make_many(20, lavrov)
    make_tenure(lavrov, "Envoy", start="1994")
    first = page(client, lavrov)
    assert first.xpath("//link[@rel='next']/@href") == first.xpath("//a[@rel='next']/@href")

    older = first.xpath("//a[@rel='next']/@href")[0]
    tree = html.fromstring(client.get(older).content)

    assert texts(tree, "//h1") == ["Timeline: Sergey Lavrov"]
    assert tree.xpath("//a[@class='opening__back']/@href") == ["/en/actors/sergey-lavrov/"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{older}"]
    assert tree.xpath("//link[@rel='alternate' and @hreflang]") == []
    assert lines(tree)[-1] == "1994 Post begins Envoy Ministry of Foreign Affairs"


@pytest.mark.parametrize("cursor", ["NaN", "", "a" * 31, "f" + "_" * 31, "é" * 32, "x" * 10_000])
@pytest.mark.parametrize("name", ["before", "after"])
def test_cursor_that_is_none_is_not_found(client, lavrov, name, cursor):
    make_naming(lavrov)

    assert client.get("/en/actors/sergey-lavrov/", {name: cursor}).status_code == 404


def test_nothing_lies_beyond_the_oldest_and_both_cursors_are_none(client, lavrov):
    make_naming(lavrov, at=NOON)
    place = Cursor(dt.datetime(1900, 1, 1, tzinfo=dt.UTC), uuid.UUID(int=0)).encode()

    assert client.get("/en/actors/sergey-lavrov/", {"before": place}).status_code == 404
    assert client.get("/en/actors/sergey-lavrov/", {"before": place, "after": place}).status_code == 404


def test_record_that_is_not_public_answers_nothing_whatever_the_cursor(client):
    hidden = make_actor(name_en="Hidden")
    make_many(20, hidden)
    place = Cursor(NOON, uuid.UUID(int=0)).encode()

    assert client.get(f"/en/actors/hidden/?before={place}").status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_timeline_costs_the_same_however_long(client, lavrov, django_assert_max_num_queries, count):
    make_many(count, lavrov)
    office = make_published_office(*(f"Post {number}" for number in range(count)), name_en="Ministry")
    for number, post in enumerate(office.posts.all()):
        tenure = Tenure.objects.create(actor=lavrov, post=post, start=str(1990 + number))
        Remit.objects.create(actor=lavrov, tenure=tenure, place=make_published_place(f"Place {number}"), start="2020")
    make_many_names = [Mention(article=row.article, office=office, **listing.columns(row)) for row in Mention.objects.select_related("article")]
    Mention.objects.bulk_create(make_many_names)
    # What a process remembers of the site.
    client.get("/en/actors/")

    for record, query in ((lavrov, ""), (office, "?on=2001-01-01")):
        with django_assert_max_num_queries(12):
            page(client, record, query)
