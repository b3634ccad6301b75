"""Pages travel compressed to whoever takes them so: the same page under the same tag, compressed once."""

import gzip

import brotli
import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from publishing import compression
from publishing.compression import chosen
from publishing.kept_pages import look_up
from publishing.middleware import key_of
from tests.factories import make_published_article, make_superuser

READ = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.2", "gzip"),
        ("br; q=0, gzip; q=0", ""),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", ""),
        ("identity", ""),
        ("br;q=nonsense", ""),
        ("deflate;q=1, ,;;", ""),
    ],
)
def test_reader_gets_the_best_coding_that_he_takes(accepted, coding):
    assert chosen(accepted) == coding


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_page_is_the_same_page_in_any_coding(client: Client, coding):
    make_published_article()
    plain = client.get("/en/news/")

    packed, again = (client.get("/en/news/", headers={"Accept-Encoding": coding}) for _time in range(2))

    assert (packed.headers["Content-Encoding"], READ[coding](packed.content)) == (coding, plain.content)
    assert (packed.headers["Content-Length"], packed.headers["Vary"]) == (str(len(packed.content)), "Accept-Encoding")
    # But for what each request is called in the log.
    assert len({answer.headers.pop("X-Request-ID") for answer in (again, packed)}) == 2
    assert (again.content, dict(again.items())) == (packed.content, dict(packed.items()))
    assert (plain.headers["Vary"], plain.headers["Content-Length"]) == ("Accept-Encoding", str(len(plain.content)))
    # Weak, so it may name the page in any coding (RFC 9110, section 8.8.1).
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert plain.headers["ETag"].startswith('W/"')
    assert len(packed.content) < len(plain.content) / 2


def test_page_is_compressed_once(client: Client, monkeypatch: pytest.MonkeyPatch):
    make_published_article()
    client.get("/en/news/", headers={"Accept-Encoding": "br"})
    monkeypatch.setattr(compression, "compressed", None)

    assert client.get("/en/news/", headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"
    page = look_up(key_of(RequestFactory().get("/en/news/")))
    assert list(page.compressed) == ["br"]
    assert cache.get("anything") is None


def test_reader_who_has_the_page_is_told_so_without_compressing(client: Client):
    make_published_article()
    tag = client.get("/en/news/").headers["ETag"]

    answer = client.get("/en/news/", headers={"Accept-Encoding": "br", "If-None-Match": tag})

    assert (answer.status_code, answer.content, answer.headers["Vary"]) == (304, b"", "Accept-Encoding")
    assert "Content-Encoding" not in answer.headers
    assert look_up(key_of(RequestFactory().get("/en/news/"))).compressed == {}


def test_feed_is_compressed_and_a_redirect_is_not(client: Client):
    for _number in range(3):
        make_published_article()

    feed = client.get("/en/news/feed.atom", headers={"Accept-Encoding": "gzip"})
    led = client.get("/en/news", headers={"Accept-Encoding": "gzip"})

    assert (feed.headers["Content-Encoding"], led.status_code, "Content-Encoding" in led.headers) == ("gzip", 301, False)


def test_page_of_the_desk_is_not_compressed(client: Client):
    # It has secrets, and repeats what was asked for: beside each other and compressed, their length would tell of them.
    client.force_login(make_superuser())

    assert "Content-Encoding" not in client.get("/admin/", headers={"Accept-Encoding": "br, gzip"}).headers
