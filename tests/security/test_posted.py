"""Forms of the desk, filled in by nobody: whatever is posted to any address of it, the answer is one of a form and never a fault.

SEED repeats a run; DRILL makes it 10,000 posts (POSTS says another number).
"""

import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.test import Client
from lxml import html

from tests.browser import posted_by
from tests.conftest import DRILL
from tests.factories import make_superuser
from tests.files import pdf, table
from tests.publishing.hidden import FILLED, published
from tests.publishing.races import note
from tests.publishing.words import Words
from tests.roles import client_of
from tests.security import desk
from tests.uploads import bomb, drawn, written

SEED = int(os.environ.get("SEED", "7"))
POSTS = int(os.environ.get("POSTS", "10000" if DRILL else "120"))
# Ends the session of whoever posts, or asks another machine for an answer.
NOT_POSTED = {"login", "password_change", "syndication_partner_test", "syndication_delivery_replay"}
TEXTS = [
    "", " ", "0", "-1", "1", "on", "yes", "None", "null", "true", "[]", "{}", "1e309", "9" * 40, "-9223372036854775809", "2147483648", "3.5", "٣",
    "2008-13-45", "2008", "2008-09-15", "0000-00-00", "9999-12-31", "2008/..", "10000-01-01", "T", "2026-01-01T25:61", "2026-03-29T02:30",
    "x", "ა" * 300, "x" * 5000, "'", '"', "<b>", "<script>", "\x00", "a\x00b", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u202e", "a\r\nb", "a\tb", "../..", "//x", "https://example.org/", "javascript:alert(1)", "a@example.org", "#123456", "#12", "en", "ka", "fr",
    "00000000-0000-0000-0000-000000000000", "not-a-key", "draft", "published", "<p>Text.</p>", "<p>" * 200, "=1+1", "%", "%s", "{0}", "\\",
]  # fmt: skip
BUTTONS = [
    "_save", "_continue", "_addanother", "_save_draft", "_publish", "_submit", "_withdraw", "_discard", "_trash", "_restore", "_schedule",
    "_share", "_lock", "_approve", "_return", "_comment", "_template", "_join", "_split", "_unschedule", "_confirmed", "post", "action", "_undo",
    "_add_to_bundle", "_popup",
]  # fmt: skip
FILES: list[Callable[[], bytes]] = [lambda: b"", lambda: b"x", table, pdf, bomb, lambda: written(drawn((64, 64))), lambda: b"<svg onload=alert(1)>"]


class Nobody:
    """Fills in forms by chance, and posts them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.client = self.log_in()
        self.forms: dict[str, dict[str, list[str]]] = {}
        self.said: Counter[int] = Counter()
        self.faults: list[str] = []

    def log_in(self) -> Client:
        client = client_of(make_superuser())
        client.raise_request_exception = False
        return client

    def form_at(self, where: str) -> dict[str, list[str]]:
        """Return what a browser would post of the largest form of a page; opened anew now and then."""
        if where not in self.forms or self.chance.random() < 0.1:
            answer = self.client.get(where)
            text = b"" if answer.streaming or not answer["Content-Type"].startswith("text/html") else answer.content
            answer.close()
            found = [posted_by(form) for form in html.fromstring(text).forms] if text.strip() else []
            self.forms[where] = max(found, key=len, default={})
            self.note_answer("GET", where, answer.status_code, {})
        return dict(self.forms[where])

    def value(self) -> str:
        """Return what stands in an input."""
        return "".join(self.chance.choices(TEXTS, k=2)) if self.chance.random() < 0.1 else self.chance.choice(TEXTS)

    def filled(self, fields: dict[str, list[str]]) -> dict[str, Any]:
        """Return the form with some inputs filled otherwise, left out, said twice, or put where there are none."""
        names = list(fields)
        for name in self.chance.sample(names, min(len(names), self.chance.choice([0, 1, 2, 5, 20]))):
            match self.chance.randrange(5):
                case 0:
                    fields.pop(name)
                case 1:
                    fields[name] = [self.value(), self.value()]
                case _:
                    fields[name] = [self.value()]
        if names and self.chance.random() < 0.2:
            fields[f"{self.chance.choice(names)}{self.chance.choice(['-0-id', '_en', '-TOTAL_FORMS', '[]'])}"] = [self.value()]
        for button in self.chance.sample(BUTTONS, self.chance.choice([1, 1, 2])):
            fields[button] = [self.value() if self.chance.random() < 0.3 else "1"]
        files = {}
        if self.chance.random() < 0.2:
            field = self.chance.choice(["file", "file_variant_ka", "document_en", "logo_light", "table", "source"])
            files[field] = SimpleUploadedFile(self.chance.choice(["x.jpg", "x.csv", "x.pdf", "../x", "x" * 300]), self.chance.choice(FILES)())
        return {**fields, **files}

    def post(self, where: str) -> None:
        """Post a form to an address: its own, or that of another page."""
        other = self.chance.choice(list(self.forms)) if self.forms and self.chance.random() < 0.1 else where
        fields = self.filled(self.form_at(other))
        answer = self.client.post(where, fields)
        self.note_answer("POST", where, answer.status_code, fields)
        if answer.status_code == 302 and "/login/" in answer.get("Location", ""):
            self.client = self.log_in()
        answer.close()

    def note_answer(self, method: str, where: str, status: int, fields: dict[str, Any]) -> None:
        """Count an answer; keep what would repeat a fault."""
        self.said[status] += 1
        if status >= 500:
            self.faults.append(f"{method} {where} {status} { {name: str(value)[:80] for name, value in fields.items()} }")


@pytest.mark.drill
@pytest.mark.any_database
def test_random_forms_are_never_a_fault():
    user = make_superuser()
    for kind in FILLED:
        published(kind, Words(kind))
    desk.furnish(user)
    nobody, raised = Nobody(random.Random(SEED)), []  # noqa: S311 - drawn to be repeated, not to be secret

    def hear(**_named: object) -> None:
        raised.append(traceback.format_exception(*sys.exc_info())[-6:])

    got_request_exception.connect(hear)
    try:
        addresses = [where for name, where in desk.addresses().items() if name not in NOT_POSTED]
        while nobody.said.total() < POSTS:
            nobody.post(nobody.chance.choice(addresses))
    finally:
        got_request_exception.disconnect(hear)

    if nobody.faults:
        told = [f"{fault}\n{''.join(trace)}" for fault, trace in zip(nobody.faults, [*raised, *[[]] * len(nobody.faults)], strict=False)]
        pytest.fail(f"{len(nobody.faults)} of {nobody.said.total()}, SEED={SEED}\n\n" + "\n\n".join(told[:30]))
    note(f"random forms of the desk, {nobody.said.total()} requests, SEED={SEED}: {dict(sorted(nobody.said.items()))}")
