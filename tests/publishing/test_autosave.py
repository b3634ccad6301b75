"""The open form saved by its script: into the pending draft, only what changed, and nothing public."""

import uuid

import pytest
from django.http import QueryDict

from news.models import Article
from publishing import drafts
from publishing.admin.posted import sent_names
from publishing.models import Audit, ChangeHead, Draft, Version
from tests.autosaving import ADD, change_url, make_live, typing
from tests.desk_type.factories import make_published_dossier
from tests.factories import make_author
from tests.roles import member_of


@pytest.fixture
def form():
    return typing(member_of("Editor"))


def test_saves_into_the_pending_draft_and_nothing_public(form):
    record = make_live()

    answer = form.open(change_url(record)).fill(title_en="Typed").autosave()

    assert (form.response.status_code, answer["state"]) == (200, "saved")
    assert answer["message"].startswith("Saved ")
    assert drafts.state_of(record)["title_en"] == "Typed"
    assert Article.objects.get().title_en == "Talks"


def test_makes_no_version_and_moves_no_counter(form):
    record = make_live()
    form.open(change_url(record))
    before = Version.objects.count(), Audit.objects.count(), ChangeHead.objects.get().sequence

    form.fill(title_en="Typed").autosave()

    assert (Version.objects.count(), Audit.objects.count(), ChangeHead.objects.get().sequence) == before


def test_saves_again_and_again_from_one_page(form):
    record = make_live()
    form.open(change_url(record))

    for title in ("One", "Two", "Three"):
        assert form.fill(title_en=title).autosave("title_en")["state"] == "saved"

    assert drafts.state_of(record)["title_en"] == "Three"
    assert form.press("_publish").status_code == 302
    assert Article.objects.get().title_en == "Three"


def test_what_is_public_already_is_no_draft(form):
    record = make_live()
    form.open(change_url(record))

    form.fill(title_en="Typed").autosave()
    form.fill(title_en="Talks").autosave()

    assert not Draft.objects.exists()


# A new record


def test_first_save_of_a_new_form_makes_the_record_under_the_key_of_the_form(form):
    form.open(ADD).fill(title_en="New")
    key = form["_record"]

    answer = form.autosave()

    assert Article.objects.get().pk == uuid.UUID(key)
    assert answer["address"] == change_url(Article.objects.get())
    assert form.fill(lead_en="More").autosave("lead_en")["state"] == "saved"
    assert drafts.state_of(Article.objects.get())["lead_en"] == "More"


def test_new_form_saved_twice_before_it_hears_of_it_is_one_record(form):
    form.open(ADD).fill(title_en="New", lead_en="Lead")
    url, fields = form.url, dict(form.fields)
    form.autosave()

    form.url, form.fields = url, fields
    answer = form.fill(title_en="Newer", _unsure="title_en lead_en").autosave()

    assert answer["state"] == "saved"
    assert drafts.state_of(Article.objects.get())["title_en"] == "Newer"


def test_blank_form_makes_no_record(form):
    assert form.open(ADD).autosave()["state"] == "blank"
    assert not Article.objects.exists()


def test_copy_keeps_what_it_was_copied_from(form):
    record = make_live(lead_en="Lead")

    form.open(f"{ADD}?copy={record.pk}")
    form.url = ADD
    form.fill(title_en="Copy").autosave()

    copied = Article.objects.exclude(pk=record.pk).get()
    assert drafts.state_of(copied)["lead_en"] == "Lead"


def test_copy_keeps_what_nobody_touched_when_it_saves_itself_first(form):
    record = make_live(lead_en="Lead", tags=["+Talks"], bylines=[{"author": make_author().pk}])

    form.open(f"{ADD}?copy={record.pk}")
    form.url = ADD
    form.fill(title_en="Copy").autosave("title_en")

    state = drafts.state_of(Article.objects.exclude(pk=record.pk).get())
    assert (state["title_en"], state["lead_en"], len(state["tags"]), len(state["bylines"])) == ("Copy", "Lead", 1, 1)
    author = state["bylines"][0]
    assert state[f"bylines/{author}/author"]


# Only what changed


def test_what_was_not_sent_stays_as_the_form_shows_it(form):
    tag, author = "+Talks", make_author()
    record = make_live(tags=[tag], show_title_ka=True, bylines=[{"author": author.pk}])
    form.open(change_url(record))

    form.fill(lead_en="Typed").autosave("lead_en")

    state = drafts.state_of(record)
    assert (state["lead_en"], state["show_title_ka"], len(state["tags"]), len(state["bylines"])) == ("Typed", True, 1, 1)


def test_box_is_unticked_and_choice_emptied_where_they_were_sent(form):
    record = make_live(tags=["+Talks"], show_title_ka=True)

    form.open(change_url(record)).fill(tags=None, show_title_ka=None).autosave("tags", "show_title_ka")

    state = drafts.state_of(record)
    assert (state["tags"], state["show_title_ka"]) == ([], False)


def test_new_row_keeps_its_key_while_others_are_taken_out(form):
    dossier = make_published_dossier(rows=2)
    form.open(change_url(dossier))
    form.add_row("remarks", text_en="New")
    key = form["remarks-2-id"]
    form.autosave("remarks-2-text_en", "remarks-2-text_ka")

    # The script renumbers the rows after one that is taken out of the form.
    form.fill(**{"remarks-2-text_en": "Newer", "remarks-0-DELETE": "on"}).autosave("remarks-2-text_en")

    state = drafts.state_of(dossier)
    assert state["remarks"] == [str(dossier.remarks.order_by("position")[1].pk), key]
    assert state[f"remarks/{key}/text_en"] == "Newer"


def test_field_of_several_inputs_is_sent_by_each_of_them():
    assert sent_names(QueryDict("_sent=title_en bylines-0-at_0 bylines-0-at_1")) >= {"title_en", "bylines-0-at"}
    assert sent_names(QueryDict("_sent=")) == set()
    assert sent_names(QueryDict("title_en=x")) is None


def test_moment_of_a_row_is_stored_as_the_clocks_showed_it(form):
    record = make_live(corrections=[{"text_en": "Sic", "at": "2026-03-05 10:30"}])
    form.open(change_url(record))

    form.fill(**{"corrections-0-at": "2026-03-05T11:45"}).autosave("corrections-0-at")

    state = drafts.state_of(record)
    assert state[f"corrections/{state['corrections'][0]}/at"] == "2026-03-05 11:45:00"


def test_costs_few_queries_at_forty_rows(form, django_assert_max_num_queries):
    dossier = make_published_dossier(rows=40)
    form.open(change_url(dossier)).fill(lead_en="Typed")

    with django_assert_max_num_queries(20):
        assert form.autosave("lead_en")["state"] == "saved"


def test_untouched_form_changes_nothing(form):
    dossier = make_published_dossier(rows=3)

    assert form.open(change_url(dossier)).autosave()["state"] == "saved"
    assert not Draft.objects.exists()
