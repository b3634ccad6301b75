"""The addresses of exports."""

from http import HTTPStatus
from types import ModuleType

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from chronicle.chronology_page import chronologies_by
from chronicle.exports import calendars, maps, parts, tables, timelines
from chronicle.exports.chosen import chosen_by
from chronicle.filters import EventFilter, filtered
from chronicle.models import Chronology
from publishing import exports, languages, navigation
from publishing.opening import live_record

FORMATS: dict[str, ModuleType] = {module.NAME: module for module in (calendars, timelines, maps, tables)}


@require_safe
def export(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Answer the events of a chronology as a file; 301 at addresses of the past, 410 for a chronology that was taken back."""
    found = live_record(request, slug, Chronology, chronologies_by)
    if not isinstance(found, Chronology):
        # Whatever stands in its place is for programs of other sites too.
        found.headers["Access-Control-Allow-Origin"] = "*"
        return found
    here = f"{navigation.record_address(found, languages.active())}{name}"
    if request.path != here:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{here}?{query}" if query else here, headers={"Access-Control-Allow-Origin": "*"})
    filters = filtered(request, found, languages.active())
    if not filters.is_valid():
        return refused(filters)
    chosen = chosen_by(request, found, filters)
    kind = FORMATS[name]
    is_large = len(chosen.rows.order_by().values_list("pk")[: parts.PIECE + 1]) > parts.PIECE
    stem, _dot, ending = name.rpartition(".")
    file_name = f"{found.slug_in(chosen.language)}-{stem}.{ending}"
    return exports.answer(request, lambda file: kind.write(file, chosen), name=file_name, content_type=kind.CONTENT_TYPE, is_large=is_large)


def refused(filters: EventFilter) -> HttpResponse:
    """Return what is wrong with a question, in words."""
    said = [f"{filters.form.fields[name].label}: {message}" for name, messages in filters.form.errors.items() for message in messages]
    headers = {"Access-Control-Allow-Origin": "*"}
    return HttpResponse("\n".join([*said, ""]), status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8", headers=headers)
