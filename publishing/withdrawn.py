"""What the address of a withdrawn record tells: what the editor allowed, and nothing else."""

from dataclasses import dataclass

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
    where = navigation.record_addresses(record)
    context = {"gone": gone(record, languages.active()), **navigation.head(where, available=(), robots="noindex")}
    return render(request, "410.html", context, status=410)


def gone(record: Publishable, language: str) -> Gone:
    """Return what may be said about a withdrawn record in `language`."""
    notice = Withdrawal.objects.filter(record=record.pk).first()
    if notice is None:
        return Gone()
    printed = dates.printed(notice.at, language) if notice.show_date else dates.Printed("", "")
    title, title_lang = languages.filled(record, record.title_field, language) if notice.show_title else ("", language)
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
