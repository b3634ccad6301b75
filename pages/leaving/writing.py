"""Writing an archive: table after table, row after row, then the files; never more of it in memory than a few rows."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, connections, models, transaction
from django.utils import timezone

from pages import shipped
from pages.leaving import files
from pages.leaving.parts import FORMAT, MANIFEST, VERSION, columns, files_of, part_of, tables
from pages.leaving.rows import line_of
from publishing import languages, site
from publishing.models import ChangeHead, SiteSettings

CHUNK = 200
Tell = Callable[[int, int], None]


class Hashing:
    """A file that is written, counted and summed up at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.bytes = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        """Write a piece."""
        self.file.write(data)
        self.digest.update(data)
        self.bytes += len(data)


class Leaving:
    """One export."""

    def __init__(self, archive: zipfile.ZipFile, tell: Tell | None) -> None:
        self.archive, self.tell = archive, tell
        self.moment = timezone.now()
        self.parts: list[dict[str, Any]] = []
        self.media: list[dict[str, Any]] = []
        self.missing: list[str] = []
        # {name of a stored file: its folder in the archive}, in the order in which they are named.
        self.named: dict[str, str] = {}

    def write(self) -> dict[str, Any]:
        """Write everything; return the manifest."""
        with one_moment():
            head = ChangeHead.objects.filter(pk=1).first() or ChangeHead()
            said = {"sequence": head.sequence, **about()}
            for model in tables():
                self.write_table(model)
            for row in SiteSettings.objects.all():
                self.named |= dict.fromkeys(sorted(files.named_by_settings(row)), "site")
        for number, (name, kind) in enumerate(self.named.items(), 1):
            self.write_file(kind, name)
            if self.tell is not None:
                self.tell(number, len(self.named))
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "id": self.mark(),
            "made_at": self.moment.isoformat(),
            **said,
            "counts": {part["name"].removeprefix("rows/").removesuffix(".jsonl"): part["rows"] for part in self.parts},
            "parts": self.parts,
            "media": self.media,
            "missing": self.missing,
        }
        self.archive.writestr(self.entry(MANIFEST, zipfile.ZIP_DEFLATED), json.dumps(manifest, ensure_ascii=False, indent=1))
        return manifest

    def mark(self) -> str:
        """Return what is the same for two archives that hold the same."""
        held = [[each["name"], each["sha256"]] for each in (*self.parts, *self.media)]
        return hashlib.sha256(json.dumps(sorted(held)).encode()).hexdigest()

    def entry(self, name: str, packed: int) -> zipfile.ZipInfo:
        """Return the head of an entry."""
        info = zipfile.ZipInfo(name, date_time=self.moment.timetuple()[:6])
        info.compress_type = packed
        info.external_attr = 0o644 << 16
        return info

    def write_table(self, model: type[models.Model]) -> None:
        """Write the rows of a table, a line each, in the order of their keys."""
        fields = list(columns(model).values())
        named = [(place, field.name) for place, field in enumerate(fields) if field.name in files_of(model)]
        rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
        count = 0
        with self.archive.open(self.entry(part_of(model), zipfile.ZIP_DEFLATED), "w", force_zip64=True) as file:
            out = Hashing(file)
            for values in rows.iterator(chunk_size=CHUNK):
                out.write(line_of(fields, values))
                count += 1
                self.named |= {str(values[place]): files.kind_of(str(values[place])) for place, _name in named if values[place]}
        self.parts.append({"name": part_of(model), "rows": count, "bytes": out.bytes, "sha256": out.digest.hexdigest()})

    def write_file(self, kind: str, name: str) -> None:
        """Write a file as it is stored; one that is missing here is named."""
        if not kind or not files.storage_of(kind).exists(name):
            self.missing.append(name)
            return
        entry = files.in_archive(kind, name)
        with (
            files.storage_of(kind).open(name) as stored,
            self.archive.open(self.entry(entry, zipfile.ZIP_STORED), "w", force_zip64=True) as file,
        ):
            out = Hashing(file)
            for piece in stored.chunks(files.PIECE):
                out.write(piece)
        self.media.append({"name": entry, "bytes": out.bytes, "sha256": out.digest.hexdigest()})


def about() -> dict[str, Any]:
    """Return what the manifest says of the site."""
    row = site.read()
    return {
        "site": {code: getattr(row, f"name_{code}") for code in languages.codes()},
        "address": settings.SITE_URL,
        "languages": languages.codes(),
        "shipped": shipped.loaded(),
    }


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything read inside be of one moment, whatever editors do meanwhile, and keep nobody from writing."""
    if connection.in_atomic_block:
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        # It reads only: no need for the lock that writers take.
        vars(connections["default"])["transaction_mode"] = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            vars(connections["default"])["transaction_mode"] = mode


def export(target: Path, tell: Tell | None = None) -> dict[str, Any]:
    """Write an archive of everything to a file, which gets its name when it is whole; return the manifest."""
    begun = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(begun, "w", allowZip64=True) as archive:
            manifest = Leaving(archive, tell).write()
        begun.replace(target)
    finally:
        begun.unlink(missing_ok=True)
    return manifest
