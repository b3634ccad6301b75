"""Visits counted from access logs in the combined format, plain or gzipped; each line once, however often the command runs."""

import datetime as dt
import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.db import transaction
from django.utils import timezone

from pages.figures.visits import Visit, add, visit
from publishing.models import ReadLog

# The address of the client stands first, and is not read.
LINE = re.compile(
    rb'^\S+ \S+ .*?\[(?P<at>[^\]]{10,40})\] "(?P<method>[A-Z]+) (?P<path>\S{1,4000}) [^"]*" (?P<status>\d{3}) \S+'
    rb' "(?P<referrer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)"'
)
AT = "%d/%b/%Y:%H:%M:%S %z"
# Lines that are counted in one transaction, together with the place where the next begins.
BATCH = 50_000
LONGEST_LINE = 65_536
GZIP = b"\x1f\x8b"


@dataclass
class Outcome:
    """What a log held: lines read now, visits among them, lines that nobody could read."""

    lines: int = 0
    visits: int = 0
    unreadable: int = 0


def count(path: Path) -> Outcome:
    """Count the visits of one log from where it was left. OSError or EOFError for what cannot be read."""
    outcome = Outcome()
    with opened(path) as file:
        first = file.readline(LONGEST_LINE)
        if not first.endswith(b"\n"):
            return outcome
        log = ReadLog.objects.get_or_create(digest=hashlib.sha256(first).hexdigest())[0]
        file.seek(log.offset)
        while batch := list(lines(file, BATCH)):
            counted: Counter[Visit] = Counter()
            for line in batch:
                take(line, counted, outcome)
            with transaction.atomic():
                move_on(log, file.tell())
                add(dict(counted))
    return outcome


def move_on(log: ReadLog, offset: int) -> None:
    """Note how far a log is counted; OSError if somebody else counts it at this moment."""
    if not ReadLog.objects.filter(pk=log.pk, offset=log.offset).update(offset=offset):
        raise OSError("another process is counting it")
    log.offset = offset


def opened(path: Path) -> BinaryIO:
    """Open a log, gzipped or not."""
    with path.open("rb") as file:
        zipped = file.read(2) == GZIP
    return cast("BinaryIO", gzip.open(path)) if zipped else path.open("rb")


def lines(file: BinaryIO, most: int) -> Iterator[bytes]:
    """Yield whole lines; a last one that is still being written waits for the next time."""
    for _number in range(most):
        begin = file.tell()
        line = file.readline(LONGEST_LINE)
        if not line.endswith(b"\n") and len(line) < LONGEST_LINE:
            file.seek(begin)
            return
        yield line


def take(line: bytes, counted: Counter[Visit], outcome: Outcome) -> None:
    """Count one line."""
    outcome.lines += 1
    found = LINE.match(line)
    try:
        at = dt.datetime.strptime(found["at"].decode(), AT).astimezone() if found else None
    except ValueError:
        at = None
    if found is None or at is None:
        outcome.unreadable += 1
        return
    path, referrer, agent = (found[name].decode("utf-8", "replace") for name in ("path", "referrer", "agent"))
    day = timezone.localtime(at).date()
    if found["method"] == b"GET" and (read := visit(day, path.partition("?")[0], int(found["status"]), agent, referrer)):
        counted[read] += 1
        outcome.visits += 1
