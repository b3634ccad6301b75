"""The pages that come with the project: readable files, which become drafts for the editors of a new site.

What was loaded is noted by key in the audit log; a page that editors have changed, or deleted since, is left as they want it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext_noop

from pages.facts import facts, filled
from pages.models import Page
from publishing import changes, drafts, languages
from publishing.models import Address, Audit
from publishing.workflow import TransitionError

ACTION = gettext_noop("shipped pages loaded")
TRANSLATED = ("title", "slug", "lead", "body")
VALUES = {"key", "parent", "position", "purpose", "documents", *TRANSLATED}

# What a file says of a page.
Values = Mapping[str, Any]  # Any: what YAML can hold


class ShippedError(Exception):
    """A file that cannot be loaded; the message says which and why."""


def read(folder: Path) -> list[Values]:
    """Return the pages of a folder, one a file, in the order of the names."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            values = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ShippedError(f"{path}: {error}") from error
        refuse(path, values)
        found.append(values)
    if not found:
        raise ShippedError(f"{folder}: there are no pages (*.yaml)")
    return found


def refuse(path: Path, values: object) -> None:
    """Raise ShippedError for a file that says what nothing reads, or leaves out what a page needs."""
    if not isinstance(values, dict) or not isinstance(values.get("key"), str):
        raise ShippedError(f"{path}: a page needs a “key”")
    if unknown := values.keys() - VALUES:
        raise ShippedError(f"{path}: there is nothing called {', '.join(f'“{name}”' for name in sorted(map(str, unknown)))} here")
    for name in TRANSLATED:
        texts = values.get(name, {})
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()) or texts.keys() - set(languages.codes()):
            raise ShippedError(f"{path}: “{name}” should be a text per language of the site")


def load(folder: Path, *, by: User) -> Iterator[tuple[str, Page]]:
    """Make a draft of each page that was not loaded yet and whose address is free; yield (key, page). Each in its own transaction."""
    known = loaded()
    for values in read(folder):
        key = values["key"]
        if key not in known and not is_taken(values):
            page = make(values, known, by=by)
            known[key] = str(page.pk)
            yield key, page


def loaded() -> dict[str, str]:
    """Return {key: id} of the pages that were loaded before."""
    notes = Audit.objects.filter(action=ACTION).values_list("detail", flat=True)
    return {key: pk for detail in notes for key, pk in detail.items()}


def is_taken(values: Values) -> bool:
    """Tell whether a page of the site's own has one of the addresses."""
    return Address.objects.filter(kind="page", slug__in=list(values.get("slug", {}).values())).exists()


@transaction.atomic
def make(values: Values, known: Mapping[str, str], *, by: User, documents: Mapping[str, str] = MappingProxyType({})) -> Page:
    """Make one page as a draft, with what is true of this site filled in, and note it; `documents` are those that pages may list."""
    try:
        page = drafts.create(Page, fields(values, known, documents), by=by)
    except (TransitionError, ValidationError, KeyError) as error:
        raise ShippedError(f"{values['key']}: {error}") from error
    changes.write_down(by=by, action=ACTION, detail={values["key"]: str(page.pk)})
    return page


def fields(values: Values, known: Mapping[str, str], documents: Mapping[str, str]) -> dict[str, Any]:  # Any: values of the form's fields
    """Return what an editor would type into the form of a page; `known` are the pages it may stand under.

    A new site has none of the documents that the demo lists.
    """
    above = known.get(values.get("parent", ""), "")
    return {
        "parent": above if above and Page.objects.filter(pk=above).exists() else "",
        "position": values.get("position", 0),
        "purpose": values.get("purpose", Page.Purpose.PLAIN),
        "documents": [{"document": documents[key]} for key in values.get("documents", []) if key in documents],
        **{f"{name}_{code}": text for code in languages.codes() for name, text in texts(values, code).items()},
    }


def texts(values: Values, language: str) -> dict[str, str]:
    """Return the texts of a page in a language, with the facts of this site."""
    plain = facts(language)
    html = {name: str(escape(value)) for name, value in plain.items()}
    return {name: filled(str(values.get(name, {}).get(language, "")).strip(), html if name == "body" else plain) for name in TRANSLATED}
