"""Publishing a bundle: now, or at a moment to come; all of it or nothing."""

import copy
import datetime as dt
import uuid
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, drafts, languages, scheduling
from publishing.bundles.entries import Tokens, as_scheduled, entries, judged, said, seen_by
from publishing.desk import Problem
from publishing.models import Bundle, BundleItem
from publishing.pending import RefusedError, Work, opened
from publishing.publication import prepared
from publishing.publishable import Publishable
from publishing.rights import User
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

PUBLISHED, SCHEDULED, CANCELLED = gettext_noop("bundle published"), gettext_noop("bundle scheduled"), gettext_noop("bundle schedule cancelled")
MOVED = gettext_noop("bundle rescheduled")


def publish(bundle: Bundle, *, by: User, seen: Tokens | None = None) -> None:
    """Publish all records of a bundle now. BundleRefusedError, and nothing done, if one of them cannot be.

    `seen` are the drafts that somebody has read: one that was saved since is not published.
    """
    # What has come due is public, and must not be taken for something that never was.
    changes.head()
    publish_act(bundle, by, seen)
    bundle.refresh_from_db()


@editorial_act
def publish_act(bundle: Bundle, by: User, seen: Tokens | None) -> None:
    """Publish in one transaction."""
    held = seen_by(bundle, by)
    carry_out(held, by, seen)


def carry_out(bundle: Bundle, by: User, seen: Tokens | None) -> None:
    """Publish all records of a bundle. In a transaction, the bundle locked; nothing is left of it if BundleRefusedError is raised there."""
    # Nobody may hold the counter and still wait for other rows.
    with changes.holding() as held:
        found = judged(bundle, by, seen, lambda entry, record: drafts.publish(record, by=by, note=_("Bundle: %(title)s") % {"title": bundle.title}))
    for write in held:
        write()
    bundle.published_at, bundle.published_by_id = timezone.now(), by.pk
    bundle.save(update_fields=["published_at", "published_by"])
    bundle.items.update(is_open=False)
    changes.write_down(by=by, action=PUBLISHED, detail={**said(bundle), "records": [str(entry.item.record) for entry in found]})


def ready(record: Publishable, by: User) -> None:
    """Raise TransitionError if a record could not be published now; writes nothing."""
    work: Work = opened(record)
    if work.conflicts:
        meanwhile = _("This was also changed by somebody else. Open the form and decide which text stands.")
        raise RefusedError([Problem(key, meanwhile, work.desk.label(key, work.state)) for key in work.conflicts])
    # Checking puts the new values into the record, which is not to be published now.
    prepared(replace(work, record=copy.copy(record)), by=by)


@editorial_act
def check(bundle: Bundle, *, by: User) -> None:
    """Raise BundleRefusedError if a record of the bundle could not be published now; writes nothing."""
    judged(seen_by(bundle, by), by, None, lambda entry, record: ready(record, by))


@editorial_act
def schedule(bundle: Bundle, *, by: User, at: dt.datetime, seen: Tokens | None = None) -> None:
    """Let a bundle be published at a moment to come, with the drafts as they are now. Checked now, and again at its moment."""
    held = seen_by(bundle, by)
    scheduling.refuse_moment(at)
    judged(held, by, seen, lambda entry, record: ready(record, by))
    held.at, held.scheduled_by_id, held.refused_at = at, by.pk, None
    held.save(update_fields=["at", "scheduled_by", "refused_at"])
    # Of what has nothing to publish now as well: it may be withdrawn before the moment.
    known = entries(held)
    for entry in known:
        entry.item.token, entry.item.was_public = uuid.UUID(entry.token) if entry.token else None, entry.is_public
    BundleItem.objects.bulk_update([entry.item for entry in known], ["token", "was_public"])
    forget_refusals(held)
    changes.write_down(by=by, action=SCHEDULED, detail={**said(held), "at": at.isoformat()})


@editorial_act
def move(bundle: Bundle, *, by: User, at: dt.datetime) -> None:
    """Let a scheduled bundle be published at another moment to come, with the drafts as they were when it was scheduled.

    TransitionError if it waits no more, was moved meanwhile, or could not be published now as it was read then.
    """
    held = seen_by(bundle, by)
    scheduling.refuse_moment(at)
    if not held.is_scheduled:
        raise TransitionError(_("This is no longer scheduled: it is done, or somebody cancelled it."))
    scheduling.refuse_moved(bundle.at, held.at)
    judged(held, by, as_scheduled(held), lambda entry, record: ready(record, by))
    held.at = at
    held.save(update_fields=["at"])
    changes.write_down(by=by, action=MOVED, detail={**said(held), "at": at.isoformat(), "was": bundle.at.isoformat() if bundle.at else ""})


@editorial_act
def cancel(bundle: Bundle, *, by: User) -> None:
    """Forget the moment of a bundle, or that it was refused then."""
    held = seen_by(bundle, by)
    held.at, held.refused_at = None, None
    held.save(update_fields=["at", "refused_at"])
    forget_refusals(held)
    changes.write_down(by=by, action=CANCELLED, detail=said(held))


def forget_refusals(bundle: Bundle) -> None:
    """Forget why records of a bundle stood in the way."""
    bundle.items.update(**{f"refusal_{code}": "" for code in languages.codes()})
