"""The next session of a format: begun from the last one by posts, and nothing is stored before the first button."""

import pytest

from actors.models import Tenure
from chronicle.models import Event
from tests.browser import Form
from tests.factories import make_place, make_published_actor, make_published_event, make_published_format, make_published_office
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor"))


def test_next_session_has_the_next_number_the_same_posts_and_no_date(form):
    commission, place = make_published_format(title_en="Commission"), make_place("Tskhinvali")
    office = make_published_office("Head", "Deputy")
    head, deputy = office.posts.get(title_en="Head"), office.posts.get(title_en="Deputy")
    people = [make_published_actor() for _number in range(3)]
    Tenure.objects.create(actor=people[0], post=head, start="2020", end_status="ongoing")
    tenth = make_published_event(
        title_en="10th meeting",
        title_ka="მე-10 შეხვედრა",
        date="2024-09-24/2024-09-26",
        kind="session",
        format=commission,
        ordinal=10,
        lead_en="It met.",
    )
    tenth.stops.create(place=place, date="2024-09-24")
    for row in ({"actor": people[0], "role": "host", "capacity_en": "Head"}, {"actor": people[1]}, {"post": deputy}, {"office": office}):
        tenth.participants.create(**row)
    tenth.statements.create(actor=people[0], text_en="Said.")

    offered = f"/admin/chronicle/event/add/?next_of={commission.pk}"
    for record in (tenth, commission):
        address = f"/admin/chronicle/{record._meta.model_name}/{record.pk}/change/"
        assert offered in form.open(address).page
    form.open(offered)
    assert Event.objects.count() == 1
    assert "1 person without a post on record was left out." in form.page
    form.press("_save_draft")
    form.open(form.response.url)

    said = {name: form.fields[name] for name in ("title_en", "title_ka", "lead_en", "date", "kind", "format", "ordinal")}
    assert said == {
        "title_en": ["11th meeting"],
        "title_ka": ["მე-11 შეხვედრა"],
        "lead_en": [""],
        "date": [""],
        "kind": ["session"],
        "format": [str(commission.pk)],
        "ordinal": ["11"],
    }
    rows = [tuple(form.fields.get(f"participants-{row}-{name}", [""])[0] for name in ("role", "actor", "post", "office")) for row in range(3)]
    assert sorted(rows) == sorted([("host", "", str(head.pk), ""), ("attendee", "", str(deputy.pk), ""), ("attendee", "", "", str(office.pk))])
    assert form.fields["participants-TOTAL_FORMS"] == ["3"]
    assert form.fields["stops-0-place"] == [str(place.pk)]
    assert form.fields["stops-0-date"] == [""]
    assert form.fields["statements-TOTAL_FORMS"] == ["0"]
    assert Event.objects.live().count() == 1


@pytest.mark.parametrize("wrong", ["x", "", "01a20522-214f-7688-8f0f-b6006c96d491"])
def test_format_without_sessions_begins_with_a_blank_form_and_says_so(form, wrong):
    page = form.open(f"/admin/chronicle/event/add/?next_of={wrong}").page

    assert "There is no session yet" in page
    assert form.fields["title_en"] == [""]
