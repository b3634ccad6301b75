"""Notices as their person reads them: what each says, and where it leads, as far as the person may open the record now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User as Account
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing import languages
from publishing.models import DeskNotice
from publishing.presence import name_of
from publishing.publishable import Publishable
from publishing.registry import by_kind
from publishing.rights import as_seen_by, may_open

Kind = DeskNotice.Kind


@dataclass(frozen=True)
class Said:
    """A notice in words; without an address, its record may not be opened any more."""

    notice: DeskNotice
    text: str
    address: str = ""


def told(person: Account, notices: Sequence[DeskNotice]) -> list[Said]:
    """Return what notices to one person say. One query for each kind of record among them."""
    records = records_of(notices)
    return [said(person, notice, records.get((notice.record_kind, notice.record))) for notice in notices]


def records_of(notices: Sequence[DeskNotice]) -> dict[tuple[str, UUID], Publishable]:
    """Return the records that notices are about, by kind and key."""
    keys: defaultdict[str, set[UUID]] = defaultdict(set)
    for notice in notices:
        keys[notice.record_kind].add(notice.record)
    return {(kind, record.pk): record for kind, found in keys.items() for record in by_kind(kind).model._default_manager.filter(pk__in=found)}


def said(person: Account, notice: DeskNotice, record: Publishable | None) -> Said:
    """Return what one notice says."""
    if record is None or not may_open(person, record):
        return Said(notice, _("This is about a text that you cannot open any more."))
    seen = as_seen_by(person, record)
    title = seen.working_title or seen.title_in(languages.active())[0] or _("untitled")
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    return Said(notice, in_words(notice) % {"name": name_of(notice.actor) if notice.actor else "", "title": title}, address)


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
