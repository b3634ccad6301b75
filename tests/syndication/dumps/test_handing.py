"""What is handed out of a dump, and that nothing of it is any longer once something in it was taken back."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client, TestCase

from library import images, usage
from publishing import changes, drafts, erasing
from publishing.absorbing import merge
from publishing.models import ChangeHead
from publishing.publishable import Publishable, State
from publishing.signatures import is_signed
from publishing.workflow import transition
from syndication.dumps.making import make
from tests.actors.merged import person
from tests.factories import make_image, make_published_actor, make_published_article, make_tag, publisher, rename_tag
from tests.publishing.hidden import published
from tests.publishing.words import Words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]

MANIFEST, ARTICLES = "/data/manifest.json", "/data/articles.jsonl.gz"


@dataclass(frozen=True)
class Answer:
    """What stands at an address."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(path: str, **headers: str) -> Answer:
    response = Client().get(path, headers=headers)
    # Read to its end, which closes the file. To close it here would close the connection of the test as well.
    return Answer(response.status_code, response.headers, response.getvalue())


def status(path: str = ARTICLES) -> int:
    return ask(path).status


def test_manifest_is_signed_as_it_stands():
    make_published_article(title_en="Talks")
    make()

    manifest, signature = ask(MANIFEST), ask(f"{MANIFEST}.sig")

    assert is_signed(manifest.body, signature.body.decode(), json.loads(manifest.body)["signed_by"])
    assert not is_signed(manifest.body.replace(b"Talks", b"Walks") + b" ", signature.body.decode())


def test_files_of_the_manifest_are_handed_out():
    make_published_article(title_en="Talks")
    make()

    manifest = ask(MANIFEST)

    files = json.loads(manifest.body)["files"]
    answers = {file["name"]: ask(file["url"]) for file in files}
    assert {name: hashlib.sha256(answer.body).hexdigest() for name, answer in answers.items()} == {file["name"]: file["sha256"] for file in files}
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in (manifest, *answers.values())} == {"*"}
    assert {name.rpartition(".")[2]: answer.headers["Content-Type"] for name, answer in answers.items()} == {
        "gz": "application/gzip",
        "json": "application/json",
    }


def test_download_that_broke_off_goes_on_and_what_is_known_is_not_sent_again():
    make_published_article(title_en="Talks")
    make()
    whole = ask(ARTICLES)
    size = len(whole.body)

    rest = ask(ARTICLES, **{"Range": "bytes=10-", "If-Range": whole.headers["ETag"]})
    again = ask(ARTICLES, **{"If-None-Match": whole.headers["ETag"]})
    dated = ask(ARTICLES, **{"If-Modified-Since": whole.headers["Last-Modified"]})
    before = ask(ARTICLES, **{"If-Modified-Since": "Sun, 22 Nov 2020 09:00:00 GMT"})

    assert (rest.status, rest.body) == (HTTPStatus.PARTIAL_CONTENT, whole.body[10:])
    assert rest.headers["Content-Range"] == f"bytes 10-{size - 1}/{size}"
    assert [(each.status, each.body) for each in (again, dated)] == [(HTTPStatus.NOT_MODIFIED, b"")] * 2
    assert before.body == whole.body


@pytest.mark.parametrize("name", ["guards.json", "articles.jsonl", "..", "%2e%2e%2fmanifest.json", "nothing"])
def test_nothing_else_is_handed_out(name):
    make()

    assert status(f"/data/{name}") == HTTPStatus.NOT_FOUND


def test_without_a_dump_partners_are_asked_to_come_again():
    answer = ask(MANIFEST)

    assert (answer.status, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (HTTPStatus.NOT_FOUND, "60", "no-store")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_dump_is_read_only():
    make()

    assert Client().post(MANIFEST).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def corrected(record: Any) -> None:
    drafts.save(record, {"title_en": "Other talks"}, by=publisher())
    drafts.publish(record, by=publisher())


@pytest.mark.parametrize(
    "act",
    [
        corrected,
        lambda _record: make_published_article(title_en="More"),
        lambda _record: rename_tag(make_tag("Old"), en="New"),
        lambda _record: changes.touch(),
    ],
)
def test_dump_is_handed_out_while_all_in_it_is_public(act):
    record = make_published_article(title_en="Talks", title_ka="საუბრები")
    make()

    act(record)

    assert status() == HTTPStatus.OK


def withdrawn(record: Publishable) -> None:
    drafts.withdraw(record, by=publisher())


def withdrawn_in_one_language(record: Publishable) -> None:
    drafts.withdraw(record, by=publisher(), languages=["ka"])


def deleted(record: Publishable) -> None:
    withdrawn(record)
    transition(record, State.TRASHED, by=publisher())
    erasing.erase(record, by=publisher())


@pytest.mark.parametrize("act", [withdrawn, withdrawn_in_one_language, deleted])
def test_dump_is_kept_back_once_a_text_was_taken_back(act: Callable[[Publishable], None]):
    record = make_published_article(title_en="Talks", title_ka="საუბრები")
    make()
    assert (status(), status(MANIFEST)) == (HTTPStatus.OK, HTTPStatus.OK)

    act(record)

    assert (status(), status(MANIFEST)) == (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND)
    make()
    assert (status(), status(MANIFEST)) == (HTTPStatus.OK, HTTPStatus.OK)


def test_dump_is_kept_back_once_somebody_has_no_page_any_longer():
    actor = make_published_actor(name_en="Lavrov")
    make()

    drafts.save(actor, {"has_profile": False}, by=publisher())
    drafts.publish(actor, by=publisher())

    assert status() == HTTPStatus.NOT_FOUND


def test_dump_is_kept_back_once_a_record_was_merged():
    first, second = person("Sergey Lavrov"), person("Lavroff")
    make()

    merge(first, second, by=publisher())

    assert status() == HTTPStatus.NOT_FOUND


def test_dump_is_kept_back_once_partners_may_not_use_a_picture():
    image = make_image(alt_en="River", partners_may_use=True)
    record = make_published_article(title_en="Talks", image=image)
    usage.settle(record)
    make()
    assert status() == HTTPStatus.OK

    image.partners_may_use = False
    image.save()
    images.changed(image, image, by=publisher())

    assert status() == HTTPStatus.NOT_FOUND
    make()
    assert status() == HTTPStatus.OK


def test_dump_is_kept_back_once_a_document_is_listed_no_longer():
    article = published("article", Words("public"))
    make()
    assert status() == HTTPStatus.OK

    drafts.save(article, {"documents": []}, by=publisher())
    with TestCase.captureOnCommitCallbacks(execute=True):
        drafts.publish(article, by=publisher())

    assert status() == HTTPStatus.NOT_FOUND


def test_dump_of_a_later_state_than_that_of_the_database_is_kept_back():
    make_published_article(title_en="Talks")
    make_published_article(title_en="More")
    make()

    ChangeHead.objects.update(sequence=1)

    assert status() == HTTPStatus.NOT_FOUND


def test_answer_costs_one_query(django_assert_num_queries):
    make_published_article(title_en="Talks")
    make()
    assert status() == HTTPStatus.OK

    with django_assert_num_queries(1):
        status()
