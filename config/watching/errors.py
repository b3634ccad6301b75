"""Errors, reported to a server of Sentry where the operator has one: what broke and where, never whom it happened to."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.watching.logs import cleaned, request_id

# What an event is made of that tells of no person: how it broke, where, under which release and Python.
KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "exception", "logentry", "transaction", "sdk", "modules")

Event = dict[str, Any]  # Any: as in Sentry


def report_to(dsn: str, **options: Any) -> None:  # Any: as in Sentry
    """Report errors from now on. ImproperlyConfigured where the package is not installed."""
    try:
        import sentry_sdk  # noqa: PLC0415 - an extra: most sites have none
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and the package sentry-sdk is not installed. Run: pip install --require-hashes -r requirements-sentry.txt"
        ) from error
    sentry_sdk.init(
        dsn=dsn,
        before_send=scrubbed,  # type: ignore[arg-type]  # an event is a dictionary here
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
        auto_session_tracking=False,
        **options,
    )


def scrubbed(event: Event, _hint: Event) -> Event:
    """Return an event without request, user, variables, and what messages say of people; with the id by which the log knows the request."""
    kept = {name: event[name] for name in KEPT if name in event}
    for each in kept.get("exception", {}).get("values", ()):
        each["value"] = cleaned(str(each.get("value") or ""))
        for frame in each.get("stacktrace", {}).get("frames", ()):
            frame.pop("vars", None)
    if "logentry" in kept:
        kept["logentry"] = {"message": cleaned(str(kept["logentry"].get("formatted") or kept["logentry"].get("message") or ""))}
    if "transaction" in kept:
        kept["transaction"] = cleaned(kept["transaction"])
    if number := request_id.get():
        kept["tags"] = {"request_id": number}
    return kept
