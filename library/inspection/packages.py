"""ZIP files, as archives and as what Office files are made of: read within limits, whatever they claim of themselves."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from library.inspection.entries import is_link, leads_out, swells
from library.inspection.refusal import Refusal

# What a package may hold.
MOST_ENTRIES = 2000
MOST_BYTES = 300 * 1024 * 1024
# One entry is read into memory.
MOST_BYTES_OF_ONE = 100 * 1024 * 1024
# Below it no entry is a bomb.
SMALL = 1024 * 1024
CHUNK = 64 * 1024
ENCRYPTED = 0x1


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Return a package whose list of entries is sound; nothing is unpacked yet."""
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("damaged") from error
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refusal("too_many_entries", limit=MOST_ENTRIES)
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refusal("too_large_inside", limit=MOST_BYTES // 1024 // 1024)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise Refusal("entry_twice")
    for entry in entries:
        check(entry)
    return package


def check(entry: zipfile.ZipInfo) -> None:
    """Refuse an entry by what the list says of it."""
    # The name as it stands in the file: Python cuts it at NUL, others do not.
    name = entry.orig_filename
    if leads_out(name) or "\\" in name:
        raise Refusal("path_outside", name=shown(name))
    if is_link(entry):
        raise Refusal("link_inside", name=shown(name))
    if entry.flag_bits & ENCRYPTED:
        raise Refusal("password")
    if entry.file_size > MOST_BYTES_OF_ONE or swells(entry.file_size, entry.compress_size, harmless=SMALL):
        raise Refusal("bomb", name=shown(name))


def content(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return what an entry holds: never more than it claims, and with its checksum compared."""
    found = BytesIO()
    try:
        with package.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                found.write(chunk)
                if found.tell() > entry.file_size:
                    raise Refusal("bomb", name=shown(entry.filename))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Refusal("damaged") from error
    except Exception as error:  # the decompressors have errors of their own, which are no relatives of those
        if isinstance(error, Refusal):
            raise
        raise Refusal("damaged") from error
    return found.getvalue()


def shown(name: str) -> str:
    """Return a name as a sentence may quote it."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:80]


# Finds out what an entry is; raises Refusal if it is nothing that may be there.
Look = Callable[[bytes], object]

# Text without a table, as data comes with.
PLAIN = (".txt", ".md", ".json", ".geojson", ".csv", ".tsv")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def look_at_archive(file: BinaryIO, look: Look) -> int:
    """Check everything in an archive; return how many files it holds. Only what would be accepted alone may be in it, plain texts and pictures."""
    package = opened(file)
    files = [entry for entry in package.infolist() if not entry.is_dir()]
    if not files:
        raise Refusal("archive_empty")
    for entry in files:
        data = content(package, entry)
        if not is_plain(entry.filename, data):
            inside(entry.filename, data, look)
    return len(files)


def is_plain(name: str, data: bytes) -> bool:
    """Tell whether an entry is a text or a picture, by its content and its name, since who unpacks it goes by that."""
    if data.startswith(PICTURES):
        return name.lower().endswith((".jpg", ".jpeg", ".png"))
    if not name.lower().endswith(PLAIN) or b"\x00" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A table is checked as a table.
    return not name.lower().endswith((".csv", ".tsv"))


ENDINGS = {"pdf": (".pdf",), "docx": (".docx",), "xlsx": (".xlsx",), "csv": (".csv", ".tsv")}


def inside(name: str, data: bytes, look: Look) -> None:
    """Refuse an entry that would be refused alone, or is an archive itself, or is not what its name says."""
    try:
        kind = str(look(data))
    except Refusal as refusal:
        raise Refusal("refused_inside", name=shown(name), why=refusal.code) from refusal
    if not name.lower().endswith(ENDINGS.get(kind, ())):
        raise Refusal("kind_inside", name=shown(name))
