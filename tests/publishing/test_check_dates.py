"""The bounds of partial dates in every model, compared and set right."""

import datetime as dt
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from actors.models import Actor, Office, OfficeLink, OfficeName, Post, Remit, Tenure
from publishing.dated_columns import fields, out_of_step
from tests.factories import make_actor, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people():
    actor = make_actor(name_en="Sergey Lavrov", born="1950-03", died="2040")
    office = make_office("Minister", name_en="Ministry", existed_from="1991", recognition_period="1991/..", existed_to="2050", existence="ended")
    Post.objects.filter(office=office).update(existed_from="1992", existed_to="2049", existence="ended")
    post = office.posts.get()
    tenure = Tenure.objects.create(actor=actor, post=post, start="2004-03-09", end="2024", end_status="ended", is_acting=True)
    Remit.objects.create(actor=actor, tenure=tenure, as_printed="All", start="1999", end="2006-21", end_status="ended")
    OfficeName.objects.create(office=office, name="Commissariat", period="1917/1946")
    OfficeLink.objects.create(office=office, other=make_office(name_en="Other"), kind=OfficeLink.Kind.SUCCESSOR, period="1991")


def check(*options: str) -> list[str]:
    out = StringIO()
    with suppress(CommandError):
        call_command("check_content", *options, stdout=out)
    return out.getvalue().splitlines()


def damage(model: type, name: str, value: str | None) -> None:
    """Write past Django, as somebody with a shell of the database does."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {model._meta.db_table} SET "{name}" = %s WHERE "{name}" IS NOT NULL', [value])  # noqa: S608 - names of our own


def test_dates_written_by_whatever_way_agree():
    assert check() == ["Everything agrees."]


def test_every_field_of_dates_is_looked_at():
    found = {(field.model, field.name) for field in fields()}

    assert {
        *((Actor, name) for name in ("born", "died")),
        *((Office, name) for name in ("existed_from", "existed_to", "recognition_period")),
        *((Post, name) for name in ("existed_from", "existed_to")),
        *((model, name) for model in (Tenure, Remit) for name in ("start", "end")),
        *((model, "period") for model in (OfficeName, OfficeLink)),
    } <= found


@pytest.mark.parametrize(
    ("model", "name"),
    [
        *((Actor, "born_lower"), (Actor, "died_upper"), (Office, "existed_from_lower"), (Office, "recognition_period_upper")),
        *((Post, "existed_to_upper"), (Tenure, "start_upper"), (Tenure, "end_lower"), (Remit, "end_upper")),
        *((OfficeName, "period_lower"), (OfficeLink, "period_upper")),
    ],
)
@pytest.mark.parametrize("value", ["2001-02-03", None])
def test_damage_is_found_and_set_right(model, name, value):
    before = list(model.objects.values())
    damage(model, name, value)

    (line,) = [line for line in check() if line.startswith("bounds of dates: ")]
    check("--fix")

    assert line.startswith(f"bounds of dates: {model._meta.label} ")
    assert (check(), list(model.objects.values())) == (["Everything agrees."], before)


def test_bound_of_a_date_that_is_gone_is_taken_away():
    damage(Actor, "born", "")

    check("--fix")

    assert Actor.objects.values_list("born_lower", "born_upper").get() == (None, None)


def test_text_that_is_no_date_is_told_and_left_alone():
    damage(Actor, "born", "long ago")

    said = f"bounds of dates: actors.Actor {Actor.objects.get().pk}: born “long ago” is no date"

    assert check() == [said]
    check("--fix")
    assert check() == [said]


def test_many_rows_are_read_in_one_go(django_assert_max_num_queries):
    tenure = Tenure.objects.get()
    rows = [Tenure(actor_id=tenure.actor_id, post_id=tenure.post_id, start=str(1000 + number), end_status="unknown") for number in range(3000)]
    Tenure.objects.bulk_create(rows)
    Tenure.objects.filter(pk=rows[-1].pk).update(start_lower=dt.date(1, 1, 1))

    with django_assert_max_num_queries(40):
        assert [wrong.key for wrong in out_of_step()] == [rows[-1].pk]
