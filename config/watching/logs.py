"""What stands in the log: one line for each thing that happened, with the id of the request it happened in, and nothing about people.

Addresses of machines are cut to their network, those of mails and what is typed behind `?` are left out, and so is whatever
lets its bearer read a draft.
"""

import datetime as dt
import ipaddress
import json
import logging
import re
from contextvars import ContextVar
from typing import Any

# Of the request that this thread answers; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
NUMBERS = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\w)|(?<![\w:])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")
QUERY = re.compile(r"(/[^\s?'\"<>]*)\?[^\s'\"<>]*")
# Links that somebody was given: whoever has the address may read, confirm or end something.
GIVEN = re.compile(r"/(preview|review|subscribe/mail|invitation)/[^\s?'\"<>]+")
# How much of an address of a machine stays: what belongs to a provider, and to nobody in particular.
NETWORKS = {4: 24, 6: 48}
# What the log of Python gives every record; all else was given by whoever wrote the line.
KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName"}


def network_of(address: str) -> str:
    """Return the network of an address of a machine; empty for what is none."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, NETWORKS[found.version]), strict=False).network_address)


def cleaned(text: str) -> str:
    """Return a text without what it says of people."""
    text = GIVEN.sub(r"/\1/…", text)
    text = QUERY.sub(r"\1?…", text)
    text = MAIL.sub("…@…", text)
    return NUMBERS.sub(lambda found: network_of(found[0]) or found[0], text)


class Line(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with the id of the request and what was given beside it."""
        beside = [f"{name}={value}" for name, value in given(record).items() if value != ""]
        return " ".join([cleaned(super().format(record)), *beside])


class Json(logging.Formatter):
    """A line of JSON, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; times are UTC (RFC 3339)."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": cleaned(record.getMessage()), **given(record)}
        if record.exc_info:
            line["error"] = cleaned(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def given(record: logging.LogRecord) -> dict[str, Any]:  # Any: what a line may tell
    """Return the id of the request, and what was given beside the words of a line."""
    more = {name: cleaned(value) if isinstance(value, str) else value for name, value in vars(record).items() if name not in KNOWN}
    return {**({"request_id": found} if (found := request_id.get()) else {}), **more}
