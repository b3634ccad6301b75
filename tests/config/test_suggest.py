"""What the search box offers while somebody types, and what the page makes of a word typed wrongly."""

import datetime as dt

import pytest
from django.utils import timezone

from publishing.workflow import transition
from tests.factories import make_published_actor, make_published_article, make_superuser
from tests.publishing.hidden import HIDDEN, hide_all


def offered(client, text, language="en"):
    return [each["title"] for each in client.get(f"/{language}/search/suggest/", {"q": text}).json()["found"]]


@pytest.mark.parametrize("typed", ["lav", "LAVROV", "Лавр", "ლავ", "sergey la", "lavrov s"])
def test_public_records_are_offered_by_the_beginnings_of_their_names_in_any_script(client, typed):
    record = make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")
    make_published_article(title_en="Something else", lead_en="With Lavrov")

    answer = client.get("/en/search/suggest/", {"q": typed})

    assert answer.json() == {"found": [{"title": "Sergey Lavrov", "url": record.get_absolute_url(), "kind": "Actor"}]}
    assert answer.headers["Cache-Control"].startswith("public")


def test_record_is_offered_once_in_the_language_of_the_page_or_in_the_one_it_has(client):
    make_published_article(title_en="Geneva", title_ka="ჟენევა Geneva")
    make_published_article(title_en="Geneva again")

    assert offered(client, "geneva", "ka") == ["ჟენევა Geneva", "Geneva again"]
    assert client.get("/ka/search/suggest/?q=geneva").json()["found"][1]["lang"] == "en"


def test_nothing_hidden_is_offered(client):
    record = make_published_article(title_en="Secretword one")
    make_published_article(title_en="Secretword two", at=timezone.now() + dt.timedelta(days=3))
    make_published_actor(name_en="Secretword", has_profile=False)
    assert offered(client, "secretw") == ["Secretword one"]
    transition(record, "withdrawn", by=make_superuser())

    assert offered(client, "secretw") == []


@pytest.mark.any_database
def test_no_name_of_a_hidden_person_is_offered_or_meant(client):
    words = [hidden.made["name_en"] for hidden in hide_all("actor", HIDDEN).values()]

    assert [word for word in words if offered(client, word[:-2])] == []
    assert [word for word in words if "search__meant" in client.get("/en/search/", {"q": f"{word}x"}).content.decode()] == []


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=a", "q=" + "a" * 10_000, "q=%22%00%E2%80%AE%27", "q=a&q=b", "q=*", "q=AND", "q=-ab", "q=ab%22", "q=%D0%00ab", "x=1&" * 1000],
)
def test_whatever_is_typed_is_answered(client, query):
    make_published_article(title_en="Talks")

    answer = client.get(f"/en/search/suggest/?{query}")

    assert (answer.status_code, answer.json()) == (200, {"found": []})


@pytest.mark.parametrize("number", [1, 12])
def test_suggestions_take_few_queries(client, number, django_assert_max_num_queries):
    for each in range(number):
        make_published_article(title_en=f"Talks {each}")

    with django_assert_max_num_queries(4):
        assert len(offered(client, "talk")) == min(number, 8)


def test_page_says_what_is_meant_and_leads_to_what_was_typed(client):
    make_published_article(title_en="Demarcation of borders")

    page = client.get("/en/search/?q=demarcaton&kind=article").content.decode()

    assert "Nothing has “demarcaton”. This is what has “<strong>demarcation</strong>”." in page
    assert 'href="?q=demarcaton&amp;kind=article&amp;exact=1"' in page
    assert 'href="?q=demarcation" aria-current="true"' in page
    assert "<mark>Demarcation</mark> of borders" in page
    insisted = client.get("/en/search/?q=demarcaton&exact=1").content.decode()
    assert ("0 records answer." in insisted, "search__meant" in insisted) == (True, False)


def test_what_is_typed_stays_escaped(client):
    make_published_article(title_en="Demarcation of borders")

    page = client.get("/en/search/", {"q": "demarcaton <b>"}).content.decode()

    assert "demarcaton <b>" not in page
