"""Lists of the read API as tables (CSV, RFC 4180): one row an object, in UTF-8, with no cell that a spreadsheet would compute.

A column is a member of the objects as JSON has them, its name the way there: `title_en`, `tags_label_en`. Of several objects in one member
each column holds all, with ` | ` between them, in one order. The columns follow from the types of the members, so that none comes or
goes with what is in the list.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, BinaryIO, ClassVar, get_args, get_origin, get_type_hints, is_typeddict

from django.http.response import HttpResponseBase
from drf_spectacular.drainage import get_override
from rest_framework import serializers

from publishing import exports, languages, site
from publishing.api.formats import Format, Json
from publishing.api.paging import Pages
from publishing.api.problems import answer as problem
from publishing.api.shapes import DateData
from publishing.api.texts import ByLanguage
from publishing.cells import BOM, joined, neutral
from publishing.feeds import rights

# So many rows are read and written at a time.
PART = 500
# A list with more rows than this is a large file: each process makes one of these at a time.
LARGE = 200
# The way from an object to a value in it.
Way = tuple[str, ...]


class TableFormat(Format):
    """The whole list that the filters leave, as a table: no page of it, and every language."""

    media_type, format = "text/csv", "csv"
    without = ("fields", "expand", "lang", "limit", "cursor")
    is_for_one = False
    content_type: ClassVar[str] = "text/csv; charset=utf-8; header=present"

    def described(self, view: Any, *, is_page: bool) -> Json:  # Any: a view
        """Name the columns."""
        del is_page
        names = [*columns_of(view.get_serializer()), "rights"]
        return {"type": "string", "description": f"All that the filters leave, a row each (RFC 4180). Columns: {', '.join(names)}."}

    def answer(self, view: Any) -> HttpResponseBase:  # Any: a view
        """Answer the table; 429 while this process makes another large one."""
        request = view.request._request
        rows = view.filter_queryset(view.get_queryset())
        first = part(rows, view)
        write = partial(self.write, view=view, rows=rows, first=first)
        name = request.path.strip("/").rpartition("/")[2]
        response = exports.answer(request, write, name=f"{name}.csv", content_type=self.content_type, is_large=len(first) > LARGE)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            headers = {"Retry-After": response.headers["Retry-After"], "Cache-Control": "no-store"}
            return problem(HTTPStatus.TOO_MANY_REQUESTS, "Another large file is being made. Ask again in a moment.", headers)
        return response

    def write(self, file: BinaryIO, *, view: Any, rows: Any, first: Sequence[Any]) -> None:  # Any: a view, a queryset
        """Write the table, in as much memory as one part of it takes."""
        ways, terms = columns_of(view.get_serializer()), terms_of(view)
        file.write(header(ways))
        while True:
            file.write(rows_of(view.get_serializer(first, many=True).data, ways, terms))
            if len(first) < PART:
                return
            first = part(rows, view, behind=first[-1])


def terms_of(view: Any) -> str:  # Any: a view
    """Return the terms under which the site gives what a view answers."""
    return rights(site.of(view.request._request))


def header(ways: Mapping[str, Way]) -> bytes:
    """Return how a table begins: with the names of its columns."""
    return BOM.encode() + lines([[*ways, "rights"]])


def rows_of(objects: Iterable[Any], ways: Mapping[str, Way], terms: str) -> bytes:  # Any: JSON
    """Return the lines of a table that hold these objects."""
    return lines([*(neutral(value_at(found, way)) for way in ways.values()), neutral(terms)] for found in objects)


def lines(cells: Iterable[Sequence[str]]) -> bytes:
    """Return rows of cells as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(cells)
    return text.getvalue().encode()


def part(rows: Any, view: Any, behind: Any = None) -> list[Any]:  # Any: a queryset, a view, a row
    """Return so many rows of a list, behind one of it."""
    pages = Pages()
    pages.order = view.order
    values = [] if behind is None else [getattr(behind, name.lstrip("-")) for name in view.order]
    return list(pages.beyond(rows, values, back=False)[:PART])


def columns_of(serializer: serializers.BaseSerializer) -> dict[str, Way]:
    """Return {column: the way to its value} for the objects that a serializer makes."""
    return dict(columns_in(serializer))


def columns_in(serializer: Any, name: str = "", way: Way = ()) -> Iterator[tuple[str, Way]]:  # Any: a serializer
    """Yield the columns of an object that stands somewhere in another one."""
    for member, field in getattr(serializer, "child", serializer).fields.items():
        yield from columns_for(type_of(field), extended(name, member), (*way, member))


def type_of(field: Any) -> Any:  # Any: a field; a type, or a serializer
    """Return what a field holds: as a type, or as the serializer that makes it."""
    if isinstance(field, serializers.SerializerMethodField):
        method = getattr(field.parent, str(field.method_name))
        return get_override(method, "field") or get_type_hints(method).get("return")
    return field if isinstance(field, serializers.BaseSerializer) else getattr(field, "shape", str)


def columns_for(hint: Any, name: str, way: Way) -> Iterator[tuple[str, Way]]:  # Any: a type, or a serializer
    """Yield the columns for a value of a type."""
    some = [each for each in get_args(hint) if each is not type(None)]
    if isinstance(hint, serializers.BaseSerializer):
        yield from columns_in(hint, name, way)
    elif hint is ByLanguage:
        yield from ((extended(name, code), (*way, code)) for code in languages.codes())
    elif is_typeddict(hint):
        for member, each in get_type_hints(hint).items():
            # A date stands in the column of its name, the days between which it lies in two beside it.
            known = name if hint is DateData and member == "edtf" else extended(name, member)
            yield from columns_for(each, known, (*way, member))
    elif get_origin(hint) is list or type(None) in get_args(hint):
        yield from columns_for(some[0], name, way)
    else:
        yield name, way


def extended(name: str, member: str) -> str:
    """Return the name of a column a step further on."""
    return f"{name}_{member}" if name else member


def value_at(found: Any, way: Way) -> str:  # Any: JSON
    """Return what stands at the end of a way, as a cell."""
    if isinstance(found, list):
        return joined([value_at(each, way) for each in found])
    if way:
        return value_at(found.get(way[0]), way[1:]) if found is not None else ""
    if isinstance(found, dict):
        return joined([f"{name}: {value}" for name, value in found.items()])
    if isinstance(found, bool):
        return "yes" if found else "no"
    return "" if found is None else str(found)
