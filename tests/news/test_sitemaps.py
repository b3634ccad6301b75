import datetime as dt

import pytest
from django.utils import timezone
from lxml import etree

from publishing.sitemaps import LanguageSitemap
from tests.factories import make_article, make_event, make_published_article, make_published_event, make_tag

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def locations(client, address: str) -> list[str]:
    return etree.fromstring(client.get(address).content).xpath("//s:loc/text()", namespaces=XML)


def test_sitemap_holds_what_can_be_read_in_its_language(client):
    make_article(title_en="Draft")
    make_published_article(title_en="Scheduled", at=timezone.now() + dt.timedelta(days=1))
    make_published_article(title_ka="ქართული")
    make_published_article(title_en="Both", title_ka="ორივე")

    assert locations(client, "/sitemap-articles-en.xml") == ["http://testserver/en/news/both/"]
    assert locations(client, "/sitemap-articles-ka.xml") == ["http://testserver/ka/news/kartuli/", "http://testserver/ka/news/orive/"]


def test_sitemap_names_the_other_languages_of_a_text(client):
    make_published_article(title_en="Both", title_ka="ორივე")

    root = etree.fromstring(client.get("/sitemap-articles-en.xml").content)

    assert root.xpath("//x:link/@href", namespaces=XML) == ["http://testserver/en/news/both/", "http://testserver/ka/news/orive/"]


def test_sitemap_of_lists_holds_tags_whose_archives_are_there(client):
    make_tag("Unused")
    make_published_article(title_en="One", tags=[make_tag("Duma")])
    make_published_event(title_en="One", tags=[make_tag("Of an event")])
    make_event(title_en="Draft", tags=[make_tag("Of a draft")])

    found = locations(client, "/sitemap-lists-en.xml")

    assert "http://testserver/en/news/tag/duma/" in found
    assert "http://testserver/en/" in found
    assert "http://testserver/en/news/tag/of-an-event/" in found
    assert not [address for address in found if "unused" in address or "of-a-draft" in address]
    assert {client.get(address.removeprefix("http://testserver")).status_code for address in found} == {200}


def test_index_names_every_part_and_page(client, monkeypatch):
    monkeypatch.setattr(LanguageSitemap, "limit", 2)
    for _time in range(3):
        make_published_article()

    found = locations(client, "/sitemap.xml")

    assert "http://testserver/sitemap-articles-en.xml" in found
    assert "http://testserver/sitemap-articles-en.xml?p=2" in found
    assert all(client.get(address.removeprefix("http://testserver")).status_code == 200 for address in found)


@pytest.mark.parametrize("part", ["nothing-en.xml", "articles-en.xml?p=99", "articles-en.xml?p=x", "articles-en.xml?p=%00"])
def test_unknown_parts_are_not_found(client, part):
    assert client.get(f"/sitemap-{part}").status_code == 404


def test_robots_names_the_sitemap_and_closes_the_admin(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


NEWS = {**XML, "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def test_sitemap_of_news_holds_what_appeared_in_the_last_two_days_in_every_language(client, django_assert_max_num_queries):
    for title, days in (("Old", 3), ("Yesterday", 1)):
        make_published_article(title_en=title, at=timezone.now() - dt.timedelta(days=days))
    make_published_article(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))
    make_article(title_en="Draft")
    make_published_article(title_en="Both & <more>", title_ka="ორივე", slug_en="both")

    with django_assert_max_num_queries(5):
        response = client.get("/sitemap-news.xml")

    assert response["Content-Type"] == "application/xml"
    root = etree.fromstring(response.content)
    assert {each.tag for each in root} == {f"{{{XML['s']}}}url"}
    told = [[each.findtext(path, namespaces=NEWS) for path in ("s:loc", "n:news/n:publication/n:language", "n:news/n:title")] for each in root]
    assert sorted(told[:2]) == [
        ["http://testserver/en/news/both/", "en", "Both & <more>"],
        ["http://testserver/ka/news/orive/", "ka", "ორივე"],
    ]
    assert told[2:] == [["http://testserver/en/news/yesterday/", "en", "Yesterday"]]
    assert {each.findtext("n:news/n:publication/n:name", namespaces=NEWS) for each in root} == {"Matiane", "მატიანე"}
    moments = [dt.datetime.fromisoformat(each.findtext("n:news/n:publication_date", namespaces=NEWS)) for each in root]
    assert all(moment.tzinfo for moment in moments)
    assert "Sitemap: http://testserver/sitemap.xml\nSitemap: http://testserver/sitemap-news.xml\n" in client.get("/robots.txt").content.decode()
