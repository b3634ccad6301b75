"""The search in the read API: what the page finds, from cursor to cursor, with highlights that are safe to print."""

import datetime as dt

import pytest
from django.utils import timezone

from publishing.workflow import transition
from tests.factories import make_published_actor, make_published_article, make_published_event, make_superuser, make_tag
from tests.publishing.hidden import HALF_HIDDEN, HIDDEN, hide_all

ADDRESS = "/api/v1/search/"


def titles(client, **query):
    return [row["title"] for row in client.get(ADDRESS, query).json()["results"]]


def test_hit_says_what_it_is_and_where_with_what_was_found_marked(client):
    record = make_published_event(title_en="Talks in <Geneva>", lead_en="They met & spoke.", date="2008-10-15", slug_en="talks")

    (row,) = client.get(ADDRESS, {"q": "geneva"}).json()["results"]

    assert row == {
        "id": str(record.pk),
        "type": "event",
        "api_url": f"http://testserver/api/v1/events/{record.pk}/",
        "url": "http://testserver/en/events/talks/",
        "language": "en",
        "title": "Talks in <Geneva>",
        "lead": "They met & spoke.",
        "date": "2008-10-15",
        "highlights": {"title": "Talks in &lt;<mark>Geneva</mark>&gt;", "text": "They met &amp; spoke."},
    }


def test_pages_go_on_by_cursor_and_keep_what_narrows_them(client):
    tag = make_tag("Visits")
    for number in range(5):
        make_published_article(title_en=f"Talks {number}", tags=[tag])
    make_published_article(title_en="Talks without")

    seen, following = [], f"{ADDRESS}?q=talks&tag=visits&limit=2"
    while following:
        answer = client.get(following)
        seen += [row["title"] for row in answer.json()["results"]]
        following = answer.json()["next"]
        assert ('rel="next"' in answer.headers.get("Link", "")) == bool(following)

    assert sorted(seen) == [f"Talks {number}" for number in range(5)]


def test_search_is_narrowed_and_counted(client):
    make_published_actor(name_en="Ann Talks")
    make_published_event(title_en="Talks", title_ka="მოლაპარაკება", date="2008-10-15")
    make_published_event(title_en="Talks again", date="2010")

    assert titles(client, q="talks", kind="actor") == ["Ann Talks"]
    assert titles(client, q="talks", period="2008") == ["Talks"]
    assert titles(client, q="მოლაპარაკება", lang="ka") == ["მოლაპარაკება"]
    assert titles(client, q="talks", actor="nobody") == titles(client, q="talks", language="ka") == []
    counts = client.get(ADDRESS, {"q": "talks"}).json()["counts"]
    assert counts == {"kind": {"actor": 1, "event": 2}, "language": {"en": 3}, "year": {"2008": 1, "2010": 1}}


def test_words_that_nothing_has_are_put_right_unless_they_are_meant(client):
    make_published_article(title_en="Demarcation")

    answer = client.get(ADDRESS, {"q": "demarcaton"}).json()

    assert (answer["corrected"], [row["title"] for row in answer["results"]]) == ("demarcation", ["Demarcation"])
    assert client.get(ADDRESS, {"q": "demarcaton", "exact": "true"}).json()["results"] == []


def test_what_has_some_of_the_words_is_told_where_nothing_has_all_of_them(client):
    make_published_article(title_en="Independence")

    answer = client.get(ADDRESS, {"q": "recognition independence"}).json()

    assert (answer["partial"], answer["corrected"], [row["title"] for row in answer["results"]]) == (True, None, ["Independence"])
    assert client.get(ADDRESS, {"q": "recognition independence", "exact": "true"}).json()["results"] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=-talks",
        "q=*",
        "q=" + "a" * 10_000,
        "q=a%00b",
        "q=a&q=b",
        "q=a&kind=x",
        "q=a&cursor=x",
        "q=a&cursor=%C3%A9",
        "q=a&limit=0",
        "q=a&period=never",
        "q=a&tag=%2F",
        "q=a&lang=fr",
        "q=a&exact=yes",
        "q=a&" + "&".join(f"x{number}=1" for number in range(900)),
    ],
)
def test_what_cannot_be_read_is_a_problem_in_words(client, query):
    answer = client.get(f"{ADDRESS}?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["invalid_params"]


@pytest.mark.parametrize("text", ["AND", "OR NOT", "a AND", "NEAR(a b)", "“open", "\u202eabc", "((a", "1 = 1; --", "a & b | !c", "<b>"])
def test_anything_can_be_asked(client, text):
    assert client.get(ADDRESS, {"q": text}).status_code == 200


def test_nothing_hidden_is_found_counted_or_meant(client):
    make_published_article(title_en="Secretword", at=timezone.now() + dt.timedelta(days=3))
    transition(make_published_article(title_en="Secretword taken back"), "withdrawn", by=make_superuser())

    for text in ("secretword", "secertword"):
        answer = client.get(ADDRESS, {"q": text}).json()
        assert answer == {"next": None, "corrected": None, "partial": False, "counts": {"kind": {}, "language": {}, "year": {}}, "results": []}


@pytest.mark.any_database
def test_no_title_or_text_of_a_hidden_article_finds_anything(client):
    hidden = {**hide_all("article", HIDDEN), **hide_all("article", HALF_HIDDEN)}
    words = [word for hide, made in hidden.items() for name, word in made.made.items() if name in said_by(hide)]

    assert [word for word in words if client.get(ADDRESS, {"q": word, "exact": "true"}).json()["results"]] == []


def said_by(hide):
    """Return the texts that are hidden: of what is public in one language, those of the other."""
    return {"title_ka", "body_ka"} if hide in HALF_HIDDEN else {"title_en", "body_ka"}


@pytest.mark.parametrize("number", [3, 30])
def test_search_takes_few_queries(client, number, django_assert_max_num_queries):
    for each in range(number):
        make_published_article(title_en=f"Talks {each}")

    with django_assert_max_num_queries(6):
        client.get(ADDRESS, {"q": "talks"})
