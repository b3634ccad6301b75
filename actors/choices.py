"""What the filters of the index of people offer: offices and places, each with what belongs to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef

from actors import wording
from actors.models import Office, Place, Remit
from publishing import languages, navigation
from publishing.remembered import Memory, Stamp
from publishing.search import fold

# Up to so many stand in a box to choose from; of more, readers type a part of the name.
MOST_IN_A_BOX = 40
# So many are offered where a name is not enough to tell which one is meant.
MOST_LIKE_IT = 20
# Before the name of a unit in a box.
DEEPER = "–\u00a0"
UNREAD = tuple(f"{name}_{code}" for name in ("description", "summary") for code in languages.codes())

# {("offices", "places" or "all places", language): choices}
_known = Memory(8)


@dataclass
class Choice:
    """An office or a place that can be asked for. `value` is how addresses name it; `others` are its values in other languages."""

    key: UUID | str
    above_key: UUID | None
    label: str
    lang: str
    value: str
    folded: str
    values: dict[str, str] = field(default_factory=dict)
    url: str = ""
    kind: str = ""
    depth: int = 0
    # The name of what it belongs to, to tell two of one name apart.
    above: str = ""

    @property
    def named(self) -> str:
        """Return its name as the box has it, under what it belongs to."""
        return DEEPER * self.depth + self.label


@dataclass
class Choices:
    """All choices of one kind, each behind what it belongs to."""

    rows: list[Choice]
    units: dict[UUID | str | None, list[Choice]]

    @classmethod
    def of(cls, rows: Iterable[Choice]) -> "Choices":
        """Put choices into the order of a tree; one that belongs to something that the public does not see stands by itself."""
        units: defaultdict[UUID | str | None, list[Choice]] = defaultdict(list)
        by_key = {row.key: row for row in rows}
        for row in by_key.values():
            above = by_key.get(row.above_key) if row.above_key else None
            row.above = above.label if above else ""
            units[above.key if above else None].append(row)
        ordered: list[Choice] = []
        waiting = [(row, 0) for row in reversed(units[None])]
        while waiting:
            row, row.depth = waiting.pop()
            ordered.append(row)
            waiting += [(unit, row.depth + 1) for unit in reversed(units[row.key])]
        return cls(ordered, dict(units))

    @property
    def fit_a_box(self) -> bool:
        """Whether there are few enough to choose from."""
        return len(self.rows) <= MOST_IN_A_BOX

    def within(self, choice: Choice) -> list[UUID | str]:
        """Return the keys of a choice and of all that belongs to it."""
        keys, fresh = [choice.key], [choice]
        while fresh:
            fresh = [unit for row in fresh for unit in self.units.get(row.key, [])]
            keys += [row.key for row in fresh]
        return keys

    def above(self, choice: Choice | None) -> list[Choice]:
        """Return what a choice belongs to, the highest first."""
        by_key: dict[UUID | str | None, Choice] = {row.key: row for row in self.rows} if choice else {}
        found: list[Choice] = []
        while choice is not None and (choice := by_key.get(choice.above_key)) is not None and choice not in found:
            found.append(choice)
        return found[::-1]

    def called(self, text: str) -> list[Choice]:
        """Return what an address or a reader may mean: the one that has this value, else those of this name, else those with these words."""
        if exact := [row for row in self.rows if text in row.values.values()]:
            return exact
        folded = fold(text)
        if not folded:
            return []
        same = [row for row in self.rows if folded in row.folded.split(" | ")]
        return same or [row for row in self.rows if all(word in row.folded for word in folded.split())]


def offices(language: str, under: Stamp | None) -> Choices:
    """Return the offices that the public sees. One query, once under a change."""
    known = _known.under(under)
    if ("offices", language) not in known:
        rows = Office.objects.live().defer(*UNREAD).order_by("folded", "id")
        known["offices", language] = Choices.of([office_choice(office, language) for office in rows])
    return known["offices", language]


def office_choice(office: Office, language: str) -> Choice:
    """Return an office as a choice, found by its public names only."""
    name, code = wording.office_name(office, language)
    names = [office.title_in(each)[0] for each in languages.codes()]
    values = {each: office.slug_in(each) for each in languages.codes()}
    return Choice(
        office.pk,
        office.parent_id,
        name,
        languages.other(code, language),
        values[language],
        folded_names(names),
        values,
        url=navigation.record_address(office, language),
        kind=str(office.get_kind_display()),
    )


def places(language: str, under: Stamp | None) -> Choices:
    """Return the places over which the public sees a remit, and those that they lie in. One query, once under a change."""
    known = _known.under(under)
    if ("places", language) not in known:
        has_remit = Exists(Remit.objects.public().filter(place=OuterRef("pk")))
        rows = {place.pk: place for place in Place.objects.live().in_order().annotate(has_remit=has_remit)}
        kept: set[UUID] = set()
        fresh = {key for key, place in rows.items() if place.has_remit}
        while fresh:
            kept |= fresh
            fresh = {above for key in fresh if (above := rows[key].parent_id) in rows} - kept
        known["places", language] = Choices.of([place_choice(place, language) for key, place in rows.items() if key in kept])
    return known["places", language]


def all_places(language: str, under: Stamp | None) -> Choices:
    """Return the places that the public sees. One query, once under a change."""
    known = _known.under(under)
    if ("all places", language) not in known:
        known["all places", language] = Choices.of([place_choice(place, language) for place in Place.objects.live().in_order()])
    return known["all places", language]


def place_choice(place: Place, language: str) -> Choice:
    """Return a place as a choice."""
    name, code = wording.place_name(place, language)
    told = [each for each in languages.codes() if place.tells_of(each)]
    names = [getattr(place, f"{column}_{each}") for column in ("name", "also") for each in told]
    values = {each: place.slug_in(each) for each in languages.codes()}
    return Choice(
        place.pk,
        place.parent_id,
        name,
        languages.other(code, language),
        values[language],
        folded_names(names),
        values,
        url=navigation.record_address(place, language),
        kind=str(place.get_kind_display()),
    )


def folded_names(names: Sequence[str]) -> str:
    """Return names as search compares them."""
    return " | ".join(dict.fromkeys(fold(name) for name in names if name))
