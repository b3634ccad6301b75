"""Who met whom, among very many participations: read by index, and never by looking through all of them."""

import pytest
from django.db import connection

from actors.models import Actor
from bench.meetings_stock import GUEST, fill, pairs
from chronicle.appearances import rows_of
from chronicle.models import Attendance

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> None:
    """Some thousand participations, with which a planner reckons as with a site's own."""
    fill(600, seed=6, people=400)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_questions_are_read_by_index(archive):
    busy, seldom = pairs().values()
    plans = {"rare pair": seldom.rows.explain(), "page of a rare pair": seldom.rows.order_by("-at", "-event_id").explain()}
    actor = Actor.objects.get(name_en=GUEST)
    own = Attendance.objects.filter(actor=actor).order_by("-at", "-event_id")[:16]
    plans["timeline"] = own.explain()

    for name, plan in plans.items():
        assert "attendance_of_actor" in plan, (name, plan)
        assert [word for word in ("Seq Scan on chronicle_attendance", "SCAN chronicle_attendance") if word in plan] == [], (name, plan)
    for word in ("Sort", "TEMP B-TREE"):
        assert word not in plans["timeline"], plans["timeline"]
    assert sum(number for _year, number, _events in busy.years()) == 75
    assert "ORDER BY" in rows_of("actor", "en", "before", 15, untranslated=True).sql
