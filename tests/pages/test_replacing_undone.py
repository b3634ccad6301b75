"""Replaced words taken back: out of drafts, and out of what is public by now."""

import pytest

from pages.replacing import undoing
from publishing import drafts
from publishing.bundles import publishing as bundles
from publishing.models import Bundle, Change
from publishing.workflow import TransitionError
from tests.factories import publisher
from tests.pages.replacing_desk import bundle_of, draft, fresh, live, reasons, replace, state
from tests.roles import member_of


@pytest.fixture
def editor():
    return member_of("Editor")


def test_undo_before_publication_takes_the_drafts_back_and_the_bundle_with_them(editor):
    public, pending, touched = live("Public"), live("Pending"), live("Touched")
    drafts.save(pending, {"lead_en": "Somebody's work"}, by=publisher())
    change = replace(editor)
    drafts.save(touched, {"body_en": "<p>In Sukhumi, again.</p>"}, by=publisher())
    numbered = Change.objects.count()

    undoing.undo(change, by=editor)

    assert (fresh(public).has_draft, state(pending)["body_en"], state(pending)["lead_en"]) == (False, "<p>In Sokhumi.</p>", "Somebody's work")
    assert state(touched)["body_en"] == "<p>In Sukhumi, again.</p>"
    assert reasons(change) == {touched.pk: "Somebody changed this since."}
    assert [item.record for item in Bundle.objects.get().items.all()] == [touched.pk]
    assert Change.objects.count() == numbered


def test_bundle_of_which_all_is_undone_is_no_more(editor):
    live("Public")
    change = replace(editor)

    undoing.undo(change, by=editor)

    assert not Bundle.objects.exists()
    assert {line.outcome for line in change.lines.all()} == {"back"}


def test_undo_after_publication_publishes_the_old_texts_as_a_bundle_and_leaves_what_was_changed_since(editor):
    one, two, changed, pending = (live(title) for title in ("One", "Two", "Changed", "Pending"))
    change = replace(editor)
    bundles.publish(bundle_of(change), by=editor)
    drafts.save(fresh(changed), {"body_en": "<p>New.</p>"}, by=publisher())
    drafts.publish(fresh(changed), by=publisher())
    drafts.save(fresh(pending), {"lead_en": "Unfinished"}, by=publisher())

    undoing.undo(change, by=editor)

    undone_in = Bundle.objects.get(pk__in=change.lines.values("undone_in"))
    assert [fresh(record).body_en for record in (one, two)] == ["<p>In Sokhumi.</p>"] * 2
    assert (fresh(changed).body_en, fresh(pending).body_en, fresh(pending).lead_en) == ("<p>New.</p>", "<p>In Sukhumi.</p>", "")
    assert {item.record for item in undone_in.items.all()} == {one.pk, two.pk}
    assert not undone_in.is_open
    assert set(reasons(change)) == {changed.pk, pending.pk}
    drafts.discard(fresh(pending), by=publisher())
    undoing.undo(change, by=editor)
    assert fresh(pending).body_en == "<p>In Sokhumi.</p>"
    assert set(reasons(change)) == {changed.pk}


def test_undo_by_somebody_who_may_not_publish_leaves_what_is_public():
    author = member_of("Author")
    own = draft("Own", by=author)
    change = replace(author)
    bundles.publish(bundle_of(change), by=publisher())

    undoing.undo(change, by=author)

    assert fresh(own).body_en == "<p>In Sukhumi.</p>"
    assert reasons(change) == {own.pk: "You have no right to do this with this record."}


def test_scheduled_bundle_is_not_undone_under_the_eyes_of_the_clock(editor):
    live("Public")
    change = replace(editor)
    Bundle.objects.update(at="2099-01-01T00:00Z", scheduled_by=editor)

    with pytest.raises(TransitionError, match="scheduled"):
        undoing.undo(change, by=editor)
