"""The search page as readers meet it."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_published_actor, make_published_article, make_tag


@pytest.fixture
def reader() -> Client:
    return Client()


def page(reader, query="", language="en"):
    response = reader.get(f"/{language}/search/{query}")
    return response.status_code, response.content.decode()


def test_words_lead_to_the_record_with_what_was_found_marked(reader):
    record = make_published_article(title_en="Talks in <Geneva>", lead_en="They met.", slug_en="talks")

    status, html = page(reader, "?q=geneva")

    assert status == 200
    assert f'href="{record.get_absolute_url()}"' in html
    assert "Talks in &lt;<mark>Geneva</mark>&gt;" in html
    assert "1 record answers." in html


def test_page_says_that_nothing_has_all_of_the_words_and_goes_on_with_what_has_some(reader, settings):
    settings.PAGE_SIZE = 2
    for number in range(3):
        make_published_article(title_en=f"Independence {number}")

    _status, html = page(reader, "?q=recognition+independence")
    older = html.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    status, rest = page(reader, older)

    assert "Nothing has all of these words. This is what has some of them." in html
    assert (html.count('<li class="card">'), status, rest.count('<li class="card">')) == (2, 200, 1)
    assert "0 records answer." in page(reader, "?q=recognition+independence&exact=1")[1]


def test_text_of_another_language_is_offered_and_labelled(reader):
    make_published_article(title_ka="მოლაპარაკება ჟენევაში", title_en="", slug_ka="molaparakeba")

    _status, html = page(reader, "?q=ჟენევა")

    assert 'lang="ka"' in html
    assert 'href="/ka/news/molaparakeba/"' in html


def test_search_is_narrowed_by_kind_language_and_year_and_freed_again(reader):
    make_published_article(title_en="Lavrov spoke")
    make_published_article(title_en="Lavrov came", at=timezone.now() - dt.timedelta(days=800))
    make_published_actor(name_en="Sergey Lavrov", slug_en="lavrov")
    year = timezone.localdate().year

    _status, all_of_it = page(reader, "?q=lavrov")
    _status, people = page(reader, "?q=lavrov&kind=actor")

    assert '?q=lavrov&amp;kind=actor"' in all_of_it
    assert f'?q=lavrov&amp;year={year}"' in all_of_it
    assert ("Lavrov</mark> spoke" in people, 'href="?q=lavrov" aria-current="true"' in people) == (False, True)


def test_more_is_found_on_the_next_page(reader, settings):
    settings.PAGE_SIZE = 2
    for number in range(3):
        make_published_article(title_en=f"Talks {number}")

    _status, html = page(reader, "?q=talks")
    older = html.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    status, rest = page(reader, older)

    assert (html.count('<li class="card">'), status, rest.count('<li class="card">')) == (2, 200, 1)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?q=" + "a" * 10_000, 200),
        ("?q=%22%00%E2%80%AE%27", 200),
        ("?q=a&q=b", 400),
        ("?q=a&kind=nothing", 400),
        ("?q=a&in=fr", 400),
        ("?q=a&year=20x8", 400),
        ("?q=a&after=1", 404),
        ("?q=a&after=1-1", 404),
        ("?" + "&".join(f"x{number}=1" for number in range(1000)), 200),
        ("?q=a" + "&tag=x" * 1000, 400),
    ],
)
def test_whatever_is_asked_is_answered(reader, query, status):
    make_published_article(title_en="Talks")

    assert page(reader, query)[0] == status


@pytest.mark.parametrize("number", [3, 30])
def test_page_takes_six_queries_at_most(reader, number, django_assert_max_num_queries):
    for each in range(number):
        make_published_article(title_en=f"Talks {each}", title_ka=f"Talks {each}")
    page(reader)

    with django_assert_max_num_queries(6):
        page(reader, "?q=talks")


def test_every_page_leads_to_it(reader):
    for code in ("en", "ka"):
        assert f'href="/{code}/search/"' in reader.get(f"/{code}/").content.decode()


def test_search_engines_leave_it_alone(reader):
    assert ['<meta name="robots" content="noindex">' in page(reader, query)[1] for query in ("?q=a", "")] == [True, False]


def test_nothing_hidden_is_found_or_counted(reader):
    make_published_article(title_en="Secretword", at=timezone.now() + dt.timedelta(days=3))

    _status, html = page(reader, "?q=secretword")

    assert "0 records answer." in html
    assert 'class="narrowing"' not in html


def test_landmarks_have_names_of_their_own(reader):
    """What narrows by language has the name of the switch of languages, and is no landmark like that."""
    make_published_article(title_en="Talks", title_ka="Talks")
    make_published_article(title_en="Talks again", title_ka="")

    _status, html = page(reader, "?q=talks")

    assert html.count('aria-label="Language"') == 2
    assert len(re.findall('<nav[^>]*aria-label="Language"', html)) == 1


def test_what_narrows_is_folded_away_until_it_is_chosen(client):
    tag = make_tag("Region")
    for number in range(2):
        make_published_article(title_en=f"Talks {number}", tags=[tag, make_tag(f"Tag {number}")])

    offered = client.get("/en/search/", {"q": "talks"}).content.decode().partition("<details")
    chosen = client.get("/en/search/", {"q": "talks", "tag": "region"}).content.decode().partition("<details")

    assert ["tag=region" in part for part in (offered[0], offered[2])] == [False, True]
    assert 'aria-label="Tag"' in chosen[0]
