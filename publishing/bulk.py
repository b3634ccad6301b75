"""One act on many records: each in its own transaction, each refusal kept with its reason."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing import drafts, languages
from publishing.publishable import Publishable, State
from publishing.rights import as_seen_by, shares
from publishing.state import State as FormState
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError, User, transition

SALT = "publishing.bulk"


class Result(StrEnum):
    """What became of one record."""

    DONE = "done"
    # It went into the record's draft and waits there for publication.
    WAITING = "waiting"
    # There was nothing to do.
    UNCHANGED = "unchanged"


Act = Callable[[Publishable, User], Result]


@dataclass
class Report:
    """What became of all of them; it travels from step to step of a long act, signed."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Result, 0))
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many records have had their turn."""
        return sum(self.counts.values()) + len(self.refused)

    def pack(self) -> str:
        """Return the report as text that only this site can have written."""
        return signing.dumps([self.counts, self.refused], salt=SALT, compress=True)

    @classmethod
    def unpack(cls, text: str) -> Self:
        """Return the report from `pack`; an empty one for a text that is not ours."""
        try:
            counts, refused = signing.loads(text, salt=SALT, max_age=86_400)
        except signing.BadSignature:
            return cls()
        return cls(counts, [(title, reason) for title, reason in refused])


def run(act: Act, model: type[Publishable], keys: Iterable[UUID], *, by: User, report: Report) -> None:
    """Do `act` to each record in turn, and add to the report what became of it."""
    for key in keys:
        try:
            result = editorial_act(attempt)(act, model, key, by)
        except (TransitionError, ValidationError) as error:
            title = str(as_seen_by(by, model._default_manager.get(pk=key)))
            report.refused.append((title, " ".join(getattr(error, "messages", None) or [str(error)])))
        except model.DoesNotExist:
            report.counts[Result.UNCHANGED] += 1
        else:
            report.counts[result] += 1


def attempt(act: Act, model: type[Publishable], key: UUID, by: User) -> Result:
    """Fetch the record afresh, locked, and do `act` to it."""
    return act(model._default_manager.select_for_update().get(pk=key), by)


def publish(record: Publishable, by: User) -> Result:
    """Publish what waits: a draft that was never public, or the changes of a public record."""
    if record.state == State.PUBLISHED and not record.has_draft:
        return Result.UNCHANGED
    if not is_of_one_moment(record):
        raise TransitionError(_("Its languages are scheduled for different moments. Publish it in its form."))
    drafts.publish(record, by=by, at=moment(record))
    return Result.DONE


def moment(record: Publishable) -> dt.datetime | None:
    """Return the moment a scheduled record waits for, which no bulk act moves; None for now."""
    return record.live_at if record.is_scheduled else None


def is_of_one_moment(record: Publishable) -> bool:
    """Tell whether one moment can say when the record becomes public: it is public, or all its languages wait for the same."""
    return not record.is_scheduled or all(getattr(record, f"published_at_{code}") in (None, record.live_at) for code in languages.codes())


def withdraw(record: Publishable, by: User) -> Result:
    """Take the record from the public, in every language."""
    if record.state == State.WITHDRAWN:
        return Result.UNCHANGED
    drafts.withdraw(record, by=by)
    return Result.DONE


def trash(record: Publishable, by: User) -> Result:
    """Move the record to the trash."""
    if record.state == State.TRASHED:
        return Result.UNCHANGED
    transition(record, State.TRASHED, by=by)
    return Result.DONE


def restore(record: Publishable, by: User) -> Result:
    """Bring the record back from the trash, as what it was."""
    if record.state != State.TRASHED:
        return Result.UNCHANGED
    transition(record, State.WITHDRAWN if record.first_published_at else State.DRAFT, by=by)
    return Result.DONE


def is_at_once(record: Publishable) -> bool:
    """Tell whether a change may become public at once: nothing else waits in the record that would become public with it."""
    return record.state == State.PUBLISHED and not record.has_draft and is_of_one_moment(record)


def put(record: Publishable, fields: FormState, *, by: User) -> Result:
    """Give what all languages of a record share these values.

    A record that is public without pending changes is published with them at once; anywhere else they wait in the draft, for
    publishing it would publish somebody's unfinished text too.
    """
    drafts.check_right(record, by)
    if not shares(by, record):
        raise TransitionError(_("You have no right to do this with this record."))
    at_once = is_at_once(record)
    public = [code for code in languages.codes() if getattr(record, f"published_at_{code}") is not None]
    drafts.save(record, fields, by=by)
    if not at_once:
        return Result.WAITING
    drafts.publish(record, by=by, languages=public, at=moment(record))
    return Result.DONE
