"""Two records about one and the same thing: which of them stays, what both are as one, and why they cannot be. Used by `publishing.absorbing`."""

import hashlib
import json
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import languages, naming
from publishing.models import Join
from publishing.pairs import refuse_others, refuse_rights
from publishing.pending import Work, opened
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.rights import User
from publishing.state import State as FormState
from publishing.uniting import Plan, Uniting, united, uniting_of, without_itself

# More steps than any tree has.
DEEPEST = 50


@dataclass(frozen=True)
class Duplicates:
    """Two records of one thing: one that stays, one that goes into it."""

    kept: Work
    gone: Work
    uniting: Uniting

    @property
    def are_public(self) -> bool:
        """Whether both are, so that readers see the union at once."""
        return self.kept.record.is_live and self.gone.record.is_live

    @property
    def seen(self) -> str:
        """Return what tells whether somebody has changed one of them since."""
        forms = [form for work in (self.kept, self.gone) for form in (str(work.record.pk), work.record.state, work.state, work.live.state)]
        return hashlib.sha256(json.dumps(forms, sort_keys=True).encode()).hexdigest()

    @property
    def names(self) -> dict[str, str]:
        """Return {key of the one that goes: key of the one that stays}."""
        return {str(self.gone.record.pk): str(self.kept.record.pk)}

    def united(self, plan: Plan, *, public: bool) -> FormState:
        """Return the form of both as one: the public one, or as editors left it."""
        first, second = ((work.live.state if public else work.state) for work in (self.kept, self.gone))
        tree, key = self.uniting.tree, str(self.kept.record.pk)
        plan = replace(plan, mark=f"{key} {self.gone.record.pk}")
        out = naming.renamed(united(self.uniting, self.kept.desk.schema, first, second, plan), self.names)
        if tree and stands_under(self.kept.record, self.gone.record, tree):
            out[tree] = second[tree]
        elif tree and stands_under(self.gone.record, self.kept.record, tree):
            out[tree] = first[tree]
        return without_itself(self.uniting, out, key)


def duplicates(first: Publishable, second: Publishable) -> Duplicates:
    """Return which of two records stays and which goes; TransitionError, in the words of an editor, if they cannot be one. Writes nothing."""
    uniting = uniting_of(type(first))
    if uniting is None or type(first) is not type(second):
        raise TransitionError(_("These are not of one kind, so they cannot be merged."))
    if first.pk == second.pk:
        raise TransitionError(_("It cannot be merged with itself."))
    for record in (first, second):
        refuse_state(record)
    kept, gone = (second, first) if second.is_live and not first.is_live else (first, second)
    works = [opened(record) for record in (kept, gone)]
    for work in works:
        if work.conflicts:
            words = {"title": name_of(work.record)}
            raise TransitionError(_("“%(title)s” was changed by two people at once. Open its form and decide which text stands.") % words)
    return Duplicates(works[0], works[1], uniting)


def refuse_state(record: Publishable) -> None:
    """Raise TransitionError if a record is in no state to be merged."""
    words = {"title": name_of(record)}
    if record.state == State.TRASHED:
        raise TransitionError(_("“%(title)s” lies in the trash. Bring it back first.") % words)
    if record.state == State.WITHDRAWN:
        raise TransitionError(_("“%(title)s” was withdrawn. Publish it again first.") % words)
    moments = [getattr(record, f"published_at_{code}") for code in languages.codes()]
    if record.state == State.PUBLISHED and any(at is not None and at > timezone.now() for at in moments):
        raise TransitionError(_("“%(title)s” waits for its moment. Publish it first, or take the moment back.") % words)


def refuse(pair: Duplicates, by: User, seen: str = "") -> None:
    """Raise TransitionError if `by` may not merge the pair, or not now, or has seen another one than there is."""
    records = [pair.kept.record, pair.gone.record]
    refuse_rights(records, languages.codes(), by)
    refuse_others(records, by)
    pair.uniting.refuse(records)
    if Join.objects.filter(into__in=[record.pk for record in records]).exists():
        raise TransitionError(_("One of them was joined with another text before. Split that pair first."))
    if seen and seen != pair.seen:
        raise TransitionError(_("One of them was changed meanwhile. Look at both again before you merge them."))


def name_of(record: Publishable) -> str:
    """Return what an editor calls a record."""
    return record.working_title or str(record)


def stands_under(record: Publishable, other: Publishable, tree: str) -> bool:
    """Tell whether a record stands in another one, by whatever steps, as the database has it."""
    records, above = type(record)._base_manager, getattr(record, f"{tree}_id")
    for _step in range(DEEPEST):
        if above is None or above == other.pk:
            return above is not None
        above = records.filter(pk=above).values_list(f"{tree}_id", flat=True).first()
    return False
