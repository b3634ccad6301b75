"""What only the production server can show: that it does not gather a body before the site has read it."""

import http.client
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from bench.servers import Server, environment, granian
from tests.factories import publisher
from tests.library.test_uploads import BOUNDARY, MEGABYTE, Stream

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def peak_memory(server: Server) -> int:
    """Return the bytes that the server's processes held when they held most."""
    said = (Path(f"/proc/{pid}/status").read_text() for pid in server.pids())
    return sum(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 for status in said)


def send(server: Server, stream: Stream, session: str) -> http.client.HTTPResponse:
    """Upload as somebody who is logged in."""
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(stream.length),
        "Cookie": f"sessionid={session}; csrftoken={'a' * 32}",
        "X-CSRFToken": "a" * 32,
    }
    server.connection.request("POST", "/admin/library/image/add/", stream, headers)
    return server.connection.getresponse()


def test_server_refuses_two_hundred_megabytes_without_holding_them(client: Client, tmp_path: Path):
    client.force_login(publisher())
    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as copy:
        connection.connection.backup(copy)
    more = {"DATABASE_URL": f"sqlite:///{tmp_path / 'database.sqlite3'}", "DJANGO_SETTINGS_MODULE": "tests.settings"}

    with granian("config.wsgi:application", environment(tmp_path / "data", **more)) as server:
        small = send(server, Stream(1), client.cookies["sessionid"].value)
        assert (small.status, "This is not a picture" in small.read().decode()) == (200, True)
        before = peak_memory(server)
        answer = send(server, Stream(200 * MEGABYTE), client.cookies["sessionid"].value)
        text = answer.read().decode()
        held = peak_memory(server) - before
        server.get("/en/")

    assert (answer.status, "This file is too large: at most 20.0\xa0MB are accepted." in text) == (200, True)
    assert held < 50 * MEGABYTE
