"""Taking a replacement back: in drafts that wait, and in texts that are public by now, these as bundles of old texts."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pages.models import Replacement, ReplacementLine
from pages.replacing.acting import Outcome, records_of, refuse, said, stored
from publishing import changes, drafts
from publishing.bundles import gathering
from publishing.bundles.gathering import MOST
from publishing.bundles.publishing import carry_out, ready
from publishing.models import Bundle, BundleItem
from publishing.pending import opened
from publishing.publishable import State
from publishing.rights import User
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

UNDONE = gettext_noop("replacement undone")


def waiting(change: Replacement) -> QuerySet[ReplacementLine]:
    """Return the lines that are not as before; those that were left may be tried again."""
    return change.lines.filter(outcome__in=[Outcome.REPLACED, Outcome.LEFT])


def undo(change: Replacement, *, by: User) -> None:
    """Put back all that nobody changed since, step by step."""
    after: int | None = 0
    while after is not None:
        after = step(change, by=by, after=after)


def step(change: Replacement, *, by: User, after: int = 0) -> int | None:
    """Put the next lines back; return the line to go on after, or None when all had their turn.

    Of what nobody changed since, waiting drafts become as they were, and public texts a bundle that is published with it, or nothing at all:
    no more lines than a bundle holds, in one transaction.
    """
    # What has come due is public, and must not be taken for something that never was.
    changes.head()
    return step_act(change, by, after)


@editorial_act
def step_act(change: Replacement, by: User, after: int) -> int | None:
    """Put lines back in one transaction."""
    held_change = Replacement.objects.select_for_update().get(pk=change.pk)
    found = list(waiting(held_change).filter(pk__gt=after).order_by("pk")[: MOST + 1])
    # In the order in which every act locks records.
    lines = sorted(found[:MOST], key=lambda line: str(line.record))
    bundles = {bundle.pk: bundle for bundle in Bundle.objects.select_for_update().filter(pk__in=held_change.lines.values("bundle"))}
    if any(bundle.is_scheduled for bundle in bundles.values()):
        raise TransitionError(_("This bundle is scheduled. Cancel that first."))
    again: list[ReplacementLine] = []
    with changes.holding() as held:
        for line in lines:
            try:
                with transaction.atomic():
                    put_back(held_change, line, bundles.get(line.bundle_id) if line.bundle_id else None, again, by)
                line.reason = ""
            except (TransitionError, ValidationError) as error:
                line.outcome, line.reason = Outcome.LEFT, " ".join(getattr(error, "messages", None) or [str(error)])
            line.save(update_fields=["outcome", "reason"])
        for bundle in bundles.values():
            if bundle.is_open and not bundle.items.exists():
                gathering.dissolve(bundle, by=by)
    held += publish_again(held_change, again, by)
    for write_down in held:
        write_down()
    if len(found) > MOST:
        return found[MOST - 1].pk
    end(held_change, by)
    return None


def publish_again(change: Replacement, again: Sequence[ReplacementLine], by: User) -> list[Callable[[], None]]:
    """Publish old texts of lines as a bundle; return what is still to be written down."""
    if not again:
        return []
    with changes.holding() as held:
        bundle = gathering.make(_("Undo: %(title)s") % {"title": str(change)}, records_of(again), by=by)
        carry_out(bundle, by, None)
        ReplacementLine.objects.filter(pk__in=[line.pk for line in again]).update(undone_in=bundle)
    return held


def end(change: Replacement, by: User) -> None:
    """Write down that all lines had their turn."""
    change.undone_at, change.undone_by_id = timezone.now(), by.pk
    change.save(update_fields=["undone_at", "undone_by"])
    changes.write_down(by=by, action=UNDONE, detail={**said(change), "left": change.lines.filter(outcome=Outcome.LEFT).count()})


def put_back(change: Replacement, line: ReplacementLine, bundle: Bundle | None, again: list[ReplacementLine], by: User) -> None:
    """Put the texts of one record back into its draft; the line of one that is to be public with them goes into `again`."""
    record = stored(line.kind, line.record)
    refuse(record, change.language, by, within=[bundle] if bundle is not None else [])
    item = BundleItem.objects.filter(record=record.pk, is_open=True, bundle=bundle).first() if bundle is not None else None
    work = opened(record)
    if any(work.state.get(key) != text for key, text in line.after.items()):
        if all(work.state.get(key) == text for key, text in line.before.items()):
            line.outcome = Outcome.BACK
            return
        raise TransitionError(_("Somebody changed this since."))
    is_public = record.state == State.PUBLISHED and all(work.live.state.get(key) == text for key, text in line.after.items())
    if is_public and record.has_draft:
        raise TransitionError(_("It has other changes that wait; they would become public too."))
    drafts.save(record, line.before, by=by)
    if bundle is not None and item is not None:
        # Nothing of this is to be published with it any more.
        gathering.remove(bundle, item.pk, by=by)
    line.outcome = Outcome.BACK_IN_DRAFT
    if is_public:
        ready(record, by)
        again.append(line)
        line.outcome = Outcome.BACK
    elif not record.has_draft:
        line.outcome = Outcome.BACK
