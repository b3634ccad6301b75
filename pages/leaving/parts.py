"""What an archive holds: every table of the site and every column, but for those named here, each with its reason."""

from collections.abc import Iterator
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.db import models

from publishing import languages
from publishing.publishable import Listed, Publishable
from publishing.registry import record_types

FORMAT = "matiane-archive"
VERSION = 1
MANIFEST = "manifest.json"

# The site's own apps; beside them, every app that has a type of record.
OWN = {"publishing", "library", "actors", "chronicle", "news", "pages"}
# Apps of which nothing goes along, because:
APPS = {
    "accounts": "second factors, sessions and invitations belong to people and to a machine",
    "admin": "Django's own log, which nothing writes: the audit log stands in for it",
    "auth": "accounts, passwords and roles belong to people and to a machine",
    "contenttypes": "numbers of tables, which every database gives anew",
    "sessions": "who is signed in",
    "django_tasks_database": "the worker's queue",
    "syndication": "keys, secrets and what was handed to whom belong to one site and its partners",
    "taggit": "tables of a library that the site does not use",
}
# Tables that stay behind, because:
MODELS = {
    "publishing.Audit": "who did what belongs to the accounts, which stay; reading back begins a log of its own",
    "publishing.ChangeHead": "its number stands in the manifest, and goes on from there",
    "publishing.Lock": "who is at work now",
    "publishing.Presence": "who is at work now",
    "publishing.PreviewLink": "links for outsiders end with the site that gave them",
    "publishing.DeskNotice": "told to accounts, which stay",
    "publishing.NoticeChoices": "chosen by accounts, which stay",
    "publishing.Comment": "what colleagues said to each other; accounts stay, and with them who said it",
    "publishing.Review": "who was asked to read what; accounts stay, and what is asked for is asked of them",
    "publishing.Standing": "follows from the records, their drafts and their versions",
    "publishing.Bundle": "work in progress of accounts, which stay; the records and their drafts go along",
    "publishing.BundleItem": "goes with the bundles",
    "publishing.BulkChange": "what accounts did to many records at once, to be undone; accounts stay, and the records go along as they are",
    "publishing.BulkChangeLine": "goes with the changes of many records",
    "publishing.Use": "follows from the records and their drafts",
    "publishing.Findable": "follows from the records",
    "publishing.FindableWord": "follows from the records",
    "publishing.LinkOpening": "goes with the links",
    "publishing.ReadLog": "how far the logs of one machine were counted",
    "publishing.Visits": "figures of readers; they can be had as a table",
    "publishing.MissingAddress": "counts of what was asked for in vain",
    "publishing.RedirectHits": "counts of how often old addresses are used",
    "library.TagCount": "follows from the tags of the records",
    "library.TagSpelling": "follows from the labels and aliases of the tags",
    "library.ImageUse": "follows from the records that show an image",
    "chronicle.Attendance": "follows from the rows of the events",
    "actors.TableImport": "reports of earlier imports, and files that somebody is about to import",
    "pages.Replacement": "what accounts replaced, to be undone; its bundle stays, and the drafts go along as they are",
    "pages.ReplacementLine": "goes with the replacements",
    "pages.ImportRun": "reports of earlier moves, with paths of one machine",
    "pages.Export": "the archives themselves",
}
# Columns that stay behind, because:
FIELDS = {
    "library.Image.renditions": "copies that are made anew from the original",
    "publishing.Draft.form": "which window saved the draft last",
    "publishing.Draft.token": "tells windows that are open now from each other",
    "pages.ImportedItem.run": "reports of earlier moves stay behind",
}
NUMBERED = "rows without a key of their own are numbered anew"
ACCOUNTS = "accounts stay behind; whoever reads the archive back stands for them"
DERIVED = "follows from the state and the dates of the record"


def label_of(model: type[models.Model]) -> str:
    """Return what the archive calls a table, such as “news.Article”."""
    return model._meta.label


def why_not(model: type[models.Model]) -> str:
    """Return why a table stays behind; "" for one that goes along."""
    return "" if model._meta.app_label in own() and label_of(model) not in MODELS else MODELS.get(label_of(model)) or APPS[model._meta.app_label]


def own() -> set[str]:
    """Return the apps whose tables go along."""
    return OWN | {known.model._meta.app_label for known in record_types()}


def why_not_column(field: models.Field) -> str:
    """Return why a column of a table stays behind; "" for one that goes along."""
    model = field.model
    if isinstance(field, models.AutoField):
        return NUMBERED
    if field.is_relation and field.related_model is apps.get_model(settings.AUTH_USER_MODEL):
        return ACCOUNTS
    if (issubclass(model, Listed) and field.name in listing_columns()) or (issubclass(model, Publishable) and field.name == "live_at"):
        return DERIVED
    return FIELDS.get(f"{label_of(model)}.{field.name}", "")


@lru_cache
def listing_columns() -> frozenset[str]:
    """Return the columns by which lists are read; `publishing.listing` writes them."""
    return frozenset(f"{name}_{code}" for code in languages.codes() for name in ("listed_at", "available"))


def columns(model: type[models.Model]) -> dict[str, models.Field]:
    """Return {name: field} of what goes along of a table."""
    return {field.name: field for field in model._meta.concrete_fields if not why_not_column(field)}


@lru_cache
def tables() -> tuple[type[models.Model], ...]:
    """Return the tables that go along, each after those that its rows point to."""
    found = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy and not why_not(model)]
    done: dict[type[models.Model], None] = {}

    def add(model: type[models.Model], above: tuple[type[models.Model], ...]) -> None:
        if model in done or model in above:
            return
        for target in targets(model):
            if target in found:
                add(target, (*above, model))
        done[model] = None

    for model in sorted(found, key=label_of):
        add(model, ())
    return tuple(done)


def targets(model: type[models.Model]) -> Iterator[type[models.Model]]:
    """Yield the tables that the rows of a table point to."""
    for field in columns(model).values():
        if isinstance(field.related_model, type):
            yield field.related_model


def part_of(model: type[models.Model]) -> str:
    """Return the name of the part that holds a table."""
    return f"rows/{label_of(model)}.jsonl"


def files_of(model: type[models.Model]) -> list[str]:
    """Return the columns of a table that name files."""
    return [name for name, field in columns(model).items() if isinstance(field, models.FileField)]
