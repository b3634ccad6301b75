"""What the shipped nginx writes down of visits names nobody."""

import re
from pathlib import Path

import pytest

from pages.figures.logs import LINE
from tests.deploy.fronts import Site, nginx

pytestmark = [pytest.mark.proxy, pytest.mark.any_database]
PREVIEW = "/preview/c2VjcmV0/"


def test_log_has_no_address_no_question_and_no_key(tmp_path: Path):
    (tmp_path / "static").mkdir()
    # Nobody stands behind it: what is answered is written down all the same.
    with nginx(Site(tmp_path, "sqlite://")) as front:
        front.ask("/en/news/?q=somebody", Referer="https://search.example/?q=somebody", User_Agent="Browser/1")
        front.ask(PREVIEW)
        front.ask("/en/subscribe/mail/stop/c2VjcmV0/")

    text = (tmp_path / "nginx" / "matiane.access.log").read_text()
    errors = (tmp_path / "nginx" / "matiane.error.log").read_text()
    lines = [line for line in text.splitlines() if "/healthz" not in line]
    assert [re.sub(r"\[.*?\]", "[when]", line) for line in lines] == [
        '127.0.0.0 - - [when] "GET /en/news/ HTTP/1.1" 503 ' + lines[0].split()[9] + ' "https://search.example/" "Browser/1"'
    ]
    assert "127.0.0.1" not in text + errors
    # In a form that visits are counted from.
    assert LINE.match(lines[0].encode())
