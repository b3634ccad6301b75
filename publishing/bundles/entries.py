"""What is in a bundle, and who may know of it."""

import copy
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from publishing.models import Bundle, BundleItem, Draft
from publishing.models.bundles import BundleQuerySet
from publishing.pending import settled
from publishing.publishable import Publishable, State
from publishing.registry import by_kind, record_types
from publishing.rights import Anybody, User, as_seen_by, may, may_open, publishes
from publishing.seen import with_draft_titles
from publishing.workflow import TransitionError

# {key of a record: mark of what somebody has read of it}
Tokens = Mapping[uuid.UUID, str]
# Before the token of the draft in the mark of a record that is public.
PUBLIC = "public "


def mark(token: str, *, is_public: bool) -> str:
    """Return what names a record as it was read: its draft, and whether it was public, or about to be by itself."""
    return f"{PUBLIC}{token}" if is_public else token


def nothing_done() -> str:
    """Return what is said of a bundle that was refused for some of its records; beside each of them stands why."""
    return _("Nothing was done, for one record or more cannot go along.")


@dataclass(frozen=True)
class Entry:
    """A record in a bundle; None for one that is no more. `token` names its draft as it is now."""

    item: BundleItem
    record: Publishable | None
    token: str = ""

    @property
    def is_public(self) -> bool:
        """Whether the record is public, or about to be by itself."""
        return self.record is not None and self.record.state == State.PUBLISHED

    @property
    def mark(self) -> str:
        """What names the record as it is now."""
        return mark(self.token, is_public=self.is_public)

    @property
    def waits(self) -> bool:
        """Whether there is anything of it to publish."""
        return self.record is not None and (not self.is_public or bool(self.token) or self.record.is_scheduled)


@dataclass(frozen=True)
class Refusal:
    """Why one record of a bundle cannot be published."""

    record: Publishable | None
    reason: str

    def in_words(self, by: Anybody) -> str:
        """Return it as a sentence, as far as `by` may know the record."""
        return f"{name_of(self.record, by)}: {self.reason}"


class BundleRefusedError(TransitionError):
    """A bundle of which nothing is published, for what is wrong with some of its records."""

    def __init__(self, refusals: Sequence[Refusal], by: Anybody) -> None:
        super().__init__(" ".join(refusal.in_words(by) for refusal in refusals))
        self.refusals = list(refusals)


def name_of(record: Publishable | None, by: Anybody) -> str:
    """Return what somebody may call a record of a bundle."""
    if record is None:
        return _("a record that is no more")
    if not may_open(by, record):
        return _("a record that you may not open")
    seen = as_seen_by(by, copy.copy(record))
    return seen.desk_title or str(seen) or _("untitled")


def sees(by: Anybody, bundle: Bundle) -> bool:
    """Tell whether somebody works with a bundle: one's own, and everybody's for those who publish anything."""
    return bundle.by_id == by.pk or publishes_anything(by)


def publishes_anything(by: Anybody) -> bool:
    """Tell whether somebody may publish records of any type."""
    return any(publishes(by, known.model) for known in record_types())


def open_to(by: Anybody) -> BundleQuerySet:
    """Return the bundles, not published yet, that somebody may look at (twin of `sees`)."""
    if not (by.has_perm("publishing.view_bundle") or by.has_perm("publishing.change_bundle")):
        return Bundle.objects.none()
    found = Bundle.objects.open()
    return found if publishes_anything(by) else found.filter(by=by.pk)


def entries(bundle: Bundle, *, lock: bool = False) -> list[Entry]:
    """Return what is in a bundle, in its order. Two queries, and one for each kind of record; locked in the order of keys, as in every act."""
    items = list(bundle.items.all())
    found: dict[uuid.UUID, Publishable] = {}
    if lock:
        for item in sorted(items, key=lambda each: str(each.record)):
            record = by_kind(item.kind).model._default_manager.select_for_update().filter(pk=item.record).first()
            if record is not None:
                found[item.record] = settled(record)
    else:
        found = records(items)
    tokens = dict(Draft.objects.filter(record__in=list(found)).values_list("record", "token"))
    return [Entry(item, found.get(item.record), str(tokens.get(item.record, ""))) for item in items]


def records(items: Sequence[BundleItem]) -> dict[uuid.UUID, Publishable]:
    """Return {key: record} of rows of a bundle, of those that are there. One query for each kind of record."""
    found: dict[uuid.UUID, Publishable] = {}
    for kind in {item.kind for item in items}:
        known = with_draft_titles(by_kind(kind).model._default_manager.all())
        found |= known.in_bulk([item.record for item in items if item.kind == kind])
    return found


def open_bundle_of(record: Publishable) -> Bundle | None:
    """Return the open bundle that a record is in, or None."""
    return Bundle.objects.filter(items__record=record.pk, items__is_open=True).first()


def seen_by(bundle: Bundle, by: User) -> Bundle:
    """Return an open bundle as it is stored, locked. TransitionError if it is not open any more, or `by` may not work with it."""
    held = Bundle.objects.select_for_update().filter(pk=bundle.pk).first()
    if held is None or not sees(by, held) or not by.has_perm("publishing.change_bundle"):
        raise TransitionError(_("You have no right to do this with this bundle, or it is no more."))
    if not held.is_open:
        raise TransitionError(_("This bundle is published already."))
    return held


def changeable(bundle: Bundle, by: User) -> Bundle:
    """Return a bundle as `seen_by` does. TransitionError if it waits for its moment."""
    held = seen_by(bundle, by)
    if held.is_scheduled:
        raise TransitionError(_("This bundle is scheduled. Cancel that first."))
    return held


def judged(bundle: Bundle, by: User, seen: Tokens | None, act: Callable[[Entry, Publishable], object]) -> list[Entry]:
    """Do `act` to every record that waits, all of them locked; return these. BundleRefusedError names all that refuse."""
    found, refusals = [entry for entry in entries(bundle, lock=True) if entry.waits or entry.record is None], []
    if not found:
        raise TransitionError(_("There is nothing to publish in this bundle."))
    for entry in found:
        try:
            with transaction.atomic():
                refuse_stranger(entry, by)
                act(entry, current(entry, seen))
        except TransitionError as error:
            refusals.append(Refusal(entry.record, str(error)))
    if refusals:
        raise BundleRefusedError(refusals, by)
    return found


def refuse_stranger(entry: Entry, by: User) -> None:
    """Raise TransitionError if the draft of an entry is not for `by` to read: then nothing else is said of it."""
    if entry.record is not None and not may(by, "change", entry.record):
        raise TransitionError(_("You have no right to do this with this record."))


def current(entry: Entry, seen: Tokens | None) -> Publishable:
    """Return the record of an entry. TransitionError if it is no more, was withdrawn since it was read, or has another draft than that."""
    if entry.record is None:
        raise TransitionError(_("There is no such record any more. Take it out of the bundle."))
    if seen is None:
        return entry.record
    known = seen.get(entry.record.pk, "")
    if known.startswith(PUBLIC) and not entry.is_public:
        raise TransitionError(_("It was withdrawn meanwhile, and does not come back by itself."))
    if known.removeprefix(PUBLIC) != entry.token:
        raise TransitionError(_("Its draft was saved meanwhile. Read it again."))
    return entry.record


def as_scheduled(bundle: Bundle) -> Tokens:
    """Return the marks of what was read when a bundle was scheduled. One query."""
    return {item.record: mark(str(item.token or ""), is_public=item.was_public) for item in bundle.items.all()}


def said(bundle: Bundle) -> dict[str, object]:
    """Return what the audit log says of a bundle."""
    return {"bundle": str(bundle.pk), "title": bundle.title}
