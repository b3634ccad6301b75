"""Events through their forms: what is refused and in which words, and what opening the form costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicle.models import Event
from publishing import drafts
from publishing.drafts import RefusedError
from tests.factories import make_published_actor, make_published_event, make_published_format, make_superuser, publisher

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


def event(**fields) -> Event:
    made = drafts.create(Event, {"title_en": "Visit", **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def refused(**fields) -> list[str]:
    with pytest.raises(RefusedError) as refusal:
        event(**fields)
    return [problem.message for problem in refusal.value.problems]


def test_statement_needs_a_speaker_and_words():
    assert refused(statements=[{"text_en": "Said."}]) == ["Say who said it: an actor, an office, or in words."]
    assert refused(statements=[{"attribution_en": "Tskhinvali"}]) == ["Say what was said, in one language at least."]


def test_participant_is_somebody_and_each_once_in_a_role():
    actor = make_published_actor()

    assert refused(participants=[{"capacity_en": "an adviser"}]) == ["Choose an actor, a post or an office."]
    assert refused(participants=[{"actor": actor.pk}, {"actor": actor.pk}]) == ["This is listed twice."]
    assert event(participants=[{"actor": actor.pk}, {"actor": actor.pk, "role": "host"}]).participants.count() == 2


def test_outcome_is_not_earlier_than_its_event_and_one_is_the_main_one():
    late = {"date": "2008-09-15"}

    assert refused(**late, outcomes=[{"text_en": "Earlier.", "date": "2007"}]) == ["What came of the event cannot lie before it."]
    assert refused(outcomes=[{"text_en": "One.", "is_main": True}, {"text_en": "Two.", "is_main": True}]) == ["There is another main result."]
    assert event(**late, outcomes=[{"text_en": "The same month.", "date": "2008-09"}]).outcomes.count() == 1


def test_event_is_no_part_of_its_own_part():
    whole = make_published_event(title_en="Trip")
    part = event(title_en="Leg", parent=whole.pk)

    drafts.save(whole, {"parent": part.pk}, by=publisher())
    with pytest.raises(RefusedError) as refusal:
        drafts.publish(whole, by=publisher())

    assert "is part of this one already" in str(refusal.value.problems[0])


def test_number_belongs_to_one_session_of_a_format():
    commission = make_published_format(title_en="Commission")
    event(title_en="Tenth", format=commission.pk, ordinal=10)

    assert refused(format=commission.pk, ordinal=10) == ["“Tenth” has this number already."]
    assert refused(ordinal=10) == ["A number belongs to a format, and numbers begin with one."]


def test_form_opens_in_few_queries_however_many_take_part(client):
    actors = [make_published_actor() for _number in range(10)]
    made = event(
        date="2008-09-15",
        participants=[{"actor": actor.pk} for actor in actors],
        statements=[{"actor": actor.pk, "text_en": "Said."} for actor in actors],
    )
    client.force_login(make_superuser())
    client.get("/admin/")

    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/admin/chronicle/event/{made.pk}/change/").status_code == 200

    assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:120] for query in queries)


def test_list_leads_to_the_form(client):
    made = event()
    client.force_login(make_superuser())

    text = client.get("/admin/chronicle/event/").content.decode()

    assert f"/admin/chronicle/event/{made.pk}/change/" in text
    for name in ("chronology", "format"):
        assert client.get(f"/admin/chronicle/{name}/").status_code == 200
        assert client.get(f"/admin/chronicle/{name}/add/").status_code == 200
