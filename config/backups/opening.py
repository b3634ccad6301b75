"""Opens a backup into a folder, and believes nothing of it that it has not seen."""

import hashlib
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from config.backups import places
from config.backups.databases import FILES
from config.backups.files import STORAGES
from config.backups.making import FORMAT, INSIDE
from config.backups.sealing import keys, opened


class DamagedError(Exception):
    """A backup is not as it was made."""


@dataclass(frozen=True)
class Opened:
    """What a backup had in it, by now in a folder: the saved database, the files of the library, and what is said about them."""

    folder: Path
    inside: dict[str, Any]  # Any: as JSON has it

    @property
    def database(self) -> Path:
        """Return the saved database."""
        return self.folder / str(self.inside["database"])


def open_backup(backup: places.Backup, into: Path, key_file: Path | None = None) -> Opened:
    """Open a backup into an empty folder, and compare all of it with what it says. SealError without the key, DamagedError if something differs."""
    if backup.about.get("format") != FORMAT:
        raise DamagedError(f"{backup.folder}: made in a form that this release does not read ({backup.about.get('format')}).")
    identities = keys(backup.locked_key, key_file)
    compare_content(backup)
    with (backup.folder / places.CONTENT).open("rb") as file, opened(file, identities) as plain:
        found, inside = unpack(plain, into)
    lost, other = sorted(inside["files"].keys() - found.keys()), sorted(name for name in found if inside["files"].get(name) != found[name])
    if lost or other:
        raise DamagedError(f"{backup.folder}: {len(lost)} files are missing and {len(other)} are not as they were, {[*lost, *other][0]} first.")
    return Opened(into, inside)


def compare_content(backup: places.Backup) -> None:
    """Compare what is sealed with its SHA-256; nobody needs a key for that. DamagedError if it differs."""
    with (backup.folder / places.CONTENT).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != backup.about["sha256"]:
        raise DamagedError(f"{backup.folder / places.CONTENT}: the file is not as it was written.")


def unpack(plain: BinaryIO, into: Path) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Write the files of a backup into a folder; return the size and SHA-256 of each, and what the backup says about them."""
    found: dict[str, dict[str, Any]] = {}
    inside: dict[str, Any] | None = None
    try:
        with tarfile.open(fileobj=plain, mode="r|", bufsize=1 << 20) as tar:
            for member in tar:
                source = tar.extractfile(member)
                if source is None:
                    raise DamagedError(f"{member.name}: a backup holds plain files only.")
                if member.name == INSIDE:
                    inside = json.load(source)
                else:
                    found[member.name] = write(source, into / allowed(member.name))
    except tarfile.TarError as error:
        raise DamagedError(f"The archive in the backup cannot be read: {error}") from error
    if inside is None:
        raise DamagedError("The backup does not say what is in it.")
    return found, inside


def allowed(name: str) -> str:
    """Return the name of a file in a backup. DamagedError for one that would lie elsewhere."""
    parts = PurePosixPath(name).parts
    in_library = len(parts) > 2 and parts[0] == "files" and parts[1] in STORAGES and not {"..", "/"} & set(parts)  # noqa: PLR2004 - folder, storage, name
    if name not in FILES.values() and not in_library:
        raise DamagedError(f"{name}: no backup holds such a file.")
    return name


def write(source: Any, to: Path) -> dict[str, Any]:  # Any: the type that tarfile keeps to itself
    """Write a file; return its size and SHA-256."""
    to.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with to.open("xb") as file:
        while some := source.read(1 << 20):
            digest.update(some)
            size += file.write(some)
    return {"size": size, "sha256": digest.hexdigest()}
