"""Making a bundle, and what is put into it and taken out of it again."""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes
from publishing.bundles.entries import changeable, name_of, open_bundle_of, said, seen_by, sees
from publishing.models import Bundle, BundleItem
from publishing.publishable import Publishable, State
from publishing.registry import record_type
from publishing.rights import User, may
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

# Records in one bundle: all of them are locked while it is published.
MOST = 50
MADE, CHANGED, DISSOLVED = gettext_noop("bundle made"), gettext_noop("bundle changed"), gettext_noop("bundle dissolved")


@editorial_act
def make(title: str, records: Iterable[Publishable], *, by: User, note: str = "") -> Bundle:
    """Make a bundle of records. TransitionError, and nothing done, if one of them cannot be in it."""
    if not by.has_perm("publishing.add_bundle"):
        raise TransitionError(_("You have no right to make bundles."))
    bundle = Bundle.objects.create(title=title[:200], note=note, by_id=by.pk)
    keys = put(bundle, records, by=by)
    changes.write_down(by=by, action=MADE, detail={**said(bundle), "records": keys})
    return bundle


@editorial_act
def add(bundle: Bundle, records: Iterable[Publishable], *, by: User) -> None:
    """Add records at the end of a bundle; those that are in it already stay where they are."""
    held = changeable(bundle, by)
    keys = put(held, records, by=by)
    changes.write_down(by=by, action=CHANGED, detail={**said(held), "added": keys})


def put(bundle: Bundle, records: Iterable[Publishable], *, by: User) -> list[str]:
    """Store rows for records that are not in the bundle; return their keys. In a transaction, the bundle locked."""
    known = set(bundle.items.values_list("record", flat=True))
    fresh = [record for record in records if record.pk not in known]
    if len(known) + len(fresh) > MOST:
        raise TransitionError(_("A bundle holds %(most)d records at most.") % {"most": MOST})
    for record in fresh:
        refuse_record(record, by)
    last = bundle.items.aggregate(last=Max("position"))["last"] or 0
    rows = [
        BundleItem(bundle=bundle, kind=record_type(record).kind, record=record.pk, position=last + at) for at, record in enumerate(fresh, start=1)
    ]
    try:
        with transaction.atomic():
            BundleItem.objects.bulk_create(rows)
    except IntegrityError as error:
        raise TransitionError(_("Somebody else has just put one of these records into another bundle.")) from error
    return [str(row.record) for row in rows]


def refuse_record(record: Publishable, by: User) -> None:
    """Raise TransitionError if `by` cannot put a record into a bundle."""
    named = {"title": name_of(record, by)}
    if not may(by, "change", record):
        raise TransitionError(_("You have no right to do this with “%(title)s”.") % named)
    if record.state == State.TRASHED:
        raise TransitionError(_("“%(title)s” lies in the trash.") % named)
    if (other := open_bundle_of(record)) is not None:
        which = other.title if sees(by, other) else _("one of a colleague")
        raise TransitionError(_("“%(title)s” is in another bundle already: %(bundle)s.") % {**named, "bundle": which})


@editorial_act
def remove(bundle: Bundle, key: uuid.UUID, *, by: User) -> None:
    """Take a record out of a bundle, by the key of its row; the record stays as it is."""
    held = changeable(bundle, by)
    taken = list(held.items.filter(pk=key).values_list("record", flat=True))
    held.items.filter(pk=key).delete()
    changes.write_down(by=by, action=CHANGED, detail={**said(held), "removed": [str(record) for record in taken]})


@editorial_act
def move(bundle: Bundle, key: uuid.UUID, *, by: User, steps: int) -> None:
    """Move a record of a bundle up (negative) or down by some places."""
    held = changeable(bundle, by)
    rows = list(held.items.all())
    at = next((place for place, row in enumerate(rows) if row.pk == key), None)
    if at is None:
        return
    rows.insert(max(0, min(len(rows) - 1, at + steps)), rows.pop(at))
    for place, row in enumerate(rows, start=1):
        row.position = place
    BundleItem.objects.bulk_update(rows, ["position"])
    changes.write_down(by=by, action=CHANGED, detail={**said(held), "order": [str(row.record) for row in rows]})


@editorial_act
def rename(bundle: Bundle, *, by: User, title: str, note: str) -> None:
    """Give a bundle another title and note."""
    held = seen_by(bundle, by)
    held.title, held.note = title[:200], note
    held.save(update_fields=["title", "note"])
    changes.write_down(by=by, action=CHANGED, detail=said(held))


@editorial_act
def dissolve(bundle: Bundle, *, by: User) -> None:
    """Delete a bundle that is not published; its records stay as they are."""
    held = changeable(bundle, by)
    changes.write_down(by=by, action=DISSOLVED, detail=said(held))
    held.delete()
