"""All offices: as one tree while it is small, else level by level, each level by letter."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from actors.choices import Choice, Choices
from publishing.alphabet import Group, groups

# So many offices are shown as a whole tree.
MOST_AS_A_TREE = 60


@dataclass(frozen=True)
class Branch:
    """An office with what is part of it, or, in a long index, with how much that is."""

    label: str
    lang: str
    url: str
    kind: str
    # The query that shows what is part of it.
    value: str = ""
    units: list["Branch"] = field(default_factory=list)
    number: int = 0


def tree(offices: Choices, top: Choice | None) -> list[Branch] | None:
    """Return the offices under one, or all, each with its own units; None where they are too many for a page."""
    below = len(offices.within(top)) - 1 if top else len(offices.rows)
    return whole(offices, offices.units.get(top.key if top else None, [])) if below <= MOST_AS_A_TREE else None


def whole(offices: Choices, level: Sequence[Choice]) -> list[Branch]:
    """Return the offices of a level with all that is part of them."""
    return [Branch(row.label, row.lang, row.url, row.kind, row.value, whole(offices, offices.units.get(row.key, []))) for row in level]


def level(offices: Choices, top: Choice | None, language: str) -> list[Group[Branch]]:
    """Return the offices right under one, or those under none, by letter, each with the number of all that is part of it."""
    rows = offices.units.get(top.key if top else None, [])
    return groups([Branch(row.label, row.lang, row.url, row.kind, row.value, number=len(offices.within(row)) - 1) for row in rows], language)
