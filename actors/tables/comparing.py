"""The rows of a file against the records: what each changes, and what the forms have to say about it. Reads, and writes nothing."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from actors.models import Office, Tenure
from actors.seats import meetings, two_in_one_seat
from actors.tables.plan import Plan, Row, Tell, twin_of
from actors.tables.writing_out import entries
from library.models import Source
from publishing import bulk, drafts, languages
from publishing.desk import Submission, desk_of
from publishing.pending import Work, check_right
from publishing.picks import PickMany, PickOne, Picks
from publishing.publication import languages_to_publish
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.rights import limited, may_write
from publishing.search import fold
from publishing.state import State as FormState
from publishing.state import complete, row_keys
from publishing.values import initial

# Records looked at with one set of choices.
PIECE = 100
TWO_HOLDERS = "two_holders"
# By what a cell means a row of a list that is there already.
SAME = {"names": ["name"], "identifiers": ["scheme", "value"], "links": ["kind", "other"]}


@dataclass
class Look:
    """One look at a whole file."""

    plan: Plan
    publish: bool
    # The tenures of the file by their posts, with their rows: of one seat, two may not surely meet.
    seats: dict[UUID, list[tuple[Tenure, Row]]] = field(default_factory=lambda: defaultdict(list))


def compare(plan: Plan, *, publish: bool, tell: Tell | None = None) -> None:
    """Let every row of a plan know what it would do. `publish` is whether what it brings becomes public at once."""
    look, done = Look(plan, publish), 0
    groups = iter(plan.groups().items())
    while piece := dict(islice(groups, PIECE)):
        stored = plan.kind.model._default_manager.in_bulk([UUID(key) for key in piece])
        picks = choices_of(plan)
        for key, rows in piece.items():
            compare_group(look, stored.get(UUID(key)), rows, picks)
            done += len(rows)
        if tell is not None:
            tell(done, len(plan.rows))
    refuse_shared_seats(look)


def choices_of(plan: Plan) -> Picks:
    """Return choices that know what the file itself brings and what is not stored yet."""
    picks = Picks()
    offices = [Office(pk=UUID(key), working_title=plan.names.label("office", key)) for key in plan.names.fresh["office"]]
    known: dict[type[Any], Sequence[Any]] = {Office: offices, Source: list(plan.names.new_sources.values())}
    for part in desk_of(plan.kind.model).schema.values():
        for each in part.fields.values():
            if isinstance(each, PickOne | PickMany):
                picks.know(each, known.get(each.queryset.model, []))
    return picks


def compare_group(look: Look, stored: Publishable | None, rows: list[Row], picks: Picks) -> None:
    """Compare the rows of one record."""
    plan = look.plan
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
    if any(row.is_new or row.changes for row in rows):
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
    if work.record._state.adding:
        return languages_to_publish(work)
    return [code for code in languages.codes() if getattr(work.record, f"published_at_{code}") is not None]


def is_public_at_once(record: Publishable, *, publish: bool) -> bool:
    """Tell whether an import publishes a record: a new one, or a public one over which nothing else waits."""
    if record._state.adding:
        return publish
    return publish and record.state == State.PUBLISHED and not record.has_draft and bulk.is_of_one_moment(record)


def applied(plan: Plan, work: Work, rows: Sequence[Row]) -> FormState:
    """Return the form of a record with the rows of the file in it; rows that cannot be get errors."""
    kind, schema, state = plan.kind, work.desk.schema, dict(work.state)
    if not kind.prefix:
        for row in rows:
            state |= of_record(plan, work, row)
        return complete(schema, state, work.state)
    known = {entry["id"]: entry for entry in entries(work.state, kind.prefix)}
    order = list(row_keys(work.state, kind.prefix))
    for row in rows:
        if row.is_new:
            others = ((key, entry) for key, entry in known.items())
            if twin_of(plan, row.values, others):
                row.errors.append(_("This is there already, or twice in the file. To change it, put its key into the column “id”."))
                continue
            order.append(row.key)
        elif row.key not in known:
            row.errors.append(_("The record that is named here has no row with this key."))
            continue
        typed = {name: value_of(work, f"{kind.prefix}/{row.key}/{name}", value) for name, value in row.values.items()}
        known[row.key] = {"id": row.key, **known.get(row.key, {}), **typed}
        state |= {f"{kind.prefix}/{row.key}/{name}": value for name, value in typed.items()}
    state[kind.prefix] = order
    done = complete(schema, state, work.state)
    return with_deputies(done, rows) if kind.key == "posts" else done


def value_of(work: Work, path: str, value: Any) -> Any:  # Any: what a column makes of a cell
    """Return a value as a state holds it; None is what a new form says."""
    prefix, _slash, name = path.rpartition("/")
    part = work.desk.schema[prefix.partition("/")[0]]
    return initial(part.fields[name]) if value is None else work.desk.plain(path, value)


def of_record(plan: Plan, work: Work, row: Row) -> FormState:
    """Return what a row says of its record, the lists in its cells included."""
    out: FormState = {}
    for name, value in row.values.items():
        if name not in plan.kind.lists:
            out[name] = value_of(work, name, value)
            continue
        rest = entries(work.state, name)
        out[name] = []
        for wanted in value:
            entry = next((each for each in rest if all(each[part] == wanted[part] for part in SAME[name])), None) or {"id": str(uuid.uuid4())}
            rest = [each for each in rest if each is not entry]
            out[name] = [*row_keys(out, name), entry["id"]]
            out |= {f"{name}/{entry['id']}/{field}": value_of(work, f"{name}/{entry['id']}/{field}", text) for field, text in wanted.items()}
    return out


def with_deputies(state: FormState, rows: Sequence[Row]) -> FormState:
    """Return the form of an office in which deputies name posts by key; a title that is none of the office's is an error."""
    found = {entry["id"]: entry for entry in entries(state, "posts")}
    for row in rows:
        said = str(row.values.get("deputy_to") or "")
        if not said or row.errors:
            continue
        titles = [f"title_{code}" for code in languages.codes()]
        meant = [key for key, entry in found.items() if fold(said) in {fold(str(entry.get(name) or "")) for name in titles}]
        if said.casefold() in found:
            meant = [said.casefold()]
        if len(meant) != 1:
            words = _("several posts of this office are called") if meant else _("no post of this office is called")
            row.errors.append(f"deputy_to: {words} “{said[:100]}”")
        state[f"posts/{row.key}/deputy_to"] = meant[0] if len(meant) == 1 else ""
    return state


def changes_of(plan: Plan, before: FormState, after: FormState, row: Row) -> Iterator[str]:
    """Yield what a row changes, column by column, as the cells say it."""
    prefix = plan.kind.prefix
    for name in row.values:
        column = plan.kind.columns[name]
        path = f"{prefix}/{row.key}/{name}" if prefix else name
        old, new = (entries(state, name) if name in plan.kind.lists else state.get(path, "") for state in (before, after))
        if old != new:
            yield f"{name}: {column.widget.render(old, names=plan.names) or '–'} → {column.widget.render(new, names=plan.names) or '–'}"


def refuse_unwritable(work: Work, allowed: FormState, wished: FormState, rows: Sequence[Row]) -> None:
    """Say to each row what of it may not be written."""
    kept = [key for key in wished if allowed.get(key) != wished[key]]
    for row in rows:
        theirs = [key for key in kept if f"/{row.key}/" in key or "/" not in key]
        labels = ", ".join(dict.fromkeys(work.desk.label(key, wished) for key in theirs or kept[:1]))
        row.errors.append(_("You may not write this: %(fields)s.") % {"fields": labels})


def check_form(look: Look, work: Work, rows: Sequence[Row], *, publishing: Sequence[str] | None) -> None:
    """Let the form of the record say what is wrong, each to its row; what others of the record have wrong holds up a publication only."""
    prefix = look.plan.kind.prefix
    submission = work.desk.submission(work.record, work.state, work.live, publishing=publishing or ())
    problems = submission.problems()
    seated = seat_refusals(submission)
    by_key = {row.key: row for row in rows}
    for problem in problems:
        _head, _slash, rest = problem.key.partition("/")
        row = by_key.get(rest.partition("/")[0]) if prefix and problem.key.startswith(f"{prefix}/") else None
        if problem.message in seated:
            continue
        name = problem.key.rpartition("/")[2]
        if row is not None and is_told(row, name):
            continue
        if row is not None:
            row.errors.append(f"{name}: {problem.message}" if name in look.plan.kind.columns else problem.message)
        elif publishing or problem.key.partition("/")[0] in look.plan.kind.columns or not prefix:
            rows[0].errors.append(f"{name}: {problem.message}" if name in look.plan.kind.columns else str(problem))
    if prefix == "tenures":
        take_seats(look, submission, by_key)


def is_told(row: Row, name: str) -> bool:
    """Tell whether a row has said already what is wrong with a column: a post needs an office that is found."""
    columns = (name, "office") if name == "post" else (name,)
    return any(error.startswith(f"{column}: ") for column in columns for error in row.errors)


def seat_refusals(submission: Submission) -> set[str]:
    """Return what the form says of seats that are taken: the file may free them, so all of it is asked at its end."""
    errors = [error for formset in submission.formsets for form in formset.forms for error in form.errors.as_data().get("__all__", [])]
    return {str(message) for error in errors if error.code == TWO_HOLDERS for message in error.messages}


def take_seats(look: Look, submission: Submission, rows: dict[str, Row]) -> None:
    """Remember the tenures of the file that fill a seat."""
    for form in next(formset for formset in submission.formsets if formset.prefix == "tenures").forms:
        tenure = form.instance
        row = rows.get(str(tenure.pk))
        if row is not None and not row.errors and not tenure.is_acting and tenure.post_id and tenure.post.seats == 1:
            look.seats[tenure.post_id].append((tenure, row))


def refuse_shared_seats(look: Look) -> None:
    """Refuse tenures that surely meet another one in a seat, with all of the file taken into account."""
    posts = list(look.seats)
    for start in range(0, len(posts), PIECE):
        several = posts[start : start + PIECE]
        rows = {tenure.pk: row for post in several for tenure, row in look.seats[post]}
        stored: dict[UUID, list[Tenure]] = defaultdict(list)
        for tenure in Tenure.objects.filter(post__in=several, is_acting=False).select_related("actor", "post__office"):
            if tenure.pk not in rows:
                stored[tenure.post_id].append(tenure)
        for post in several:
            for one, other in meetings([*stored[post], *(tenure for tenure, _row in look.seats[post])]):
                for row in filter(None, (rows.get(one.pk), rows.get(other.pk))):
                    row.errors.append(two_in_one_seat(one.post, one, other))
