"""One import from end to end: looked at, told row by row, and written when somebody said so."""

import datetime as dt
import zlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import TableImport
from actors.tables.columns import KINDS
from actors.tables.comparing import compare
from actors.tables.plan import Plan, planned
from actors.tables.reading import UnreadableError, table_of
from actors.tables.writing_in import RefusedRowsError, write

# A worker that said nothing for so long is gone.
SILENCE = dt.timedelta(minutes=2)
# How long a file is kept that nobody imports.
KEPT = dt.timedelta(days=1)


def check(run: TableImport) -> None:
    """Look at a file and tell what it would do. Writes nothing but its report."""
    with override(run.language):
        plan = looked_at(run, TableImport.Stage.CHECKING)
        if plan is not None:
            end(run, TableImport.Stage.CHECKED, plan)


def bring(run: TableImport) -> None:
    """Look at a file once more, and import it if nothing in it is refused: all of it or nothing."""
    with override(run.language):
        plan = looked_at(run, TableImport.Stage.WRITING)
        if plan is None:
            return
        if plan.counts["refused"]:
            end(run, TableImport.Stage.REFUSED, plan)
            return
        try:
            with transaction.atomic():
                stored = TableImport.objects.select_for_update().get(pk=run.pk)
                if stored.ended_at is not None:
                    return
                write(plan, file=run.file, publish=run.publish)
                end(run, TableImport.Stage.DONE, plan)
        except RefusedRowsError:
            end(run, TableImport.Stage.REFUSED, plan)


def told(run: TableImport, step: Callable[[TableImport], None]) -> None:
    """Take a step; where it breaks off for a reason that nobody foresaw, say so before the error goes on to the operator."""
    try:
        step(run)
    except Exception:
        with override(run.language):
            run.report = {"problems": [_("It broke off through an error of the site; the operator finds it in the log. Nothing was written.")]}
            finish(run, TableImport.Stage.REFUSED)
        raise


def looked_at(run: TableImport, stage: str) -> Plan | None:
    """Return the plan of a file, compared with the records; None if it cannot be read, which is told."""
    if not note(run, stage=stage, done=0):
        return None
    try:
        if run.content is None:
            raise UnreadableError(_("The file is not kept any more. Send it again."))
        plan = planned(KINDS[run.kind], table_of(zlib.decompress(bytes(run.content))), user_of(run))
    except UnreadableError as error:
        run.report = {"problems": error.reasons}
        finish(run, TableImport.Stage.REFUSED)
        return None
    compare(plan, publish=run.publish, tell=lambda done, total: progress(run, done, total))
    return plan


def user_of(run: TableImport) -> User:
    """Return whose import it is; UnreadableError for somebody who may not import any more."""
    if run.by is None or not run.by.is_active or not may_import(run.by):
        raise UnreadableError(_("Whoever sent this may not import any more."))
    return run.by


def may_import(user: Any) -> bool:
    """Tell whether somebody may send tables at all; what of them is asked record by record."""
    return any(user.has_perm(f"actors.{act}_{noun}") for act in ("add", "change") for noun in ("actor", "office"))


def progress(run: TableImport, done: int, total: int) -> None:
    """Let the page of the import say how far it is."""
    note(run, done=done, total=total)


def note(run: TableImport, **values: Any) -> bool:
    """Store how far an import is, unless another worker has ended it; tell whether nobody has."""
    values["beat_at"] = timezone.now()
    for name, value in values.items():
        setattr(run, name, value)
    return bool(TableImport.objects.filter(pk=run.pk, ended_at=None).update(**values))


def end(run: TableImport, stage: str, plan: Plan) -> None:
    """Keep what an import did, or would do."""
    rows = [
        [row.number, row.action, row.name, row.errors or [*row.changes, *row.notes]] for row in plan.rows if row.action != "unchanged" or row.notes
    ]
    made = [source.title for source in plan.names.new_sources.values()]
    run.report = {"counts": dict(plan.counts), "rows": rows, "notes": plan.notes, "sources": made}
    run.done = run.total = len(plan.rows)
    finish(run, stage)


def finish(run: TableImport, stage: str) -> None:
    """Note that a step is over; the file goes once nobody needs it."""
    run.stage = stage
    if stage != TableImport.Stage.CHECKED:
        run.content, run.ended_at = None, timezone.now()
    run.save()


def is_alive(run: TableImport) -> bool:
    """Tell whether another worker goes on with an import."""
    return run.beat_at is not None and run.beat_at > timezone.now() - SILENCE


def forget_old_files() -> None:
    """Drop the files that nobody imported within their day."""
    TableImport.objects.filter(started_at__lt=timezone.now() - KEPT, stage=TableImport.Stage.CHECKED).update(content=None)
