"""Dates that nobody formats look as those of the house do, in each language of the interface."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from publishing.models import Bundle
from tests.roles import browser_of, member_of

MOMENT = dt.datetime(2026, 11, 3, 18, 38, tzinfo=dt.UTC)


@pytest.mark.parametrize(("language", "said"), [("en", "3 Nov 2026, 22:38"), ("ka", "3 ნოე 2026, 22:38")])
def test_moment_is_a_day_and_a_clock_of_24_hours(language, said):
    with translation.override(language):
        assert date_format(timezone.localtime(MOMENT), "DATETIME_FORMAT") == said


@pytest.mark.django_db
def test_list_of_the_desk_prints_it_so():
    editor = member_of("Editor")
    bundle = Bundle.objects.create(title="The visit", by=editor)
    Bundle.objects.filter(pk=bundle.pk).update(made_at=MOMENT)

    assert "3 Nov 2026, 22:38" in browser_of(editor).client.get("/admin/publishing/bundle/").content.decode()
