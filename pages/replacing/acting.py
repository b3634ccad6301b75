"""Replacing what was chosen: in the draft of each record, and all of them in bundles; what is chosen at one time in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
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
from publishing.models import Bundle, BundleItem
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
def replace(wanted: Wanted, chosen: Sequence[Chosen], *, by: User, into: Replacement | None = None) -> Replacement:
    """Replace the chosen hits, and return what was done; `into` goes on with what was done before.

    TransitionError, and nothing done, if not one can be replaced. What cannot be replaced is kept with its reason.
    """
    if not by.has_perm("pages.add_replacement"):
        raise TransitionError(_("You have no right to do this."))
    if not chosen or len(chosen) > gathering.MOST:
        raise TransitionError(_("Choose something in one record or more, and in %(most)d at most.") % {"most": gathering.MOST})
    change = held_of(into, wanted, by) if into is not None else Replacement.objects.create(by_id=by.pk, **columns(wanted))
    within = open_bundles(change, lock=True)
    with changes.holding() as held:
        # In the order in which every act locks records.
        rows = [line(change, each, wanted, by, within) for each in sorted(chosen, key=lambda one: str(one.record))]
        done = [row for row in rows if not row.reason]
        if not done:
            raise TransitionError(" ".join(dict.fromkeys(row.reason for row in rows)))
        known = set(BundleItem.objects.filter(bundle__in=within).values_list("record", flat=True))
        bundle(change, [row for row in done if row.record not in known], within, by)
    for write_down in held:
        write_down()
    changes.write_down(by=by, action=REPLACED, detail={**said(change), "records": [str(row.record) for row in done]})
    return change


def columns(wanted: Wanted) -> dict[str, Any]:  # Any: values of columns
    """Return what names a search among the columns of a replacement."""
    names = ("language", "find", "replacement", "whole_words", "match_case")
    return {name: getattr(wanted, name) for name in names}


def held_of(change: Replacement, wanted: Wanted, by: User) -> Replacement:
    """Return a replacement as it is stored, locked. TransitionError if `by` cannot go on with it."""
    found = Replacement.objects.select_for_update().filter(pk=change.pk, by=by.pk, undone_at=None, **columns(wanted)).first()
    if found is None:
        raise TransitionError(_("What you went on with was undone, or looked for something else. Look again."))
    return found


def open_bundles(change: Replacement, *, lock: bool = False) -> list[Bundle]:
    """Return the bundles of a replacement that may still be added to, the newest last. One query."""
    mine = Bundle.objects.filter(pk__in=change.lines.values("bundle"))
    mine = mine.select_for_update() if lock else mine
    return [bundle for bundle in mine.order_by("made_at", "pk") if bundle.is_open and not bundle.is_scheduled]


def bundle(change: Replacement, rows: Sequence[ReplacementLine], within: Sequence[Bundle], by: User) -> None:
    """Put the records of lines into the newest bundle of a replacement, and those that it has no room for into another one."""
    room = gathering.MOST - within[-1].items.count() if within else 0
    if rows[:room]:
        gathering.add(within[-1], records_of(rows[:room]), by=by)
        keep(rows[:room], within[-1])
    if rows[room:]:
        title = _("“%(find)s” → “%(replacement)s”") % {"find": change.find, "replacement": change.replacement}
        number = change.lines.exclude(bundle=None).values("bundle").distinct().count()
        made = gathering.make(f"{title} ({number + 1})" if number else title, records_of(rows[room:]), by=by)
        keep(rows[room:], made)


def keep(rows: Sequence[ReplacementLine], made: Bundle) -> None:
    """Let lines know the bundle that publishes them."""
    ReplacementLine.objects.filter(pk__in=[row.pk for row in rows]).update(bundle=made)


def records_of(rows: Sequence[ReplacementLine]) -> list[Publishable]:
    """Return the records of lines."""
    return [by_kind(row.kind).model._default_manager.get(pk=row.record) for row in rows]


# {key: text} before and after, and how many hits were replaced.
Written = tuple[dict[str, str], dict[str, str], int]


def line(change: Replacement, each: Chosen, wanted: Wanted, by: User, within: Sequence[Bundle]) -> ReplacementLine:
    """Replace what was chosen in a record, locked, and keep what became of it; of one that had its turn before, with what was done then."""
    row = change.lines.filter(record=each.record).first() or ReplacementLine(change=change, kind=each.kind, record=each.record)
    row.reason = ""
    try:
        with transaction.atomic():
            before, after, hits = write(wanted, each, stored(each.kind, each.record), by, within)
        row.before, row.after, row.hits = {**before, **row.before}, {**row.after, **after}, row.hits + hits
        row.outcome = Outcome.REPLACED
    except (TransitionError, ValidationError) as error:
        row.outcome, row.reason = row.outcome or Outcome.REFUSED, " ".join(getattr(error, "messages", None) or [str(error)])
    row.save()
    return row


def stored(kind: str, key: UUID) -> Publishable:
    """Return a record, locked; TransitionError if it is no more."""
    model = by_kind(kind).model
    try:
        return locked(model._default_manager.only("pk").get(pk=key))
    except model.DoesNotExist as error:
        raise TransitionError(_("It is no more.")) from error


def refuse(record: Publishable, language: str, by: User, *, within: Sequence[Bundle] = ()) -> None:
    """Raise TransitionError if `by` cannot change a text of the record, which may lie in one of the open bundles `within`."""
    if reason := refusals([record], language, by, within=within).get(record.pk):
        raise TransitionError(reason)


def write(wanted: Wanted, chosen: Chosen, record: Publishable, by: User, within: Sequence[Bundle]) -> Written:
    """Replace the chosen hits in the draft of a record."""
    refuse(record, wanted.language, by, within=within)
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
