import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_published_article

# The tests run in the time zone of Tbilisi, four hours ahead of UTC.
LAST_MINUTE_OF_2023 = dt.datetime(2023, 12, 31, 19, 59, tzinfo=dt.UTC)
FIRST_MINUTE_OF_2024 = dt.datetime(2023, 12, 31, 20, 0, tzinfo=dt.UTC)


def titles(response) -> list[str]:
    return [item.title for item in response.context["page"]]


def test_year_begins_in_the_time_zone_of_the_site(client: Client):
    make_published_article(title_en="Old year", at=LAST_MINUTE_OF_2023)
    make_published_article(title_en="New year", at=FIRST_MINUTE_OF_2024)

    assert titles(client.get("/en/news/2023/")) == ["Old year"]
    assert titles(client.get("/en/news/2024/")) == ["New year"]


def test_month_begins_in_the_time_zone_of_the_site(client: Client):
    make_published_article(title_en="December", at=LAST_MINUTE_OF_2023)
    make_published_article(title_en="January", at=FIRST_MINUTE_OF_2024)

    response = client.get("/en/news/2024/01/")

    assert titles(response) == ["January"]
    assert response.context["period"] == "January 2024"


def test_archive_of_a_language_goes_by_its_own_dates(client: Client):
    make_published_article(title_en="Late translation", title_ka="ქართული", languages=["ka"], at=LAST_MINUTE_OF_2023)
    make_published_article(title_en="Now")

    assert titles(client.get("/ka/news/2023/12/")) == ["ქართული"]


def test_year_offers_the_months_that_hold_articles(client: Client):
    for month in (3, 11):
        make_published_article(at=dt.datetime(2024, month, 10, tzinfo=dt.UTC))

    months = client.get("/ka/news/2024/").context["months"]

    assert [(month.label, month.url) for month in months] == [("მარტი", "/ka/news/2024/03/"), ("ნოემბერი", "/ka/news/2024/11/")]


def test_years_run_from_the_oldest_article_to_the_newest(client: Client):
    for year in (2021, 2024):
        make_published_article(at=dt.datetime(year, 6, 1, tzinfo=dt.UTC))

    years = client.get("/en/news/2021/").context["years"]

    assert [year.label for year in years] == ["2024", "2023", "2022", "2021"]
    assert [year.label for year in years if year.current] == ["2021"]


def test_empty_year_between_others_says_so(client: Client):
    for year in (2021, 2024):
        make_published_article(at=dt.datetime(year, 6, 1, tzinfo=dt.UTC))

    response = client.get("/en/news/2022/")

    assert (response.status_code, titles(response), response.context["months"]) == (200, [], [])


def test_year_in_which_nothing_but_scheduled_articles_lies_is_not_found(client: Client):
    make_published_article(at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC))
    ahead = timezone.now() + dt.timedelta(days=800)
    make_published_article(at=ahead)

    assert client.get(f"/en/news/{ahead.year}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["0000", "0001", "1000", "9999", "2024/00", "2024/13", "2024/99", "9999/12", "0001/01", "12345", "0", "2024/1", "2024/001", "٢٠٢٤"],
)
def test_time_that_is_not_in_the_archive_is_not_found(client: Client, path: str):
    make_published_article(at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC))

    response = client.get(f"/ka/news/{path}/")

    assert response.status_code == 404
    assert response.headers["Content-Language"] == "ka"


def test_empty_archive_has_no_years(client: Client):
    assert client.get("/en/news/").context["years"] == []
    assert client.get("/en/news/2024/").status_code == 404


def test_month_archive_is_paged(client: Client):
    for number in range(17):
        make_published_article(title_en=f"Article {number}", at=dt.datetime(2024, 6, 30, tzinfo=dt.UTC) - dt.timedelta(days=number))
    first = client.get("/en/news/2024/06/")

    second = client.get(first.context["page"].older)

    assert titles(second) == ["Article 15", "Article 16"]
    assert second.context["page"].older == ""
    assert client.get(second.context["page"].newer).headers["Location"] == "/en/news/2024/06/"
