"""Review of a bundle: of each of its records at once, so that an approval holds for exactly the drafts that were read."""

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.models import User as Account
from django.utils.translation import gettext as _

from publishing import changes, preview_links
from publishing.bundles.entries import BundleRefusedError, Entry, Refusal, Tokens, current, entries, seen_by
from publishing.models import Bundle, Review
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
def invite(bundle: Bundle, *, by: User, days: int) -> list[tuple[Publishable, str]]:
    """Make a review link for each draft in the bundle; return (record, token), which is not kept and cannot be shown again."""
    made: list[tuple[Publishable, str]] = []

    def link(record: Publishable, _token: str) -> None:
        made.append((record, preview_links.make(record, by=by, days=days, may_comment=True)[1]))

    each_of(bundle, by, None, link)
    return made


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
                act(current(entry, seen), entry.token)
            except TransitionError as error:
                refusals.append(Refusal(entry.record, str(error)))
    if refusals:
        raise BundleRefusedError(refusals, by)
    for write in later:
        write()
