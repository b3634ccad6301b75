"""What a file would do, row by row, before anything is written: what is new, what changes, and everything that is wrong."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actors.tables.kinds import Kind
from actors.tables.names import Names
from actors.tables.reading import Table
from actors.tables.unreadable import UnreadableError
from actors.tables.widgets import is_key
from publishing import languages
from publishing.desk import desk_of
from publishing.rights import User

# How far it is, and how far it goes.
Tell = Callable[[int, int], None]
# What a cell says that is not to touch what is there, because no cell could hold it.
KEEP = "[unchanged]"
# What no field of a form is called.
ID = "id"


@dataclass
class Row:
    """A row of the file."""

    kind: Kind
    number: int
    # What the columns of the file say, by field of the form; without those that are left as a new form has them.
    values: dict[str, Any] = field(default_factory=dict)
    # The record, or the row of its form.
    key: str = ""
    owner: str = ""
    name: str = ""
    is_new: bool = False
    # Written by an earlier attempt at the same file, which broke off.
    is_done: bool = False
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def action(self) -> str:
        """What happens to it."""
        if self.errors:
            return "refused"
        return "new" if self.is_new else "changed" if self.changes else "unchanged"

    @property
    def waits(self) -> bool:
        """Whether there is something to write."""
        return not self.is_done and self.action != "unchanged"


@dataclass
class Plan:
    """The rows of a file, and what stands above them all."""

    kind: Kind
    names: Names
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def by(self) -> User:
        """Whose import it is."""
        return self.names.by

    @property
    def counts(self) -> Counter[str]:
        """How many rows are new, change, stay, are refused."""
        return Counter(row.action for row in self.rows)

    def groups(self) -> dict[str, list[Row]]:
        """Return the rows that can be looked at further, by record."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.owner:
                found[row.owner].append(row)
        return found

    def acts(self) -> list[list[list[Row]]]:
        """Return the rows by record as they are to be written: what others name before them, and what names each other in a ring together."""
        found, fresh = self.groups(), self.names.fresh[self.kind.noun]
        needs = {key: {each for row in rows for each in named_in(row.values) if each in fresh and each != key} for key, rows in found.items()}
        order = in_order(needs)
        rings = joined_in({key: needs[key] - order.keys() for key in found if key not in order})
        return [*([found[key]] for key in order), *([found[key] for key in ring] for ring in rings)]


def named_in(values: Any) -> Iterator[str]:  # Any: what cells say
    """Yield every text in what the cells of a row say: keys of other records are among them."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, Mapping | list):
        for each in values.values() if isinstance(values, Mapping) else values:
            yield from named_in(each)


def in_order(needs: Mapping[str, Iterable[str]]) -> dict[str, None]:
    """Return keys so that each stands after those that it needs; without those of a ring, and what needs them."""
    sorter = TopologicalSorter(needs)
    # What stands in no ring can be had all the same.
    with suppress(CycleError):
        sorter.prepare()
    order: dict[str, None] = {}
    while ready := sorter.get_ready():
        order |= dict.fromkeys(key for key in ready if key in needs)
        sorter.done(*ready)
    return order


def joined_in(needs: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return keys in heaps, so that each lies with all that it needs and all that need it."""
    heaps: dict[str, list[str]] = {key: [key] for key in needs}
    for key, others in needs.items():
        for other in others:
            one, two = heaps[key], heaps.get(other, [])
            if one is not two:
                one.extend(two)
                heaps |= dict.fromkeys(two, one)
    return list({id(heap): heap for heap in heaps.values()}.values())


def planned(kind: Kind, tables: Mapping[str, Table], by: User, *, seed: uuid.UUID | None = None) -> Plan:
    """Return the rows of a file as values of the form; UnreadableError for columns that do not fit. Nothing is compared with the records yet.

    `seed` makes the keys of new rows: the same file under the same seed has the same keys, however often it is read.
    """
    notes, wrong = check_heads(kind, tables)
    if wrong:
        raise UnreadableError(*wrong)
    plan, seed = Plan(kind, Names(by), notes=notes), seed or uuid.uuid4()
    raw: list[tuple[Row, dict[str, str]]] = []
    for sheet, each in kind.every.items():
        if sheet in tables:
            heads = tables[sheet].heads
            raw += [(Row(each, number), dict(zip(heads, cells, strict=True))) for number, cells in tables[sheet].rows]
    if not raw:
        raise UnreadableError(_("Below the headings, the file has no rows."))
    plan.rows = [row for row, _cells in raw]
    seen: dict[tuple[str, str], int] = {}
    for row, cells in raw:
        give_key(plan, row, cells, seen, seed)
    for row, cells in raw:
        read_cells(plan, row, cells)
    if kind.above:
        refuse_rings(plan)
    return plan


def check_heads(kind: Kind, tables: Mapping[str, Table]) -> tuple[list[str], list[str]]:
    """Return which columns are passed over, and everything that is wrong with columns."""
    notes: list[str] = []
    wrong: list[str] = []
    for sheet, table in tables.items():
        each = kind.every[sheet]
        where = f"{sheet.capitalize()}: " if kind.sheets else ""
        wrong += [where + text for text in wrong_heads(each, table.heads)]
        passed = [head for head in table.heads if head in each.columns and each.columns[head].readonly]
        if passed:
            notes.append(where + _("These columns are for reading and were passed over: %(columns)s.") % {"columns": ", ".join(passed)})
    return notes, wrong


def wrong_heads(kind: Kind, heads: Sequence[str]) -> list[str]:
    """Return what is wrong with the columns of a table."""
    wrong = []
    doubles = [head for head, times in Counter(heads).items() if head and times > 1]
    if unknown := [head or _("(no heading)") for head in dict.fromkeys(heads) if head not in kind.columns]:
        words = {"columns": ", ".join(unknown), "known": ", ".join(kind.read_columns)}
        wrong.append(_("There are no columns called: %(columns)s. This table has: %(known)s.") % words)
    if doubles:
        wrong.append(_("These columns are there twice: %(columns)s.") % {"columns": ", ".join(doubles)})
    if missing := list(kind.missing(heads)):
        wrong.append(_("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
    return wrong


def give_key(plan: Plan, row: Row, cells: dict[str, str], seen: dict[tuple[str, str], int], seed: uuid.UUID) -> None:
    """Give a row its key; a new record can be named by other rows from now on."""
    kind, key = row.kind, cells.get(ID, "").strip().casefold()
    row.is_new = not key
    row.key = key or str(uuid.uuid5(seed, f"{kind.key} {row.number}"))
    if key and not is_key(key):
        row.errors.append(_("“%(text)s” is no key. Leave the column “id” empty for what is new.") % {"text": key[:80]})
    elif key and (kind.key, key) in seen:
        row.errors.append(_("Row %(row)s has this key too.") % {"row": seen[kind.key, key]})
    seen.setdefault((kind.key, row.key), row.number)
    if kind.prefix:
        return
    row.owner = "" if row.errors else row.key
    if row.is_new:
        title = kind.model.title_field
        called = [cells.get(f"{title}_{code}", "").strip() for code in languages.codes()]
        alike = [found for found in plan.names.alike(kind.noun, called) if found != row.key]
        if alike:
            row.notes.append(same_name(plan, kind.noun, alike))
        plan.names.add(kind.noun, row.key, called, [cells.get(f"slug_{code}", "").strip() for code in languages.codes()])
    elif key not in plan.names.index(kind.noun).labels and not row.errors:
        row.owner = ""
        row.errors.append(_("There is no record with this key, or it is not yours to see."))
    if kind.nickname and row.owner:
        take_nickname(plan, row, cells.get(kind.nickname, "").strip())


def take_nickname(plan: Plan, row: Row, said: str) -> None:
    """Let the other rows of the file call a record as its row does."""
    if not said:
        return
    if plan.names.nicknames.setdefault((row.kind.noun, said.casefold()), row.key) != row.key:
        row.errors.append(_("%(column)s: Another row of the file is called “%(text)s” too.") % {"column": row.kind.nickname, "text": said[:80]})


def same_name(plan: Plan, noun: str, alike: list[str]) -> str:
    """Return that there is another of this name."""
    slug = plan.names.written(noun, alike[0])
    return _("There is another of this name (%(other)s). If it is the same, put its key into the column “id”.") % {"other": slug}


def read_cells(plan: Plan, row: Row, cells: dict[str, str]) -> None:
    """Read what the cells of a row say; every cell that says nothing that can be is an error of the row."""
    kind = row.kind
    for name, column in kind.read_columns.items():
        if name in cells and name not in (ID, kind.nickname) and cells[name].strip() != KEEP:
            try:
                value = column.clean(cells, names=plan.names)
            except (ValueError, ValidationError) as error:
                reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                row.errors.append(f"{name}: {reason}")
                continue
            # Nothing said is what a new form says.
            row.values[name] = value
    titles = [str(row.values.get(f"{word}_{code}") or "") for word in ("name", "title") for code in languages.codes()]
    row.name = next(filter(None, titles), "")
    if kind.prefix:
        take_owner(plan, row)
    if row.is_new and kind.is_named and not row.name:
        row.errors.append(_("Give a name in at least one language."))
    if kind.finish_row is not None:
        kind.finish_row(plan, row)


def take_owner(plan: Plan, row: Row) -> None:
    """Find the record that the row belongs to: the one that is named, or the one that has the row."""
    kind = row.kind
    if owner := row.values.pop(kind.owner, ""):
        row.owner = str(owner)
    elif any(error.startswith(f"{kind.owner}: ") for error in row.errors):
        return
    elif row.is_new:
        row.errors.append(_("%(column)s: This is needed.") % {"column": kind.owner})
    else:
        row.owner = owner_of(kind, row.key)
        if not row.owner or row.owner not in plan.names.index(kind.noun).labels:
            row.owner = ""
            row.errors.append(_("There is no row with this key, or it is not yours to see."))


def owner_of(kind: Kind, key: str) -> str:
    """Return the record of a stored row, "" if it is not stored."""
    formset, _inline = desk_of(kind.model).inlines[kind.prefix]
    link: Any = formset.fk
    found = formset.model._base_manager.filter(pk=key).values_list(link.attname, flat=True).first() if is_key(key) else None
    return str(found or "")


def refuse_rings(plan: Plan) -> None:
    """Refuse records that would be part of themselves, by whatever way round, once the whole file is taken."""
    kind = plan.kind
    stored = kind.model._default_manager.exclude(**{kind.above: None}).values_list("pk", kind.above)
    parents = {str(key): str(parent) for key, parent in stored}
    mine = [row for row in plan.rows if not row.kind.prefix and row.owner]
    parents |= {row.owner: str(row.values[kind.above] or "") for row in mine if kind.above in row.values}
    for row in mine:
        above, steps = parents.get(row.owner, ""), {row.owner}
        while above and above not in steps:
            steps.add(above)
            above = parents.get(above, "")
        if above and above == row.owner:
            row.errors.append(_("parent: With this file, “%(office)s” would be part of itself.") % {"office": row.name})
