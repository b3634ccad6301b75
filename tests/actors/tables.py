"""Tables as somebody sends and downloads them."""

import csv
import io
import zlib
from typing import Any

from actors.models import TableImport
from actors.tables import running
from actors.tables.kinds import KINDS
from actors.tables.writing_out import csv_lines
from tests.factories import publisher


def sent(kind: str, *lines: str, by: Any = None, publish: bool = False, data: bytes | None = None) -> TableImport:
    """Return a file that was sent and looked at."""
    content = zlib.compress("\r\n".join(lines).encode() if data is None else data)
    run = TableImport.objects.create(kind=kind, file="table.csv", content=content, publish=publish, language="en", by=by or publisher())
    running.check(run)
    run.refresh_from_db()
    return run


def brought(kind: str, *lines: str, **how: Any) -> TableImport:
    """Return a file that was sent, looked at and imported."""
    run = sent(kind, *lines, **how)
    assert run.stage == "checked", run.report
    assert not run.report["counts"].get("refused"), run.report["rows"]
    running.bring(run)
    run.refresh_from_db()
    assert run.stage == "done", run.report
    return run


def said(run: TableImport) -> list[tuple[int, str, list[str]]]:
    """Return what the report says of the rows."""
    return [(number, action, lines) for number, action, _name, lines, _sheet in run.report["rows"]]


def exported(kind: str, by: Any = None) -> list[str]:
    """Return the lines of a download."""
    return list(csv_lines(KINDS[kind], KINDS[kind].model.objects.all(), by or publisher()))


def cell(text: str) -> str:
    """Return a text as a cell of a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerow([text])
    return out.getvalue().strip("\r\n")
