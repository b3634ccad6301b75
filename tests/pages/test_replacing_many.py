"""Words in more records than one bundle holds: page after page, still one act with one undo."""

import pytest
from django.urls import reverse

from news.models import Article
from pages.models import Replacement
from pages.replacing import acting, searching, undoing
from pages.replacing.hits import Wanted
from publishing import drafts
from publishing.bundles import gathering
from publishing.bundles import publishing as bundles
from publishing.models import Bundle
from publishing.registry import record_type
from publishing.workflow import TransitionError
from tests.factories import publisher
from tests.pages.replacing_desk import WANTED, find, fresh, live, reasons, state, ticked
from tests.roles import client_of, member_of

ADD = reverse("admin:pages_replacement_add")
QUERY = "?find=Sokhumi&replacement=Sukhumi&language=en&whole_words=on"


@pytest.fixture
def editor():
    return member_of("Editor")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Pages of two records, bundles and steps of three."""
    monkeypatch.setattr(searching, "MOST", 2)
    monkeypatch.setattr(gathering, "MOST", 3)
    monkeypatch.setattr(undoing, "MOST", 3)


def press(desk, page, button: str):
    """Tick all that a page offers, and press a button of it."""
    found = [(each.kind, each.record.pk, text) for each in page.context["page"].records for text in each.texts]
    posted = {
        "text": [f"{kind} {key} {text.key} {text.digest}" for kind, key, text in found],
        "hit": [f"{kind} {key} {text.key} {hit.number}" for kind, key, text in found for hit in text.hits],
        button: page.context["page"].after or "1",
    }
    return desk.post(ADD + page.wsgi_request.get_full_path().partition(ADD)[2], posted)


def test_pages_are_replaced_one_after_the_other_as_one_act_and_undone_at_once(editor):
    records = [live(f"Article {number}") for number in range(5)]
    desk = client_of(editor)

    page = desk.get(ADD + QUERY)
    for _page in range(2):
        page = desk.get(ADD + press(desk, page, "_onward").url)
    assert f'href="{reverse("admin:pages_replacement_change", args=[Replacement.objects.get().pk])}"' in page.content.decode()
    done = press(desk, page, "_replace")

    change = Replacement.objects.get()
    assert done.url == reverse("admin:pages_replacement_change", args=[change.pk])
    assert [(bundle.title, bundle.items.count()) for bundle in Bundle.objects.order_by("made_at")] == [
        ("“Sokhumi” → “Sukhumi”", 3),
        ("“Sokhumi” → “Sukhumi” (2)", 2),
    ]
    assert {state(record)["body_en"] for record in records} == {"<p>In Sukhumi.</p>"}
    bundles.publish(Bundle.objects.order_by("made_at").first(), by=editor)

    asked = desk.post(done.url, {"_undo": "1"})
    assert asked.status_code == 200
    assert desk.post(done.url, {"_undo": "1", "_after": asked.context["after"]}).status_code == 302

    change.refresh_from_db()
    assert {fresh(record).body_en for record in records} == {"<p>In Sokhumi.</p>"}
    assert (change.undone_by, reasons(change), [fresh(record).has_draft for record in records]) == (editor, {}, [False] * 5)
    assert not Bundle.objects.open().exists()


def test_record_with_more_hits_than_a_page_shows_is_gone_on_with(editor, monkeypatch):
    monkeypatch.setattr(searching, "HITS", 3)
    record = live("One", body_en="<p>" + "Sokhumi " * 5 + "</p>")

    change = acting.replace(WANTED, ticked(find(editor)), by=editor)
    assert [each.reason for each in find(editor).records] == ["It is in an open bundle already."]
    again = find(editor, within=acting.open_bundles(change))
    acting.replace(WANTED, ticked(again), by=editor, into=change)

    assert ("Sokhumi" in state(record)["body_en"], change.lines.get().hits, Bundle.objects.get().items.count()) == (False, 5, 1)
    undoing.undo(change, by=editor)
    assert fresh(record).body_en == state(record)["body_en"]


def test_what_was_undone_or_is_of_other_words_or_of_somebody_else_is_not_gone_on_with(editor):
    for title in ("One", "Two", "Three"):
        live(title)
    change = acting.replace(WANTED, ticked(find(editor)), by=editor)
    rest = ticked(find(editor))

    for wanted, by in ((Wanted("en", "Sokhumi", "Other"), editor), (WANTED, publisher())):
        with pytest.raises(TransitionError, match="Look again"):
            acting.replace(wanted, rest, by=by, into=change)
    undoing.undo(change, by=editor)
    with pytest.raises(TransitionError, match="Look again"):
        acting.replace(WANTED, rest, by=editor, into=change)
    assert client_of(editor).get(f"{ADD}{QUERY}&into=x").status_code == 200


def test_bundle_that_is_scheduled_takes_no_more(editor):
    for title in ("One", "Two", "Three"):
        live(title)
    change = acting.replace(WANTED, ticked(find(editor)), by=editor)
    Bundle.objects.update(at="2099-01-01T00:00Z", scheduled_by=editor)

    acting.replace(WANTED, ticked(find(editor)), by=editor, into=change)

    assert [bundle.items.count() for bundle in Bundle.objects.order_by("made_at")] == [2, 1]
    with pytest.raises(TransitionError, match="scheduled"):
        undoing.undo(change, by=editor)
    assert {line.outcome for line in change.lines.all()} == {"replaced"}


def test_drafts_without_the_words_are_not_read(editor):
    for number in range(3):
        drafts.save(live(f"Other {number}", body_en="<p>-</p>"), {"lead_en": "Elsewhere"}, by=editor)
    drafts.save(live("Named", body_en="<p>-</p>"), {"lead_ka": 'ის "სოხუმში"', "lead_en": "In SOKHUMI."}, by=editor)

    def read(wanted: Wanted) -> list[str]:
        return [record.title_en for record in searching.next_records(record_type(Article), wanted, editor, None)]

    assert read(WANTED) == read(Wanted("ka", "სოხუმში", "x")) == read(Wanted("ka", '"სოხუმში"', "x")) == ["Named"]
    assert read(Wanted("en", "Nowhere", "x")) == []
