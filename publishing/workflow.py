"""The one door for the state of a record: who may move it where, and what is written down when it moves."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing import addresses, changes, editions, languages, listing, locks, notices, standings, uses
from publishing.models import Change
from publishing.notices import Notice
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.registry import record_type
from publishing.review import ending
from publishing.rights import User, languages_of, may

# Which states follow which, and the right that the step needs (publishing.rights).
STEPS: dict[tuple[str, str], str] = {
    (State.DRAFT, State.IN_REVIEW): "submit",
    (State.IN_REVIEW, State.DRAFT): "submit",
    (State.DRAFT, State.PUBLISHED): "publish",
    (State.IN_REVIEW, State.PUBLISHED): "publish",
    (State.PUBLISHED, State.PUBLISHED): "publish",
    (State.WITHDRAWN, State.PUBLISHED): "publish",
    (State.PUBLISHED, State.WITHDRAWN): "publish",
    (State.DRAFT, State.TRASHED): "delete",
    (State.IN_REVIEW, State.TRASHED): "delete",
    (State.WITHDRAWN, State.TRASHED): "delete",
    (State.TRASHED, State.DRAFT): "delete",
    (State.TRASHED, State.WITHDRAWN): "delete",
}
# The columns that nothing but this module and `publishing.listing` writes.
WORKFLOW_FIELDS = ("state", "live_at", "first_published_at", "updated_at")


@dataclass(frozen=True)
class Step:
    """What is asked for."""

    was: State
    to: State
    languages: Sequence[str] | None
    at: dt.datetime | None
    notice: Notice | None
    # As the public saw them, before anything of the record is written or emptied.
    titles: dict[str, str]
    by: User
    now: dt.datetime = field(default_factory=timezone.now)

    @property
    def moment(self) -> dt.datetime:
        """When the public saw, or sees, it: a past moment that was asked for, else now."""
        return min(self.at or self.now, self.now)


@dataclass(frozen=True)
class Outcome:
    """What the change log will say."""

    kind: str
    languages: list[str]


def transition(
    record: Publishable,
    to: str,
    *,
    by: User,
    languages: Sequence[str] | None = None,
    at: dt.datetime | None = None,
    kind: str | None = None,
    note: str = "",
    notice: Notice | None = None,
    write: Callable[[], None] | None = None,
) -> None:
    """Move a record to another state, or raise TransitionError with a reason for the editor.

    `languages` are those to publish or withdraw (all that have a title, or all that are public, by default). `at` is a future
    moment for a first publication, or the past one from which a step counts that was taken elsewhere before. `kind` names
    an update more exactly in the change log, `note` is its public reason.
    `write` saves the record's new content; it runs inside the transaction, after the row is locked.
    One transaction: state, content, addresses, lists, change log and audit log, or nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        # What has come due is public, and must not be taken for something that never was.
        changes.head()
    with transaction.atomic():
        was, had_draft = lock(record), record.has_draft
        waited = waits(record)
        refuse(record, was, to, by)
        locks.refuse(record, by)
        step = Step(State(was), State(to), languages, at, notice, titles_of(record), by)
        with changes.holding() as held:
            outcome = carry_out(record, step, write)
        for entry_before in held:
            entry_before()
        if not record.is_begun:
            ending.follow(record, was, to, by=by, had_draft=had_draft)
        if write is None:
            # Whoever writes the content knows more of it, and says where it stands then.
            standings.write(record)
            if to == State.PUBLISHED:
                uses.keep_read(record)
        changes.write_down(
            by=by,
            action=f"{was}->{to}",
            record=record,
            change=entry(record, outcome, kind, note, at=step.moment),
            # Withdrawing one language of several leaves the record where it is.
            detail={"languages": list(languages or ()), "note": note, "at": at.isoformat() if at else "", "state": record.state},
            schedule=waited or waits(record),
        )


def carry_out(record: Publishable, step: Step, write: Callable[[], None] | None) -> Outcome | None:
    """Write the content, take the step, and bring along whatever pages read of the record. In a transaction; the logs are not written."""
    with listing.relisting(record):
        if write is not None:
            write()
        outcome = take(record, step)
        if outcome is not None and outcome.kind == Change.Kind.WITHDRAWN:
            editions.close(record, outcome.languages)
        record.edited_by_id, record.edited_at = step.by.pk, step.now
        listing.derive(record)
        record.save()
    for follow in record_type(record).after:
        follow(record)
    return outcome


def entry(record: Publishable, outcome: "Outcome | None", kind: str | None, note: str, *, at: dt.datetime) -> Change | None:
    """Return what the change log says of the step; None if the public sees nothing of it now."""
    if outcome is None or waits(record):
        return None
    exact = kind if kind and outcome.kind == Change.Kind.UPDATED else outcome.kind
    return changes.change_of(record, exact, outcome.languages, at=at, reason=note)


def waits(record: Publishable) -> bool:
    """Tell whether the record is to be announced at its moment, or has not been since."""
    return record.state == State.PUBLISHED and record.first_published_at is None


def lock(record: Publishable) -> str:
    """Lock the row of `record`, give the instance the workflow columns as they are stored, and return its state."""
    if record.is_begun:
        return record.state
    stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
    names = [*WORKFLOW_FIELDS, *(f"published_at_{code}" for code in languages.codes()), "created_by_id"]
    for name in names:
        setattr(record, name, getattr(stored, name))
    return stored.state


def refuse(record: Publishable, was: str, to: str, by: User) -> None:
    """Raise TransitionError if the step does not exist or `by` may not take it."""
    step = STEPS.get((State(was), State(to)))
    if was == State.TRASHED and (to == State.DRAFT) != (record.first_published_at is None):
        step = None
    if step is None:
        raise TransitionError(_("A record that is %(was)s cannot become %(to)s.") % {"was": State(was).label, "to": State(to).label})
    if not may(by, step, record):
        raise TransitionError(_("You have no right to do this with this record."))


def take(record: Publishable, step: Step) -> Outcome | None:
    """Set the workflow columns of `record`; return what the public sees of it. Saves nothing but addresses and notices."""
    if step.to == State.PUBLISHED:
        return publish(record, step)
    if step.to == State.WITHDRAWN and step.was == State.PUBLISHED:
        return withdraw(record, step)
    record.state = step.to
    return None


def publish(record: Publishable, step: Step) -> Outcome:
    """Make the record public in the languages of the step, now or (a first publication only) at its moment."""
    codes = languages.codes()
    titled = [code for code in codes if getattr(record, f"{record.title_field}_{code}")]
    chosen = [code for code in codes if code in (titled if step.languages is None else step.languages)]
    refuse_publication(record, chosen, titled, step)
    refuse_languages(record, chosen, step.by)
    first, again = record.first_published_at is None, step.was == State.WITHDRAWN
    fresh = [code for code in chosen if first or again or getattr(record, f"published_at_{code}") is None]
    unseen = codes if first else unseen_languages(record, codes, step)
    for code in codes:
        if code in fresh:
            setattr(record, f"published_at_{code}", step.at or step.now)
        elif again:
            setattr(record, f"published_at_{code}", None)
    record.state = step.to
    with addresses.forgetting_unseen(record, record_type(record).kind, record.slug_field, unseen):
        settle_addresses(record, fresh)
    if fresh and not first:
        notices.drop(record, fresh)
    if step.at is not None and step.at > step.now:
        return Outcome(Change.Kind.PUBLISHED, chosen)
    record.first_published_at = record.first_published_at or step.moment
    note_change(record, step)
    if first or again:
        return Outcome(Change.Kind.PUBLISHED, chosen)
    return Outcome(Change.Kind.TRANSLATED if fresh else Change.Kind.UPDATED, fresh or chosen)


def refuse_publication(record: Publishable, chosen: Sequence[str], titled: Sequence[str], step: Step) -> None:
    """Raise TransitionError if nothing is to be published, a title lacks, or the moment cannot be."""
    if not chosen:
        raise TransitionError(_("A title is needed in at least one language."))
    if lacking := [code for code in chosen if code not in titled]:
        raise TransitionError(_("A title is needed in every language that is published: %(codes)s.") % {"codes": ", ".join(lacking)})
    if step.at is not None and step.at > step.now and record.first_published_at is not None:
        raise TransitionError(_("A record that has been public cannot be scheduled as new."))


def refuse_languages(record: Publishable, chosen: Sequence[str], by: User) -> None:
    """Raise TransitionError if `by` may not decide about a text in one of these languages."""
    allowed = languages_of(by, record)
    if others := [str(get_language_info(code)["name_translated"]) for code in chosen if code not in allowed]:
        raise TransitionError(_("You have no right to decide about the text in: %(languages)s.") % {"languages": ", ".join(others)})


def settle_addresses(record: Publishable, fresh: Sequence[str]) -> None:
    """Give the record its slugs; a slug that cannot be is a TransitionError."""
    known = record_type(record)
    try:
        addresses.settle_slugs(record, known.kind, known.reserved_slugs, fields=(record.title_field, record.slug_field), fresh=fresh)
    except ValidationError as error:
        raise TransitionError(" ".join(error.messages)) from error


def withdraw(record: Publishable, step: Step) -> Outcome | None:
    """Take the record, or some of its languages, from the public; the last language takes the record."""
    public = [code for code in languages.codes() if getattr(record, f"published_at_{code}") is not None]
    chosen = [code for code in public if step.languages is None or code in step.languages]
    refuse_withdrawal(record, chosen, step)
    announced = record.first_published_at is not None
    unseen = unseen_languages(record, chosen, step)
    seen = [code for code in chosen if announced and code not in unseen]
    if announced and unseen:
        take_addresses_back(record, unseen)
    if chosen == public and announced:
        record.state = step.to
        for code in unseen:
            setattr(record, f"published_at_{code}", None)
        # The last word holds for every language.
        notices.write(record, step.notice or Notice(), seen, told=notices.told(record), at=step.moment, titles=step.titles)
        return Outcome(Change.Kind.WITHDRAWN, seen)
    for code in chosen:
        setattr(record, f"published_at_{code}", None)
    if chosen == public:
        record.state = State.DRAFT
        return None
    if not seen:
        return None
    note_change(record, step)
    notices.write(record, step.notice or Notice(), seen, told={}, at=step.moment, titles=step.titles)
    return Outcome(Change.Kind.WITHDRAWN, seen)


def refuse_withdrawal(record: Publishable, chosen: Sequence[str], step: Step) -> None:
    """Raise TransitionError if nothing is to be withdrawn, somebody may not, or the moment cannot be."""
    if step.at is not None and step.at > step.now:
        raise TransitionError(_("A withdrawal cannot be scheduled."))
    if not chosen:
        raise TransitionError(_("The record is not public in that language."))
    refuse_languages(record, chosen, step.by)


def unseen_languages(record: Publishable, codes: Sequence[str], step: Step) -> list[str]:
    """Return those of `codes` that wait for their moment, so that nobody saw a word of them."""
    return [code for code in codes if (at := getattr(record, f"published_at_{code}")) is not None and at > step.now]


def take_addresses_back(record: Publishable, unseen: Sequence[str]) -> None:
    """Take back the addresses of languages that nobody saw. What is left of the record's addresses serves them too."""
    with addresses.forgetting_unseen(record, record_type(record).kind, record.slug_field, unseen):
        for code in unseen:
            setattr(record, f"{record.slug_field}_{code}", None)
        settle_addresses(record, ())


def titles_of(record: Publishable) -> dict[str, str]:
    """Return {language: title}."""
    return {code: getattr(record, f"{record.title_field}_{code}") for code in languages.codes()}


def note_change(record: Publishable, step: Step) -> None:
    """Set when the public last saw a change; an older change told later does not set it back."""
    record.updated_at = max(record.updated_at or step.moment, step.moment)
