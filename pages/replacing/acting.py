"""Replacing what was chosen: in the draft of each record, and all of them in one bundle; all in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pages.models import Replacement, ReplacementLine
from pages.replacing.hits import Wanted, replaced
from pages.replacing.searching import refusals
from pages.replacing.texts import digest, passages
from publishing import changes, drafts
from publishing.advice.texts import Passage
from publishing.bundles import gathering
from publishing.desk import desk_of
from publishing.models import Bundle
from publishing.pending import locked
from publishing.publishable import Publishable
from publishing.registry import by_kind
from publishing.rights import User
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

REPLACED = gettext_noop("words replaced")
Outcome = ReplacementLine.Outcome


@dataclass(frozen=True)
class Chosen:
    """The hits that were chosen in the texts of one record: {key of the form: (digest of the text as it was read, numbers)}."""

    kind: str
    record: UUID
    texts: Mapping[str, tuple[str, frozenset[int]]]


@editorial_act
def replace(wanted: Wanted, chosen: Sequence[Chosen], *, by: User) -> Replacement:
    """Replace the chosen hits, and return what was done with its bundle. TransitionError, and nothing done, if not one can be replaced.

    What cannot be replaced is kept with its reason.
    """
    if not by.has_perm("pages.add_replacement"):
        raise TransitionError(_("You have no right to do this."))
    if not chosen or len(chosen) > gathering.MOST:
        raise TransitionError(_("Choose something in one record or more, and in %(most)d at most.") % {"most": gathering.MOST})
    options = {"whole_words": wanted.whole_words, "match_case": wanted.match_case}
    change = Replacement.objects.create(language=wanted.language, find=wanted.find, replacement=wanted.replacement, by_id=by.pk, **options)
    with changes.holding() as held:
        # In the order in which every act locks records.
        for each in sorted(chosen, key=lambda one: str(one.record)):
            line(change, each, lambda record, each=each: write(wanted, each, record, by))
        done = [each for each in change.lines.all() if each.outcome == Outcome.REPLACED]
        if not done:
            raise TransitionError(" ".join(dict.fromkeys(change.lines.values_list("reason", flat=True))))
        title = _("“%(find)s” → “%(replacement)s”") % {"find": wanted.find, "replacement": wanted.replacement}
        change.bundle = gathering.make(title, [by_kind(each.kind).model._default_manager.get(pk=each.record) for each in done], by=by)
    change.save(update_fields=["bundle"])
    for write_down in held:
        write_down()
    changes.write_down(by=by, action=REPLACED, detail={**said(change), "records": [str(each.record) for each in done]})
    return change


# {key: text} before and after, and how many hits were replaced.
Written = tuple[dict[str, str], dict[str, str], int]


def line(change: Replacement, each: Chosen, act: Callable[[Publishable], Written]) -> None:
    """Do something to a record, locked, and keep what became of it."""
    row = ReplacementLine(change=change, kind=each.kind, record=each.record)
    try:
        with transaction.atomic():
            row.before, row.after, row.hits = act(stored(each.kind, each.record))
        row.outcome = Outcome.REPLACED
    except (TransitionError, ValidationError) as error:
        row.outcome, row.reason = Outcome.REFUSED, " ".join(getattr(error, "messages", None) or [str(error)])
    row.save()


def stored(kind: str, key: UUID) -> Publishable:
    """Return a record, locked; TransitionError if it is no more."""
    model = by_kind(kind).model
    try:
        return locked(model._default_manager.only("pk").get(pk=key))
    except model.DoesNotExist as error:
        raise TransitionError(_("It is no more.")) from error


def refuse(record: Publishable, language: str, by: User, *, within: Bundle | None = None) -> None:
    """Raise TransitionError if `by` cannot change a text of the record, which may lie in the open bundle `within`."""
    if reason := refusals([record], language, by, within=within).get(record.pk):
        raise TransitionError(reason)


def write(wanted: Wanted, chosen: Chosen, record: Publishable, by: User) -> Written:
    """Replace the chosen hits in the draft of a record."""
    refuse(record, wanted.language, by)
    desk, state = desk_of(record), drafts.state_of(record)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    count = 0
    texts = {passage.key: passage for passage, _is_quote in passages(desk, record, state, wanted.language)}
    for key, (read, numbers) in chosen.texts.items():
        passage = texts.get(key)
        if passage is None or digest(passage.value) != read:
            raise TransitionError(_("This text was changed since you looked. Look again."))
        text, done = replaced(wanted, passage.value, numbers, is_rich=passage.is_rich)
        # As the form keeps it: otherwise nobody could tell later whether it is still the same.
        before[key], after[key] = passage.value, str(desk.plain(key, text))
        check_text(record, passage, after[key])
        count += done
    if not count or before == after:
        raise TransitionError(_("Nothing of it can be replaced."))
    drafts.save(record, after, by=by)
    return before, after, count


def check_text(record: Publishable, passage: Passage, text: str) -> None:
    """Raise TransitionError or ValidationError if a field cannot hold a text."""
    part = desk_of(record).schema[passage.key.partition("/")[0] if passage.row else ""]
    form_field = part.fields[passage.key.rpartition("/")[2]]
    if not text and not passage.row and passage.name == record.title_field:
        raise TransitionError(_("Its title would be empty."))
    form_field.run_validators(form_field.to_python(text))


def said(change: Replacement) -> dict[str, object]:
    """Return what the audit log says of a replacement."""
    return {"replacement": str(change.pk), "language": change.language, "find": change.find, "replace with": change.replacement}
