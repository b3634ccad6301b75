"""A chronology of many events: what a page costs, and that its entries are read by index and never sorted."""

import pytest
from django.core.management import call_command

from chronicle.choices import listed_in
from chronicle.models import Chronology, Event, Listing
from chronicle.paging import ORDER

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


@pytest.mark.sqlite
def test_pages_are_read_by_index_and_cost_the_same_whatever_is_asked(client, django_assert_max_num_queries):
    call_command("seed_archive", articles=1, events=120, verbosity=0)
    everything = Chronology.objects.get(slug_en="seed-all")
    listed = listed_in(everything.pk, "en", untranslated=True)

    plans = [listed.order_by(*order)[:51].explain() for order in (ORDER, [f"-{name}" for name in ORDER])]
    client.get("/en/chronology/seed-all/")

    assert Listing.objects.filter(chronology=everything).count() == Event.objects.count() == 120
    assert [plan for plan in plans if "listing_all_en" not in plan or "TEMP B-TREE" in plan] == []
    for query in ("", "?kind=visit", "?actor=seed-person-1", "?office=seed-ministry-1&q=agreed", "?place=seed-place-1&when=2000/2015&year=2008"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(f"/en/chronology/seed-all/{query}").status_code in (200, 400)
