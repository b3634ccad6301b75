"""What an examination finds, and how the parts of a deployment are examined."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

logger = logging.getLogger(__name__)


class Grade(IntEnum):
    """How bad it is."""

    FINE = 0
    # Nothing fails yet.
    MIND = 1
    # Something fails, or somebody could get in.
    MEND = 2


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, how it is, and, unless it is fine, what to do."""

    part: str
    grade: Grade
    words: str


# A part of the deployment, and what looks at it.
Examination = tuple[str, Callable[[], Iterator[tuple[Grade, str]]]]


def examine(examinations: list[Examination]) -> Iterator[Finding]:
    """Yield what each examination finds. One that fails itself is a finding too: a doctor who falls over helps nobody."""
    for part, look in examinations:
        try:
            yield from (Finding(part, grade, words) for grade, words in look())
        except Exception as error:
            logger.debug("The examination of %s failed.", part, exc_info=True)
            yield Finding(part, Grade.MEND, f"It could not be looked at: {type(error).__name__}: {error}")
