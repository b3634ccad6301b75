"""The open form saved by its script while others write: merged, or paused until somebody has decided; and refused in words."""

import pytest
from django.test import Client

from news.models import Article
from publishing import drafts
from publishing.models import Draft
from publishing.publishable import State
from publishing.workflow import transition
from tests.autosaving import ADD, change_url, make_live, typing
from tests.factories import publisher
from tests.roles import member_of


@pytest.fixture
def form():
    return typing(member_of("Editor"))


@pytest.fixture
def other():
    return typing(member_of("Editor", "other"))


# Others


def test_other_places_are_merged_and_named(form, other):
    record = make_live()
    form.open(change_url(record))
    other.open(change_url(record)).fill(lead_en="Theirs").autosave()

    answer = form.fill(title_en="Mine").autosave()

    assert answer["elsewhere"] == ["Lead (English)"]
    state = drafts.state_of(record)
    assert (state["title_en"], state["lead_en"]) == ("Mine", "Theirs")


def test_form_that_does_not_show_what_others_wrote_does_not_take_it_back(form, other):
    record = make_live()
    form.open(change_url(record))
    other.open(change_url(record)).fill(lead_en="Theirs").autosave()
    form.fill(title_en="Mine").autosave()

    form.fill(title_en="Mine again").autosave()

    state = drafts.state_of(record)
    assert (state["title_en"], state["lead_en"]) == ("Mine again", "Theirs")


def test_pauses_where_two_write_the_same_and_names_it(form, other):
    record = make_live()
    form.open(change_url(record))
    other.open(change_url(record)).fill(title_en="Theirs").autosave()

    answer = form.fill(title_en="Mine").autosave()

    assert (form.response.status_code, answer["state"]) == (409, "conflict")
    assert answer["conflicts"] == [{"key": "title_en", "label": "Title (English)"}]
    assert drafts.state_of(record)["title_en"] == "Theirs"


def test_page_that_shows_a_clash_decides_nothing_by_itself(form, other):
    record = make_live()
    form.open(change_url(record))
    other.open(change_url(record)).fill(title_en="Theirs").autosave()
    form.fill(title_en="Mine").press("_save_draft")

    assert form.autosave()["state"] == "conflict"
    assert drafts.state_of(record)["title_en"] == "Theirs"
    assert form.fill(_decided="title_en").autosave()["state"] == "saved"
    assert drafts.state_of(record)["title_en"] == "Mine"


def test_live_correction_of_a_drafted_text_is_a_clash_until_it_is_decided(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="Mine").autosave()
    Article.objects.update(title_en="Corrected")

    assert form.fill(lead_en="Lead").autosave()["state"] == "conflict"
    assert form.open(change_url(record)).autosave()["state"] == "conflict"
    assert form.press("_save_draft").status_code == 302
    assert form.open(change_url(record)).fill(lead_en="Lead").autosave()["state"] == "saved"


def test_form_that_heard_no_answer_clashes_with_nobody(form):
    record = make_live()
    form.open(change_url(record))
    fields = dict(form.fields)
    form.fill(title_en="One").autosave()

    form.fields = fields
    answer = form.fill(title_en="Two", _unsure="title_en").autosave()

    assert answer["state"] == "saved"
    assert drafts.state_of(record)["title_en"] == "Two"


def test_form_that_heard_no_answer_still_clashes_with_others(form, other):
    record = make_live()
    form.open(change_url(record))
    fields = dict(form.fields)
    form.fill(title_en="One").autosave()
    other.open(change_url(record)).fill(title_en="Theirs").autosave()

    form.fields = fields

    assert form.fill(title_en="Two", _unsure="title_en").autosave()["state"] == "conflict"


def test_published_meanwhile_by_another(form, other):
    record = make_live()
    form.open(change_url(record)).fill(lead_en="Mine").autosave()
    other.open(change_url(record)).press("_publish")

    answer = form.fill(body_en="<p>Two.</p>").autosave()

    assert answer["state"] == "saved"
    state = drafts.state_of(Article.objects.get())
    assert (state["lead_en"], state["body_en"]) == ("Mine", "<p>Two.</p>")
    assert Article.objects.get().lead_en == "Mine"


# Refusals


@pytest.mark.parametrize("seen", ["", "forged", None])
def test_page_from_another_time_is_told_to_reload(form, seen):
    record = make_live()

    answer = form.open(change_url(record)).fill(_seen=seen, title_en="Typed").autosave()

    assert (form.response.status_code, answer["state"]) == (409, "reload")
    assert not Draft.objects.exists()


def test_hidden_part_of_another_record_is_told_to_reload(form):
    record, another = make_live(), make_live(title_en="Another")
    seen = form.open(change_url(another))["_seen"]

    assert form.open(change_url(record)).fill(_seen=seen, title_en="Typed").autosave()["state"] == "reload"


def test_cut_form_stores_nothing(form):
    record = make_live()

    assert form.open(change_url(record)).fill(_end=None, title_en="Typed").autosave()["state"] == "again"
    assert not Draft.objects.exists()


def test_nul_is_named(form):
    record = make_live()

    answer = form.open(change_url(record)).fill(title_en="a\0b").autosave()

    assert (form.response.status_code, answer["state"]) == (422, "refused")
    assert "title_en" in answer["message"]
    assert not Draft.objects.exists()


def test_enormous_form_is_refused_in_json(form):
    record = make_live()

    answer = form.open(change_url(record)).fill(body_en="x" * 11_000_000).autosave()

    assert (form.response.status_code, answer["state"]) == (413, "refused")


def test_form_of_too_many_fields_is_refused_in_json(form):
    record = make_live()
    form.open(change_url(record)).fields |= {f"field{number}": ["x"] for number in range(10_001)}

    assert form.autosave()["state"] == "refused"
    assert form.response.status_code == 413


def test_trashed_record_takes_nothing(form):
    record = drafts.create(Article, {"title_en": "Old"}, by=publisher())
    form.open(change_url(record))
    transition(record, State.TRASHED, by=publisher())

    answer = form.fill(title_en="Typed").autosave()

    assert (form.response.status_code, answer["state"]) == (409, "refused")
    assert "trash" in answer["message"]


def test_record_deleted_for_ever_is_not_made_again(form):
    record = drafts.create(Article, {"title_en": "Old"}, by=publisher())
    form.open(change_url(record))
    record.delete()

    assert form.fill(title_en="Typed").autosave()["state"] == "gone"
    assert not Article.objects.exists()


def test_ended_session_is_told_in_json(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="Typed")
    form.client.logout()

    assert form.autosave()["state"] == "login"
    assert form.response.status_code == 401
    assert not Draft.objects.exists()


def test_another_user_in_the_same_browser_does_not_save_the_text_of_the_first(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="Typed")
    form.client.force_login(member_of("Editor", "second"))

    assert form.autosave()["state"] == "login"
    assert not Draft.objects.exists()


def test_token_is_asked_for_and_a_fresh_one_is_given(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="Typed")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = form.client.cookies
    form.client = strict

    assert strict.post(form.autosave_url, form.fields | {"csrfmiddlewaretoken": ["x" * 64]}).status_code == 403
    fresh = strict.get(form.autosave_url).json()
    assert (fresh["state"], fresh["user"]) == ("ready", form["_user"])
    assert form.fill(csrfmiddlewaretoken=fresh["csrf"]).autosave()["state"] == "saved"


def test_who_may_only_read_may_not_save(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="Typed")
    author = typing(member_of("Author"))
    author.url, author.fields = form.url, form.fields | {"_user": [str(author.client.session["_auth_user_id"])]}

    assert author.autosave()["state"] == "refused"
    assert author.response.status_code == 403
    assert not Draft.objects.exists()


def test_author_saves_ones_own_draft(form):
    author = typing(member_of("Author"))
    author.open(ADD).fill(title_en="Mine").autosave()

    assert author.fill(lead_en="More").autosave()["state"] == "saved"


def test_translator_changes_only_the_texts_of_the_language():
    record = make_live()
    translator = typing(member_of("Translator (Georgian)"))

    translator.open(change_url(record)).fill(title_en="Forged", title_ka="თარგმანი").autosave()

    state = drafts.state_of(record)
    assert (state["title_en"], state["title_ka"]) == ("Talks", "თარგმანი")
