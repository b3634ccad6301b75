import json

import pytest
from django.apps import apps
from django.db import models

from pages.leaving import parts
from pages.leaving.rows import line_of, said_in, taken

MODELS = list(apps.get_models(include_auto_created=True))
EXPORTED = [model for model in MODELS if not parts.why_not(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_goes_along_or_says_why_not(model):
    label = model._meta.app_label

    assert label in parts.own() or label in parts.APPS, f"{model._meta.label}: say in pages/leaving/parts.py whether it goes along"
    assert (model in parts.tables()) == (not parts.why_not(model))


@pytest.mark.parametrize("model", EXPORTED, ids=lambda model: model._meta.label)
def test_every_column_goes_along_or_says_why_not(model):
    along = parts.columns(model)

    assert [field.name for field in model._meta.concrete_fields if (field.name in along) == bool(parts.why_not_column(field))] == []


@pytest.mark.parametrize("model", EXPORTED, ids=lambda model: model._meta.label)
def test_every_column_is_told_so_that_it_can_be_read_again(model):
    fields = [field for field in parts.columns(model).values() if field.has_default() and not field.is_relation]
    values = [field.to_python(field.get_default()) for field in fields]

    said = said_in(line_of(fields, values))

    assert [taken(field, said[field.name]) for field in fields] == values


def test_reasons_name_what_there_is():
    labels = {model._meta.label: model for model in MODELS}

    assert parts.MODELS.keys() - labels.keys() == set()
    assert [name for name in parts.FIELDS if name.rpartition(".")[2] not in columns(labels[name.rpartition(".")[0]])] == []


def columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def test_secrets_stay_behind():
    stay = {"auth.User", "sessions.Session", "publishing.PreviewLink", "publishing.Audit"}

    assert stay & {parts.label_of(model) for model in parts.tables()} == set()
    assert [f.name for model in EXPORTED for f in parts.columns(model).values() if f.related_model is apps.get_model("auth.User")] == []


def test_rows_come_after_what_they_point_to():
    place = {model: number for number, model in enumerate(parts.tables())}

    assert [m for m in place for target in parts.targets(m) if target is not m and place[target] > place[m]] == []


def test_nothing_points_to_rows_that_are_numbered_anew():
    keys = [field.related_model._meta.pk for model in EXPORTED for field in parts.columns(model).values() if field.is_relation]

    assert [key.model._meta.label for key in keys if isinstance(key, models.AutoField)] == []


def test_text_of_any_letters_is_one_line():
    field = apps.get_model("news.Article")._meta.get_field("title_ka")

    line = line_of([field], ["სათაური\n \u2028"])

    assert (line.count(b"\n"), json.loads(line)) == (1, {"title_ka": "სათაური\n \u2028"})
