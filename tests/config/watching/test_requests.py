import io
import json
import logging
import re

import pytest
from django.contrib.auth import get_user_model

from config.watching import logs
from tests.factories import make_published_article, publisher


@pytest.fixture
def told():
    """Give a function that returns what the log said of requests, as JSON."""
    out = io.StringIO()
    handler, log = logging.StreamHandler(out), logging.getLogger("config.watching.requests")
    handler.setFormatter(logs.Json())
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    log.removeHandler(handler)
    log.setLevel(before)


def test_every_answer_names_its_request(client):
    numbers = {client.get("/en/news/").headers["X-Request-ID"] for _time in range(3)}

    assert len(numbers) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)


@pytest.mark.parametrize(
    ("trusted", "given", "taken"),
    [
        (True, "4f1c9a7b-12ab", True),
        (False, "4f1c9a7b-12ab", False),
        (True, "short", False),
        (True, "x" * 65, False),
        (True, "4f1c9a7b\n{}", False),
        (True, "", False),
    ],
)
def test_id_is_taken_from_a_trusted_proxy_alone(client, settings, trusted, given, taken):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if trusted else None

    answer = client.get("/healthz", headers={"X-Request-ID": given})

    assert (answer.headers["X-Request-ID"] == given) is taken


def test_log_tells_of_a_request_and_not_of_its_reader(client, settings, told):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    forwarded = {"X-Forwarded-For": "203.0.113.77", "User-Agent": "Secret/1.0", "Referer": "https://example.org/mine"}

    answer = client.get("/en/search/?q=whistleblower", headers=forwarded)
    client.get("/preview/this-is-a-secret-token/")

    lines = told()
    assert (lines[0]["message"], lines[0]["kind"], lines[0]["status"]) == ("GET /en/search/ 200", "search", 200)
    assert (lines[0]["network"], lines[0]["request_id"]) == ("203.0.113.0", answer.headers["X-Request-ID"])
    assert lines[1]["message"] == "GET /preview/… 404"
    whole = json.dumps(lines)
    assert not [secret for secret in ("whistleblower", "203.0.113.77", "Secret/1.0", "example.org/mine", "secret-token") if secret in whole]


def test_log_knows_editors_by_their_number(client, told):
    user = get_user_model().objects.create_superuser("nino.the.editor", email="nino@example.org")
    client.force_login(user)

    client.get("/admin/")

    line = told()[-1]
    assert (line["user"], line["kind"]) == (user.pk, "desk")
    assert "nino" not in json.dumps(line)


def test_log_tells_what_the_cache_did(client, told):
    make_published_article(title_en="Meeting", by=publisher())

    client.get("/en/news/meeting/")
    client.get("/en/news/meeting/")
    client.get("/healthz")

    assert [line["cache"] for line in told()] == ["made", "hit", ""]


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("Not Found: /en/search/?q=who", "Not Found: /en/search/?…"),
        ("mail to nino@example.org failed", "mail to …@… failed"),
        ("from 198.51.100.23 at 12:30:45", "from 198.51.100.0 at 12:30:45"),
        ("from [2001:db8:1:2::7]", "from [2001:db8:1::]"),
        ("/subscribe/mail/confirm/eyJh.bGci/", "/subscribe/mail/…"),
        ("version 1.2.3 of 2026", "version 1.2.3 of 2026"),
    ],
)
def test_what_stands_in_the_log_says_nothing_of_people(said, stands):
    assert logs.cleaned(said) == stands


def test_error_stands_in_the_log_without_what_was_typed(caplog):
    try:
        raise ValueError("Key (email)=(nino@example.org) exists")
    except ValueError:
        logging.getLogger("tests").exception("It failed.")

    line = json.loads(logs.Json().format(caplog.records[-1]))

    assert (line["level"], line["message"]) == ("ERROR", "It failed.")
    assert line["error"].endswith("ValueError: Key (email)=(…@…) exists")
