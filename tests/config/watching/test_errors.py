import json

import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.transport import Transport

from config.watching import errors
from config.watching.logs import request_id


class Kept(Transport):
    """Keeps what would be sent."""

    sent: list[str] = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def reported():
    """Have errors reported to a list."""
    Kept.sent = []
    before = sentry_sdk.Scope.get_global_scope().client
    errors.report_to("https://key@sentry.example/1", transport=Kept, default_integrations=False)
    yield Kept.sent
    sentry_sdk.Scope.get_global_scope().set_client(before)


def test_error_is_reported_without_people(reported):
    token = request_id.set("0123456789abcdef")
    try:
        typed = "typed by somebody"
        raise ValueError(f"nino@example.org from 198.51.100.23 {len(typed)}")
    except ValueError as error:
        sentry_sdk.set_user({"id": "7", "username": "nino"})
        sentry_sdk.capture_exception(error)
    finally:
        request_id.reset(token)
        sentry_sdk.set_user(None)

    (event,) = (json.loads(line) for line in reported[0].splitlines() if '"exception"' in line)
    assert event["exception"]["values"][0]["value"] == "…@… from 198.51.100.0 17"
    assert event["tags"] == {"request_id": "0123456789abcdef"}
    assert not {"user", "request", "extra", "breadcrumbs", "contexts", "server_name"} & event.keys()
    assert not [word for word in ("nino", "typed by somebody") if word in reported[0]]


def test_address_without_the_package_is_refused_in_words(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sentry_sdk", None)

    with pytest.raises(ImproperlyConfigured, match=r"requirements-sentry\.txt"):
        errors.report_to("https://key@sentry.example/1")


def test_without_an_address_nothing_is_reported():
    assert not sentry_sdk.get_client().is_active()
