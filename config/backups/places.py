"""Where backups lie, and which of them stay."""

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from config.backups.stores import SCHEME, Store

CONTENT, KEY, ABOUT = "content.tar.age", "key.age", "backup.json"
# A backup is called by its moment, UTC (ISO 8601, basic form).
FORM = "%Y%m%dT%H%M%SZ"
NAMED = re.compile(r"\d{8}T\d{6}Z")


class KeepError(Exception):
    """BACKUP_KEEP does not say what stays."""


class NoBackupError(Exception):
    """There is no such backup."""


@dataclass(frozen=True)
class Backup:
    """A whole backup: its folder and what `backup.json` says. One that lies in a store has a name there; `here` brings it to this machine."""

    folder: Path
    about: dict[str, Any]  # Any: as JSON has it
    store: Store | None = None

    def __str__(self) -> str:
        return f"{self.store}/{self.folder.name}" if self.store else str(self.folder)

    @property
    def at(self) -> dt.datetime:
        """Return its moment."""
        return dt.datetime.strptime(self.folder.name, FORM).replace(tzinfo=dt.UTC)

    @property
    def locked_key(self) -> bytes:
        """Return the key that the pass phrase opens; b"" where keys of age open the backup."""
        if self.store is not None:
            return self.store.read(self.folder.name, KEY) if self.store.has(self.folder.name, KEY) else b""
        path = self.folder / KEY
        return path.read_bytes() if path.exists() else b""


def here(backup: Backup, work: Path) -> Backup:
    """Return a backup as it lies on this machine, brought into a folder if it lay elsewhere."""
    return backup if backup.store is None else Backup(backup.store.get(backup.folder.name, work / "fetched"), backup.about)


def store() -> Store | None:
    """Return the store that backups go to; None where they go to a folder."""
    return Store(settings.BACKUP_TO) if settings.BACKUP_TO.startswith(SCHEME) else None


def place() -> Path:
    """Return the folder that backups go to."""
    return Path(settings.BACKUP_TO or Path(settings.DATA_DIR) / "backups")


def where() -> str:
    """Return the place that backups go to, for people."""
    return str(store() or place())


def stored(found: Store) -> list[Backup]:
    """Return the whole backups in a store, the newest first."""
    names = [name for name in found.names() if NAMED.fullmatch(name) and found.has(name, ABOUT)]
    return [Backup(Path(name), found.about(name, ABOUT), found) for name in sorted(names, reverse=True)]


def backups(folder: Path | None = None) -> list[Backup]:
    """Return the whole backups in a folder, or where the settings say, the newest first."""
    if folder is None and (elsewhere := store()):
        return stored(elsewhere)
    folder = folder or place()
    found = [path for path in folder.iterdir() if NAMED.fullmatch(path.name) and (path / ABOUT).exists()] if folder.is_dir() else []
    return [Backup(path, json.loads((path / ABOUT).read_text(encoding="utf-8"))) for path in sorted(found, reverse=True)]


def backup_at(path: Path | None) -> Backup:
    """Return the backup in a folder, or of a name in the store; of a folder of backups, or without one, the newest. NoBackupError for none."""
    if path is not None and not path.exists() and store():
        found = [backup for backup in backups() if backup.folder == path]
    elif path is not None and (path / ABOUT).exists():
        return Backup(path, json.loads((path / ABOUT).read_text(encoding="utf-8")))
    else:
        found = backups(path)
    if found:
        return found[0]
    raise NoBackupError(f"{path or where()}: there is no whole backup here.")


def kept_for() -> tuple[int, int, int]:
    """Return of how many days, weeks and months the last backup stays. KeepError if the setting does not say it."""
    parts = settings.BACKUP_KEEP.split(",")
    try:
        days, weeks, months = (int(part) for part in parts)
    except ValueError:
        days = weeks = months = -1
    if days < 1 or weeks < 0 or months < 0:
        raise KeepError(f"BACKUP_KEEP: “{settings.BACKUP_KEEP}” should be three numbers, of days (1 at least), weeks and months, as 7,5,12.")
    return days, weeks, months


def staying(moments: Iterable[dt.datetime], days: int, weeks: int, months: int) -> set[dt.datetime]:
    """Return which backups stay: the last of each of so many days, weeks (ISO 8601) and months that have any, by the site's time zone."""
    newest_first = sorted(moments, reverse=True)
    stay: set[dt.datetime] = set()
    for number, period in ((days, "%Y-%m-%d"), (weeks, "%G-%V"), (months, "%Y-%m")):
        last: dict[str, dt.datetime] = {}
        for moment in newest_first:
            last.setdefault(timezone.localtime(moment).strftime(period), moment)
        stay |= set(list(last.values())[:number])
    return stay


def drop_old() -> list[str]:
    """Remove the backups that need not stay, and what broken off ones left; return the names of the former."""
    found = backups()
    stay = staying((backup.at for backup in found), *kept_for())
    old = [backup for backup in found if backup.at not in stay]
    for backup in old:
        remove(backup)
    if elsewhere := store():
        for name in elsewhere.names():
            if NAMED.fullmatch(name) and not elsewhere.has(name, ABOUT):
                elsewhere.remove(name, first=ABOUT)
    else:
        for left in place().iterdir():
            if NAMED.fullmatch(left.name) and not (left / ABOUT).exists():
                shutil.rmtree(left)
    return [backup.folder.name for backup in old]


def remove(backup: Backup) -> None:
    """Remove a backup; its last file goes first, so that it counts as none should this be broken off."""
    if backup.store is not None:
        backup.store.remove(backup.folder.name, first=ABOUT)
    else:
        (backup.folder / ABOUT).unlink()
        shutil.rmtree(backup.folder)
