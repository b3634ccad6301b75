"""Taking a replacement back: in drafts that wait, and in texts that are public by now, these as one bundle of old texts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pages.models import Replacement, ReplacementLine
from pages.replacing.acting import Outcome, refuse, said, stored
from publishing import changes, drafts
from publishing.bundles import gathering
from publishing.bundles.publishing import carry_out, ready
from publishing.models import Bundle, BundleItem
from publishing.pending import opened
from publishing.publishable import Publishable, State
from publishing.rights import User
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

UNDONE = gettext_noop("replacement undone")


def waiting(change: Replacement) -> list[ReplacementLine]:
    """Return the lines that are not as before; those that were left may be tried again. In the order of keys."""
    return sorted(change.lines.filter(outcome__in=[Outcome.REPLACED, Outcome.LEFT]), key=lambda line: str(line.record))


def undo(change: Replacement, *, by: User) -> None:
    """Put back what nobody changed since: waiting drafts as they were, public texts as a bundle that is published with it, or nothing at all."""
    # What has come due is public, and must not be taken for something that never was.
    changes.head()
    undo_act(change, by)


@editorial_act
def undo_act(change: Replacement, by: User) -> None:
    """Undo in one transaction."""
    held_change = Replacement.objects.select_for_update().get(pk=change.pk)
    bundle = Bundle.objects.select_for_update().filter(pk=held_change.bundle_id).first()
    if bundle is not None and bundle.is_scheduled:
        raise TransitionError(_("This bundle is scheduled. Cancel that first."))
    again: list[Publishable] = []
    with changes.holding() as held:
        for line in waiting(held_change):
            try:
                with transaction.atomic():
                    put_back(held_change, line, bundle, again, by)
                line.reason = ""
            except (TransitionError, ValidationError) as error:
                line.outcome, line.reason = Outcome.LEFT, " ".join(getattr(error, "messages", None) or [str(error)])
            line.save(update_fields=["outcome", "reason"])
        if bundle is not None and bundle.is_open and not bundle.items.exists():
            gathering.dissolve(bundle, by=by)
    if again:
        title = _("Undo: %(title)s") % {"title": str(held_change)}
        with changes.holding() as bundled:
            held_change.undone_in = gathering.make(title, again, by=by)
            carry_out(held_change.undone_in, by, None)
        held += bundled
    held_change.undone_at, held_change.undone_by_id = timezone.now(), by.pk
    held_change.save(update_fields=["undone_at", "undone_by", "undone_in"])
    for write_down in held:
        write_down()
    left = sum(line.outcome == Outcome.LEFT for line in held_change.lines.all())
    changes.write_down(by=by, action=UNDONE, detail={**said(held_change), "left": left})


def put_back(change: Replacement, line: ReplacementLine, bundle: Bundle | None, again: list[Publishable], by: User) -> None:
    """Put the texts of one record back into its draft; one that is to be public with them goes into `again`."""
    record = stored(line.kind, line.record)
    refuse(record, change.language, by, within=bundle)
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
        again.append(record)
        line.outcome = Outcome.BACK
    elif not record.has_draft:
        line.outcome = Outcome.BACK
