"""What a quoted post tells of itself: who wrote it, under which name, when and where. It is kept as attributes of its figure."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from publishing.fields.richtext_schema import POST_ATTRIBUTES, clean_address
from publishing.fields.richtext_tree import Block

# A day, or a day and a time as the post shows it, without a zone: HTML, section 2.3.5, local dates and times.
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", re.ASCII)


@dataclass(frozen=True)
class Told:
    """What stands beside the words of a post; "" where nothing is known."""

    author: str = ""
    handle: str = ""
    time: str = ""
    href: str = ""

    @classmethod
    def of(cls, figure: Block) -> "Told":
        """Return what a post tells."""
        return cls(*(figure.attributes.get(name, "") for name in POST_ATTRIBUTES))

    @property
    def day(self) -> dt.date | None:
        """The day on which it was written."""
        return dt.date.fromisoformat(self.time[:10]) if self.time else None

    @property
    def words(self) -> str:
        """All of it, as plain text."""
        return " ".join(filter(None, (self.author, self.handle, self.time.replace("T", " "), self.href)))


def told_by(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes of a post as they are stored: those that say something, in one order."""
    told = {name: " ".join(attributes.get(name, "").split()) for name in POST_ATTRIBUTES}
    told["data-href"] = clean_address(told["data-href"]) or ""
    told["data-time"] = told["data-time"] if is_time(told["data-time"]) else ""
    return {name: value for name, value in told.items() if value}


def is_time(value: str) -> bool:
    """Tell whether this is a day, or a day and a time, of the calendar."""
    if not _TIME.fullmatch(value):
        return False
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
