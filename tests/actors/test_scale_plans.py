"""Who held what on a day, among very many: read by index, and never by looking through all people or all tenures."""

import pytest
from django.db import connection

from actors.histories import held_in
from actors.models import Actor, Office, Post, Tenure
from bench.actors_stock import DAY, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> None:
    """Four thousand tenures, with which a planner reckons as with a site's own."""
    fill(3000, seed=5)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE actors_actor, actors_office, actors_post, actors_tenure")


@pytest.mark.parametrize(
    ("index", "rows"),
    [
        ("tenure_of_post", lambda: Post.objects.filter(office__name_en="Office Name00000").get().tenures),
        ("tenure_of_post", lambda: Tenure.objects.filter(post__office=Office.objects.get(name_en="Office Name00000").pk)),
        ("tenure_of_actor", lambda: Actor.objects.get(name_en="Given Name00000").tenures),
    ],
    ids=["of a post", "of an office", "of a person"],
)
def test_holders_on_a_day_are_read_by_index(archive, index, rows):
    plan = rows().public().on(DAY).select_related("actor", "post__office").in_order().explain()

    assert index in plan or f"actors_tenure_{index.removeprefix('tenure_of_')}_id" in plan, plan
    assert [word for word in ("Seq Scan on actors_tenure", "SCAN", "LIST SUBQUERY") if word in plan] == [], plan


def test_history_of_an_office_is_cut_where_it_is_read(archive):
    office = Office.objects.get(name_en="Long500 Name00000")

    assert [len(held.cut.rows) for held in held_in(office, 1).values()] == [10]
    assert [held.cut.number for held in held_in(office, 1).values()] == [500]
