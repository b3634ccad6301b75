"""People and offices that an article names: under the text, with their title on the day, linked where there is a page."""

import datetime as dt

import pytest
from django.urls import reverse

from actors.models import Tenure
from news.models import Article, Mention
from publishing import drafts
from publishing.drafts import RefusedError
from tests.factories import make_actor, make_kind, make_published_actor, make_published_article, make_published_office, publisher
from tests.news.test_linked_data import linked_data

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2024, 9, 26, 12, tzinfo=dt.UTC)


def article_about(*mentions: dict, **fields: object) -> Article:
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა", at=DAY, **fields)
    for position, mention in enumerate(mentions):
        Mention.objects.create(article=article, position=position, **mention)
    return article


def named(client, article: Article) -> list[tuple[str, str, str]]:
    page = client.get(article.get_absolute_url()).context["article"]
    return [(named.name, named.url, named.capacity) for named in page.mentions]


def test_blank_capacity_is_the_title_on_the_day(client):
    office = make_published_office("President", "Deputy", name_en="Presidency", mark_en="de_facto")
    actor = make_published_actor(name_en="Alan Gagloyev")
    president, deputy = office.posts.order_by("-title_en")
    Tenure.objects.create(actor=actor, post=president, start="2022", end_status="ongoing")
    Tenure.objects.create(actor=actor, post=deputy, start="2019", end="2021", end_status="ended")

    article = article_about({"actor": actor}, {"office": office})

    assert named(client, article) == [
        ("Alan Gagloyev", "/en/actors/alan-gagloyev/", "De facto President"),
        ("de facto Presidency", "/en/offices/presidency/", ""),
    ]


def test_typed_capacity_stands_as_it_is(client):
    actor = make_published_actor(name_en="Dmitry Kozak")

    assert named(client, article_about({"actor": actor, "capacity_en": "Supervisor"})) == [("Dmitry Kozak", "/en/actors/dmitry-kozak/", "Supervisor")]


def test_who_is_not_public_is_not_named(client):
    hidden, withdrawn = make_actor(name_en="Hidden"), make_published_actor(name_en="Taken back")
    drafts.withdraw(withdrawn, by=publisher())

    article = article_about({"actor": hidden}, {"actor": withdrawn, "capacity_en": "Ambassador"})

    assert named(client, article) == [("", "", "Ambassador")]
    data = client.get(reverse("api:article-detail", args=[article.pk])).json()["mentions"]
    assert data == [{"kind": "actor", "id": None, "capacity": {"en": "Ambassador"}}]


def test_linked_data_says_who_is_named_and_where_they_have_a_page(client):
    office, silent = make_published_office(name_en="Ministry"), make_published_actor(name_en="Giga Otkhozoria", has_profile=False)
    article = article_about({"office": office}, {"actor": silent}, {"actor": make_actor(name_en="Hidden"), "capacity_en": "Ambassador"})

    assert linked_data(client, article.get_absolute_url())["mentions"] == [
        {"@type": "Organization", "name": "Ministry", "url": "http://testserver/en/offices/ministry/"},
        {"@type": "Person", "name": "Giga Otkhozoria"},
    ]


def test_who_has_no_profile_is_named_without_a_link(client):
    actor = make_published_actor(name_en="Giga Otkhozoria", has_profile=False)

    assert named(client, article_about({"actor": actor})) == [("Giga Otkhozoria", "", "")]
    assert client.get("/en/actors/giga-otkhozoria/").status_code == 404


def test_nobody_is_named_twice_or_half():
    actor = make_published_actor(name_en="Dmitry Kozak")
    fields = {"title_en": "Meeting", "body_en": "<p>Text</p>", "kind": make_kind().pk}
    article = drafts.create(Article, {**fields, "mentions": [{"actor": actor.pk}, {"actor": actor.pk}, {"capacity_en": "Somebody"}]}, by=publisher())

    with pytest.raises(RefusedError) as refusal:
        drafts.publish(article, by=publisher())

    assert {problem.message for problem in refusal.value.problems} == {
        "Choose an actor or an office, one of them in each row.",
        "This is listed twice.",
    }


def test_mentions_cost_two_queries_however_many(client, django_assert_max_num_queries):
    office = make_published_office("Adviser", name_en="Office")
    few, many = (
        article_about(*({"actor": make_published_actor(name_en=f"Person {number} of {count}")} for number in range(count)), slug_en=f"with-{count}")
        for count in (3, 30)
    )
    for actor in (row.actor for row in many.mentions.all()):
        Tenure.objects.create(actor=actor, post=office.posts.get(), start="2020", end_status="ongoing")
    for article in (few, many):
        client.get(article.get_absolute_url())
        with django_assert_max_num_queries(12):
            assert client.get(f"{article.get_absolute_url()}?fresh").status_code == 200
