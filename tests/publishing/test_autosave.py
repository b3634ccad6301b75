"""The open form saved by its script: into the pending draft, with the rights of a save by hand, and with an answer for every case."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from news.models import Article
from publishing import drafts
from publishing.models import Audit, ChangeHead, Draft, Version
from publishing.publishable import State
from publishing.workflow import transition
from tests.browser import Form
from tests.desk_type.factories import make_published_dossier
from tests.factories import make_author, make_kind, publisher
from tests.roles import member_of

ADD = "/admin/news/article/add/"
# What a script sends of every row, changed or not.
ALWAYS_SENT = ("_FORMS", "-id", "-position", "-DELETE")


class Typing(Form):
    """A browser whose script saves the open form."""

    def autosave(self, *names: str, **headers: str) -> dict:
        """Send what changed (`names`), or the whole form, as the script does; take over what it answers."""
        fields = dict(self.fields)
        if names:
            kept = [name for name in fields if name.startswith("_") or name.endswith(ALWAYS_SENT)]
            fields = {name: fields[name] for name in [*kept, *names] if name in fields} | {"_sent": [" ".join(names)]}
        response = self.client.post(self.autosave_url, fields, headers=headers)
        self.response = response
        answer = json.loads(response.content)
        if answer["state"] == "saved":
            self.fill(_seen=answer["seen"], _token=answer["token"])
            self.url = answer["address"]
        return answer

    @property
    def autosave_url(self) -> str:
        return self.url.replace("change/", "") + "autosave/"


def typing(user) -> Typing:
    client = Client()
    client.force_login(user)
    return Typing(client)


def change_url(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


@pytest.fixture
def form():
    return typing(member_of("Editor"))


@pytest.fixture
def other():
    return typing(member_of("Editor", "other"))


def make_live(**fields):
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


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


def test_moment_of_a_row_is_stored_as_the_clocks_showed_it(form):
    record = make_live(corrections=[{"text_en": "Sic", "at": "2026-03-05 10:30"}])
    form.open(change_url(record))

    form.fill(**{"corrections-0-at": "2026-03-05T11:45"}).autosave("corrections-0-at")

    state = drafts.state_of(record)
    assert state[f"corrections/{state['corrections'][0]}/at"] == "2026-03-05 11:45:00"


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
    assert form.response.status_code == 400


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


def test_costs_few_queries_at_forty_rows(form, django_assert_max_num_queries):
    dossier = make_published_dossier(rows=40)
    form.open(change_url(dossier)).fill(lead_en="Typed")

    with django_assert_max_num_queries(20):
        assert form.autosave("lead_en")["state"] == "saved"


def test_untouched_form_changes_nothing(form):
    dossier = make_published_dossier(rows=3)

    assert form.open(change_url(dossier)).autosave()["state"] == "saved"
    assert not Draft.objects.exists()
