"""Some of everything that the API lists."""

from itertools import count

from actors.models import Tenure
from config.api import router
from tests.factories import (
    make_published_actor,
    make_published_agreement,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_published_format,
    make_published_frontpage,
    make_published_office,
    make_published_page,
    make_published_place,
    make_published_topic,
    make_tag,
)

fills = count()
# The name of each list in its address.
NAMES = [prefix for prefix, _viewset, _basename in router.registry]


def fill(number: int) -> None:
    """Make so many of everything, with what belongs to it."""
    mark = next(fills)
    tag = make_tag(f"Geneva {mark}")
    place = make_published_place(f"Region {mark}")
    for each in (f"{mark}-{each}" for each in range(number)):
        make_published_article(title_en=f"Article {each}", tags=[tag, make_tag(f"Tag {each}")])
        make_published_page(title_en=f"Page {each}")
        make_published_frontpage(title_en=f"Front page {each}")
        make_published_topic(title_en=f"Topic {each}")
        actor = make_published_actor(name_en=f"Person {each}")
        office = make_published_office("Head", name_en=f"Office {each}", place=place)
        Tenure.objects.create(actor=actor, post=office.posts.get(), start="2020", end_status="ongoing")
        make_published_place(f"Place {each}", parent=place)
        make_published_chronology(title_en=f"Chronology {each}")
        make_published_event(title_en=f"Event {each}", date="2008-09-15", tags=[tag])
        make_published_format(title_en=f"Format {each}")
        make_published_agreement(title_en=f"Agreement {each}")
