"""The files of a dump: packed, counted and summed up while they are written; never more of them in memory than a few objects."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from rest_framework.renderers import JSONRenderer

from pages.leaving.writing import Hashing
from publishing.api.tables import value_at
from publishing.cells import BOM, neutral
from syndication.dumps.dictionary import RIGHTS
from syndication.dumps.kinds import Kind

# Packing harder costs three times the time, for a tenth of the size.
LEVEL = 6
LINES, TABLE, JSON = "application/x-ndjson", "text/csv", "application/json"


class Summed(Hashing):
    """A file that is counted and summed up while an archive is written into it."""

    def flush(self) -> None:
        """Write what waits."""
        self.file.flush()


class Files:
    """The files of a dump in the making, in a folder; `told` says what the manifest says of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[dict[str, Any]] = []
        folder.mkdir(parents=True)

    @contextmanager
    def packed(self, name: str) -> Iterator[TextIO]:
        """Give a file to write text into; it is packed (RFC 1952), with nothing in it that differs from one run to the next."""
        with (self.folder / name).open("wb") as file:
            out = Summed(file)
            # Any: of a file, the archive needs no more than this
            target: Any = out
            with (
                gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=target, mtime=0) as archive,
                io.TextIOWrapper(archive, encoding="utf-8", newline="") as text,
            ):
                yield text
        self.told.append({"name": name, "bytes": out.bytes, "sha256": out.digest.hexdigest()})

    def write_list(self, kind: Kind, objects: Iterable[list[dict[str, Any]]], terms: str) -> None:
        """Write the objects of a list, as lines of JSON and as a table; `terms` stand in each row, which may travel alone."""
        render, ways, count = JSONRenderer().render, kind.columns(), 0
        with self.packed(f"{kind.name}.jsonl.gz") as lines, self.packed(f"{kind.name}.csv.gz") as cells:
            table = csv.writer(cells)
            cells.write(BOM)
            table.writerow([*ways, RIGHTS])
            for some in objects:
                lines.writelines(f"{render(each).decode()}\n" for each in some)
                table.writerows([*(neutral(value_at(each, way)) for way in ways.values()), terms] for each in some)
                count += len(some)
        for file, media_type in zip(self.told[-2:], (TABLE, LINES), strict=True):
            file |= {"list": kind.name, "type": media_type, "packed": "gzip", "objects": count}

    def write_json(self, name: str, value: dict[str, Any]) -> None:
        """Write one value as it is."""
        with (self.folder / name).open("wb") as file:
            out = Hashing(file)
            out.write(json.dumps(value, ensure_ascii=False, indent=1).encode())
        self.told.append({"name": name, "type": JSON, "bytes": out.bytes, "sha256": out.digest.hexdigest()})
