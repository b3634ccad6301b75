"""The migration that makes places records: what readers saw is public, the rest is a draft, and the change log says nothing."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from actors.models import Place
from publishing import consistency
from publishing.models import Change
from tests.factories import make_office, make_place, make_published_office

pytestmark = pytest.mark.django_db
migration = import_module("actors.migrations.0007_places_are_records")


def test_places_that_readers_saw_are_public_and_others_are_drafts():
    country = make_place("Country", name_ka="ქვეყანა")
    region, unseen = make_place("Region", parent=country), make_place("Unseen")
    make_published_office(name_en="Embassy", place=region)
    make_office(name_en="Draft", place=unseen)
    changes = Change.objects.count()

    migration.make_records(apps, SimpleNamespace(connection=connection))

    rows = {place.name_en: place for place in Place.objects.all()}
    assert {name: place.state for name, place in rows.items()} == {"Country": "published", "Region": "published", "Unseen": "draft"}
    assert (rows["Country"].available_languages, rows["Region"].available_languages) == (["en", "ka"], ["en"])
    assert rows["Region"].live_at == rows["Region"].first_published_at == rows["Region"].created_at
    assert (rows["Unseen"].live_at, rows["Unseen"].first_published_at, rows["Unseen"].working_title) == (None, None, "Unseen")
    assert Change.objects.count() == changes
    assert list(consistency.record_differences()) == []
