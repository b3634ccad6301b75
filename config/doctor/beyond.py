"""What a site has once one machine is too small: connections that are lent, a replica, a store of files."""

import time
import uuid
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, connections

from config.backups.databases import is_pooled
from config.doctor.findings import Grade
from publishing.replicas import REPLICA, is_there

# A replica that is further behind is of no use: bytes that it has not written yet, and seconds since the last act that it knows.
BYTES, SECONDS = 16 * 1024**2, 10.0
# Seconds in which a store answers that is well.
QUICK = 1.0
STATE = "SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn(), EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp())"
MEGABYTE = 1024**2


def connections_are_lent_as_said() -> Iterator[tuple[Grade, str]]:
    """See that the site knows whether a pooler stands before the database."""
    if connection.vendor != "postgresql":
        yield Grade.FINE, "none are lent: the database is a file"
        return
    lent, said = is_pooled(), connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
    if lent and not said:
        yield Grade.MEND, "DATABASE_URL leads to a pooler. Set DATABASE_POOLED=1: long lists break off without it."
    elif said and not lent:
        yield Grade.MIND, "DATABASE_POOLED is set, and PostgreSQL itself is reached: long runs take more memory than they need."
    else:
        yield Grade.FINE, "a pooler lends them" if lent else "PostgreSQL itself is reached"


def replica_follows() -> Iterator[tuple[Grade, str]]:
    """Compare the replica with the primary."""
    if not is_there():
        yield Grade.FINE, "none is set (DATABASE_REPLICA_URL)"
        return
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(STATE)
        follows, reached, seconds = cursor.fetchone()
    if not follows:
        yield Grade.MEND, "DATABASE_REPLICA_URL leads to a database that follows no other. Pages would be read from what nobody writes to."
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s)", [reached])
        behind = int(cursor.fetchone()[0])
    words = f"it lacks {behind / MEGABYTE:.1f} MB"
    if behind > BYTES or (behind > 0 and seconds is not None and seconds > SECONDS):
        yield Grade.MIND, f"{words}, and knows nothing of the last {seconds or 0:.0f} s. Pages are read from the primary until it is even."
    else:
        yield Grade.FINE, words


def files_are_kept() -> Iterator[tuple[Grade, str]]:
    """Put a file into the store, read it, remove it; and see that the store shows it to nobody."""
    originals = storages["originals"]
    if isinstance(originals, FileSystemStorage):
        yield Grade.FINE, "files lie in folders of this machine"
        return
    began, name = time.monotonic(), f"doctor/{uuid.uuid4().hex}"
    originals.save(name, ContentFile(b"ok"))
    try:
        with originals.open(name) as file:
            found = file.read()
        is_open = originals.is_open_to_all(name)  # type: ignore[attr-defined]  # of ours (config/s3.py)
    finally:
        originals.delete(name)
    seconds = time.monotonic() - began
    if found != b"ok":
        yield Grade.MEND, "The store (STORAGE_URL) gives back something else than what it was given."
    elif is_open:
        yield Grade.MEND, "The store shows files to everybody: drafts, and what was withdrawn. Close the bucket (STORAGE_URL) to all but the site."
    else:
        words = f"the store keeps them, and answered in {seconds:.1f} s"
        yield (Grade.FINE, words) if seconds < QUICK else (Grade.MIND, f"{words}: that is slow")
