"""The column of a partial date: its bounds follow it through every way of writing, and its order is Python's."""

import datetime as dt
import json

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.migrations.state import ModelState
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from publishing.fields.dates import EdtfColumn, EdtfField
from publishing.partial_dates import PartialDate
from tests.desk_type.models import Dossier
from tests.publishing.test_partial_dates import texts

pytestmark = pytest.mark.django_db

SEPTEMBER = ("2008-09", dt.date(2008, 9, 1), dt.date(2008, 9, 30))
APRIL = ("2009-04", dt.date(2009, 4, 1), dt.date(2009, 4, 30))


def stored(dossier: Dossier) -> tuple[str, dt.date | None, dt.date | None]:
    date, lower, upper = Dossier.objects.values_list("covers", "covers_lower", "covers_upper").get(pk=dossier.pk)
    return str(date or ""), lower, upper


@pytest.fixture
def dossier() -> Dossier:
    return Dossier.objects.create(covers="2008-09")


def test_create_stores_the_bounds(dossier):
    assert stored(dossier) == SEPTEMBER


def test_save_stores_the_bounds(dossier):
    dossier.covers = "2009-04"

    dossier.save()

    assert stored(dossier) == APRIL


def test_save_of_the_text_alone_stores_the_bounds(dossier):
    dossier.covers = "2009-04"

    dossier.save(update_fields=["covers"])

    assert stored(dossier) == APRIL


def test_update_stores_the_bounds(dossier):
    Dossier.objects.update(covers="2009-04")

    assert stored(dossier) == APRIL


def test_update_by_another_manager_stores_the_bounds(dossier):
    models.QuerySet(Dossier).filter(covers="2008-09").update(covers=PartialDate.parse("2009-04"), sealed=True)

    assert stored(dossier) == APRIL


def test_update_to_nothing_clears_the_bounds(dossier):
    Dossier.objects.update(covers="")

    assert stored(dossier) == ("", None, None)


def test_update_from_a_column_of_dates_takes_its_bounds(dossier):
    Dossier.objects.update(covers_lower=None)

    Dossier.objects.update(covers=F("covers"), covers_upper=F("covers_lower"))

    assert stored(dossier)[0] == "2008-09"


@pytest.mark.parametrize("expression", [Lower("covers"), Concat(F("covers"), Value("~"))])
def test_update_that_only_the_database_could_read_is_refused(dossier, expression):
    with pytest.raises(TypeError, match="to no"), transaction.atomic():
        Dossier.objects.update(covers=expression)

    assert stored(dossier) == SEPTEMBER


def test_bulk_create_stores_the_bounds():
    Dossier.objects.bulk_create([Dossier(covers="2008-09"), Dossier(covers="2009-04"), Dossier()])

    assert sorted(map(stored, Dossier.objects.all()), key=str) == [("", None, None), SEPTEMBER, APRIL]


def test_bulk_create_over_existing_rows_needs_the_bounds_named(dossier):
    dossier.covers = "2009-04"
    named = ["covers", "covers_lower", "covers_upper"]

    with pytest.raises(TypeError, match="covers_lower and covers_upper"), transaction.atomic():
        Dossier.objects.bulk_create([dossier], update_conflicts=True, unique_fields=["id"], update_fields=["covers"])
    Dossier.objects.bulk_create([dossier], update_conflicts=True, unique_fields=["id"], update_fields=named)

    assert stored(dossier) == APRIL


def test_bulk_update_stores_the_bounds(dossier):
    other = Dossier.objects.create(covers="2020/..")
    dossier.covers, other.covers = "2009-04", None

    Dossier.objects.bulk_update([dossier, other], ["covers"])

    assert [stored(dossier), stored(other)] == [APRIL, ("", None, None)]


def test_raw_loads_store_the_bounds_of_the_text(dossier):
    dumped = json.loads(serializers.serialize("json", [dossier]))
    dumped[0]["fields"] |= {"covers": "2009-04", "covers_lower": "1999-01-01"}

    for loaded in serializers.deserialize("json", json.dumps(dumped)):
        loaded.save()

    assert stored(dossier) == APRIL


def test_bounds_cannot_be_assigned(dossier):
    dossier.covers_lower = dt.date(1999, 1, 1)

    dossier.save()

    assert (dossier.covers_lower, stored(dossier)) == (SEPTEMBER[1], SEPTEMBER)


def test_value_is_a_date_at_once_and_after_reading(dossier):
    assert dossier.covers == Dossier.objects.get(pk=dossier.pk).covers == PartialDate.parse("2008-09")
    assert dossier.covers_upper == dt.date(2008, 9, 30)


def test_bounds_are_read_without_the_text(dossier, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Dossier.objects.only("covers_lower").get(pk=dossier.pk).covers_lower == dt.date(2008, 9, 1)


@pytest.mark.parametrize("text", ["2009-02-29", "soon", "2008/2004"])
def test_what_is_no_date_is_refused_by_every_way_of_writing(dossier, text):
    dossier.covers = text

    updating, creating = (lambda: Dossier.objects.update(covers=text), lambda: Dossier.objects.bulk_create([Dossier(covers=text)]))
    for write in (dossier.save, dossier.clean_fields, updating, creating):
        with pytest.raises(ValidationError), transaction.atomic():
            write()
    assert stored(dossier) == SEPTEMBER


def test_full_clean_names_the_field(dossier):
    dossier.covers = "2009-02-29"

    with pytest.raises(ValidationError) as refused:
        dossier.full_clean()

    assert refused.value.message_dict["covers"] == ["“29” is not a day: February 2009 has 28 days."]


def test_no_date_is_none_and_is_found_as_an_empty_text(dossier):
    Dossier.objects.update(covers="")

    dossier.refresh_from_db()

    assert dossier.covers is None
    assert Dossier.objects.get(covers="") == dossier


def test_filters_take_text_and_dates(dossier):
    assert Dossier.objects.get(covers="2008-09") == Dossier.objects.get(covers=dossier.covers) == dossier
    assert Dossier.objects.get(covers__in=["2008-09", "2009"]) == Dossier.objects.get(covers__startswith="2008") == dossier
    assert Dossier.objects.get(covers_lower__lte=dt.date(2008, 9, 15), covers_upper__gte=dt.date(2008, 9, 15)) == dossier


def test_open_end_is_refused_where_the_row_says_elsewhere_how_it_ended():
    column = EdtfField("start", open_end=False)

    for text, start in {"2020/..": "2020", "2020-09/": "2020-09"}.items():
        with pytest.raises(ValidationError, match=rf"Write only when it was \({start}\)"):
            column.clean(text, None)
    assert column.clean("../2019", None) == PartialDate.parse("../2019")


def test_date_that_is_needed_may_not_be_missing():
    with pytest.raises(ValidationError, match="cannot be blank"):
        EdtfField("start").clean("", None)


@isolate_apps("tests.desk_type")
def test_rows_inherit_a_date_with_its_bounds_once():
    class Base(models.Model):
        start = EdtfField(blank=True)

        class Meta:
            abstract = True
            app_label = "desk_type"

        def __str__(self) -> str:
            return str(self.start)

    class Child(Base):
        class Meta:
            app_label = "desk_type"

    assert [field.name for field in Child._meta.local_fields] == ["id", "start", "start_lower", "start_upper"]
    assert Child(start="2008").start_upper == dt.date(2008, 12, 31)


def test_migrations_know_three_plain_columns():
    fields = ModelState.from_model(Dossier).fields

    assert type(fields["covers"]) is EdtfColumn
    assert [type(fields[f"covers_{edge}"]) for edge in ("lower", "upper")] == [models.DateField, models.DateField]


class OrderIsPythons(TestCase):
    """One database, any dates."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(texts(), min_size=2, max_size=12))
    def test_order_is_pythons(self, written):
        Dossier.objects.bulk_create([Dossier(covers=text) for text in written])

        found = Dossier.objects.order_by("covers_lower", "covers_upper", "covers").values_list("covers", flat=True)

        assert list(found) == sorted(map(PartialDate.parse, written))


def test_order_of_texts_is_that_of_their_bytes():
    alike = ["2008", "2008%", "2008-XX", "2008/2008", "2008?", "2008~", "2008-01/2008-12"]
    Dossier.objects.bulk_create([Dossier(covers=text) for text in alike])

    found = Dossier.objects.filter(covers_lower=dt.date(2008, 1, 1)).order_by("covers").values_list("covers", flat=True)

    assert [str(date) for date in found] == sorted(alike)
