"""What the address of a withdrawn record tells: what the editor allowed, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from publishing import dates, languages, navigation
from publishing.models import Withdrawal
from publishing.publishable import Publishable
from publishing.registry import by_kind


@dataclass(frozen=True)
class Successor:
    """The record to read instead."""

    title: str
    lang: str
    url: str


@dataclass(frozen=True)
class Gone:
    """The notice as the page prints it; empty where the editor allowed nothing."""

    date: str = ""
    iso: str = ""
    title: str = ""
    title_lang: str = ""
    reason: str = ""
    reason_lang: str = ""
    successor: Successor | None = None


def answer(request: HttpRequest, record: Publishable) -> HttpResponse:
    """Return the page that stands at a withdrawn record's address: 410, in the reader's language."""
    return page(request, gone(record.pk, languages.active(), record), navigation.record_addresses(record))


def answer_erased(request: HttpRequest, name: str, slug: str, key: UUID) -> HttpResponse:
    """Return the page that stands at the address of a record that was public and is deleted for ever; `name` is that of its page."""
    return page(request, gone(key, languages.active()), navigation.addresses(name, slug=slug))


def page(request: HttpRequest, notice: Gone, where: Mapping[str, str]) -> HttpResponse:
    """Return the notice as a page that no search engine keeps."""
    return render(request, "410.html", {"gone": notice, **navigation.head(where, available=(), robots="noindex")}, status=410)


def gone(key: UUID, language: str, record: Publishable | None = None) -> Gone:
    """Return what may be said in `language` about a record that is no longer public; of one that is deleted there is no title."""
    notice = Withdrawal.objects.filter(record=key).first()
    if notice is None:
        return Gone()
    printed = dates.printed(notice.at, language) if notice.show_date else dates.Printed("", "")
    title, title_lang = languages.filled(record, record.title_field, language) if record and notice.show_title else ("", language)
    reason, reason_lang = languages.filled(notice, "reason", language)
    return Gone(
        date=printed.text,
        iso=printed.iso,
        title=title,
        title_lang=languages.other(title_lang, language),
        reason=reason,
        reason_lang=languages.other(reason_lang, language),
        successor=successor(notice, language),
    )


def successor(notice: Withdrawal, language: str) -> Successor | None:
    """Return the record to read instead, while it is live."""
    if notice.successor is None:
        return None
    records = by_kind(notice.successor_kind).model._default_manager.all()
    record = records.live().filter(pk=notice.successor).first()  # type: ignore[attr-defined]  # every record type has this queryset
    if record is None:
        return None
    title, title_lang = record.title_in(language)
    return Successor(title=title, lang=languages.other(title_lang, language), url=navigation.record_address(record, language))
