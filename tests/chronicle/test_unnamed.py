"""Advice on people whom the texts of an event or an agreement name and no row of it gives, and on capacities at a signing."""

import pytest
from django.urls import reverse

from actors.models import Actor, Post, Tenure
from chronicle.models import Agreement, Event
from publishing import drafts
from publishing.advice.looking import Told, advice_on
from tests.factories import make_actor, make_office, publisher
from tests.roles import browser_of, member_of

BOTH = {"title_en": "Visit", "title_ka": "ვიზიტი"}


def told(model: type[Event | Agreement], code: str = "unmentioned", **fields: object) -> list[Told]:
    record = drafts.create(model, {**BOTH, **fields}, by=publisher())
    return [each for each in advice_on(drafts.opened(record)) if each.advice.code == code]


def hold(actor: Actor, **dates: str) -> Tenure:
    post = Post.objects.create(office=make_office(name_en="Ministry"), title_en="Minister")
    return Tenure.objects.create(actor=actor, post=post, end_status="ended", **dates)


@pytest.fixture
def lavrov() -> Actor:
    return make_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"title_en": "Sergey Lavrov visits"}, ("title_en", "Sergey Lavrov")),
        ({"body_en": "<p>It was Sergey <em>Lavrov</em>’s day.</p>"}, ("", "Sergey Lavrov’s")),
        ({"title_ka": "სერგეი ლავროვთან შეხვედრა"}, ("title_ka", "სერგეი ლავროვთან")),
        ({"lead_ka": "სერგეი ლავროვმაც თქვა."}, ("lead_ka", "სერგეი ლავროვმაც")),
    ],
)
@pytest.mark.parametrize(("model", "rows"), [(Event, "participants"), (Agreement, "signatories")])
def test_name_that_no_row_gives_is_told_and_offered(lavrov, model, rows, fields, found):
    (only,) = [each.advice for each in told(model, **fields)]

    assert (only.key, only.words) == (found[0] or rows, found[1])
    assert (only.offer.rows, only.offer.field, only.offer.value) == (rows, "actor", str(lavrov.pk))


@pytest.mark.usefixtures("lavrov")
def test_name_in_what_came_of_an_event_is_told_where_it_stands():
    outcome = {"kind": "other", "text_en": "Sergey Lavrov was appointed."}

    (only,) = told(Event, outcomes=[outcome])

    assert only.advice.key.startswith("outcomes/")
    assert only.html_id == "id_outcomes-0-text_en"


@pytest.mark.parametrize("rows", [{"participants": [{"role": "visitor"}]}, {"statements": [{"text_en": "Yes."}]}])
def test_who_takes_part_or_speaks_is_not_told(lavrov, rows):
    ((prefix, (row,)),) = rows.items()

    assert told(Event, title_en="Sergey Lavrov visits", **{prefix: [{**row, "actor": lavrov.pk}]}) == []


def test_whose_tenure_an_event_began_is_not_told(lavrov):
    tenure = hold(lavrov)
    outcome = {"kind": "appointment", "text_en": "A minister was named.", "tenure": tenure.pk}

    assert told(Event, title_en="Sergey Lavrov becomes minister", outcomes=[outcome]) == []


@pytest.mark.parametrize("prefix", ["parties", "signatories", "stages"])
def test_who_stands_by_an_agreement_is_not_told(lavrov, prefix):
    assert told(Agreement, title_en="Sergey Lavrov signs", **{prefix: [{"actor": lavrov.pk}]}) == []


def test_row_is_offered_in_the_form_of_the_event(lavrov):
    event = drafts.create(Event, {**BOTH, "title_en": "Sergey Lavrov visits"}, by=publisher())
    client = browser_of(member_of("Editor")).client

    page = client.get(reverse("admin:chronicle_event_advice", args=[event.pk]), {"part": "1"}).text

    assert (f'data-value="{lavrov.pk}"' in page, 'data-rows="participants"' in page) == (True, True)
    assert "not entered here: participants" in page


@pytest.mark.parametrize(("date", "number"), [("2005-06-01", 0), ("2015-06-01", 1), ("2015", 0), ("", 0)])
def test_capacity_of_a_signatory_is_compared_with_the_tenures_of_the_day(lavrov, date, number):
    tenure = hold(lavrov, start="2004-01-01", end="2008-01-01")
    rows = {"stages": [{"kind": "signed", "date": date}], "signatories": [{"actor": lavrov.pk, "tenure": tenure.pk}]}

    found = [each.advice.message for each in told(Agreement, "notices", **rows) if "did not hold" in each.advice.message]

    assert len(found) == number
