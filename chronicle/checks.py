"""What of an event may be wrong without being impossible: told to editors after each step, with links to the records that speak against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q
from django.utils.translation import gettext as _

from actors.checks import Notice, form_of, rows_of
from chronicle.capacities import LONGEST
from chronicle.in_office import notices_of_capacities
from chronicle.models import Event, EventLink, Participant
from publishing import date_words, languages
from publishing.desk import desk_of
from publishing.fields.dates import dated
from publishing.partial_dates import PartialDate
from publishing.picks import PickOne, Picks
from publishing.publishable import State
from publishing.state import State as FormState
from publishing.state import row_keys

# Of one sort are told so many at most.
MOST = 5
# Whoever makes one of these visits; the first of another sort is still the first visit.
VISITS = {Event.Kind.VISIT, Event.Kind.WORKING_VISIT, Event.Kind.DELEGATION}


@dataclass
class Form:
    """What the form of an event says, as far as it is looked into."""

    event: Event
    state: FormState
    picks: Picks

    @property
    def date(self) -> PartialDate | None:
        """The date, None where there is none or what is typed is none."""
        return sound(self.state.get("date"))

    def rows(self, prefix: str) -> list[Any]:  # Any: rows of a kind
        """Return the rows of a kind, unsaved."""
        return rows_of(self.event, self.state, prefix, self.picks)

    def chosen(self, name: str) -> Any:  # Any: a record, or None
        """Return what is chosen in a field of the event itself."""
        key = str(self.state.get(name) or "")
        field = cast(PickOne, desk_of(Event).schema[""].fields[name])
        return self.picks.get(field, [key]).get(key) if key else None


def notices_of_event(event: Event, state: FormState, picks: Picks | None = None) -> list[Notice]:
    """Return what is odd about an event as its form says it."""
    if event.state == State.TRASHED:
        return []
    form = Form(event, state, picks or Picks())
    participants = [row for row in form.rows("participants") if row.actor or row.post or row.office]
    statements = form.rows("statements")
    found = [*left_out(form, participants), *beside_the_whole(form), *parts_beside(form), *hidden(participants, statements)]
    if (date := form.date) is None:
        return found
    found += [*stops_beside(form, date), *lives(participants, date), *numbers(form, date), *firsts(form, participants, date)]
    if date.upper - date.lower <= LONGEST:
        found += notices_of_capacities(participants, state, date)
    return found


def left_out(form: Form, participants: Sequence[Participant]) -> Iterator[Notice]:
    """Yield what most events say and this one does not: good to know, and no fault."""
    missing = [("date", _("date"), form.date), ("stops", _("place"), row_keys(form.state, "stops")), ("participants", _("people"), participants)]
    if names := [str(label) for _name, label, value in missing if not value]:
        yield Notice(_("Not filled in: %(names)s.") % {"names": ", ".join(names)}, is_hint=True)


def beside_the_whole(form: Form) -> Iterator[Notice]:
    """Yield that an event surely lies outside the dates of what it is part of."""
    whole = form.chosen("parent")
    if whole is not None and apart(form.date, sound(whole.date)):
        words = {"part": said(form.date), "whole": whole, "dates": said(sound(whole.date))}
        yield Notice(_("The date %(part)s lies outside “%(whole)s”: %(dates)s.") % words, [form_of(whole)])


def parts_beside(form: Form) -> Iterator[Notice]:
    """Yield the parts of an event that surely lie outside its dates."""
    if (date := form.date) is None or form.event._state.adding:
        return
    outside = Q(date_upper__lt=date.lower) | Q(date_lower__gt=date.upper)
    for part in Event.objects.kept().filter(outside, parent=form.event).order_by("date_lower", "pk")[:MOST]:
        words = {"part": part, "date": said(sound(part.date)), "dates": said(date)}
        yield Notice(_("“%(part)s”, which is part of this, lies outside its dates: %(date)s, not %(dates)s.") % words, [form_of(part)])


def stops_beside(form: Form, date: PartialDate) -> Iterator[Notice]:
    """Yield the stops that surely lie outside the dates of their event."""
    for stop in form.rows("stops"):
        if stop.place and apart(there := sound(stop.date), date):
            yield Notice(_("The stop “%(place)s” lies outside the dates of the event: %(date)s.") % {"place": stop.place, "date": said(there)})


def hidden(participants: Sequence[Any], statements: Sequence[Any]) -> Iterator[Notice]:
    """Yield whom readers see no name of."""
    named = {row.actor.pk: row.actor for row in (*participants, *statements) if row.actor and not row.actor.is_live}
    for actor in list(named.values())[:MOST]:
        text = _("“%(name)s” is not public: readers see no name, only the capacity if one is typed.")
        yield Notice(text % {"name": actor}, [form_of(actor)])


def lives(participants: Sequence[Any], date: PartialDate) -> Iterator[Notice]:
    """Yield who surely was dead, or not born yet."""
    for actor in {row.actor.pk: row.actor for row in participants if row.actor}.values():
        born, died = sound(actor.born), sound(actor.died)
        if died and died.upper < date.lower:
            yield Notice(_("%(name)s died before the event: %(date)s.") % {"name": actor, "date": said(died)}, [form_of(actor)])
        elif born and born.lower > date.upper:
            yield Notice(_("%(name)s was born after the event: %(date)s.") % {"name": actor, "date": said(born)}, [form_of(actor)])


def numbers(form: Form, date: PartialDate) -> Iterator[Notice]:
    """Yield a session of the same format that has a higher number and was earlier, or the other way round."""
    format_, number = form.chosen("format"), str(form.state.get("ordinal") or "")
    if format_ is None or not number.isdecimal():
        return
    wrong = Q(ordinal__lt=int(number), date_lower__gt=date.upper) | Q(ordinal__gt=int(number), date_upper__lt=date.lower)
    for other in Event.objects.kept().filter(wrong, format=format_).exclude(pk=form.event.pk).order_by("ordinal")[:MOST]:
        words = {"number": number, "event": other, "other": other.ordinal, "date": said(sound(other.date))}
        yield Notice(_("Number %(number)s contradicts “%(event)s”, which has number %(other)s and was on %(date)s.") % words, [form_of(other)])


def firsts(form: Form, participants: Sequence[Any], date: PartialDate) -> Iterator[Notice]:
    """Yield the events that came between this one and the one since which it is said to be the first of its kind."""
    claims = [row for row in form.rows("links") if row.other and row.relation == EventLink.Relation.FIRST_SINCE and sound(row.other.date)]
    people = [row.actor for row in participants if row.actor and row.role in (Participant.Role.VISITOR, Participant.Role.SIGNATORY)]
    if not claims or not people:
        return
    kind = str(form.state.get("kind"))
    same = Event.objects.kept().filter(kind__in=VISITS if kind in VISITS else {kind}, status=Event.Status.HELD, participants__actor__in=people)
    if places := [stop.place for stop in form.rows("stops") if stop.place]:
        same = same.filter(stops__place__in=places)
    own = [form.event.pk, *(row.other.pk for row in claims), *filter(None, [getattr(form.chosen("parent"), "pk", None)])]
    for row in claims:
        between = same.filter(date_lower__gt=sound(row.other.date).upper, date_upper__lt=date.lower).exclude(pk__in=own).exclude(parent=form.event.pk)
        for other in between.distinct().order_by("date_lower", "pk")[:MOST]:
            words = {"since": row.other, "event": other, "date": said(sound(other.date))}
            text = _("Said to be the first since “%(since)s”, but “%(event)s” lies between: %(date)s.") % words
            yield Notice(text, [form_of(other)])


def apart(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Tell whether two dates surely have no day in common."""
    return bool(one and other and (one.upper < other.lower or one.lower > other.upper))


def sound(value: Any) -> Any:  # Any: what a form or a column holds
    """Return a date, None for what is none."""
    found = dated(value)
    return found if isinstance(found, PartialDate) else None


def said(date: PartialDate | None) -> str:
    """Return a date in the language of the interface."""
    return date_words.words(date, languages.active())
