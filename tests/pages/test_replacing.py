"""Words found in all texts of a language, and replaced in the drafts of one bundle."""

import datetime as dt

import pytest
from django.utils import timezone

from actors.models import Actor
from chronicle.models import Event, Statement
from pages.models import Replacement
from pages.replacing import acting, undoing
from pages.replacing.acting import Chosen
from pages.replacing.hits import Wanted
from publishing import drafts, locks
from publishing.bundles import gathering
from publishing.bundles import publishing as bundles
from publishing.models import Audit, Bundle
from publishing.workflow import TransitionError
from tests.factories import publisher
from tests.pages.replacing_desk import WANTED, bundle_of, draft, find, forced, fresh, live, names, reasons, replace, state, ticked
from tests.roles import member_of


@pytest.fixture
def editor():
    return member_of("Editor")


def test_finds_public_texts_and_where_there_is_a_draft_that(editor):
    public, pending, other = live("Public"), live("Pending"), live("Other", body_en="<p>Nothing.</p>")
    drafts.save(pending, {"body_en": "<p>Elsewhere.</p>", "lead_en": "Sokhumi and Sokhumi"}, by=editor)
    drafts.save(other, {"lead_en": "To Sokhumi"}, by=editor)

    page = find(editor)

    found = {each.record: {text.key: len(text.hits) for text in each.texts} for each in page.records}
    assert found == {public: {"body_en": 1}, pending: {"lead_en": 2}, other: {"lead_en": 1}}
    assert (page.hits, page.after) == (4, "")


def test_finds_texts_of_rows_of_every_kind_of_record_in_the_language(editor):
    drafts.create(Actor, {"name_en": "Nino", "biography_en": "<p>Born in Sokhumi</p>", "biography_ka": "<p>Sokhumi</p>"}, by=editor)
    said = [{"text_en": "Sokhumi is far", "mode": Statement.Mode.VERBATIM}, {"text_en": "He named Sokhumi", "mode": Statement.Mode.PARAPHRASE}]
    event = drafts.create(Event, {"title_en": "Talks", "statements": said}, by=editor)

    page = find(editor)
    hits = {text.key.rpartition("/")[2]: [hit.is_quoted for hit in text.hits] for each in page.records for text in each.texts}
    voices = [hit.is_quoted for each in page.records if each.record == event for text in each.texts for hit in text.hits]

    assert set(hits) == {"biography_en", "text_en"}
    assert voices == [True, False]
    assert names(find(editor, kinds=["actor"])) == ["Nino"]
    assert [len(each.texts) for each in find(editor, Wanted("ka", "Sokhumi", "x")).records] == [1]


def test_address_of_a_record_is_no_text(editor):
    live("Talks", slug_en="sokhumi", body_en='<p><a href="https://sokhumi.example/">There</a></p>')

    assert find(editor).records == []


def test_replaced_in_drafts_that_one_bundle_publishes_at_once(editor):
    public, never = live("Public"), draft("Never public", by=editor)

    change = replace(editor)

    assert [state(record)["body_en"] for record in (public, never)] == ["<p>In Sukhumi.</p>"] * 2
    assert fresh(public).body_en == "<p>In Sokhumi.</p>"
    assert {item.record for item in bundle_of(change).items.all()} == {public.pk, never.pk}
    bundles.publish(bundle_of(change), by=editor)
    assert [fresh(record).body_en for record in (public, never)] == ["<p>In Sukhumi.</p>"] * 2
    assert Audit.objects.filter(action="words replaced").count() == 1


def test_what_is_not_ticked_stays(editor):
    record = live("Public", body_en="<p>Sokhumi “Sokhumi” Sokhumi</p>")
    (found,) = find(editor).records
    (text,) = found.texts

    acting.replace(WANTED, [Chosen("article", record.pk, {text.key: (text.digest, frozenset({2}))})], by=editor)

    assert state(record)["body_en"] == "<p>Sokhumi “Sokhumi” Sukhumi</p>"
    assert [hit.is_quoted for hit in text.hits] == [False, True, False]


def test_records_that_cannot_be_changed_are_named_and_left(editor):
    locked, bundled, fine = live("Locked"), live("Bundled"), live("Fine")
    locks.lock(locked, by=publisher())
    gathering.make("Another", [bundled], by=publisher())

    page = find(editor)
    change = acting.replace(WANTED, forced(page), by=editor)

    assert {each.record: bool(each.reason) for each in page.records} == {locked: True, bundled: True, fine: False}
    assert set(reasons(change)) == {locked.pk, bundled.pk}
    assert [state(record)["body_en"] for record in (locked, bundled)] == ["<p>In Sokhumi.</p>"] * 2


def test_text_that_its_field_cannot_hold_is_left(editor):
    long, empty, fine = (
        live("Sokhumi " + "x" * 185, body_en="<p>-</p>"),
        live("Sokhumi", body_en="<p>-</p>"),
        live("Fine Sokhumi", body_en="<p>-</p>"),
    )

    change = replace(editor, Wanted("en", "Sokhumi", "a much longer name than before"))
    assert set(reasons(change)) == {long.pk}
    undoing.undo(change, by=editor)
    change = replace(editor, Wanted("en", "Sokhumi", ""))
    assert reasons(change) == {empty.pk: "Its title would be empty."}
    assert state(fine)["title_en"] == "Fine"
    undoing.undo(change, by=editor)
    assert state(fine)["title_en"] == "Fine Sokhumi"


def test_record_that_waits_for_its_moment_is_left_and_does_not_come_before_it(editor):
    scheduled, fine = draft("Scheduled"), live("Fine")
    drafts.publish(scheduled, by=publisher(), at=timezone.now() + dt.timedelta(days=3))

    change = acting.replace(WANTED, forced(find(editor)), by=editor)

    assert reasons(change) == {scheduled.pk: "It waits for its moment: change it in its form."}
    assert {item.record for item in bundle_of(change).items.all()} == {fine.pk}


def test_draft_that_was_saved_since_it_was_shown_is_left(editor):
    record, other = live("One"), live("Two")
    page = find(editor)
    drafts.save(record, {"body_en": "<p>In Sokhumi and Sokhumi.</p>"}, by=publisher())

    change = acting.replace(WANTED, ticked(page), by=editor)

    assert reasons(change) == {record.pk: "This text was changed since you looked. Look again."}
    assert state(other)["body_en"] == "<p>In Sukhumi.</p>"


def test_nothing_is_kept_of_a_replacement_that_replaced_nothing(editor):
    record = live("One")
    page = find(editor)
    locks.lock(record, by=publisher())

    with pytest.raises(TransitionError, match="Locked by"):
        acting.replace(WANTED, ticked(page), by=editor)

    assert not Replacement.objects.exists()
    assert not Bundle.objects.exists()


def test_georgian_text_is_found_in_any_spelling_of_its_letters(editor):
    record = live("One", title_ka="სოხუმი", body_ka="<p>სოხუმში და <b>სოხუმი</b></p>")

    change = replace(editor, Wanted("ka", "სოხუმი", "სუხუმი"))

    assert state(record)["title_ka"] == "სუხუმი"
    assert state(record)["body_ka"] == "<p>სოხუმში და <strong>სუხუმი</strong></p>"
    assert change.lines.get().hits == 2
