"""People, offices, posts, tenures and places of the read API as Popolo has them: Person, Organization, Post, Membership, Area.

Popolo (popoloproject.com) has one text where we have one by language, and dates as YYYY, YYYY-MM or YYYY-MM-DD. What it has no word for
stands beside, in members of ours: `…_edtf` is a date that is less or more than such a one, the others are called as in our own JSON.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actors import wording
from actors.models import Office, Place, Post, Tenure
from publishing import languages
from publishing.api.formats import Format, Json
from publishing.fields.richtext import plain_text

MEDIA_TYPE = "application/vnd.popolo+json"
ABOUT = {"url": "https://www.popoloproject.com/specs/"}
# A row of our own JSON.
Row = Mapping[str, Any]


class PopoloFormat(Format):
    """One kind of record as Popolo has it. A child names the list, and writes one object from the record and its row."""

    media_type, format = MEDIA_TYPE, "popolo"
    # How collections call it.
    plural = ""

    def described(self, view: Any, *, is_page: bool) -> Json:  # Any: a view
        """Describe what is sure of every object; Popolo says the rest."""
        del view
        found = {"type": "object", "description": f"Popolo: {(self.__doc__ or '').strip()}", "externalDocs": ABOUT}
        one = {**found, "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}}
        address = {"type": ["string", "null"], "format": "uri"}
        many = {self.plural: {"type": "array", "items": one}, "next": address, "previous": address}
        return {**found, "required": list(many), "properties": many} if is_page else one

    def one(self, record: Any, view: Any) -> Json:  # Any: a record, the view that found it
        """Return an object."""
        return filled(self.written(record, view.get_serializer(record).data, language_of(view)))

    def page(self, records: Sequence[Any], view: Any) -> Json:  # Any: as above
        """Return a page of them, with the ways to others."""
        rows, language = view.get_serializer(records, many=True).data, language_of(view)
        found = [filled(self.written(record, row, language)) for record, row in zip(records, rows, strict=True)]
        return {self.plural: found, "next": view.paginator.next, "previous": view.paginator.previous}

    def written(self, record: Any, row: Row, language: str) -> Json:  # Any: a record
        """Return an object, with what is empty."""
        raise NotImplementedError


class PersonFormat(PopoloFormat):
    """A person who has a public page."""

    plural = "persons"

    def written(self, record: Any, row: Row, language: str) -> Json:
        """Return a person."""
        del record
        also = [{"name": each["name"], "note": ", ".join(filter(None, (each["kind"], each["language"])))} for each in row["other_names"]]
        portrait = row.get("portrait")
        return {
            "id": row["id"],
            "name": text(row["name"], language),
            "other_names": [*in_others(row["name"], language), *also],
            "sort_name": text(row["sort_name"], language),
            "identifiers": [{"scheme": each["scheme"], "identifier": each["value"]} for each in row["identifiers"]],
            **dates(row, birth_date="born", death_date="died"),
            "image": text(portrait["url"], language) if portrait else None,
            "summary": text(row["summary"], language),
            "biography": plain_text(text(row.get("biography", {}), language)),
            "links": [*pages(row), *({"url": each["url"], "note": each["scheme"]} for each in row["identifiers"] if each["url"])],
            **moments(row),
        }


class OrganizationFormat(PopoloFormat):
    """An office: an institution or a unit of one. `recognition` and the mark in its name say what its status is."""

    plural = "organizations"

    def written(self, record: Office, row: Row, language: str) -> Json:
        """Return an organization."""
        name = wording.office_name(record, language)[0]
        also = [{"name": each["name"], "note": each["language"], **dates(each, of="period")} for each in row.get("other_names", [])]
        plain = [{"name": text(row["name"], language), "note": "unmarked"}] if name != text(row["name"], language) else []
        return {
            "id": row["id"],
            "name": name,
            "other_names": [*plain, *in_others(row["name"], language), *map(filled, also)],
            "classification": row["kind"],
            "parent_id": row["parent"],
            "area_id": row["place"],
            "abstract": text(row["summary"], language),
            "description": plain_text(text(row.get("description", {}), language)),
            **dates(row, founding_date="existed_from", dissolution_date="existed_to"),
            "links": pages(row),
            **moments(row),
            "recognition": row["recognition"],
            "existence": row["existence"],
        }


class PostFormat(PopoloFormat):
    """A position that exists independent of the person who holds it."""

    plural = "posts"

    def rows(self, queryset: Any) -> Any:  # Any: a queryset
        """Read the office along, whose mark the title carries."""
        return queryset.select_related("office")

    def written(self, record: Post, row: Row, language: str) -> Json:
        """Return a post."""
        return {
            "id": row["id"],
            "label": wording.post_title(record, language)[0],
            "other_labels": in_others(row["marked_title"], language),
            "role": text(row["title"], language),
            "organization_id": str(row["office"]),
            **dates(row, start_date="existed_from", end_date="existed_to"),
            "seats": row["seats"],
            "deputy_to": str(row["deputy_to"]) if row["deputy_to"] else None,
            "existence": row["existence"],
        }


class MembershipFormat(PopoloFormat):
    """A person holding a post. Without an end it need not go on: `end_status` says whether it does."""

    plural = "memberships"

    def rows(self, queryset: Any) -> Any:  # Any: a queryset
        """Read the post and its office along."""
        return queryset.select_related("post__office")

    def written(self, record: Tenure, row: Row, language: str) -> Json:
        """Return a membership. Whoever has no public page is named in it, and has no id."""
        person = {"person_id": row["actor"]["id"]} if row["actor"]["id"] else {"person": {"name": text(row["actor"]["name"], language)}}
        return {
            "id": row["id"],
            **person,
            "post_id": str(row["post"]),
            "organization_id": str(record.post.office_id),
            "role": wording.tenure_title(record, language)[0],
            "label": row["title_as_printed"],
            **dates(row, start_date="start", end_date="end"),
            "sources": [filled({"url": each["url"] or each["archived_url"], "note": each["title"]}) for each in row["sources"]],
            "end_status": row["end_status"],
            "end_reason": row["end_reason"],
            "is_acting": row["is_acting"],
        }


class AreaFormat(PopoloFormat):
    """A country, a region or a settlement. `mark` says what its status is."""

    plural = "areas"

    def written(self, record: Place, row: Row, language: str) -> Json:
        """Return an area."""
        del record
        point = row["latitude"] is not None and row["longitude"] is not None
        return {
            "id": row["id"],
            "name": text(row["name"], language),
            "other_names": in_others(row["name"], language),
            "classification": row["kind"],
            "parent_id": row["parent"],
            "geometry": {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]} if point else None,
            "links": pages(row),
            **moments(row),
            "mark": row["mark"],
            "status_note": text(row["status_note"], language),
        }


def language_of(view: Any) -> str:  # Any: a view
    """Return the language that is asked for, else the first of the site."""
    return view.asked.said("lang") or languages.codes()[0]


def text(value: Mapping[str, str], language: str) -> str:
    """Return a value by language in this one, else in the first there is."""
    return next((value[code] for code in languages.preference(language) if code in value), "")


def in_others(value: Mapping[str, str], language: str) -> list[Json]:
    """Return a name in the other languages, each noted."""
    shown = next((code for code in languages.preference(language) if code in value), "")
    return [{"name": name, "note": code} for code, name in value.items() if code != shown]


def pages(row: Row) -> list[Json]:
    """Return the pages of a record."""
    return [{"url": address, "note": code} for code, address in row["url"].items()]


def moments(row: Row) -> Json:
    """Return when a record appeared and last changed."""
    return {"created_at": row["first_published_at"], "updated_at": row["updated_at"]}


def dates(row: Row, **names: str) -> Json:
    """Return dates of a row under the names of Popolo; what these cannot hold stands beside them. `of` parts a period into its ends."""
    found: Json = {}
    for name, member in names.items():
        known = row[member]
        if known is None:
            continue
        if name == "of":
            first, _slash, last = known["edtf"].partition("/")
            found |= {"start_date": plain(first), "end_date": plain(last or first), "period_edtf": known["edtf"]}
            continue
        found[name] = reduced(known["earliest"], known["latest"])
        if found[name] != known["edtf"]:
            found[f"{name}_edtf"] = known["edtf"]
    return found


def reduced(earliest: str | None, latest: str | None) -> str | None:
    """Return a date as exactly as it is known, in the precisions that Popolo has: the day, the month or the year in which it surely lies."""
    if not earliest or not latest:
        return None
    return next((earliest[:length] for length in (10, 7, 4) if earliest[:length] == latest[:length]), None)


def plain(edge: str) -> str | None:
    """Return the end of a period without its marks; None where it is open or unknown."""
    known = re.match(r"\d{4}(-\d\d){0,2}", edge)
    return known[0] if known else None


def filled(found: Json) -> Json:
    """Return an object without what is empty."""
    return {name: value for name, value in found.items() if value not in (None, "", [])}
