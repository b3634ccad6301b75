"""A disk that takes no more: what is asked is refused plainly, nothing is half there, and all goes on once there is room."""

import errno
import os
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse

from library.models import Image
from news.models import Article
from publishing import drafts
from publishing.models import Draft
from tests.browser import Form
from tests.factories import make_kind, make_superuser, publisher
from tests.publishing.races import check_everything
from tests.roles import client_of
from tests.uploads import drawn, upload, written


@pytest.fixture
def editor() -> Client:
    client = client_of(make_superuser())
    client.raise_request_exception = False
    return client


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
def test_save_that_finds_no_room_is_refused_and_the_next_one_is_taken(editor):
    record = drafts.create(Article, {"title_en": "Talks", "kind": make_kind().pk}, by=publisher())
    drafts.publish(record, by=publisher())
    form = Form(editor).open(f"/admin/news/article/{record.pk}/change/").fill(body_en=f"<p>{'Much more. ' * 9_000}</p>")
    with connection.cursor() as cursor:
        # SQLite says of a full disk the same as of a file that may not grow (SQLITE_FULL).
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages + 2}")

    refused = form.press("_publish")

    assert refused.status_code == 503, form.texts("errornote")
    assert not Draft.objects.exists()
    assert Article.objects.get(pk=record.pk).body_en == ""
    assert Client().get("/en/news/talks/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count=1073741823")
    check_everything()
    assert form.press("_publish").status_code == 302
    assert "Much more" in Article.objects.get(pk=record.pk).body_en


class Full:
    """An open file on a disk that takes a hundred bytes more."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, some: bytes) -> int:
        """Write what there is room for, then say what the system says."""
        self.file.write(some[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        """Close it."""
        self.file.close()


@pytest.mark.django_db(transaction=True)
def test_picture_for_which_there_is_no_room_is_refused_and_leaves_no_row(editor, monkeypatch):
    place, opened = Path(storages["originals"].location), os.fdopen
    filled = {"title": "Chairs", "alt_en": "Two chairs", "alt_ka": "ორი სკამი", "licence": "reserved", "focal_x": 50, "focal_y": 50}

    def open_full(descriptor: int, *more: Any, **named: Any) -> Any:
        file = opened(descriptor, *more, **named)
        return Full(file) if Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(place) else file

    with monkeypatch.context() as disk:
        disk.setattr(os, "fdopen", open_full)
        refused = editor.post(reverse("admin:library_image_add"), {**filled, "file": upload(written(drawn()))})
    taken = editor.post(reverse("admin:library_image_add"), {**filled, "file": upload(written(drawn()))})

    assert (refused.status_code, taken.status_code, Image.objects.count()) == (503, 302, 1)
