"""Notices as their person reads them: what each says, and where it leads, as far as the person may open the record now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User as Account
from django.utils.translation import gettext as _

from publishing import seen
from publishing.models import DeskNotice
from publishing.presence import name_of
from publishing.publishable import Publishable

Kind = DeskNotice.Kind


@dataclass(frozen=True)
class Said:
    """A notice in words; without an address, its record may not be opened any more."""

    notice: DeskNotice
    text: str
    address: str = ""


def told(person: Account, notices: Sequence[DeskNotice]) -> list[Said]:
    """Return what notices to one person say. One query."""
    records = seen.records([(notice.record_kind, notice.record) for notice in notices], person)
    return [said(notice, records.get(notice.record)) for notice in notices]


def said(notice: DeskNotice, record: Publishable | None) -> Said:
    """Return what one notice says, with its record as its person may see it."""
    if record is None:
        return Said(notice, _("This is about a text that you cannot open any more."))
    title = record.desk_title or _("untitled")
    return Said(notice, in_words(notice) % {"name": name_of(notice.actor) if notice.actor else "", "title": title}, seen.form_url(record))


def in_words(notice: DeskNotice) -> str:
    """Return the sentence of a notice, with places for a name and a title."""
    if notice.actor is None:
        return {
            Kind.MENTIONED: _("There is a new comment by a review link on “%(title)s”."),
            Kind.OVERDUE: _("The review of “%(title)s” is overdue."),
            Kind.FAILED: _("What you scheduled for “%(title)s” could not be done."),
            Kind.PUBLISHED: _("“%(title)s” is published."),
        }.get(Kind(notice.kind), _("Something happened to “%(title)s”."))
    return {
        Kind.ASSIGNED: _("%(name)s asks you to review “%(title)s”."),
        Kind.RETURNED: _("%(name)s returned “%(title)s” to you."),
        Kind.APPROVED: _("%(name)s approved “%(title)s”."),
        Kind.MENTIONED: _("%(name)s names you in a comment on “%(title)s”."),
        Kind.PUBLISHED: _("%(name)s published “%(title)s”."),
    }.get(Kind(notice.kind), _("Something happened to “%(title)s”."))
