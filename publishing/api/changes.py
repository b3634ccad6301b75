"""The change log in the read API: what changed in public, in the order of commits, with what is gone for ever after."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, TypedDict

from django.db.models import CharField, Value
from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publishing import changes, languages
from publishing.api.addresses import api_address
from publishing.api.filters import Asked, Choice, Number
from publishing.api.formats import Format, Json
from publishing.api.tables import TableFormat, Way, columns_for, header, rows_of, terms_of
from publishing.api.texts import ByLanguage, utc
from publishing.api.viewsets import AnswerView
from publishing.models import Change
from publishing.navigation import absolute, record_address
from publishing.publishable import Publishable
from publishing.registry import by_kind, record_types

MOST, USUALLY = 1000, 100


class ObjectData(TypedDict):
    """What changed. It has `url` for the languages in which it can be read now; nothing of what is gone tells its title."""

    id: str
    type: str
    api_url: str
    url: ByLanguage
    # Of what was merged: the record that has its text now.
    into: str | None


class ChangeData(TypedDict):
    """One public change."""

    sequence: int
    kind: Change.Kind
    object: ObjectData
    languages: list[str]
    reason: str
    at: dt.datetime


class ChangesData(TypedDict):
    """A slice of the change log: ask again with `after=` and the number in `last`; `next` is null once all is read."""

    head: int
    last: int
    next: str | None
    results: list[ChangeData]


def kinds() -> list[str]:
    """Return the types of records there are."""
    return [known.kind for known in record_types()]


class ChangeParameters(Asked):
    """What the change log can be asked."""

    after = Number("The last number that was read: `last` of the answer before. Without it, from the very first change.", example=120)
    limit = Number("How many at most.", least=1, most=MOST, example=USUALLY)
    type = Choice("Only changes of this type of record.", words=kinds)


class ChangesTable(Format):
    """The same slice of the log as a table, a row a change; the way to what is left of it stands in the header `Link`."""

    media_type, format = TableFormat.media_type, TableFormat.format

    def described(self, view: Any, *, is_page: bool) -> Json:  # Any: a view
        """Name the columns."""
        del view, is_page
        return {"type": "string", "description": f"The same slice, a row each (RFC 4180). Columns: {', '.join([*columns_of_changes(), 'rights'])}."}

    def slice(self, view: Any, data: ChangesData, headers: dict[str, str]) -> HttpResponse:  # Any: a view
        """Answer a slice."""
        ways = columns_of_changes()
        named = {"Content-Disposition": 'attachment; filename="changes.csv"', **headers}
        return HttpResponse(header(ways) + rows_of(data["results"], ways, terms_of(view)), content_type=TableFormat.content_type, headers=named)


def columns_of_changes() -> dict[str, Way]:
    """Return {column: the way to its value} for changes."""
    return dict(columns_for(ChangeData, "", ()))


class ChangesView(AnswerView):
    """Every public change, in the order of commits.

    Whoever asks with the last number that was read misses nothing, however many publish at once: a number is given under a lock that
    is held until the commit. What was withdrawn or deleted stays in the log for ever, without its title.
    """

    kind = "change"
    shape = ChangesData
    parameters_of_one = ChangeParameters
    renderer_classes = (JSONRenderer, ChangesTable)

    def get(self, request: Request) -> Response | HttpResponse:
        """Return the changes behind a number. Two queries, besides that of the head."""
        # Read first, by the middleware: whatever has a smaller number is committed.
        head = getattr(request._request, "change_head", None) or changes.head()
        after, limit = self.asked.said("after") or 0, self.asked.said("limit") or USUALLY
        rows = Change.objects.seen_from_now().filter(sequence__gt=after, sequence__lte=head.sequence)
        kind = self.asked.said("type")
        found = list((rows.filter(record_kind=kind) if kind else rows)[: limit + 1])
        shown, there_is_more = found[:limit], len(found) > limit
        last = shown[-1].sequence if there_is_more else max(after, head.sequence)
        own = "".join(f"&{name}={said}" for name, said in (("type", kind), ("format", request.query_params.get("format"))) if said)
        query = f"after={last}&limit={limit}{own}"
        following = absolute(f"{request.path}?{query}") if there_is_more else None
        link = {"Link": f'<{following}>; rel="next"'} if following else {}
        answer: ChangesData = {"head": head.sequence, "last": last, "next": following, "results": told(shown)}
        form = request.accepted_renderer
        return form.slice(self, answer, link) if isinstance(form, ChangesTable) else Response(answer, headers=link)


def told(rows: Sequence[Change]) -> list[ChangeData]:
    """Return changes (`seen_from_now`) for partners, with the addresses of what is public now."""
    live = live_records(rows)
    return [
        {
            "sequence": row.sequence,
            "kind": Change.Kind(row.kind),
            "object": told_object(row, live.get(row.record)),
            "languages": row.languages,
            "reason": reason_of(row, live.get(row.record)),
            "at": utc(row.at),  # type: ignore[typeddict-item]  # as JSON has it
        }
        for row in rows
    ]


def reason_of(row: Change, record: Publishable | None) -> str:
    """Return why something changed. It may quote the text, so it stands where that stands; that of a withdrawal is what readers are told."""
    stands = record is not None and not row.is_past
    return row.reason if stands or row.kind == Change.Kind.WITHDRAWN else ""


def told_object(row: Change, record: Publishable | None) -> ObjectData:
    """Return what a change is about."""
    url = ByLanguage({code: absolute(record_address(record, code)) for code in record.available_languages} if record is not None else {})
    into = str(row.into) if row.into else None
    return {"id": str(row.record), "type": row.record_kind, "api_url": api_address(row.record_kind, row.record), "url": url, "into": into}


def live_records(rows: Sequence[Change]) -> dict[uuid.UUID, Publishable]:
    """Return the records of these changes that the public sees now, with what their addresses need. One query for all types."""
    keys: dict[str, set[uuid.UUID]] = {}
    known = set(kinds())
    for row in rows:
        if row.record_kind in known:
            keys.setdefault(row.record_kind, set()).add(row.record)
    if not keys:
        return {}
    first, *others = [addresses_of(kind, some) for kind, some in keys.items()]
    found: dict[uuid.UUID, Publishable] = {}
    for kind, *values in first.union(*others, all=True) if others else first:
        model = by_kind(kind).model
        record = model(**dict(zip(columns(model), values, strict=True)))
        found[record.pk] = record
    return found


def addresses_of(kind: str, keys: set[uuid.UUID]) -> Any:  # Any: a queryset of tuples
    """Return the query for the kind of some records, and for what their addresses need, of those that the public sees."""
    model = by_kind(kind).model
    rows: Any = model._default_manager.all()
    rows = rows.live().with_profile() if hasattr(rows, "with_profile") else rows.live()
    return rows.filter(pk__in=keys).order_by().values_list(Value(kind, output_field=CharField()), *columns(model))


def columns(model: type[Publishable]) -> list[str]:
    """Return what the addresses of a record are made of, in one order for all types."""
    translated = (model.title_field, model.slug_field, "published_at", "available", "show_title")
    return ["id", "state", "live_at", *(f"{name}_{code}" for name in translated for code in languages.codes())]
