"""Published versions: what a publication showed, kept per language, numbered per record, at a permanent address.

An edition is made in the moment its text becomes public, from the record as the public sees it then: nothing is public here that
was not public there, and nothing before it was. Withdrawn text does not come back by this way, whatever is published later.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet, UUIDField
from django.utils import translation
from django.utils.translation import gettext as _

from publishing import dates, navigation
from publishing.models import Edition, SiteSettings, Version
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.registry import record_type

# {language: what changed, in the editor's words}
PublicNote = Mapping[str, str]
# Among how many of the newest publications the one is sought that waited for its moment.
SOUGHT = 50


def keep(record: Publishable, codes: Sequence[str], version: Version, *, at: dt.datetime) -> list[Edition]:
    """Keep what the public sees of the record now in these languages; one that nobody can read yet is left out.

    In the transaction of the act, after the counter of changes is locked, so that numbers follow each other.
    """
    return keep_each(record, dict.fromkeys(codes, version), at=at)


def keep_changed(record: Publishable, version: Version, *, at: dt.datetime) -> list[Edition]:
    """Keep what the public sees of the record now in those languages in which its page differs from the version that stands there."""
    keeping, changed = record_type(record).keeping, []
    for code in record.available_languages if keeping is not None else ():
        newest = Edition.objects.filter(record=record.pk, language=code).order_by("-number").first()
        with translation.override(code):
            if newest is None or newest.content != as_stored(keeping.keep(record, code)):
                changed.append(code)
    return keep_each(record, dict.fromkeys(changed, version), at=at)


def as_stored(content: dict[str, Any]) -> dict[str, Any]:  # Any: values of a page
    """Return what a page shows as the database gives it back."""
    return json.loads(json.dumps(content))


def announce(record: Publishable, codes: Sequence[str], *, at: dt.datetime) -> str:
    """Keep what has become public by itself at its moment; return what the change log gives as the reason."""
    versions = waiting_versions(record, codes)
    kept = keep_each(record, versions, at=at)
    return next((edition.note for edition in kept if edition.note), "")


def keep_each(record: Publishable, versions: Mapping[str, Version], *, at: dt.datetime) -> list[Edition]:
    """Keep one edition for each of these languages that can be read, all under the next number."""
    keeping = record_type(record).keeping
    readable = [code for code in versions if record.is_available_in(code)]
    if keeping is None or not readable:
        return []
    newest = None if record.is_begun else Edition.objects.filter(record=record.pk).aggregate(number=Max("number"))["number"]
    made = []
    for code in readable:
        with translation.override(code):
            content = keeping.keep(record, code)
        made.append(
            Edition(
                record=record.pk,
                kind=record_type(record).kind,
                language=code,
                number=(newest or 0) + 1,
                at=at,
                note=getattr(versions[code], f"public_note_{code}"),
                content=content,
                version=versions[code],
            )
        )
    return Edition.objects.bulk_create(made)


def waiting_versions(record: Publishable, codes: Iterable[str]) -> dict[str, Version]:
    """Return, for each of these languages, the version of its newest publication."""
    found: dict[str, Version] = {}
    for version in Version.objects.filter(record=record.pk, published=True).defer("data").order_by("-number")[:SOUGHT]:
        for code in codes:
            if code in version.languages:
                found.setdefault(code, version)
    return found


def close(record: Publishable, codes: Iterable[str]) -> None:
    """Take the editions of these languages from the public for good: their text was withdrawn."""
    Edition.objects.filter(record=record.pk, language__in=codes, is_withdrawn=False).update(is_withdrawn=True)


def reason(public_note: PublicNote | None, codes: Iterable[str]) -> str:
    """Return what the change log gives as the reason of a publication in these languages: the first note there is."""
    return next((note for code in codes if (note := (public_note or {}).get(code, ""))), "")


def open_in(record: Publishable, language: str) -> QuerySet[Edition]:
    """Return the published versions that the public may read in a language, newest first, without their texts."""
    if not record.is_available_in(language):
        return Edition.objects.none()
    return open_versions(record.pk, language).defer("content")


def open_versions(record: uuid.UUID | Given, language: str) -> QuerySet[Edition]:
    """Return the versions of a record in a language that nobody took back, newest first."""
    return Edition.objects.filter(record=record, language=language, is_withdrawn=False).order_by("-number")


@lru_cache
def newest_in(language: str) -> Prepared:
    """Return the query for the newest two versions of a record in a language: when they were made, and their numbers."""
    return Prepared(open_versions(Given("record", UUIDField()), language).values_list("at", "number")[:2])


def address(record: Publishable, language: str, number: int | None = None) -> str:
    """Return the address of a published version, or of their list."""
    name, slug = record_type(record).url_name, record.slug_in(language)
    if number is None:
        return navigation.address(f"{name}_versions", language, slug=slug)
    return navigation.address(f"{name}_version", language, slug=slug, number=number)


@dataclass(frozen=True, slots=True)
class Past:
    """What the page of a record says of its versions."""

    # When the newest version that can be read was made, and its number, 0 if none was kept.
    made: dt.datetime | None = None
    number: int = 0
    # The address of their list, "" unless there is an earlier one.
    url: str = ""


def past(record: Publishable, language: str) -> Past:
    """Return what the page of a record says of its versions. One query."""
    kept = list(newest_in(language).tuples(record=record.pk)) if record.is_available_in(language) else []
    if not kept:
        return Past()
    at, number = kept[0]
    return Past(made=at, number=number, url=address(record, language) if len(kept) > 1 else "")


def newest(record: Publishable, language: str) -> int:
    """Return the number of the newest version that the public may read in a language, 0 if there is none. One query."""
    return open_in(record, language).values_list("number", flat=True).first() or 0


@dataclass(frozen=True)
class Shown:
    """A published version as pages name it."""

    number: int
    date: str
    iso: str
    note: str
    url: str
    # Whether this is the text that stands at the record's own address.
    is_current: bool
    # As one quotes it: title, version, site; the address follows. Empty in lists.
    citation: str = ""
    permanent_url: str = ""


def shown(record: Publishable, edition: Edition, *, newest: int, site: SiteSettings | None = None) -> Shown:
    """Return what pages say of a version; with the settings of the site, also how one quotes it."""
    language = edition.language
    printed = dates.printed(edition.at, language)
    url = address(record, language, edition.number)
    parts = [edition.content.get("title", ""), _("version of %(date)s") % {"date": printed.text}, site.name] if site else []
    return Shown(
        number=edition.number,
        date=printed.text,
        iso=printed.iso,
        note=edition.note,
        url=url,
        is_current=edition.number == newest,
        citation=", ".join(part for part in parts if part),
        permanent_url=navigation.absolute(url),
    )
