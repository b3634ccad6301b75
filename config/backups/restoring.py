"""Makes a backup the site's own, on a machine that has nothing yet."""

from pathlib import Path

from django.utils import timezone

from config.backups import databases, files, places
from config.backups.making import alone
from config.backups.opening import Opened, open_backup
from library.consistency import file_differences, fix_files
from library.documents import files as document_files

# Stands while a restore puts things in their place: one that finds it moves aside what the broken off one put there.
UNDER_WAY = "restore-under-way"


class OccupiedError(Exception):
    """Something is here already that a restore would overwrite."""


def restore(backup: places.Backup, key_file: Path | None = None) -> Opened:
    """Open a backup, and only when all of it is as it was made put it in its place: the files, then the database. Return what it held.

    OccupiedError where the site has a database or files; nothing is ever overwritten. What breaks off is done again from the beginning.
    """
    with alone() as work:
        mark = files.workshop().parent / UNDER_WAY
        is_again = mark.exists() and databases.is_empty()
        if is_again:
            move_aside()
        refuse_what_is_there(is_again=is_again)
        found = open_backup(places.here(backup, work), work, key_file)
        mark.touch()
        files.put_back(work / "files")
        databases.put_back(found.database)
        mark.unlink()
    return found


def refuse_what_is_there(*, is_again: bool) -> None:
    """Raise OccupiedError unless database and files are empty; in a store may lie what the restore before put there, `is_again`."""
    if not databases.is_empty():
        raise OccupiedError("The database has tables already. Restore into an empty one: name another in DATABASE_URL or DATA_DIR.")
    if files.any_there(but_stores=is_again):
        raise OccupiedError("There are files of a library already. Restore into an empty DATA_DIR, or an empty bucket (STORAGE_URL).")


def move_aside() -> None:
    """Move away the files that a broken off restore put in their place. Nothing is deleted: whether they are no more than that, nobody can tell."""
    for folder in files.folders().values():
        if folder.exists():
            folder.rename(folder.with_name(f"{folder.name}-before-{timezone.now():%Y%m%dT%H%M%S}"))


def settle_files() -> int:
    """Remove public files that were on their way out when the backup was made, and make those that were on their way in; return how many differed."""
    wrong = [*file_differences(), *document_files.differences()]
    if wrong:
        fix_files()
        document_files.fix()
    return len(wrong)
