from django.test import Client

from tests.factories import make_published_article


def test_head_is_get_without_a_body(client: Client):
    make_published_article()
    got, head = client.get("/en/news/"), client.head("/en/news/")

    assert (head.status_code, head.content) == (200, b"")
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
