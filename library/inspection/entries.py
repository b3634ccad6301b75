"""What an archive says of its entries, and what must not be believed: paths that lead out, links, and sizes that no disk would bear.

Shared by whatever unpacks anything. Like all of this package it knows neither the settings nor the database.
"""

import stat
from pathlib import PurePosixPath
from zipfile import ZipInfo

# How much larger than the archive its content may be. Tables compress well; bombs a thousandfold.
MOST_RATIO = 200


def leads_out(name: str) -> bool:
    """Tell whether a name, unpacked, would lie outside the folder, on one system or another."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts:
        return not name.endswith("/")
    return "\x00" in name or parts[0].startswith("/") or ".." in parts or ":" in parts[0]


def is_link(entry: ZipInfo) -> bool:
    """Tell whether an entry is a symbolic link, which could show any file of the machine."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def swells(size: int, packed: int, *, harmless: int) -> bool:
    """Tell whether content of `size` bytes is too much for what it takes `packed`; nothing is below what is `harmless`."""
    return size > harmless and size > MOST_RATIO * max(packed, 1)
