"""Review of a bundle: of each of its records at once, so that an approval holds for exactly the drafts that were read."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.contrib.auth.models import User as Account
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, preview_links
from publishing.bundles.entries import BundleRefusedError, Entry, Refusal, Tokens, current, entries, refuse_stranger, seen_by
from publishing.bundles.entries import said as said_of
from publishing.models import Bundle, PreviewLink, Review
from publishing.pending import check_right
from publishing.publishable import Publishable
from publishing.review import rounds
from publishing.rights import User
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError


@editorial_act
def submit(bundle: Bundle, *, by: User, assignee: Account | None = None, due_on: dt.date | None = None, note: str = "") -> None:
    """Ask for a review of every draft in the bundle. BundleRefusedError, and nothing done, if one cannot be submitted."""
    each_of(bundle, by, None, lambda record, _token: rounds.submit(record, by=by, assignee=assignee, due_on=due_on, note=note))


@editorial_act
def approve(bundle: Bundle, *, by: User, seen: Tokens, said: str = "") -> None:
    """Approve every draft that waits for review, as they were read. BundleRefusedError, and nothing done, if one was saved since."""
    waiting = reviewed(bundle)
    each_of(bundle, by, seen, lambda record, token: rounds.approve(record, by=by, token=token, said=said), only=waiting)


@editorial_act
def send_back(bundle: Bundle, *, by: User, said: str = "") -> None:
    """Return every draft that waits for review, or take one's own back."""
    waiting = reviewed(bundle)
    each_of(bundle, by, None, lambda record, _token: rounds.send_back(record, by=by, said=said), only=waiting)


@editorial_act
def invite(bundle: Bundle, *, by: User, days: int | None = None) -> tuple[PreviewLink, str]:
    """Make one review link to all drafts in the bundle; return it with its token, which is not kept and cannot be shown again.

    BundleRefusedError, and nothing done, if `by` may not write into one of them.
    """
    each_of(bundle, by, None, lambda record, _token: check_right(record, by))
    link, token = preview_links.issued(by, days, may_comment=True, bundle=bundle)
    changes.write_down(by=by, action=gettext_noop("review link made"), detail={**said_of(bundle), **preview_links.said(link)})
    return link, token


@editorial_act
def revoke(bundle: Bundle, key: uuid.UUID, *, by: User) -> None:
    """End a review link of the bundle at once, for good."""
    held = seen_by(bundle, by)
    preview_links.end(held.links.filter(pk=key))
    changes.write_down(by=by, action=gettext_noop("preview revoked"), detail={**said_of(held), "link": str(key)})


def links_of(bundle: Bundle) -> QuerySet[PreviewLink]:
    """Return the review links of a bundle that work, the newest first; none of one that is published."""
    return PreviewLink.objects.active().filter(bundle=bundle.pk, bundle__published_at=None).with_openings()


def reviewed(bundle: Bundle) -> set[object]:
    """Return the keys of the records of a bundle that have an open round of review."""
    return set(Review.objects.open().filter(record__in=bundle.items.values("record")).values_list("record", flat=True))


def each_of(bundle: Bundle, by: User, seen: Tokens | None, act: Callable[[Publishable, str], object], *, only: set[object] | None = None) -> None:
    """Do `act` to the records of a bundle that wait, or to `only` these. BundleRefusedError, and nothing done, if one refuses."""
    held = seen_by(bundle, by)
    found: list[Entry] = [entry for entry in entries(held, lock=True) if entry.waits and (only is None or entry.item.record in only)]
    if not found:
        raise TransitionError(_("Nothing in this bundle waits for that."))
    refusals = []
    # Nobody may hold the counter and still wait for other rows.
    with changes.holding() as later:
        for entry in found:
            try:
                if seen is not None:
                    refuse_stranger(entry, by)
                act(current(entry, seen), entry.token)
            except TransitionError as error:
                refusals.append(Refusal(entry.record, str(error)))
    if refusals:
        raise BundleRefusedError(refusals, by)
    for write in later:
        write()
