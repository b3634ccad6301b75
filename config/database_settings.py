"""Settings of the databases: the one that is written to, and a replica that public pages are read from. Part of `config.settings`."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

env = Env()

# A value as a driver takes it.
Options = dict[str, Any]
POSTGRES, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
# Readers wait so many seconds while a server does not answer, before a page that is kept stands in for it, or the primary for the replica.
PATIENCE, REPLICA_PATIENCE = 3, 1
# A replica that fell silent in the middle of an answer is given up after so many milliseconds.
SILENCE = 3000


def databases(data_dir: Path) -> dict[str, Options]:
    """Return Django's DATABASES by the environment; without any, SQLite in a folder. ImproperlyConfigured for an address that leads nowhere."""
    primary = env.db_url("DATABASE_URL", default=f"sqlite:///{data_dir / 'matiane.sqlite3'}")
    if "." not in primary.get("ENGINE", ""):
        raise refused("DATABASE_URL: set an address such as postgres://user:password@host:5432/name")
    if primary["ENGINE"] == SQLITE:
        primary["OPTIONS"] = {
            # A writer takes the lock when its transaction begins, and waits for it, instead of failing half way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000;",
        }
    else:
        primary |= {"CONN_HEALTH_CHECKS": True, "OPTIONS": {"connect_timeout": PATIENCE, **primary.get("OPTIONS", {})}}
    # Opening a connection costs as much as reading a page of a list.
    primary.setdefault("CONN_MAX_AGE", 60)
    # Set by the operator where the address leads to PgBouncer in transaction mode: a cursor would be looked for on another connection.
    primary.setdefault("DISABLE_SERVER_SIDE_CURSORS", env.bool("DATABASE_POOLED", default=False))
    return {"default": primary, **replicas(primary)}


def replicas(primary: Options) -> dict[str, Options]:
    """Return the replica under its name, if the operator has set one (DATABASE_REPLICA_URL)."""
    address = env.str("DATABASE_REPLICA_URL", default="")
    if not address:
        return {}
    replica = env.db_url_config(address)
    if not replica.get("ENGINE") == primary["ENGINE"] == POSTGRES:
        raise refused("DATABASE_REPLICA_URL: both databases must be PostgreSQL, as in postgres://user:password@replica:5432/name")
    from psycopg import IsolationLevel  # noqa: PLC0415 - a site with the embedded database starts without the driver

    options = {"connect_timeout": REPLICA_PATIENCE, "tcp_user_timeout": SILENCE, **replica.get("OPTIONS", {})}
    # A page is read from one snapshot (publishing/replicas.py). Its first query is the connection's health check.
    replica["OPTIONS"] = {**options, "isolation_level": IsolationLevel.REPEATABLE_READ}
    pooled = {name: primary[name] for name in ("CONN_MAX_AGE", "DISABLE_SERVER_SIDE_CURSORS")}
    return {"replica": {**pooled, **replica, "TEST": {"MIRROR": "default"}}}


def refused(words: str) -> ImproperlyConfigured:
    """Return why Matiane does not start."""
    return ImproperlyConfigured(f"Matiane does not start: {words}. See docs/operations.md.")
