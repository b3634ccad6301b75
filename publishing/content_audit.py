"""Finds what was changed in the database behind the application's back, and puts it back.

Every publication keeps its form as a version, and every step is an entry of the audit log: so a public record whose columns or rows are
not as its newest publication left them, or that stands in another state than its last step says, was changed by somebody else. With the
list that the site signed (`publishing.signed_content`), a version that was changed too is told from one that was not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from publishing import changes, joined, languages, listing, naming, standings
from publishing.desk import Desk, desk_of
from publishing.models import Audit, Change, Version
from publishing.pending import locked, mirror, opened
from publishing.picks import PickLabels
from publishing.publication import make_public, prepared
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.registry import RecordType, record_types
from publishing.rights import User
from publishing.searching import index
from publishing.signed_content import Signed, digest, keys_of, newest_publications
from publishing.state import State as FormState
from publishing.state import complete, diff, place_of
from publishing.transactions import editorial_act
from publishing.unpublishing import is_public

# What the audit log puts between the two states of a step.
STEP = "->"
RESTORED = "restored as published"


@dataclass(frozen=True)
class Altered:
    """A record that is not as the application left it."""

    kind: str
    record: Publishable
    # What differs: keys of the form, with (as it was published, as it is).
    values: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # Any: values of a form
    # The state of its last step, "" where it stands in it.
    state: str = ""
    # The form to put back.
    published: FormState = field(default_factory=dict)
    # Why it cannot be put back from here, "" if it can.
    lost: str = ""


def altered(signed: Signed | None = None) -> Iterator[Altered]:
    """Yield every record that was changed by anything but the application. A few queries for each record."""
    for kind in record_types():
        for keys in keys_of(kind):
            yield from altered_of(kind, keys, signed)


def altered_of(kind: RecordType, keys: Sequence[UUID], signed: Signed | None) -> Iterator[Altered]:
    """Yield those of some records of a type."""
    records: Any = kind.model._default_manager.in_bulk(keys)
    versions, steps = newest_publications(keys), last_steps(keys)
    known = signed.digests if signed is not None else {}
    moved = changed_since(keys, signed)
    for key, record in sorted(records.items()):
        state = steps.get(key, record.state)
        wrong_state = state if state != record.state else ""
        if state != State.PUBLISHED:
            if wrong_state:
                yield Altered(kind.kind, record, state=wrong_state)
            continue
        version = versions.get(key)
        if version is None:
            if wrong_state or record.is_live:
                yield Altered(kind.kind, record, state=wrong_state, lost="no publication of it is kept")
            continue
        expected, lost = version.data, ""
        if key in known and key not in moved and digest(expected) != known[key]:
            expected, lost = as_signed(key, known[key])
        expected, values = against(record, expected)
        if values or wrong_state or lost:
            yield Altered(kind.kind, record, values, wrong_state, expected, lost)


def last_steps(keys: Sequence[UUID]) -> dict[UUID, str]:
    """Return the state in which each record was left, by the audit log; nothing of one that came from elsewhere with its state.

    One that took no step yet is a draft. Earlier releases did not note the state after the withdrawal of a language.
    """
    entries = Audit.objects.filter(record__in=keys).order_by()
    newest = entries.filter(action__contains=STEP).values("record").annotate(last=Max("pk")).values("last")
    begun = {key: State.DRAFT.value for key in entries.values_list("record", flat=True).distinct() if key is not None}
    found = Audit.objects.filter(pk__in=newest).values_list("record", "action", "detail")
    states = {record: detail.get("state") or action.partition(STEP)[2] for record, action, detail in found if record is not None}
    unsure = {record for record, action, detail in found if action.endswith(State.WITHDRAWN) and "state" not in detail}
    return {key: state for key, state in {**begun, **states}.items() if key not in unsure}


def changed_since(keys: Sequence[UUID], signed: Signed | None) -> set[UUID]:
    """Return the records that the application changed in public since the list was signed."""
    if signed is None:
        return set()
    return set(Change.objects.filter(record__in=keys, sequence__gt=signed.about["sequence"]).values_list("record", flat=True))


def as_signed(key: UUID, wanted: str) -> tuple[FormState, str]:
    """Return the publication of a record that the site signed, and why there is none."""
    for version in Version.objects.filter(record=key, published=True).order_by("-number").iterator():
        if digest(version.data) == wanted:
            return version.data, ""
    return {}, "its version was changed too: take it from a backup"


def against(record: Publishable, published: FormState) -> tuple[FormState, dict[str, tuple[Any, Any]]]:
    """Return a publication in the words of today's form, and where the stored record differs from it."""
    desk = desk_of(record)
    live = desk.live(record).state
    names = joined.merged({value for value in texts_of(published) if len(value) == len(str(record.pk))})
    expected = complete(desk.schema, naming.renamed(published, names) if names else published, live)
    expected |= {key: live[key] for key in live if key in expected and may_differ(desk, record, key, expected[key])}
    return expected, {key: pair for key, pair in diff(expected, live).items() if not is_same(*pair)}


def texts_of(state: FormState) -> Iterator[str]:
    """Yield the values of a form that may be keys."""
    for value in state.values():
        yield from (value if isinstance(value, list) else [value] if isinstance(value, str) else [])


def may_differ(desk: Desk, record: Publishable, key: str, published: Any) -> bool:  # Any: a value of a form
    """Tell whether the application itself changes a value without a publication: texts that were withdrawn, labels that were merged."""
    prefix, _row, name = place_of(key)
    part = desk.schema[prefix]
    if name not in part.fields:
        return False
    code, form_field = part.language(name), part.fields[name]
    if code and not is_public(record, code):
        return True
    if isinstance(form_field, PickLabels) and published:
        return form_field.queryset.model._default_manager.filter(pk__in=published).count() < len(set(published))
    return False


def is_same(one: Any, other: Any) -> bool:  # Any: values of a form
    """Tell whether two values say the same: labels have no order."""
    return isinstance(one, list) and isinstance(other, list) and sorted(map(str, one)) == sorted(map(str, other))


@editorial_act
def put_back(found: Altered, *, by: User) -> None:
    """Put a record back as it was published, as an act of `by` that the change log, history and partners see. TransitionError if it cannot be."""
    if found.lost:
        raise TransitionError(found.lost)
    record = type(found.record)._default_manager.select_for_update().get(pk=found.record.pk)
    if found.state:
        put_state_back(record, found.state)
    if found.values:
        record = locked(record)
        if not record.is_live:
            raise TransitionError("it is scheduled: publish it anew from its form")
        work = opened(record)
        planned = replace(work, state=against(record, found.published)[0], base=work.live.state, conflicts={}, dropped=())
        codes = [code for code in languages.codes() if is_public(record, code)]
        make_public(planned, prepared(planned, by=by, codes=codes), by=by, note="Changed behind the application’s back; as published before.")
        rest = opened(type(record)._default_manager.get(pk=record.pk))
        mirror(record, rest.state, has_draft=rest.draft is not None)
    changes.write_down(by=by, action=RESTORED, record=record, detail={"keys": sorted(found.values), "state": found.state}, public=True)


def put_state_back(record: Publishable, state: str) -> None:
    """Give a record the state of its last step, with all that follows from it. In a transaction, the record locked."""
    with listing.relisting(record):
        record.state, record.edited_at = state, timezone.now()
        moments = [f"published_at_{code}" for code in languages.codes()] if record.first_published_at is None and state != State.PUBLISHED else []
        for name in moments:
            setattr(record, name, None)
        record.save(update_fields=["state", "edited_at", *moments, *listing.derive(record)])
    standings.write(record)
    index.settle(record)
