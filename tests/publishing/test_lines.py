"""Rows of a form in one line each: in words, from the form as it is, in the language of the editor."""

import pytest
from django.utils.translation import override

from actors.models import Actor, Office
from publishing import drafts
from publishing.admin.printed import Row
from publishing.lines import Naming, lines
from publishing.picks import Picks
from tests.factories import make_place, make_published_office, make_superuser, publisher

pytestmark = pytest.mark.django_db
TENURE, REMIT, DEPUTY = (f"{digit * 8}-1111-4111-8111-111111111111" for digit in "123")


def said(record: Actor | Office, prefix: str) -> list[str]:
    work = drafts.opened(record)
    picks = Picks()
    picks.load(work.desk.schema, work.state)
    inline = work.desk.inlines[prefix][1]
    return [*lines(work.desk.schema, prefix, inline.naming, picks, [work.state]).values()]


@pytest.mark.parametrize(
    ("tenure", "line"),
    [
        ({"start": "2004-03-09", "end_status": "ongoing"}, "Minister – Ministry, 9 March 2004 – goes on"),
        ({"start": "2004", "end": "2008-05", "end_status": "ended"}, "Minister – Ministry, 2004 – May 2008"),
        ({"end_status": "ended"}, "Minister – Ministry, ? – has ended"),
        ({"start": "2004"}, "Minister – Ministry, 2004 – ?"),
        ({}, "Minister – Ministry"),
        ({"start": "the day before"}, "Minister – Ministry, the day before – ?"),
    ],
)
def test_line_of_a_tenure(tenure, line):
    post = make_published_office("Minister", name_en="Ministry").posts.get()

    actor = drafts.create(Actor, {"name_en": "Ann", "tenures": [{"post": post.pk, **tenure}]}, by=publisher())

    assert said(actor, "tenures") == [line]


def test_line_speaks_the_language_of_the_editor():
    posts = [{"title_en": "Minister", "title_ka": "მინისტრი", "existed_from": "2008-09"}, {"title_en": "Deputy"}, {}]
    office = drafts.create(Office, {"name_en": "Ministry", "posts": posts}, by=publisher())

    with override("ka"):
        assert said(office, "posts") == ["მინისტრი, სექტემბერი, 2008 – ?", "Deputy", ""]


def test_rows_that_are_not_stored_can_be_chosen_by_their_lines(client):
    post, place = make_published_office("Minister", name_en="Ministry").posts.get(), make_place("Abkhazia")
    tenures = [{"id": TENURE, "post": post.pk, "start": "2004", "end_status": "ongoing"}]
    remits = [{"id": REMIT, "tenure": TENURE, "place": place.pk, "start": "2020"}]
    actor = drafts.create(Actor, {"name_en": "Ann", "tenures": tenures, "remits": remits}, by=publisher())
    client.force_login(make_superuser())

    page = client.get(f"/admin/actors/actor/{actor.pk}/change/").content.decode()

    assert f'<option value="{TENURE}" selected>Minister – Ministry, 2004 – goes on</option>' in page
    assert '<span class="record-row__title">supervises, Abkhazia, 2020 – ?</span>' in page


def test_row_folds_unless_it_says_nothing_or_is_wrong():
    row = {"id": "tenures-0", "number": 1, "is_stored": True, "cells": [], "further": [], "hidden": [], "delete": ""}

    assert not Row(title="Minister", **row).is_open
    assert Row(title="", **row).is_open
    assert Row(title="Minister", errors=["wrong"], **row).is_open


def test_lines_of_nothing_cost_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert lines({}, "tenures", Naming(), Picks(), []) == {}
