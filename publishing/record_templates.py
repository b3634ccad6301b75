"""Templates: records from which new ones of their kind begin, with their rows and all languages, under no address.

To be a template changes nothing of a record: not its state, nor who reads it in public. It is shown to whoever may add records of
its kind: its draft to those who may change it; to others what readers see of it or, of a draft that was never public, that draft,
for this is what it was marked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, drafts, gone, seen
from publishing.desk import desk_of
from publishing.models import RecordTemplate
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.registry import record_type, record_types
from publishing.rights import User, as_seen_by, may
from publishing.search import fold
from publishing.state import State as FormState
from publishing.transactions import editorial_act

MARKED, ENDED = gettext_noop("marked as a template"), gettext_noop("no longer a template")
# Names that the quick search looks through.
MOST = 500


@dataclass(frozen=True)
class Template:
    """A template that somebody may begin from, and its record as they may see it."""

    noted: RecordTemplate
    record: Publishable


@dataclass(frozen=True)
class Beginning:
    """The form of a new record, and the names of what its template had and is gone."""

    state: FormState
    left_out: list[str]


@editorial_act
def mark(record: Publishable, name: str, *, by: User) -> None:
    """Let new records begin from this one, under this name, or under another one than before. TransitionError if `by` may not."""
    refuse(record, by)
    words = " ".join(name.split())
    if not words:
        raise TransitionError(_("Give the template a name."))
    if len(words) > RecordTemplate.LONGEST:
        raise TransitionError(_("The name of a template has %(most)s signs at most.") % {"most": RecordTemplate.LONGEST})
    known = {"kind": record_type(record).kind, "name": words, "by_id": by.pk}
    RecordTemplate.objects.update_or_create(record=record.pk, defaults=known)
    changes.write_down(by=by, action=MARKED, record=record, detail={"name": words})


@editorial_act
def end(record: Publishable, *, by: User) -> None:
    """Let no more records begin from this one; those that did stay as they are."""
    refuse(record, by)
    if RecordTemplate.objects.filter(record=record.pk).delete()[0]:
        changes.write_down(by=by, action=ENDED, record=record)


def refuse(record: Publishable, by: User) -> None:
    """Raise TransitionError if `by` may not say whether a record is a template, or nobody may now."""
    if not may(by, "submit", record):
        raise TransitionError(_("You have no right to do this with this record."))
    if record.state == State.TRASHED:
        raise TransitionError(_("The record lies in the trash. Bring it back first."))


def of_record(record: Publishable) -> RecordTemplate | None:
    """Return what a record is called as a template; None if it is none."""
    return RecordTemplate.objects.filter(record=record.pk).first()


def of_kind(model: type[Publishable], by: User) -> list[Template]:
    """Return the templates of a type of record that somebody may begin from. Two queries."""
    return readable(RecordTemplate.objects.filter(kind=record_type(model).kind), by)


def named(text: str, by: User, *, most: int) -> list[Template]:
    """Return the templates whose names have all of these words, of types of which somebody may add records. Two queries."""
    words = fold(text).split()
    rows = [row for row in RecordTemplate.objects.all()[:MOST] if words and all(word in fold(row.name) for word in words)]
    return readable(rows, by)[:most]


def newest(by: User, *, most: int) -> list[Template]:
    """Return the templates that were made last, of types of which somebody may add records. Two queries, one where there is none."""
    kinds = [known.kind for known in record_types() if by.has_perm(f"{known.model._meta.app_label}.add_{known.model._meta.model_name}")]
    return readable(RecordTemplate.objects.filter(kind__in=kinds).order_by("-at", "-pk")[: 2 * most], by)[:most]


def readable(rows: Iterable[RecordTemplate], by: User) -> list[Template]:
    """Return the templates among these from which somebody may begin. One query."""
    found = list(rows)
    records = seen.read((row.kind, row.record) for row in found)
    return [Template(row, records[row.record]) for row in found if row.record in records and may_begin(records[row.record], by)]


def may_begin(record: Publishable, by: User) -> bool:
    """Tell whether somebody may begin a record from this one, which is a template."""
    meta = record._meta
    if record.state == State.TRASHED or not by.has_perm(f"{meta.app_label}.add_{meta.model_name}"):
        return False
    return may(by, "change", record) or record.is_live or was_never_public(record)


def was_never_public(record: Publishable) -> bool:
    """Tell whether a record is a draft that the public neither saw nor is about to."""
    return record.first_published_at is None and record.state in (State.DRAFT, State.IN_REVIEW)


def begun(record: Publishable, by: User) -> Beginning:
    """Return the form of a new record that begins from this template, without what is withdrawn or deleted."""
    state, left_out = gone.without(desk_of(record).schema, drafts.copy_of(record, by=by, is_shared=was_never_public(record)), by)
    return Beginning(state, left_out)


def title_of(record: Publishable, by: User) -> str:
    """Return what somebody who may begin from a template may call its record."""
    if may(by, "change", record) or was_never_public(record):
        return record.desk_title or str(record)
    return str(as_seen_by(by, record))
