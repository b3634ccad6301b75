"""What stands at the public address of a record: the record with the head of its page, or the answer in its place."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from publishing import languages, navigation, shared_caches, withdrawn
from publishing.addresses import record_at
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.registry import record_type

Record = TypeVar("Record", bound=Publishable)
# Returns the query for the record with a given `value` in a column of which no two are alike, with all that its page needs.
By = Callable[[str], Prepared]


@dataclass(frozen=True)
class Opened(Generic[Record]):
    """A live record as a reader of `language` opened it, and what `base.html` needs to know of its page."""

    record: Record
    language: str
    head: dict[str, object]


def opened(request: HttpRequest, slug: str, model: type[Record], by: By | None = None, *, section: str = "") -> Opened[Record] | HttpResponse:
    """Return the record for its page, or the answer in its place: where it stands now (301), or that it was taken back (410).

    Http404 for what never was public. `by` reads the record; by default, its own columns only.
    """
    language = languages.active()
    record = live_record(request, slug, model, by)
    if isinstance(record, HttpResponse):
        return record
    where = navigation.record_addresses(record)
    if where[language] != request.path and not is_withdrawn_address(record, slug, language):
        return HttpResponsePermanentRedirect(where[language])
    head = navigation.head(
        where,
        section=section,
        canonical=where[record.language_for(language)],
        available=record.available_languages,
        robots="" if record.is_available_in(language) else "noindex",
    )
    return Opened(record, language, head)


def live_record(request: HttpRequest, slug: str, model: type[Record], by: By | None = None) -> Record | HttpResponse:
    """Return the live record that has or had `slug`, or the answer that it was taken back; Http404 if there never was one to see."""
    key, record = found(slug, model, by)
    if key is not None:
        shared_caches.shows(request, record_type(model).kind, key)
    # Of a record that was deleted for ever only the address is left.
    if key is not None and (record is None or record.is_gone):
        return withdrawn.answer(request, record_type(model).url_name, slug, key)
    if record is None or not record.is_live or record.hides(slug):
        raise Http404(_("Nothing has or had this address."))
    return record


def found(slug: str, model: type[Record], by: By | None = None) -> tuple[uuid.UUID | None, Record | None]:
    """Return (key, record), whatever its state, of what has `slug` in the page's language, or has or had it in any.

    One query where the slug is that of the page's language, as most are.
    """

    def first(column: str, value: object) -> Record | None:
        query = by(column) if by is not None else plainly(model, column)
        return next(iter(query.records(value=value)), None)

    slug_column = f"{model.slug_field}_{languages.active()}"
    if (record := first(slug_column, slug)) is not None:
        return record.pk, record
    key = record_at(record_type(model).kind, slug)
    return key, first("id", key) if key is not None else None


@lru_cache
def plainly(model: type[Publishable], column: str) -> Prepared:
    """Return the query for the record with a given value in a column, without what is around it."""
    return Prepared(model._default_manager.filter(**{column: Given("value", model._meta.get_field(column))}).order_by())


def is_withdrawn_address(record: Publishable, slug: str, language: str) -> bool:
    """Tell whether `slug` led to a text that was taken back. It answers, but nothing leads there any more: it may tell the title."""
    return slug == getattr(record, f"{record.slug_field}_{language}") and not getattr(record, f"{record.title_field}_{language}")
