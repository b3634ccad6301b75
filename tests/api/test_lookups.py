"""Records found by addresses, present and past, in either language."""

import pytest

from publishing import drafts
from publishing.publishable import State
from publishing.workflow import transition
from tests.api.test_parameters import ids
from tests.factories import make_published_actor, make_published_article, make_published_event, make_published_format, publisher

pytestmark = pytest.mark.django_db


def test_records_are_found_by_addresses_they_had_in_either_language():
    record = make_published_article(title_en="First Talks", title_ka="პირველი", slug_en="first-talks", slug_ka="pirveli")
    drafts.save(record, {"slug_en": "talks-of-may", "slug_ka": "maisi"}, by=publisher())
    drafts.publish(record, by=publisher())
    drafts.save(record, {"slug_en": "talks-of-june"}, by=publisher())
    drafts.publish(record, by=publisher())
    about = make_published_actor(name_en="Ann Able", name_ka="ანა", slug_en="ann-able", slug_ka="ana")
    drafts.save(about, {"slug_en": "ann-baker", "slug_ka": "ana-beiker"}, by=publisher())
    drafts.publish(about, by=publisher())
    drafts.save(record, {"mentions": [{"actor": about.pk}]}, by=publisher())
    drafts.publish(record, by=publisher())

    for slug in ("first-talks", "talks-of-may", "talks-of-june", "pirveli", "maisi"):
        assert ids(f"articles/?slug={slug}") == [str(record.pk)], slug
    for slug in ("ann-able", "ann-baker", "ana", "ana-beiker"):
        assert (ids(f"actors/?slug={slug}"), ids(f"articles/?actor={slug}")) == ([str(about.pk)], [str(record.pk)]), slug
    transition(record, State.WITHDRAWN, by=publisher())
    assert [ids(f"articles/?slug={slug}") for slug in ("first-talks", "pirveli")] == [[], []]


def test_sessions_of_a_format_are_found_by_its_address():
    talks = make_published_format(title_en="Geneva Talks")
    session = make_published_event(title_en="First round", format=talks)
    make_published_event(title_en="Something else")

    assert ids("events/?session_of=geneva-talks") == ids(f"events/?session_of={talks.pk}") == [str(session.pk)]
