"""The database of the site as one file, and back: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore."""

import gzip
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError as NotSqliteError
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

# By the vendor of the database: how its file is called in a backup.
FILES = {"sqlite": "database.sqlite3.gz", "postgresql": "database.dump"}
# Quick is enough: most of a database is text that SQLite has packed once already.
PACKING = 1


class DatabaseError(Exception):
    """A database cannot be saved or put back; the reason is for whoever runs the command."""


def save(folder: Path) -> tuple[str, dict[str, int]]:
    """Write the database of one moment into a folder, and keep nobody from writing; return the file's name and the rows of each table."""
    name = FILES[connection.vendor]
    counts = save_sqlite(folder / name) if connection.vendor == "sqlite" else save_postgres(folder / name)
    return name, counts


def save_sqlite(to: Path) -> dict[str, int]:
    """Copy the file by SQLite's backup, which sees one moment of it."""
    plain = to.with_suffix("")
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, uri=name.startswith("file:"))) as source, closing(sqlite3.connect(plain)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    counts = rows_of(plain)
    with plain.open("rb") as file, gzip.open(to, "wb", compresslevel=PACKING) as packed:
        shutil.copyfileobj(file, packed, 1 << 20)
    plain.unlink()
    return counts


def rows_of(file: Path) -> dict[str, int]:
    """Return how many rows each table of a file of SQLite has. DatabaseError if it is damaged."""
    # Its constraints call functions that Django gives each of its connections.
    alone = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file}})["default"]
    try:
        with alone.cursor() as cursor:
            wrong = [row[0] for row in cursor.execute("PRAGMA quick_check(5)").fetchall() if row[0] != "ok"]
            if wrong:
                raise DatabaseError(f"The database is damaged: {'; '.join(wrong)}")
            tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name").fetchall()
            return counted((name for (name,) in tables), lambda question: cursor.execute(question).fetchone()[0])
    except NotSqliteError as error:
        raise DatabaseError(f"The database is damaged: {error}") from error
    finally:
        alone.close()


def counted(tables: Iterable[str], ask: Any) -> dict[str, int]:  # Any: a question in, a number out
    """Return how many rows each table has."""
    return {name: ask(f'SELECT COUNT(*) FROM "{name}"') for name in tables}  # noqa: S608 - names from the catalogue of the database


def save_postgres(to: Path) -> dict[str, int]:
    """Have pg_dump write what a transaction of ours sees, in its own format, which it packs. DatabaseError through a pooler."""
    refuse_pooler()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={to}")

        def ask(question: str) -> int:
            cursor.execute(question)
            number: int = cursor.fetchone()[0]
            return number

        return counted(sorted(connection.introspection.table_names(cursor)), ask)


def is_pooled() -> bool:
    """Tell whether something between us and PostgreSQL lends its connections out, such as PgBouncer. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        # A pooler makes up a number of its own for whoever connects (the protocol's BackendKeyData).
        return bool(cursor.fetchone()[0] != connection.connection.info.backend_pid)


def refuse_pooler() -> None:
    """Raise DatabaseError unless PostgreSQL itself is reached: what its programs set would stay on a connection that the site is lent next."""
    if is_pooled():
        raise DatabaseError("DATABASE_URL leads to a pooler (PgBouncer). Run this command with the address of PostgreSQL itself.")


def run(program: str, *arguments: str, database: str = "") -> None:
    """Run a program of PostgreSQL on the database of the site, or on another one of its server. DatabaseError with what it said if it fails."""
    if not (found := shutil.which(program)):
        raise DatabaseError(f"{program} is not installed here: install the client programs of PostgreSQL (postgresql-client).")
    params = connection.get_connection_params()
    told = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGSSLMODE": "sslmode"}
    address = {name: str(params[key]) for name, key in told.items() if params.get(key)}
    environment = {**os.environ, **address, "PGDATABASE": database or str(params["dbname"])}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise DatabaseError(f"{program}: {done.stderr.strip() or done.returncode}")


def is_empty() -> bool:
    """Tell whether the database of the site has nothing in it yet, not even tables; a file of SQLite need not exist."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def put_back(file: Path) -> None:
    """Make a saved database the site's own, which is empty; what breaks off leaves it empty. DatabaseError if it is of another kind."""
    if file.name != FILES[connection.vendor]:
        raise DatabaseError(f"This backup is of another kind of database ({file.name}): DATABASE_URL must name one of that kind.")
    if connection.vendor == "postgresql":
        refuse_pooler()
        run(
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={connection.settings_dict['NAME']}",
            str(file),
        )
        connections.close_all()
        return
    connections.close_all()
    target = Path(connection.settings_dict["NAME"])
    plain = unpacked(file, target.with_name(f"{target.name}.restoring"))
    for left in (f"{target.name}-wal", f"{target.name}-shm"):
        target.with_name(left).unlink(missing_ok=True)
    plain.replace(target)


def unpacked(file: Path, to: Path) -> Path:
    """Unpack a saved database of SQLite, and see that all of it is on the disk."""
    with gzip.open(file, "rb") as packed, to.open("wb") as plain:
        shutil.copyfileobj(packed, plain, 1 << 20)
        plain.flush()
        os.fsync(plain.fileno())
    return to


def look_into(file: Path, folder: Path) -> dict[str, int] | None:
    """Return how many rows each table of a saved database has, read from it; None where only a server could tell. DatabaseError if it is damaged."""
    if file.name == FILES["postgresql"]:
        run("pg_restore", "--list", str(file))
        return None
    return rows_of(unpacked(file, folder / "looked-into.sqlite3"))


def migrations() -> list[str]:
    """Return the migrations that the database has had, as app.name."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def another(file: Path, folder: Path) -> Iterator[str]:
    """Put a saved database back beside the site's own while the block lasts; yield its address. DatabaseError if none may be made here."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{unpacked(file, folder / 'matiane.sqlite3')}"
        return
    refuse_pooler()
    name = f"matiane_trial_{os.getpid()}"
    run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--command=CREATE DATABASE {name}", database="postgres")
    try:
        run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", f"--dbname={name}", str(file))
        params = connection.get_connection_params()
        credentials = ":".join(quote(str(params[key]), safe="") for key in ("user", "password") if params.get(key))
        yield f"postgres://{credentials}@{params.get('host', 'localhost')}:{params.get('port') or 5432}/{name}"
    finally:
        run("psql", "--quiet", "--no-psqlrc", f"--command=DROP DATABASE IF EXISTS {name} WITH (FORCE)", database="postgres")
