"""One import from end to end: looked at, told row by row, and written when somebody said so, record by record."""

import datetime as dt
import time
import zlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import TableImport
from actors.tables.comparing import compare
from actors.tables.kinds import KINDS
from actors.tables.plan import Plan, Row, planned
from actors.tables.reading import tables_of
from actors.tables.unreadable import UnreadableError
from actors.tables.writing_in import write
from publishing import work
from publishing.rights import publishes

# A worker that said nothing for so long is gone.
SILENCE = dt.timedelta(minutes=2)
# How long a file is kept that nobody imports.
KEPT = dt.timedelta(days=1)
# Seconds between two signs of life.
TELL_EVERY = 3.0


class EndedError(Exception):
    """Another worker ended this import."""


class Progress:
    """Lets the page of an import say how far it is, and the worker do meanwhile what has come due."""

    def __init__(self, run: TableImport) -> None:
        self.run = run
        self.next = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Tell it, from time to time. Not within a transaction; EndedError if another worker has ended the import."""
        if time.monotonic() < self.next and done < total:
            return
        if not note(self.run, done=done, total=total):
            raise EndedError
        work.breathe()
        self.next = time.monotonic() + TELL_EVERY


def check(run: TableImport) -> None:
    """Look at a file and tell what it would do. Writes nothing but its report."""
    with override(run.language):
        plan = looked_at(run, TableImport.Stage.CHECKING)
        if plan is not None:
            end(run, TableImport.Stage.CHECKED, plan)


def bring(run: TableImport) -> None:
    """Look at a file once more, and import it if nothing in it is refused.

    Every record is written whole, in a transaction of its own. After a stop the same call goes on behind the last one. Records that
    refuse at the last moment, because somebody changed them meanwhile, are told, and the others are written.
    """
    with override(run.language):
        plan = looked_at(run, TableImport.Stage.WRITING)
        if plan is None:
            return
        if plan.counts["refused"]:
            end(run, TableImport.Stage.STOPPED if brought(run, plan) else TableImport.Stage.REFUSED, plan)
            return
        write(plan, file=run.file, publish=becomes_public(run), tell=Progress(run))
        has_some = not plan.counts["refused"] or brought(run, plan)
        end(run, TableImport.Stage.DONE if has_some else TableImport.Stage.REFUSED, plan)


def brought(run: TableImport, plan: Plan) -> bool:
    """Tell whether an earlier attempt at a file has written some of it: what was new is there, what was to change is so."""
    announced = announced_by(run)
    return any(row.is_done or (row.action == "unchanged" and place_of(plan, row) in announced) for row in plan.rows)


def told(run: TableImport, step: Callable[[TableImport], None]) -> None:
    """Take a step; where it breaks off for a reason that nobody foresaw, say so before the error goes on to the operator."""
    try:
        step(run)
    except EndedError:
        return
    except Exception:
        with override(run.language):
            if run.stage == TableImport.Stage.WRITING:
                broken = _("It broke off through an error of the site; the operator finds it in the log. What was written before stays.")
                run.report = {**run.report, "problems": [broken]}
                finish(run, TableImport.Stage.STOPPED)
            else:
                broken = _("It broke off through an error of the site; the operator finds it in the log. Nothing was written.")
                run.report = {"problems": [broken]}
                finish(run, TableImport.Stage.REFUSED)
        raise


def looked_at(run: TableImport, stage: str) -> Plan | None:
    """Return the plan of a file, compared with the records; None if it cannot be read, which is told."""
    if not note(run, stage=stage, done=0):
        return None
    try:
        if run.content is None:
            raise UnreadableError(_("The file is not kept any more. Send it again."))
        kind = KINDS.get(run.kind)
        if kind is None:
            raise UnreadableError(_("There are no tables of this kind any more."))
        tables = tables_of(zlib.decompress(bytes(run.content)), kind)
        plan = planned(kind, tables, user_of(run), seed=run.pk)
    except UnreadableError as error:
        run.report = {"problems": error.reasons}
        finish(run, TableImport.Stage.REFUSED)
        return None
    compare(plan, publish=becomes_public(run), tell=Progress(run))
    return plan


def becomes_public(run: TableImport) -> bool:
    """Tell whether what a file brings becomes public: somebody wished it, and may publish such records."""
    return run.publish and run.by is not None and publishes(run.by, KINDS[run.kind].model)


def user_of(run: TableImport) -> User:
    """Return whose import it is; UnreadableError for somebody who may not import any more."""
    if run.by is None or not run.by.is_active or not may_import(run.by):
        raise UnreadableError(_("Whoever sent this may not import any more."))
    return run.by


def may_import(user: Any) -> bool:
    """Tell whether somebody may send tables at all; what of them is asked record by record."""
    labels = {kind.model._meta for kind in KINDS.values()}
    return any(user.has_perm(f"{meta.app_label}.{act}_{meta.model_name}") for act in ("add", "change") for meta in labels)


def note(run: TableImport, **values: Any) -> bool:
    """Store how far an import is, unless another worker has ended it; tell whether nobody has."""
    values["beat_at"] = timezone.now()
    for name, value in values.items():
        setattr(run, name, value)
    return bool(TableImport.objects.filter(pk=run.pk, ended_at=None).update(**values))


def end(run: TableImport, stage: str, plan: Plan) -> None:
    """Keep what an import did, or would do; what an earlier attempt wrote is told as it was announced."""
    announced = announced_by(run) if stage != TableImport.Stage.CHECKED else {}
    rows, counts = [], dict.fromkeys(("new", "changed", "unchanged", "refused"), 0)
    for row in plan.rows:
        line = line_of(plan, row)
        if row.action == "unchanged":
            line = announced.get(place_of(plan, row), line)
        counts[line[1]] += 1
        if line[1] != "unchanged" or row.notes:
            rows.append(line)
    made = [source.title for source in plan.names.new_sources.values()]
    run.report = {"counts": {action: count for action, count in counts.items() if count}, "rows": rows, "notes": plan.notes, "sources": made}
    run.done = run.total = len(plan.rows)
    finish(run, stage)


def line_of(plan: Plan, row: Row) -> list[Any]:
    """Return what a report has of a row: its number, what happens, its name, why, and its sheet if there are several."""
    sheet, number = place_of(plan, row)
    return [number, row.action, row.name, row.errors or [*row.changes, *row.notes], sheet]


def place_of(plan: Plan, row: Row) -> tuple[str, int]:
    """Return where a row stands: its sheet, "" if there is but one, and its number."""
    return row.kind.key.capitalize() if plan.kind.sheets else "", row.number


def announced_by(run: TableImport) -> dict[tuple[str, int], list[Any]]:
    """Return what the look at a file has announced as changes, by place."""
    return {("".join(line[4:]), line[0]): line for line in run.report.get("rows", []) if line[1] == "changed"}


def finish(run: TableImport, stage: str) -> None:
    """Note that a step is over; the file goes once nobody needs it."""
    run.stage = stage
    if stage not in (TableImport.Stage.CHECKED, TableImport.Stage.STOPPED):
        run.content, run.ended_at = None, timezone.now()
    run.save()


def is_alive(run: TableImport) -> bool:
    """Tell whether another worker goes on with an import."""
    return run.beat_at is not None and run.beat_at > timezone.now() - SILENCE


def forget_old_files() -> None:
    """Drop the files that nobody imported within their day."""
    TableImport.objects.filter(started_at__lt=timezone.now() - KEPT, stage__in=[TableImport.Stage.CHECKED, TableImport.Stage.STOPPED]).update(
        content=None
    )
