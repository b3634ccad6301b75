"""What each test says to the database, so that the run on the second one leaves out dear tests that say nothing there which others do not.

The run on the embedded database notes the statements of each test, without their values, in the folder `SAID`, a file for each
process; the one on PostgreSQL reads them there. What says little costs little and is made on both, as is what commits: there the
databases differ most. A statement that was refused is another one.
"""

import json
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

FOLDER = Path(os.environ["SAID"]) if "SAID" in os.environ else None
# From how many statements on a test is dear: a record that is made, published and looked at takes fewer.
DEAR = 100
# What commits, by its fixtures.
COMMITTING = {"transactional_db", "shared_database", "live_server", "django_db_serialized_rollback"}
# What stands in a statement once for each value or row, and what is counted up.
REPEATED = re.compile(r"(\([^()]*\)|%s)(?:, \1)+")
COUNTED = re.compile(r"\bs\d+_x\d+\b|\b_?sqlite_\w+\b")

# {test: (how many statements, which)}
Noted = dict[str, tuple[int, set[int]]]
noted: Noted = {}


@contextmanager
def noting(test: str) -> Iterator[None]:
    """Note what is said to the database in the block."""
    if FOLDER is None or connection.vendor != "sqlite":
        yield
        return
    count, statements = 0, set()

    def listen(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal count
        count += 1
        try:
            answer = execute(sql, *rest)
        except Exception as error:
            statements.add(number_of(f"{type(error).__name__}: {sql}"))
            raise
        statements.add(number_of(sql))
        return answer

    with connection.execute_wrapper(listen):
        yield
    noted[test] = (count, statements)


@lru_cache(maxsize=50_000)
def number_of(sql: str) -> int:
    """Return what stands for a statement, whatever its values and however many."""
    one_row = REPEATED.sub(r"\1", REPEATED.sub(r"\1", sql.replace("= NULL", "= %s")))
    return zlib.crc32(COUNTED.sub("", one_row).encode())


def write() -> None:
    """Write down what the tests of this process said."""
    if FOLDER is not None and noted:
        FOLDER.mkdir(exist_ok=True)
        lines = {test: (count, sorted(statements)) for test, (count, statements) in noted.items()}
        (FOLDER / f"{os.environ.get('PYTEST_XDIST_WORKER', 'one')}.json").write_text(json.dumps(lines))


def read() -> Noted:
    """Return what the tests of the other run said."""
    files = sorted(FOLDER.glob("*.json")) if FOLDER is not None else []
    return {test: (count, set(statements)) for file in files for test, (count, statements) in json.loads(file.read_text()).items()}


def said_by_others(items: list[pytest.Item]) -> set[pytest.Item]:
    """Return those dear tests all of whose statements others of these tests say too."""
    if FOLDER is None or connection.vendor == "sqlite":
        return set()
    before = read()
    names = needless({item.nodeid: before[item.nodeid] for item in items if item.nodeid in before}, {item.nodeid for item in items if commits(item)})
    return {item for item in items if item.nodeid in names}


def needless(before: Noted, committing: set[str]) -> set[str]:
    """Return which tests can go, the dearest first, so that every statement is still said by one that stays."""
    dear = [test for test, (count, _statements) in before.items() if count >= DEAR and test not in committing]
    heard = set().union(*(before[test][1] for test in before.keys() - {*dear}))
    gone = set()
    for test in sorted(dear, key=lambda test: (before[test][0], test)):
        statements = before[test][1]
        if statements <= heard:
            gone.add(test)
        heard |= statements
    return gone


def commits(item: pytest.Item) -> bool:
    """Say whether a test writes for good."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & COMMITTING) or any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
