"""Menus, old addresses and the form for reports that lead to what is hidden tell nothing of it, anywhere on the site."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from news.models import Article
from pages.models import MenuEntry, Page
from publishing import changes, drafts
from publishing.models import Redirect
from publishing.publishable import Publishable
from publishing.workflow import Notice
from tests.factories import make_kind, publisher
from tests.publishing.walk import everything


def made(model: type[Publishable], word: str) -> Publishable:
    """Make a draft with a word of its own in its title, its address and its text."""
    texts = {f"{name}_{code}": f"zq{word}{code}" for name in ("title", "slug") for code in ("en", "ka")}
    bodies = {f"body_{code}": f"<h2>zq{word}{code}heading</h2><p>Text.</p>" for code in ("en", "ka")}
    return drafts.create(model, {**texts, **bodies, **({"kind": make_kind().pk} if model is Article else {})}, by=publisher())


def hide_some(model: type[Publishable], kind: str) -> list[Publishable]:
    """Return a draft, a scheduled record, one that was withdrawn, and one that is public in English only."""
    records = [made(model, f"{kind}{state}") for state in ("draft", "scheduled", "withdrawn", "english")]
    _draft, scheduled, withdrawn, english = records
    drafts.publish(scheduled, by=publisher(), at=timezone.now() + dt.timedelta(days=1))
    drafts.publish(withdrawn, by=publisher())
    drafts.withdraw(withdrawn, by=publisher(), notice=Notice(show_date=False))
    drafts.publish(english, by=publisher(), languages=["en"])
    return records


def lead_to(record: Publishable, kind: str, number: int) -> None:
    """Let both menus, and an old address in each language, lead to a record."""
    for menu in ("header", "footer"):
        MenuEntry.objects.create(menu_id=menu, position=number, kind=kind, record=record.pk, label_en="Read on", label_ka="წაიკითხეთ")
        MenuEntry.objects.create(menu_id=menu, position=number, kind=kind, record=record.pk)
    for code in ("en", "ka"):
        Redirect.objects.create(path=f"/old/{number}/{code}", kind=kind, record=record.pk, language=code)


def test_pointers_to_hidden_records_tell_nothing_of_them():
    records = {kind: hide_some(model, kind) for kind, model in (("article", Article), ("page", Page))}
    for number, (kind, record) in enumerate([(kind, record) for kind, found in records.items() for record in found], start=100):
        lead_to(record, kind, number)
    changes.touch()
    secret = [f"zq{kind}{state}" for kind in records for state in ("draft", "scheduled", "withdrawn", "englishka")]

    answers = [(answer.path, answer.text) for answer in everything()]
    for path in Redirect.objects.values_list("path", flat=True):
        answer = Client().get(path)
        answers.append((path, f"{answer.headers.get('Location', '')} {answer.content.decode()}".lower()))

    assert [(path, word) for path, text in answers for word in secret if word in text and word not in path] == []
    # What may be read is led to.
    assert "zqpageenglishen" in Client().get("/en/tags/").content.decode()
    assert Client().get("/old/107/en").headers["Location"] == "/en/pages/zqpageenglishen/"
    assert [Client().get(f"/old/{number}/en").status_code for number in (100, 101, 102)] == [404, 404, 410]
    assert [Client().get(f"/en/report/{record.short_id}/").status_code for found in records.values() for record in found] == [404, 404, 404, 200] * 2
