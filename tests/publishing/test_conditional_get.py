import pytest
from django.test import Client

from tests.factories import make_published_article, make_tag


def test_head_is_get_without_a_body(client: Client):
    make_published_article()
    got, head = client.get("/en/news/"), client.head("/en/news/")

    assert (head.status_code, head.content) == (200, b"")
    # But for what each request is called in the log.
    assert len({answer.headers.pop("X-Request-ID") for answer in (head, got)}) == 2
    assert dict(head.items()) == dict(got.items())


def test_reader_who_has_the_page_gets_304(client: Client):
    make_published_article()
    page = client.get("/en/news/")

    by_tag = client.get("/en/news/", headers={"If-None-Match": page.headers["ETag"]})
    by_date = client.get("/en/news/", headers={"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"})

    assert [(answer.status_code, answer.content) for answer in (by_tag, by_date)] == [(304, b"")] * 2
    assert by_tag.headers["ETag"] == page.headers["ETag"]


def test_reader_who_has_an_older_page_gets_the_new_one(client: Client):
    make_published_article()
    old = client.get("/en/news/")
    make_published_article()

    by_tag = client.get("/en/news/", headers={"If-None-Match": old.headers["ETag"]})
    by_date = client.get("/en/news/", headers={"If-Modified-Since": old.headers["Last-Modified"]})

    assert [answer.status_code for answer in (by_tag, by_date)] == [200, 200]


def test_page_that_did_not_change_keeps_its_tag_over_a_change_elsewhere(client: Client):
    make_published_article()
    old = client.get("/en/corrections/")
    make_published_article()

    assert client.get("/en/corrections/", headers={"If-None-Match": old.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/api/v1/articles/", "/api/v1/tags/", "/sitemap.xml", "/sitemap-articles-en.xml", "/sitemap-lists-ka.xml"])
def test_machine_that_read_an_answer_gets_304_until_it_changes(client: Client, path: str):
    make_published_article(tags=[make_tag("Duma")])
    old, head = client.get(path), client.head(path)
    known = {"If-None-Match": old.headers["ETag"], "If-Modified-Since": old.headers["Last-Modified"]}

    assert old.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (head.content, head.headers["ETag"]) == (b"", old.headers["ETag"])
    assert client.get(path, headers={"If-None-Match": old.headers["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"}).status_code == 304

    make_published_article(tags=[make_tag("Memorandum")])
    assert client.get(path, headers=known).status_code == (304 if path == "/sitemap.xml" else 200)


def test_error_of_the_api_has_no_tag_to_ask_by(client: Client):
    assert "ETag" not in client.get("/api/v1/articles/none/").headers
