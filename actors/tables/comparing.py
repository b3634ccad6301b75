"""The rows of a file against the records: what each changes, and what the forms have to say about it. Reads, and writes nothing."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from actors.tables.forms import entries
from actors.tables.kinds import Kind, Together
from actors.tables.names import MODELS
from actors.tables.plan import Plan, Row, Tell, named_in
from library.models import Source
from publishing import bulk, drafts, languages
from publishing.desk import desk_of
from publishing.pending import Work, check_right
from publishing.picks import PickMany, PickOne, Picks
from publishing.publication import languages_to_publish
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.rights import limited, may_write
from publishing.state import State as FormState
from publishing.state import complete, row_keys
from publishing.values import initial

# Records looked at with one set of choices.
PIECE = 100


@dataclass
class Look:
    """One look at a whole file."""

    plan: Plan
    publish: bool
    together: Together | None


def compare(plan: Plan, *, publish: bool, tell: Tell | None = None) -> None:
    """Let every row of a plan know what it would do. `publish` is whether what it brings becomes public at once."""
    look, done = Look(plan, publish, plan.kind.together() if plan.kind.together is not None else None), 0
    groups = iter(plan.groups().items())
    while piece := dict(islice(groups, PIECE)):
        stored = plan.kind.model._default_manager.in_bulk([UUID(key) for key in piece])
        picks = choices_of(plan, (row for rows in piece.values() for row in rows))
        for key, rows in piece.items():
            compare_group(look, stored.get(UUID(key)), rows, picks)
            done += len(rows)
            if tell is not None:
                tell(done, len(plan.rows))
    if look.together is not None:
        look.together.refuse()


def choices_of(plan: Plan, rows: Iterable[Row]) -> Picks:
    """Return choices that know what these rows name of what the file itself brings, and what is not stored yet."""
    picks, names = Picks(), plan.names
    named = {each for row in rows for each in named_in(row.values)}
    known: dict[type[Any], Sequence[Any]] = {Source: [source for key, source in names.new_sources.items() if key in named]}
    for noun, fresh in names.fresh.items():
        known[MODELS[noun]] = [MODELS[noun](pk=UUID(key), working_title=names.label(noun, key)) for key in named & fresh]
    for part in desk_of(plan.kind.model).schema.values():
        for each in part.fields.values():
            if isinstance(each, PickOne | PickMany):
                picks.know(each, known.get(each.queryset.model, []))
    return picks


def compare_group(look: Look, stored: Publishable | None, rows: list[Row], picks: Picks) -> None:
    """Compare the rows of one record."""
    plan = look.plan
    if stored is not None and any(row.is_new and not row.kind.prefix for row in rows):
        # A record is written with all its rows, or not at all.
        for row in rows:
            row.is_done = True
        return
    record = stored or drafts.blank(plan.kind.model, UUID(rows[0].owner))
    try:
        check_right(record, plan.by)
    except TransitionError as error:
        for row in rows:
            row.errors.append(str(error))
        return
    work = drafts.opened(record, picks)
    wished = applied(plan, work, rows)
    for row in rows:
        row.changes = [] if row.is_new else list(changes_of(plan, work.state, wished, row))
        row.name = row.name or str(record)
    if any(row.waits or row.errors for row in rows):
        check_group(look, work, wished, rows)


def check_group(look: Look, work: Work, wished: FormState, rows: list[Row]) -> None:
    """Let rights and form say what is wrong with what the rows would make of a record."""
    record, schema = work.record, work.desk.schema
    allowed = limited(schema, work.state, wished, may_write(look.plan.by, record, schema))
    if allowed != wished:
        refuse_unwritable(work, allowed, wished, rows)
        return
    at_once = is_public_at_once(record, publish=look.publish)
    for row in rows if look.publish and not at_once else ():
        row.notes.append(_("It waits in the draft of the record: other changes wait there, or it is not public."))
    work.state = wished
    check_form(look, work, rows, publishing=codes_of(work) if at_once else None)


def codes_of(work: Work) -> list[str]:
    """Return the languages in which an import publishes a record: those of a new one that have a name, else those that are public."""
    if work.record._state.adding or work.record.state == State.DRAFT:
        return languages_to_publish(work)
    return [code for code in languages.codes() if getattr(work.record, f"published_at_{code}") is not None]


def is_public_at_once(record: Publishable, *, publish: bool) -> bool:
    """Tell whether an import publishes a record: a new one, or a public one over which nothing else waits."""
    if record._state.adding:
        return publish
    return publish and record.state == State.PUBLISHED and not record.has_draft and bulk.is_of_one_moment(record)


def applied(plan: Plan, work: Work, rows: Sequence[Row]) -> FormState:
    """Return the form of a record with the rows of the file in it; rows that cannot be get errors."""
    schema, state = work.desk.schema, dict(work.state)
    for kind in plan.kind.every.values():
        mine = [row for row in rows if row.kind is kind]
        if kind.prefix and mine:
            state |= with_rows(kind, work, mine)
        for row in () if kind.prefix else mine:
            state |= of_record(work, row)
    done = complete(schema, state, work.state)
    return plan.kind.finish_state(done, rows) if plan.kind.finish_state is not None else done


def with_rows(kind: Kind, work: Work, rows: Sequence[Row]) -> FormState:
    """Return what the rows of a list become; those that are there already, or nowhere, get errors."""
    known = {entry["id"]: entry for entry in entries(work.state, kind.prefix)}
    order, state = list(row_keys(work.state, kind.prefix)), FormState()
    fields = work.desk.schema[kind.prefix].fields
    for row in rows:
        said = {name: value_of(work, kind.values_path(row.key, name), value) for name, value in row.values.items()}
        if row.is_new and row.key in known:
            row.is_done = True
            continue
        if row.is_new:
            whole = {**{name: initial(fields[name]) for name in kind.twins}, **said}
            if any(is_same(kind, whole, entry) for entry in known.values()):
                row.errors.append(_("This is there already, or twice in the file. To change it, put its key into the column “id”."))
                continue
            order.append(row.key)
        elif row.key not in known:
            row.errors.append(_("The record that is named here has no row with this key."))
            continue
        known[row.key] = {"id": row.key, **known.get(row.key, {}), **said}
        state |= {kind.values_path(row.key, name): value for name, value in said.items()}
    state[kind.prefix] = order
    return state


def is_same(kind: Kind, values: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two rows of a record say the same."""
    if kind.is_twin is not None:
        return kind.is_twin(values, other)
    return all((values.get(name) or "") == (other.get(name) or "") for name in kind.twins)


def value_of(work: Work, path: str, value: Any) -> Any:  # Any: what a column makes of a cell
    """Return a value as a state holds it; None is what a new form says."""
    prefix, _slash, name = path.rpartition("/")
    part = work.desk.schema[prefix.partition("/")[0]]
    return initial(part.fields[name]) if value is None else work.desk.plain(path, value)


def of_record(work: Work, row: Row) -> FormState:
    """Return what a row says of its record, the lists in its cells included."""
    out: FormState = {}
    for name, value in row.values.items():
        if name not in row.kind.lists:
            out[name] = value_of(work, name, value)
            continue
        prefix, same = row.kind.lists[name]
        rest = entries(work.state, prefix)
        out[prefix] = []
        for wanted in value:
            entry = next((each for each in rest if all(each[part] == wanted[part] for part in same)), None) or {"id": str(uuid.uuid4())}
            rest = [each for each in rest if each is not entry]
            out[prefix] = [*row_keys(out, prefix), entry["id"]]
            paths = {field: f"{prefix}/{entry['id']}/{field}" for field in wanted}
            out |= {paths[field]: value_of(work, paths[field], text) for field, text in wanted.items()}
    return out


def changes_of(plan: Plan, before: FormState, after: FormState, row: Row) -> Iterator[str]:
    """Yield what a row changes, column by column, as the cells say it."""
    kind = row.kind
    for name in row.values:
        column, path = kind.columns[name], kind.values_path(row.key, name)
        old, new = (entries(state, kind.lists[name][0]) if name in kind.lists else state.get(path, "") for state in (before, after))
        if old != new:
            was, will = (shortened(column.widget.render(value, names=plan.names)) or "–" for value in (old, new))
            yield f"{name}: {was} → {will}"


def shortened(text: str) -> str:
    """Return as much of a cell as a report shows of it."""
    return text if len(text) <= 500 else f"{text[:499]}…"  # noqa: PLR2004 - a paragraph


def refuse_unwritable(work: Work, allowed: FormState, wished: FormState, rows: Sequence[Row]) -> None:
    """Say to each row what of it may not be written."""
    kept = [key for key in wished if allowed.get(key) != wished[key]]
    for row in rows:
        theirs = [key for key in kept if f"/{row.key}/" in key or "/" not in key]
        labels = ", ".join(dict.fromkeys(work.desk.label(key, wished) for key in theirs or kept[:1]))
        row.errors.append(_("You may not write this: %(fields)s.") % {"fields": labels})


def check_form(look: Look, work: Work, rows: Sequence[Row], *, publishing: Sequence[str] | None) -> None:
    """Let the form of the record say what is wrong, each to its row; what others of the record have wrong holds up a publication only."""
    submission = work.desk.submission(work.record, work.state, work.live, publishing=publishing or ())
    problems = submission.problems()
    passed_over = look.together.passed_over(submission) if look.together is not None else set()
    by_key = {(row.kind.prefix, row.key): row for row in rows if row.kind.prefix}
    records = next((row for row in rows if not row.kind.prefix), None)
    lists = {prefix: column for row in rows for column, (prefix, _same) in row.kind.lists.items()}
    for problem in problems:
        if problem.message in passed_over:
            continue
        head, _slash, rest = problem.key.partition("/")
        row, name = by_key.get((head, rest.partition("/")[0])), problem.key.rpartition("/")[2]
        if row is not None and is_told(row, name):
            continue
        if row is not None:
            row.errors.append(f"{name}: {problem.message}" if name in row.kind.columns else problem.message)
        elif publishing or records is not None or head in rows[0].kind.columns:
            first = records or rows[0]
            name = lists.get(name, name)
            first.errors.append(f"{name}: {problem.message}" if name in first.kind.columns else str(problem))
    if look.together is not None:
        look.together.take(submission, {row.key: row for row in rows})


def is_told(row: Row, name: str) -> bool:
    """Tell whether a row has said already what is wrong with a column: a post needs an office that is found, and nobody is somebody not found."""
    columns = {"post": ("post", "office"), "actor": ("actor", "post", "office")}.get(name, (name,))
    return any(error.startswith(f"{column}: ") for column in columns for error in row.errors)
