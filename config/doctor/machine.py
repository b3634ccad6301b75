"""The machine and what is installed on it: settings, disk, files, database, migrations, static files."""

import datetime as dt
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import WARNING, run_checks
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.backups import places
from config.doctor.findings import Grade

# Of a disk, in hundredths.
FULL, NEARLY_FULL = 95, 80
MEGABYTE = 1024**2
# A clock that differs from the database's by more seconds misses moments.
CLOCK = 5
# Seconds in which a database answers that is well.
QUICK = 0.25


def settings_are_safe() -> Iterator[tuple[Grade, str]]:
    """Ask Django and the apps what they think of the settings, as for production."""
    if settings.DEMO or settings.DEBUG:
        yield Grade.MEND, f"{'DEMO' if settings.DEMO else 'DEBUG'} is on. Nobody but you may reach this site: its passwords or its errors are open."
        return
    found = [each for each in run_checks(include_deployment_checks=True) if each.level >= WARNING and not each.is_silenced()]
    for each in found:
        yield Grade.MEND, " ".join(f"{each.msg} {each.hint or ''} ({each.id})".split())
    if not found:
        yield Grade.FINE, f"as for production; the site is {settings.SITE_URL}"


def disks() -> Iterator[tuple[Grade, str]]:
    """Look how full the disks are that the site writes to."""
    seen = set()
    for folder in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.DATA_DIR if places.store() else places.place()):
        there = next(path for path in (Path(folder), *Path(folder).parents) if path.exists())
        if (device := there.stat().st_dev) in seen:
            continue
        seen.add(device)
        used = shutil.disk_usage(there)
        hundredths = round(100 * (used.total - used.free) / used.total)
        words = f"{there}: {hundredths} % full, {used.free // MEGABYTE} MB free"
        if hundredths >= NEARLY_FULL:
            yield Grade.MEND if hundredths >= FULL else Grade.MIND, f"{words}. Make room: a full disk refuses what editors save."
        else:
            yield Grade.FINE, words


def files_are_closed() -> Iterator[tuple[Grade, str]]:
    """See that other accounts of the machine cannot read what is not public. The folder of public pictures is for the proxy too."""
    originals = storages["originals"]
    closed = [Path(originals.location)] if isinstance(originals, FileSystemStorage) else []
    closed += [Path(str(connection.settings_dict["NAME"]))] if connection.vendor == "sqlite" else []
    is_entered = Path(settings.DATA_DIR).stat().st_mode & stat.S_IXOTH
    open_to_all = [path for path in closed if is_entered and path.exists() and path.stat().st_mode & stat.S_IRWXO]
    for path in open_to_all:
        yield Grade.MIND, f"{path}: every account of this machine can read it. Run: chmod o-rwx {path}"
    if not open_to_all:
        yield Grade.FINE, "what is not public is closed to other accounts"


def database_is_well() -> Iterator[tuple[Grade, str]]:
    """Ask the database something, and what it is."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        (now,) = cursor.fetchone()
        seconds = time.monotonic() - began
        if connection.vendor == "sqlite":
            words = f"SQLite {sqlite3.sqlite_version}"
        else:
            cursor.execute("SHOW server_version")
            words = f"PostgreSQL {cursor.fetchone()[0]}"
    words = f"{words}, answered in {seconds * 1000:.0f} ms"
    yield (Grade.FINE, words) if seconds < QUICK else (Grade.MIND, f"{words}. That is slow: is it far away, or busy?")
    if isinstance(now, dt.datetime) and abs((timezone.now() - now).total_seconds()) > CLOCK:
        yield Grade.MEND, "Its clock is not this machine's. Have both ask a time server: what is scheduled would come at the wrong moment."


def migrations_are_applied() -> Iterator[tuple[Grade, str]]:
    """Compare the database with the release."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    # The names of migrations that were made one stay written down.
    here = {name for known in executor.loader.disk_migrations.values() for name in ((known.app_label, known.name), *known.replaces)}
    unknown = sorted(set(executor.loader.applied_migrations) - here)
    if plan:
        yield Grade.MEND, f"{len(plan)} are not applied, {plan[0][0]} first. Run: manage.py migrate"
    if unknown:
        yield Grade.MIND, f"The database is of a later release: {unknown[0][0]}.{unknown[0][1]} is not here. Install that release again."
    if not plan and not unknown:
        yield Grade.FINE, "all applied"


def static_files_are_of_this_release() -> Iterator[tuple[Grade, str]]:
    """See that styles and scripts were collected since the last update."""
    manifest = getattr(staticfiles_storage, "hashed_files", None)
    if manifest is None:
        yield Grade.FINE, "served as they lie (for developers)"
        return
    stale = [name for name, file in found_by_finders() if manifest.get(name) is None or is_older(manifest[name], file)]
    if stale:
        yield Grade.MEND, f"{len(stale)} styles and scripts are missing or old, {stale[0]} first. Run: manage.py collectstatic --no-input"
    else:
        yield Grade.FINE, f"{len(manifest)} collected"


def found_by_finders() -> Iterator[tuple[str, Path]]:
    """Yield the styles and scripts of the release by name."""
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            if name.endswith((".css", ".js")) and hasattr(storage, "location"):
                yield name, Path(storage.path(name))


def is_older(collected: str, source: Path) -> bool:
    """Tell whether a collected file is missing, or was collected before its source was written."""
    path = Path(staticfiles_storage.path(collected))
    return not path.exists() or path.stat().st_mtime + 1 < source.stat().st_mtime
