"""A download that broke off goes on where it ended (RFC 9110, section 14)."""

import pytest
from django.http import HttpResponse
from django.test import Client

from library.documents import sharing
from library.models import Document
from publishing import preview_links
from publishing.previewing import Audience
from tests.factories import make_document, publisher, replace_file
from tests.library.reading import addresses, make_live, read, statuses

CONTENT = b"0123456789"


def published(content: bytes = CONTENT) -> Document:
    document = make_document(files={"en": content})
    make_live(document)
    return document


def get(path: str, **headers: str) -> HttpResponse:
    return Client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def content(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("wanted", "part", "where"),
    [
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", CONTENT, "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("Bytes = 4-5", b"45", "bytes 4-5/10"),
    ],
)
def test_part_that_is_asked_for_is_answered(wanted, part, where):
    file = addresses(published())[1]

    response = get(file, Range=wanted)

    assert (response.status_code, content(response)) == (206, part)
    assert (response["Content-Range"], response["Content-Length"]) == (where, str(len(part)))
    whole = read(get(file))
    assert {name: response[name] for name in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Accept-Ranges")} == {
        name: whole[name] for name in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Accept-Ranges")
    }


@pytest.mark.parametrize(
    "wanted",
    ["", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,4-5", "items=0-1", "bytes 0-1", "bytes=--3", "bytes=٣-٥", f"bytes={'9' * 5000}-"],
)
def test_what_is_no_single_range_of_bytes_is_answered_with_the_whole(wanted):
    response = get(addresses(published())[1], Range=wanted)

    assert (response.status_code, content(response), "Content-Range" in response) == (200, CONTENT, False)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=10-12", "bytes=-0", f"bytes={'9' * 18}-"])
def test_range_beyond_the_end_is_refused_with_the_size(wanted):
    response = get(addresses(published())[1], Range=wanted)

    assert (response.status_code, response["Content-Range"], response.content) == (416, "bytes */10", b"")


def test_parts_of_a_broken_download_make_the_file_again():
    data = bytes(range(256)) * 1000
    file = addresses(published(data))[1]
    first = get(file, Range="bytes=0-99999")
    tag = first["ETag"]

    rest = get(file, Range="bytes=100000-", If_Range=tag)

    assert content(first) + content(rest) == data


def test_file_that_was_replaced_meanwhile_comes_whole():
    document = published()
    file = addresses(document)[1]
    tag = read(get(file))["ETag"]
    replace_file(document, "en", b"abcdefghij")

    response = get(file, Range="bytes=4-", If_Range=tag)

    assert (response.status_code, content(response)) == (200, b"abcdefghij")


@pytest.mark.parametrize("validator", ['"another"', "Sun, 22 Nov 2026 10:00:00 GMT", "W/{tag}"])
def test_anything_but_the_strong_tag_of_the_file_brings_the_whole(validator):
    file = addresses(published())[1]
    tag = read(get(file))["ETag"]

    response = get(file, Range="bytes=4-", If_Range=validator.replace("{tag}", tag))

    assert (response.status_code, content(response)) == (200, CONTENT)


def test_head_knows_no_parts_but_says_that_there_are_some():
    response = read(Client().head(addresses(published())[1], headers={"Range": "bytes=4-"}))

    assert (response.status_code, response["Content-Length"], response["Accept-Ranges"]) == (200, "10", "bytes")


def test_reader_who_has_the_file_is_told_so_whatever_part_is_asked():
    file = addresses(published())[1]
    tag = read(get(file))["ETag"]

    assert get(file, Range="bytes=4-", If_None_Match=tag).status_code == 304


def test_older_versions_and_files_of_drafts_come_in_parts_too():
    document = published()
    record = make_live(document, title_en="Other")
    link, _token = preview_links.make(record, by=publisher())
    replace_file(document, "en", b"second")
    older = document.files.get(number=1)
    shown = sharing.address(older.pk, Audience(link.pk, record.pk))

    for path in (addresses(document)[2], shown):
        assert content(get(path, Range="bytes=-2")) == b"89"


def test_document_that_is_not_public_has_no_parts():
    document = make_document(files={"en": CONTENT})

    assert get(addresses(document)[1], Range="bytes=4-").status_code == 404
    assert statuses(document) == [404, 404, 404]
