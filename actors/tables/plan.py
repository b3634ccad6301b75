"""What a file would do, row by row, before anything is written: what is new, what changes, and everything that is wrong."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actors.models import Office
from actors.tables.columns import Kind
from actors.tables.names import Names
from actors.tables.reading import Table, UnreadableError
from actors.tables.widgets import is_key
from publishing import languages
from publishing.desk import desk_of
from publishing.rights import User
from publishing.search import fold

# How far it is, and how far it goes.
Tell = Callable[[int, int], None]


@dataclass
class Row:
    """A row of the file."""

    number: int
    # What the columns of the file say, by field of the form; without those that are left as a new form has them.
    values: dict[str, Any] = field(default_factory=dict)
    # The record, or the row of its form.
    key: str = ""
    owner: str = ""
    name: str = ""
    is_new: bool = False
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def action(self) -> str:
        """What happens to it."""
        if self.errors:
            return "refused"
        return "new" if self.is_new else "changed" if self.changes else "unchanged"


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
        """Return the rows that can be looked at further, by record, those first that others stand under."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.owner:
                found[row.owner].append(row)
        if self.kind.key != "offices":
            return found
        return {key: found[key] for key in from_the_top({key: str(rows[0].values.get("parent") or "") for key, rows in found.items()})}


def from_the_top(parents: dict[str, str]) -> list[str]:
    """Return keys in an order in which each stands after its parent; those of a ring stand at the end."""
    order: dict[str, None] = {}
    waiting = list(parents)
    while waiting:
        ready = [key for key in waiting if parents[key] not in parents or parents[key] in order]
        if not ready:
            break
        order |= dict.fromkeys(ready)
        waiting = [key for key in waiting if key not in order]
    return [*order, *waiting]


def planned(kind: Kind, table: Table, by: User) -> Plan:
    """Return the rows of a file as values of the form; UnreadableError for columns that do not fit. Nothing is compared with the records yet."""
    notes = check_heads(kind, table.heads)
    plan = Plan(kind, Names(by), notes=notes)
    raw = [(Row(number), dict(zip(table.heads, cells, strict=True))) for number, cells in table.rows]
    if not raw:
        raise UnreadableError(_("Below the headings, the file has no rows."))
    plan.rows = [row for row, _cells in raw]
    seen: dict[str, int] = {}
    for row, cells in raw:
        give_key(plan, row, cells, seen)
    for row, cells in raw:
        read_cells(plan, row, cells)
    if kind.key == "offices":
        refuse_rings(plan)
    return plan


def check_heads(kind: Kind, heads: Sequence[str]) -> list[str]:
    """Return which columns are passed over; UnreadableError that names all columns that are wrong."""
    known, wrong = set(kind.columns), []
    doubles = [head for head, times in Counter(heads).items() if head and times > 1]
    if unknown := [head or _("(no heading)") for head in dict.fromkeys(heads) if head not in known]:
        words = {"columns": ", ".join(unknown), "known": ", ".join(kind.read_columns)}
        wrong.append(_("There are no columns called: %(columns)s. This table has: %(known)s.") % words)
    if doubles:
        wrong.append(_("These columns are there twice: %(columns)s.") % {"columns": ", ".join(doubles)})
    if missing := list(kind.missing(heads)):
        wrong.append(_("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
    if wrong:
        raise UnreadableError(*wrong)
    passed = [head for head in heads if kind.columns[head].readonly]
    return [_("These columns are for reading and were passed over: %(columns)s.") % {"columns": ", ".join(passed)}] if passed else []


def give_key(plan: Plan, row: Row, cells: dict[str, str], seen: dict[str, int]) -> None:
    """Give a row its key; a new record can be named by other rows from now on."""
    kind, key = plan.kind, cells.get("id", "").strip().casefold()
    row.is_new = not key
    row.key = key or str(uuid.uuid4())
    if key and not is_key(key):
        row.errors.append(_("“%(text)s” is no key. Leave the column “id” empty for what is new.") % {"text": key[:80]})
    elif key and key in seen:
        row.errors.append(_("Row %(row)s has this key too.") % {"row": seen[key]})
    seen.setdefault(row.key, row.number)
    if kind.prefix:
        return
    row.owner = "" if row.errors else row.key
    if row.is_new:
        called = [cells.get(f"name_{code}", "").strip() for code in languages.codes()]
        if alike := plan.names.alike(kind.noun, called):
            row.notes.append(same_name(plan, kind.noun, alike))
        plan.names.add(kind.noun, row.key, called, [cells.get(f"slug_{code}", "").strip() for code in languages.codes()])
    elif key not in plan.names.index(kind.noun).labels and not row.errors:
        row.owner = ""
        row.errors.append(_("There is no record with this key, or it is not yours to see."))


def same_name(plan: Plan, noun: str, alike: list[str]) -> str:
    """Return that there is another of this name."""
    slug = plan.names.written(noun, alike[0])
    return _("There is another of this name (%(other)s). If it is the same, put its key into the column “id”.") % {"other": slug}


def read_cells(plan: Plan, row: Row, cells: dict[str, str]) -> None:
    """Read what the cells of a row say; every cell that says nothing that can be is an error of the row."""
    kind = plan.kind
    for name, column in kind.read_columns.items():
        if name in cells and name != "id":
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
    if row.is_new and not row.name and kind.key != "tenures":
        row.errors.append(_("Give a name in at least one language."))
    if kind.key == "tenures":
        take_post(plan, row)


def take_owner(plan: Plan, row: Row) -> None:
    """Find the record that the row belongs to: the one that is named, or the one that has the row."""
    kind = plan.kind
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


def take_post(plan: Plan, row: Row) -> None:
    """Find the post of a tenure: by its title within the office, or by its key."""
    names, said, office = plan.names, str(row.values.pop("post", "") or ""), str(row.values.pop("office", "") or "")
    if said and is_key(said) and names.office_of_post(said.casefold()):
        row.values["post"] = said.casefold()
    elif said and office:
        try:
            row.values["post"] = names.post(office, said)
        except ValueError as error:
            row.errors.append(f"post: {error}")
    elif (said or office or row.is_new) and not any(error.startswith("office: ") for error in row.errors):
        row.errors.append(_("A tenure needs both columns, office and post."))
    who = names.label("actor", row.owner) if row.owner else ""
    row.name = f"{who}: {said}".strip(": ")


def refuse_rings(plan: Plan) -> None:
    """Refuse offices that would be part of themselves, by whatever way round, once the whole file is taken."""
    parents = {str(key): str(parent) for key, parent in Office.objects.exclude(parent=None).values_list("pk", "parent")}
    parents |= {row.owner: str(row.values["parent"] or "") for row in plan.rows if row.owner and "parent" in row.values}
    for row in plan.rows:
        above, steps = parents.get(row.owner, ""), {row.owner}
        while above and above not in steps:
            steps.add(above)
            above = parents.get(above, "")
        if above and above == row.owner:
            row.errors.append(_("parent: With this file, “%(office)s” would be part of itself.") % {"office": row.name})


def twin_of(plan: Plan, values: dict[str, Any], others: Iterator[tuple[str, dict[str, Any]]]) -> str:
    """Return the key of the row of a record that says the same as a new one, "" if none does."""
    if plan.kind.key == "posts":
        titles = {fold(str(values.get(f"title_{code}") or "")) for code in languages.codes()} - {""}
        return next((key for key, row in others if titles & {fold(str(row.get(f"title_{code}") or "")) for code in languages.codes()}), "")
    same = ("post", "start", "end")
    return next((key for key, row in others if all((row.get(name) or "") == (values.get(name) or "") for name in same)), "")
