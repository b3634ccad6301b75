"""A file that was looked at becomes records, through their forms: one after the other, each whole in a transaction of its own."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from actors.tables.comparing import applied, codes_of, is_public_at_once
from actors.tables.plan import Plan, Row, Tell, named_in
from library.models import Source
from publishing import changes, drafts
from publishing.pending import Work, check_right
from publishing.picks import Picks
from publishing.refusals import TransitionError
from publishing.transactions import editorial_act

IMPORTED = gettext_noop("table imported")
ROWS_IMPORTED = gettext_noop("draft changed by a table")
# Records written with one set of choices.
PIECE = 100
# The rows of a record, or of several that can only be written together.
Act = list[list[Row]]


def write(plan: Plan, *, file: str, publish: bool, tell: Tell | None = None) -> None:
    """Write the rows of a plan; those of a record that refuses stay unwritten, with the reason at its first row.

    What names a new record stands behind it; new ones that name each other in a ring are published together. A record that cannot
    be written yet, because another row of the file has to free a seat first, is tried again after the others.
    Whatever breaks off leaves whole records only, and the same plan goes on behind them.
    """
    note = _("Imported from %(file)s") % {"file": file}
    waiting = [act for act in plan.acts() if any(row.waits for rows in act for row in rows)]
    total = sum(len(rows) for act in waiting for rows in act)
    while waiting:
        left = list(refused_of(plan, waiting, note=note, publish=publish, tell=tell, total=total))
        if len(left) == len(waiting):
            break
        waiting = left
    counts = plan.counts
    detail = {"file": file, "table": plan.kind.key, "new": counts["new"], "changed": counts["changed"], "published": publish}
    write_end(plan, {**detail, "refused": counts["refused"]} if counts["refused"] else detail)


@editorial_act
def write_end(plan: Plan, detail: dict[str, object]) -> None:
    """Write down that an import is over."""
    changes.write_down(by=plan.by, action=IMPORTED, detail=detail)


def refused_of(plan: Plan, acts: Sequence[Act], *, note: str, publish: bool, tell: Tell | None, total: int) -> Iterator[Act]:
    """Write one record after the other; yield those that refused, with the reason at their first row."""
    picks, done = Picks(), total - sum(len(rows) for act in acts for rows in act)
    for number, act in enumerate(acts):
        rows = [row for each in act for row in each]
        picks = Picks() if number % PIECE == 0 else picks
        for row in rows:
            row.errors.clear()
        try:
            if len(act) > 1 and publish:
                publish_ring(plan, act, note=note)
            else:
                for each in act:
                    write_group(plan, each, picks, note=note, publish=publish)
        except (TransitionError, plan.kind.model.DoesNotExist) as error:
            reason = str(error) if isinstance(error, TransitionError) else _("There is no record with this key, or it is not yours to see.")
            rows[0].errors[:] = [reason]
            picks = Picks()
            yield act
            continue
        for row in rows:
            row.is_done = True
        done += len(rows)
        if tell is not None:
            tell(done, total)


@editorial_act
def publish_ring(plan: Plan, act: Act, *, note: str) -> None:
    """Publish new records that name each other: all of them are there, with nothing in them, before the first is written."""
    for rows in act:
        if any(row.is_new and not row.kind.prefix for row in rows):
            record = drafts.blank(plan.kind.model, UUID(rows[0].owner))
            check_right(record, plan.by)
            record.created_by_id = plan.by.pk
            record.save(force_insert=True)
    for rows in act:
        write_group(plan, rows, Picks(), note=note, publish=True, is_there=True)


@editorial_act
def write_group(plan: Plan, rows: list[Row], picks: Picks, *, note: str, publish: bool, is_there: bool = False) -> None:
    """Write the rows of one record into its draft, and publish them where that is wished and nothing else waits.

    `is_there` is whether a new record has its row already.
    """
    model, key = plan.kind.model, UUID(rows[0].owner)
    is_new = any(row.is_new and not row.kind.prefix for row in rows)
    keep_sources(plan, rows)
    record = drafts.blank(model, key) if is_new and not is_there else drafts.locked(model._default_manager.get(pk=key))
    at_once = publish if is_new else is_public_at_once(record, publish=publish)
    work = drafts.opened(record, picks)
    before = dict(work.state)
    work.state = applied(plan, work, rows)
    if errors := [error for row in rows for error in row.errors]:
        raise TransitionError(" ".join(errors))
    # Whoever names a field has decided about it, whatever others made of it meanwhile.
    decided = {name for name, value in work.state.items() if before.get(name) != value}
    work.base = {**work.base, **{name: work.live.state[name] for name in decided if name in work.live.state}}
    if at_once:
        publish_group(plan, work, note=note)
        return
    drafts.save_work(work, by=plan.by, note=note)
    changes.write_down(by=plan.by, action=ROWS_IMPORTED, record=record)


def keep_sources(plan: Plan, rows: Sequence[Row]) -> None:
    """Store the new sources that these rows name, with the first record that does."""
    for key in {key for row in rows for key in named_in(row.values) if key in plan.names.new_sources}:
        if not Source.objects.filter(pk=key).exists():
            plan.names.new_sources[key].save(force_insert=True)


def publish_group(plan: Plan, work: Work, *, note: str) -> None:
    """Publish the rows of a record that is new, or public and without other changes."""
    record = work.record
    check_right(record, plan.by)
    record.edited_at, record.edited_by_id = timezone.now(), plan.by.pk
    codes = codes_of(work)
    if record._state.adding:
        record.created_by_id = plan.by.pk
        record.save(force_insert=True)
        record.is_begun = True
    try:
        drafts.publish_work(work, by=plan.by, codes=codes, note=note)
    finally:
        record.is_begun = False
