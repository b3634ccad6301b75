"""Values by language in the read API, and times in UTC."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import models

from publishing import languages
from publishing.publishable import Publishable


class ByLanguage(dict[str, str]):
    """One value in several languages; `?lang=` makes one text of it."""


def translations(record: models.Model, name: str, codes: Sequence[str] | None = None) -> ByLanguage:
    """Return {language: value} of a translated field for the languages in which it says something."""
    found = {code: getattr(record, f"{name}_{code}") for code in (languages.codes() if codes is None else codes)}
    return ByLanguage({code: value for code, value in found.items() if value})


def publication_times(record: Publishable, codes: Sequence[str]) -> ByLanguage:
    """Return {language: when the record became public in it} for these languages, in which it can be read."""
    return ByLanguage({code: utc(getattr(record, f"published_at_{code}")) for code in codes})


def utc(moment: dt.datetime) -> str:
    """Return a moment as all of the API writes moments: ISO 8601, in UTC."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def in_one(value: Any, language: str) -> Any:  # Any: JSON
    """Return an answer with one text in place of each value by language: that in `language`, else the first there is.

    What stands in another language is named, with that, in a member `fallback` of the object that holds it.
    """
    if isinstance(value, list):
        return [in_one(each, language) for each in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    fallback: dict[str, str] = {}
    for name, each in value.items():
        if not isinstance(each, ByLanguage):
            found[name] = in_one(each, language)
            continue
        code = next((code for code in languages.preference(language) if code in each), "")
        found[name] = each[code] if code else None
        if code not in ("", language):
            fallback[name] = code
    return {**found, "fallback": fallback} if fallback else found
