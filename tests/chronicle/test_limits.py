"""More than a form can hold: refused in words, before anything is looked at row by row, and nothing typed is lost without a word."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicle.forms import ParticipantFormSet
from chronicle.models import Event, Participant
from publishing import drafts
from publishing.drafts import RefusedError
from publishing.models import Draft
from publishing.rows import RowForm
from tests.browser import Form
from tests.factories import make_published_actor, publisher
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db
ADD = "/admin/chronicle/event/add/"


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor")).open(ADD).fill(title_en="Congress")


def test_two_thousand_rows_of_any_kind_are_refused_before_one_of_them_is_checked(monkeypatch):
    def looked_at(row):
        raise AssertionError("a row was checked")

    monkeypatch.setattr(RowForm, "full_clean", looked_at)
    actor = make_published_actor().pk
    rows = [{"actor": actor} for _number in range(2000)]
    event = drafts.create(Event, {"title_en": "Congress", "participants": rows, "statements": [{"text_en": "Said."}] * 501}, by=publisher())

    with pytest.raises(RefusedError) as refusal, CaptureQueriesContext(connection) as queries:
        drafts.publish(event, by=publisher())

    assert [str(problem) for problem in refusal.value.problems] == [
        "participants: An event has 500 participants at most. Enter the delegations as institutions, or divide the event into parts.",
        "statements: A form holds at most 500 of these. Divide the record.",
    ]
    assert len(queries) < 30
    assert not Participant.objects.exists()


def test_refused_rows_stay_in_the_form(form, monkeypatch):
    monkeypatch.setattr(ParticipantFormSet, "most", 2)
    for number in range(3):
        form.add_row("participants", capacity_en=f"Delegate {number}")

    response = form.press("_publish")

    assert response.status_code == 422
    assert "An event has 2 participants at most." in form.page
    assert [form[f"participants-{number}-capacity_en"] for number in range(3)] == ["Delegate 0", "Delegate 1", "Delegate 2"]


def test_form_of_more_inputs_than_the_server_takes_is_answered_in_words(form):
    rows = {f"participants-{number}-{name}": str(uuid.uuid4()) for number in range(2000) for name in ("id", "actor", "post", "office", "tenure")}
    form.fill(**rows, **{"participants-TOTAL_FORMS": 2000})

    response = form.press("_publish")

    assert (response.status_code, Event.objects.count(), Draft.objects.count()) == (413, 0, 0)
    assert "This form is larger than the server takes" in form.page
    assert "Nothing was stored. Go back" in form.page
    said = form.client.post(f"{ADD}autosave/", form.fields, headers={"Accept": "application/json"})
    assert (said.status_code, said.json()["state"]) == (413, "refused")
    assert said.json()["message"].startswith("The form is too long to be saved.")
