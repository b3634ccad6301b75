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
    """A whole backup: its folder and what `backup.json` says."""

    folder: Path
    about: dict[str, Any]  # Any: as JSON has it

    @property
    def at(self) -> dt.datetime:
        """Return its moment."""
        return dt.datetime.strptime(self.folder.name, FORM).replace(tzinfo=dt.UTC)

    @property
    def locked_key(self) -> bytes:
        """Return the key that the pass phrase opens; b"" where keys of age open the backup."""
        path = self.folder / KEY
        return path.read_bytes() if path.exists() else b""


def place() -> Path:
    """Return the folder that backups go to."""
    return Path(settings.BACKUP_TO or Path(settings.DATA_DIR) / "backups")


def backups(folder: Path | None = None) -> list[Backup]:
    """Return the whole backups in a folder, the newest first."""
    folder = folder or place()
    found = [path for path in folder.iterdir() if NAMED.fullmatch(path.name) and (path / ABOUT).exists()] if folder.is_dir() else []
    return [Backup(path, json.loads((path / ABOUT).read_text(encoding="utf-8"))) for path in sorted(found, reverse=True)]


def backup_at(path: Path | None) -> Backup:
    """Return the backup in a folder; of a folder of backups, or without one, the newest. NoBackupError if there is none."""
    if path is not None and (path / ABOUT).exists():
        return Backup(path, json.loads((path / ABOUT).read_text(encoding="utf-8")))
    if found := backups(path):
        return found[0]
    raise NoBackupError(f"{path or place()}: there is no whole backup here.")


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
    found, folder = backups(), place()
    stay = staying((backup.at for backup in found), *kept_for())
    old = [backup for backup in found if backup.at not in stay]
    for backup in old:
        # Without its last file it counts as none, should this be broken off.
        (backup.folder / ABOUT).unlink()
        shutil.rmtree(backup.folder)
    for left in folder.iterdir():
        if NAMED.fullmatch(left.name) and not (left / ABOUT).exists():
            shutil.rmtree(left)
    return [backup.folder.name for backup in old]
