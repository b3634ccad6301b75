"""Read only: the desk is closed and nothing is written, while readers notice nothing.

A file in `DATA_DIR` says so, and why: it is seen by every process at once, costs what is only read nothing, and needs neither a
database that takes writes nor a cache that keeps. READ_ONLY in the environment says the same for good.
"""

from pathlib import Path

from django.conf import settings


def flag() -> Path:
    """Return the file that closes the desk of this machine."""
    return Path(settings.DATA_DIR) / "read-only"


def is_closed() -> bool:
    """Tell whether nothing may be written."""
    return settings.READ_ONLY or flag().exists()


def close(why: str) -> None:
    """Close the desk, with a word to those who meet it closed."""
    flag().write_text(why, encoding="utf-8")


def reopen() -> None:
    """Open the desk again."""
    flag().unlink(missing_ok=True)


def reason() -> str:
    """Return the word that was left; empty if none was."""
    try:
        return flag().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
