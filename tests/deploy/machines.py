"""A site on several machines, all of them on this one: two web servers, PostgreSQL with a replica behind PgBouncer, Redis, and a store of files."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.servers import free_port, pgbouncer, postgres, redis, replica
from config.storage_settings import bucket
from tests.deploy.fronts import Front, Site, nginx
from tests.publishing.processes import copied, reachable, wait_for

BUCKET = "matiane"


def psql(address: str, sql: str) -> str:
    """Ask a database in a session of its own; return what it said."""
    done = subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", address, "-c", sql], check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Database:
    """A PostgreSQL that writes down what it is asked, and may be killed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.address = f"postgres://matiane@127.0.0.1:{port}/site"

    def reads(self) -> int:
        """Return how often articles were read from it so far."""
        return (self.folder / "log").read_text(errors="replace").count('FROM "news_article"')

    def running(self) -> AbstractContextManager[object]:
        """Run it again, after it was killed."""
        return postgres(self.folder, self.port)

    def kill(self) -> None:
        """Kill it, and all its connections with it."""
        postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGQUIT)
        while (self.folder / "postmaster.pid").exists():
            time.sleep(0.05)


class Machines:
    """All of them."""

    def __init__(self, primary: Database, follower: Database, web: list[Site], front: Front, storage: str) -> None:
        self.primary, self.replica, self.web, self.front, self.storage = primary, follower, web, front, storage

    def is_even(self) -> bool:
        """Tell whether the replica has all that the primary has."""
        row = "SELECT sequence, audit_hash, next_due_at FROM publishing_changehead"
        return psql(self.primary.address, row) == psql(self.replica.address, row)

    def reads_of(self, path: str, front: Front | None = None) -> tuple[int, int, int]:
        """Ask for a page; return its status, and how often articles were read from the primary and from the replica for it."""
        before = self.primary.reads(), self.replica.reads()
        status = (front or self.front).ask(path).status
        return status, self.primary.reads() - before[0], self.replica.reads() - before[1]


@contextmanager
def store() -> Iterator[str]:
    """Run a store that speaks S3, with an empty bucket; yield its STORAGE_URL."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - it takes a second, which other tests need not pay

    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    try:
        # What other stores of this process were given is in this one, too, until it is told to forget.
        urlopen(Request(f"http://127.0.0.1:{port}/moto-api/reset", method="POST"), timeout=30).close()
        address = f"s3://key:secret@127.0.0.1:{port}/{BUCKET}?insecure=1"
        client(address).create_bucket(Bucket=BUCKET)
        yield address
    finally:
        server.stop()


def client(address: str) -> Any:  # Any: made by the package as it runs
    """Return what speaks to a store."""
    import boto3  # noqa: PLC0415 - as above

    known = bucket(address)
    keys = {"aws_access_key_id": known["access_key"], "aws_secret_access_key": known["secret_key"]}
    return boto3.client("s3", endpoint_url=known["endpoint_url"], region_name=known["region_name"], **keys)


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """Run all of it on what the test has written into its database."""
    (reachable(folder) / "static").mkdir()
    with ExitStack() as running:
        # Killed and started again by the test, so it knows their ports.
        primary, follower = (Database(folder / name, free_port()) for name in ("primary", "replica"))
        cluster, _pid = running.enter_context(postgres(primary.folder, primary.port))
        psql(f"{cluster}/postgres", "ALTER SYSTEM SET log_statement = 'all'")
        psql(f"{cluster}/postgres", "SELECT pg_reload_conf()")
        copied(cluster)
        running.enter_context(replica(follower.folder, cluster, follower.port))
        names = {"matiane": primary.address, "matiane_replica": follower.address}
        # Two connections to each, fewer than ask: so none is anybody's own.
        pool = running.enter_context(pgbouncer(folder / "pgbouncer", names, size=2))
        shared = {"DATABASE_REPLICA_URL": f"{pool}/matiane_replica", "DATABASE_POOLED": "1", "CACHE_URL": running.enter_context(redis())}
        storage = shared["STORAGE_URL"] = running.enter_context(store())
        web = [Site(folder, f"{pool}/matiane") for _each in range(2)]
        for site in web:
            site.more |= shared
            running.callback(site.stop)
        front = running.enter_context(nginx(*web))
        starting = [threading.Thread(target=site.start) for site in web]
        for each in starting:
            each.start()
        for each in starting:
            each.join()
        # nginx asks none that did not answer a moment ago.
        wait_for(lambda: front.ask("/healthz").status == 200)
        yield Machines(primary, follower, web, front, storage)
