import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from publishing import table_statistics


@pytest.fixture
def database(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """An SQLite file of its own with a table of 5,000 rows, of which a kind has ten, whatever the tests run on."""
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "file.sqlite3"), "TIME_ZONE": None}
    made = ConnectionHandler({"default": {**settings.DATABASES["default"], **own, "OPTIONS": {}}})["default"]
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE event (kind integer)")
        cursor.execute("CREATE INDEX by_kind ON event (kind)")
        cursor.execute("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999) INSERT INTO event SELECT i / 10 FROM n")
    yield made
    made.close()


def known(database: BaseDatabaseWrapper) -> list[int]:
    """Return what the planner knows of the index: about how many rows it has, and how many of a kind."""
    with database.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'by_kind'")
        return [int(number) for number in cursor.fetchone()[0].split()]


def test_planner_is_told_how_many_rows_there_are_and_of_a_value(database):
    table_statistics.look(database)

    rows, of_a_kind = known(database)
    assert (4_000 < rows < 6_000, of_a_kind) == (True, 10)


def test_tables_are_looked_at_until_the_worker_stops_and_a_refusal_waits_for_the_next_time(database, monkeypatch, caplog):
    stop, looked = threading.Event(), []

    def look(asked: BaseDatabaseWrapper) -> None:
        looked.append(asked.vendor)
        if len(looked) == 1:
            raise OperationalError("database is locked")
        stop.set()

    monkeypatch.setattr(table_statistics, "look", look)
    monkeypatch.setattr(table_statistics, "EVERY", 0)
    monkeypatch.setattr(table_statistics, "connection", database)
    monkeypatch.setattr(table_statistics.connections, "close_all", database.close)

    table_statistics.keep_until(stop)

    assert looked == ["sqlite", "sqlite"]
    assert "database is locked" in caplog.text


def test_other_databases_are_left_to_themselves(monkeypatch, database):
    monkeypatch.setattr(database, "vendor", "postgresql", raising=False)
    monkeypatch.setattr(table_statistics, "connection", database)
    monkeypatch.setattr(table_statistics, "look", pytest.fail)

    table_statistics.keep_until(threading.Event())
