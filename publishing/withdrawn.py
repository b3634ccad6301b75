"""What the addresses of a withdrawn text tell: what the editor allowed, and nothing else."""

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
    # Which record it is.
    kind: str
    key: UUID


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

    def __bool__(self) -> bool:
        return any((self.date, self.title, self.reason, self.successor))


def answer(request: HttpRequest, name: str, slug: str, key: UUID) -> HttpResponse:
    """Return the page that stands at an address of a record that was public: 410, in the reader's language.

    `name` is that of the record's page. In another language it stands at the same slug, since that one's own tells a title.
    """
    return page(request, gone(key, languages.active()), navigation.addresses(name, slug=slug))


def page(request: HttpRequest, notice: Gone, where: Mapping[str, str], *, template: str = "410.html") -> HttpResponse:
    """Return the notice as a page that no search engine keeps; `template` extends 410.html where it says more."""
    return render(request, template, {"gone": notice, **navigation.head(where, available=(), robots="noindex")}, status=410)


def gone(key: UUID, language: str) -> Gone:
    """Return what may be said in `language` of a record that is no longer public in any."""
    told = {notice.language: notice for notice in Withdrawal.objects.filter(record=key)}
    return next((said(told[code], language) for code in languages.preference(language) if code in told), Gone())


def gone_in(record: Publishable, language: str) -> Gone:
    """Return what may be said of the text in `language`, taken back while the record can be read in another one."""
    notice = Withdrawal.objects.filter(record=record.pk, language=language).first()
    return said(notice, language) if notice else Gone()


def said(notice: Withdrawal, language: str) -> Gone:
    """Return a notice as pages in `language` print it."""
    printed = dates.printed(notice.at, language) if notice.show_date else dates.Printed("", "")
    reason, reason_lang = languages.filled(notice, "reason", language)
    return Gone(
        date=printed.text,
        iso=printed.iso,
        title=notice.title,
        title_lang=languages.other(notice.language, language),
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
    address = navigation.record_address(record, language)
    return Successor(title=title, lang=languages.other(title_lang, language), url=address, kind=notice.successor_kind, key=record.pk)
