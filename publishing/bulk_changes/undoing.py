"""Undoing a bulk change: what nobody touched since is put back, the rest stays and is named."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import bulk, changes
from publishing.bulk_changes.fields import Changeable
from publishing.bulk_changes.running import UNDONE, Outcome, model_of, reasons, refuse, said
from publishing.models import BulkChange, BulkChangeLine
from publishing.rights import User
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

Undone = BulkChangeLine.Undone
# Lines of one request.
STEP = 50


def waiting(change: BulkChange) -> QuerySet[BulkChangeLine]:
    """Return the lines that are not put back; those that were left may be tried again."""
    return change.lines.exclude(outcome=Outcome.REFUSED).filter(undone__in=[Undone.NOT, Undone.LEFT])


def step(change: BulkChange, field: Changeable, *, by: User, after: int = 0) -> int | None:
    """Put the next lines back, each in an act of its own; return the line to go on after, or None when all had their turn."""
    keys = list(waiting(change).filter(pk__gt=after).values_list("pk", flat=True)[: STEP + 1])
    for key in keys[:STEP]:
        try:
            put_back(change, field, key, by)
        except (TransitionError, ValidationError) as error:
            BulkChangeLine.objects.filter(pk=key).update(undone=Undone.LEFT, reason=" ".join(reasons(error)))
    return keys[STEP - 1] if len(keys) > STEP else None


@editorial_act
def put_back(change: BulkChange, field: Changeable, key: int, by: User) -> None:
    """Put one line back; TransitionError if its thing is not as the change left it."""
    line = waiting(change).select_for_update().filter(pk=key).first()
    if line is None:
        return
    thing = model_of(change)._default_manager.select_for_update().filter(pk=line.thing).first()
    if thing is None:
        raise TransitionError(_("It is no more."))
    refuse(field, thing, by)
    now = field.current(thing)
    if now == line.before:
        line.undone, line.reason = Undone.BACK, ""
    elif now != line.after:
        raise TransitionError(_("Somebody changed this since."))
    else:
        result = field.write(thing, line.before, by=by)
        line.undone, line.reason = (Undone.WAITING if result == bulk.Result.WAITING else Undone.BACK), ""
    line.save(update_fields=["undone", "reason"])


@editorial_act
def end(change: BulkChange, *, by: User) -> None:
    """Write down that all lines had their turn."""
    change.undone_at, change.undone_by_id = timezone.now(), by.pk
    change.save(update_fields=["undone_at", "undone_by"])
    changes.write_down(by=by, action=UNDONE, detail={**said(change), "left": change.lines.filter(undone=Undone.LEFT).count()})
