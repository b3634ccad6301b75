"""What belongs to an object stands in one order, however the database finds its rows."""

import pytest
from django.db import connection
from django.test import Client

from tests.factories import make_published_agreement, make_published_article, make_published_event, make_tag

pytestmark = pytest.mark.django_db
# What the planner of PostgreSQL may be told to do without: each way to join rows brings them in an order of its own.
WAYS = ("enable_nestloop", "enable_hashjoin", "enable_mergejoin")


@pytest.mark.parametrize(
    ("make", "name"), [(make_published_article, "articles"), (make_published_event, "events"), (make_published_agreement, "agreements")]
)
def test_tags_stand_in_the_order_in_which_they_were_given(make, name):
    record, given = make(title_en="Talks"), ["Geneva", "Gali", "Duma"]
    for tag in reversed([make_tag(label) for label in reversed(given)]):
        record.tagged.create(tag=tag)
    # PostgreSQL puts a row that is written again behind the others.
    record.tagged.filter(tag__label_en="Geneva").update(available_en=True)

    for way in ("", *WAYS):
        if way and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL {way} = off")
        found = Client().get(f"/api/v1/{name}/{record.pk}/").json()["tags"]
        assert [tag["label"]["en"] for tag in found] == given, way
