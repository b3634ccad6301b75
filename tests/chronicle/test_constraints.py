"""What the database refuses of events, however it is written: not only the form knows what cannot be."""

import pytest
from django.db import IntegrityError, connection, transaction

from chronicle.models import ChronologyRule, Event, EventLink, Listing, Outcome, Participant, Statement, Stop
from tests.factories import (
    make_event,
    make_format,
    make_published_actor,
    make_published_chronology,
    make_published_event,
    make_published_office,
    make_published_place,
)

pytestmark = pytest.mark.django_db


def change(event: Event, **values) -> None:
    Event.objects.filter(pk=event.pk).update(**values)


def turn_dates_round(event: Event) -> None:
    change(event, date="2008-09-14/2008-09-15")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE chronicle_event SET date_lower = '2008-09-16'")


def number_twice(event: Event) -> None:
    format_ = make_format()
    change(event, format=format_, ordinal=10)
    make_event(format=format_, ordinal=10)


def come_from_where_they_are(event: Event) -> None:
    place = make_published_place()
    Stop.objects.create(event=event, place=place, came_from=place)


def list_twice(event: Event) -> None:
    listed = make_published_event(chronologies=[make_published_chronology()])
    row = Listing.objects.get(event=listed)
    row.pk, row._state.adding = None, True
    row.save(force_insert=True)


@pytest.mark.parametrize(
    "write",
    [
        turn_dates_round,
        number_twice,
        come_from_where_they_are,
        list_twice,
        lambda event: change(event, parent=event.pk),
        lambda event: change(event, ordinal=10),
        lambda event: change(event, format=make_format(), ordinal=0),
        lambda event: change(event, year_inferred=True),
        lambda event: Participant.objects.create(event=event, capacity_en="an adviser"),
        lambda event: Statement.objects.create(event=event, text_en="Said."),
        lambda event: Statement.objects.create(event=event, text_en="Said.", actor=make_published_actor(), office=make_published_office()),
        lambda event: Statement.objects.create(event=event, actor=make_published_actor()),
        lambda event: Outcome.objects.create(event=event),
        lambda event: Outcome.objects.create(event=event, text_en="It led to itself.", led_to=event),
        lambda event: EventLink.objects.create(event=event, other=event),
        lambda event: ChronologyRule.objects.create(chronology=make_published_chronology()),
    ],
)
def test_database_refuses_what_cannot_be(write):
    event = make_event()

    with pytest.raises(IntegrityError), transaction.atomic():
        write(event)
