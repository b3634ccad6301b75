"""The process in which files are looked at and read. It gives up what it may not have: memory, time, files of its own."""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from library.inspection import office, packages, pdf, tables
from library.inspection.kinds import kind_of
from library.inspection.refusal import Refusal

# Address space and seconds of the processor; whoever started us has a clock of his own.
MEMORY = 1536 * 1024 * 1024
SECONDS = 60
# Characters of text kept of one file.
MOST_TEXT = 1_000_000

Found = dict[str, Any]  # Any: what JSON holds


def main(act: str, path: str) -> Found:
    """Return what was found out about a file, without what this process does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # It has nothing to write but its answer.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    warnings.simplefilter("ignore")
    with Path(path).open("rb") as file:
        return answer(act, file)


def answer(act: str, file: BinaryIO) -> Found:
    """Return what was found out about a file, or why it is refused."""
    try:
        return look(file) if act == "look" else read(file)
    except Refusal as refusal:
        return {"refused": refusal.code, "named": refusal.named}
    except MemoryError:
        return {"refused": "too_complex", "named": {}}
    except Exception as error:
        # The readers of the formats raise whatever broken bytes lead them to.
        return {"refused": "damaged", "named": {}, "error": f"{type(error).__name__}: {error}"[:300]}


def look(file: BinaryIO) -> Found:
    """Return the kind of a file, its pages, and for a table its text, which is stored anew; Refusal if it is not accepted."""
    match kind_of(file):
        case "pdf":
            return {"kind": "pdf", "pages": pdf.look(file)}
        case "office":
            kind, sheets = office.look(file)
            return {"kind": kind, "pages": sheets}
        case "zip":
            return {"kind": "zip", "pages": packages.look_at_archive(file, look_inside)}
    return {"kind": "csv", "pages": None, "text": tables.look(file)}


def look_inside(data: bytes) -> str:
    """Return the kind of a file in an archive; an archive in an archive is refused."""
    file = BytesIO(data)
    if kind_of(file) == "zip":
        raise Refusal("nested")
    return str(look(file)["kind"])


def read(file: BinaryIO) -> Found:
    """Return the text of a file, as far as it fits; of an archive, the names of what is in it."""
    kept, length = [], 0
    for piece in pieces(file):
        kept.append(piece[: MOST_TEXT - length])
        length += len(kept[-1]) + 1
        if length >= MOST_TEXT:
            break
    return {"text": "\n".join(kept)}


def pieces(file: BinaryIO) -> Iterator[str]:
    """Return the text of a file, piece by piece."""
    match kind_of(file):
        case "pdf":
            return pdf.texts(file)
        case "office":
            kind, _sheets = office.look(file)
            file.seek(0)
            return office.document_texts(file) if kind == "docx" else office.sheet_texts(file)
        case "zip":
            return (entry.filename for entry in packages.opened(file).infolist())
    return ("\t".join(row) for row in tables.rows(tables.decoded(file.read())))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
