"""The file that tests of simultaneous acts move to: nobody else comes along."""

from contextlib import closing
from http.client import HTTPConnection

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_published_article
from tests.publishing.conftest import moved_to

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def asked(server: LiveServer, path: str) -> str:
    with closing(HTTPConnection(server.thread.host, server.thread.port, timeout=60)) as http:
        http.request("GET", path, headers={"Connection": "close"})
        answer = http.getresponse()
        text = answer.read().decode()
    assert answer.status == 200, text
    return text


def test_live_server_that_is_asked_meanwhile_keeps_its_database(live_server, tmp_path):
    make_published_article(title_en="Before")
    assert "Before" in asked(live_server, "/en/news/")

    # What a closing page still says may come in now; each answer ends with its connection, and the next one opens another.
    with moved_to(tmp_path / "database.sqlite3"):
        asked(live_server, "/en/tags/")
        asked(live_server, "/en/tags/")

    make_published_article(title_en="After")
    assert "After" in asked(live_server, "/en/news/")


def test_what_is_written_meanwhile_stays_in_the_file(tmp_path):
    with moved_to(tmp_path / "database.sqlite3"):
        User.objects.create_user("in-the-file")
        assert connection.settings_dict["NAME"] == str(tmp_path / "database.sqlite3")

    assert not User.objects.exists()
    assert connection.is_in_memory_db()
