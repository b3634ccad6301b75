"""Every sitemap against the schemas of the format, and what it says of languages against the pages themselves."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import etree, html

from config.urls import sitemaps
from tests.api.lists import fill
from tests.factories import make_document, make_published_article, make_published_event, make_tag

pytestmark = pytest.mark.django_db
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent.parent / "schemas" / "sitemap_0.9.xsd"))


def read(path: str) -> etree._Element:
    """Return a sitemap, which fits the schema."""
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, "application/xml"), path
    root = etree.fromstring(response.content)
    SCHEMA.assertValid(root)
    return root


@pytest.mark.parametrize("number", [0, 2])
def test_every_sitemap_fits_the_schemas(number):
    fill(number)
    if number:
        make_published_article(title_en='"Talks" & <more>', title_ka="„მოლაპარაკება“", tags=[make_tag("Q & A")])

    read("/sitemap-news.xml")
    parts = read("/sitemap.xml").xpath("//s:loc/text()", namespaces=XML)

    assert bool(number) == any("articles" in part for part in parts)
    for part in parts:
        assert len(read(urlsplit(part).path)) > 0, part


def test_schema_refuses_what_is_wrong():
    for wrong in (
        "<url><loc>/en/</loc></url>",
        "<url><loc>https://example.org/</loc><lastmod>15 October 2024</lastmod></url>",
        "<url><lastmod>2024-10-15</lastmod></url>",
        "<url><loc>https://example.org/</loc></url><url><loc>https://example.org/</loc></url>",
        "<url><loc>https://example.org/</loc><priority>1.0</priority></url>",
    ):
        assert not SCHEMA.validate(etree.fromstring(f'<urlset xmlns="{XML["s"]}">{wrong}</urlset>')), wrong


def test_languages_are_named_where_the_page_can_be_read_in_them_and_nowhere_else():
    make_published_article(title_en="Both", title_ka="ორივე")
    make_published_article(title_en="Waits", title_ka="ელოდება", languages=["en"])
    make_published_event(title_en="English", date="2008")
    fill(1)
    make_document()
    named = 0
    for section in sitemaps:
        language = section.rpartition("-")[2]
        for url in read(f"/sitemap-{section}.xml").xpath("//s:url", namespaces=XML):
            (address,) = url.xpath("s:loc/text()", namespaces=XML)
            page = html.fromstring(Client().get(urlsplit(address).path).content)
            links = {link.get("hreflang"): link.get("href") for link in url.xpath("x:link", namespaces=XML)}
            said = page.xpath("//link[@rel='alternate'][@hreflang][@hreflang!='x-default']")
            assert {link.get("hreflang"): link.get("href") for link in said} == links, address
            assert page.xpath("/html/@lang") == [language], address
            assert "noindex" not in "".join(page.xpath("//meta[@name='robots']/@content")), address
            assert links.get(language, address) == address
            named += len(links) > 1
    assert named > 10
