"""A file that was looked at becomes records, through their forms: all of it in one transaction, or nothing."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from actors.tables.comparing import applied, codes_of, is_public_at_once
from actors.tables.plan import Plan, Row
from publishing import changes, drafts
from publishing.pending import Work, check_right
from publishing.picks import Picks
from publishing.refusals import TransitionError

IMPORTED = gettext_noop("table imported")
ROWS_IMPORTED = gettext_noop("draft changed by a table")
# Records written with one set of choices.
PIECE = 100


class RefusedRowsError(Exception):
    """An import of which nothing stays: some rows say why."""


def write(plan: Plan, *, file: str, publish: bool) -> None:
    """Write the rows of a plan. In a transaction; RefusedRowsError leaves it, and the rows have the reasons.

    What the acts write into the logs is held back to the end, so that the counter row is locked for a moment only. A record that
    cannot be written yet, because another row of the file has to free a seat first, is tried again after the others.
    """
    note = _("Imported from %(file)s") % {"file": file}
    with changes.holding() as held:
        for source in plan.names.new_sources.values():
            source.save(force_insert=True)
        waiting = [rows for rows in plan.groups().values() if any(row.action != "unchanged" for row in rows)]
        while waiting:
            left = write_groups(plan, waiting, held, note=note, publish=publish)
            if len(left) == len(waiting):
                raise RefusedRowsError
            waiting = left
    for entry in held:
        entry()
    counts = plan.counts
    detail = {"file": file, "table": plan.kind.key, "new": counts["new"], "changed": counts["changed"], "published": publish}
    changes.write_down(by=plan.by, action=IMPORTED, detail=detail)


def write_groups(plan: Plan, groups: Sequence[list[Row]], held: list[Callable[[], None]], *, note: str, publish: bool) -> list[list[Row]]:
    """Write one record after the other; return those that refused, with the reason at their first row. `held` is what waits for the logs."""
    refused: list[list[Row]] = []
    picks = Picks()
    for number, rows in enumerate(groups):
        picks = Picks() if number % PIECE == 0 else picks
        rows[0].errors.clear()
        said = len(held)
        try:
            with transaction.atomic():
                write_group(plan, rows, picks, note=note, publish=publish)
        except (TransitionError, plan.kind.model.DoesNotExist) as error:
            reason = str(error) if isinstance(error, TransitionError) else _("There is no record with this key, or it is not yours to see.")
            rows[0].errors.append(reason)
            refused.append(rows)
            del held[said:]
            picks = Picks()
    return refused


def write_group(plan: Plan, rows: list[Row], picks: Picks, *, note: str, publish: bool) -> None:
    """Write the rows of one record into its draft, and publish them where that is wished and nothing else waits."""
    model, key = plan.kind.model, UUID(rows[0].owner)
    is_new = not plan.kind.prefix and rows[0].is_new
    record = drafts.blank(model, key) if is_new else drafts.locked(model._default_manager.get(pk=key))
    at_once = is_public_at_once(record, publish=publish)
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
