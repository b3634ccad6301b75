"""What of a record may be wrong without being impossible: said to editors after each step, with links to what it is about."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import evidence
from actors.models import Actor, EndStatus, Existence, Office, Tenure
from actors.seats import in_words
from publishing import languages
from publishing.desk import desk_of
from publishing.fields.dates import dated
from publishing.partial_dates import PartialDate
from publishing.picks import Picks, row_like
from publishing.publishable import Publishable, State
from publishing.state import State as FormState
from publishing.state import row_keys


@dataclass(frozen=True)
class Link:
    """The form of a record."""

    label: str
    url: str


@dataclass(frozen=True)
class Notice:
    """One thing that an editor should look at."""

    text: str
    links: list[Link] = field(default_factory=list)
    # Nothing is odd: it is good to know.
    is_hint: bool = False


# Looks for what other records say of a person against these tenures.
Elsewhere = Callable[[Actor, Sequence[Tenure]], Iterable[Notice]]
_elsewhere: list[Elsewhere] = []


def look_elsewhere(look: Elsewhere) -> None:
    """Let the form of a person tell what another app's records say against it."""
    _elsewhere.append(look)


def told_elsewhere(actor: Actor, tenures: Sequence[Tenure]) -> list[Notice]:
    """Return what other records call a person by titles that the tenures of the form speak against; nothing where a date is none."""
    held = [tenure for tenure in tenures if all(sound(tenure, name) or not getattr(tenure, name) for name in ("start", "end"))]
    if actor._state.adding or not held or len(held) < len(tenures):
        return []
    return [notice for look in _elsewhere for notice in look(actor, held)]


def notices_of_actor(actor: Actor, state: FormState, picks: Picks | None = None) -> list[Notice]:
    """Return what is odd about an actor as the form says it."""
    if actor.state == State.TRASHED:
        return []
    tenures = [tenure for tenure in rows_of(actor, state, "tenures", picks) if tenure.post_id]
    unsourced = [tenure for tenure in tenures if not state.get(f"tenures/{tenure.pk}/sources")]
    found = [Notice(_("No source is given for the tenure “%(tenure)s”.") % {"tenure": tenure}) for tenure in unsourced]
    born, died = (dated(state.get(name)) for name in ("born", "died"))
    for tenure in tenures:
        tenure.actor = actor
        found += [*beyond_the_office(tenure), *beyond_the_life(tenure, born, died)]
        if (start := sound(tenure, "start")) and start.lower > timezone.localdate():
            found.append(Notice(_("The tenure “%(tenure)s” begins in the future.") % {"tenure": tenure}))
    return [*found, *seats_of(actor, tenures), *same_name(actor, state), *shown_by_facts(actor), *told_elsewhere(actor, tenures)]


def shown_by_facts(actor: Actor) -> Iterator[Notice]:
    """Yield what the public facts attest of tenures whose own dates leave it open."""
    held = list(actor.tenures.public().select_related("post__office"))
    shown = evidence.windows(filter(evidence.is_open, held), held)
    for tenure in held:
        if (window := shown.get(tenure.pk)) and evidence.tells_more(tenure, window):
            words = {"tenure": tenure, "attested": evidence.in_words(window, languages.active())}
            yield Notice(_("The dates of the tenure “%(tenure)s” are open; by other facts it is %(attested)s.") % words, is_hint=True)


def notices_of_office(office: Office, state: FormState, picks: Picks | None = None) -> list[Notice]:
    """Return what is odd about an office as it is stored."""
    if office.state == State.TRASHED:
        return []
    stored = Tenure.objects.filter(post__office=office).select_related("actor", "post__office").in_order()
    # The stored tenures, under what the form says of the office and its posts.
    posts = {post.pk: post for post in rows_of(office, state, "posts", picks)}
    dated = office_as_in(office, state)
    found = []
    for tenure in stored:
        if (post := posts.get(tenure.post_id)) is not None:
            post.office = dated
            tenure.post = post
            found += [Notice(notice.text, [form_of(tenure.actor)]) for notice in beyond_the_office(tenure)]
    return found


def rows_of(record: Publishable, state: FormState, prefix: str, picks: Picks | None = None) -> list[Any]:  # Any: rows of one kind
    """Return the rows of a state as unsaved rows; of `picks`, what is known is not read again."""
    desk, picks = desk_of(record), picks or Picks()
    picks.load({"": desk.schema[""], prefix: desk.schema[prefix]}, state)
    return [row_like(desk.schema[prefix], state, f"{prefix}/{key}/", key, picks) for key in row_keys(state, prefix)]


def office_as_in(office: Office, state: FormState) -> Office:
    """Return the office with the dates of its form."""
    found = Office(pk=office.pk, **{f"name_{code}": getattr(office, f"name_{code}") for code in ("en", "ka")}, working_title=office.working_title)
    for name in ("existed_from", "existed_to", "existence"):
        setattr(found, name, state.get(name, ""))
    return found


def beyond_the_office(tenure: Tenure) -> Iterator[Notice]:
    """Yield where a tenure surely reaches beyond the existence of its post or its office."""
    post = tenure.post
    for thing in (post, post.office):
        links = [form_of(post.office)]
        words = {"tenure": tenure, "thing": post.title if thing is post else post.office}
        begun, over = sound(thing, "existed_from"), sound(thing, "existed_to")
        if begun and sound(tenure, "start") and tenure.start.upper < begun.lower:
            yield Notice(_("The tenure “%(tenure)s” begins before “%(thing)s” existed.") % words, links)
        ends_late = sound(tenure, "end") and over and tenure.end.lower > over.upper
        goes_on = tenure.end_status == EndStatus.ONGOING and thing.existence == Existence.ENDED
        if ends_late or goes_on:
            yield Notice(_("The tenure “%(tenure)s” goes on after “%(thing)s” ended.") % words, links)


def beyond_the_life(tenure: Tenure, born: Any, died: Any) -> Iterator[Notice]:  # Any: dates, or what somebody mistyped
    """Yield where a tenure surely begins before its holder was born, or goes on after the death."""
    words = {"tenure": tenure}
    start, end = sound(tenure, "start"), sound(tenure, "end")
    if start and isinstance(born, PartialDate) and start.upper < born.lower:
        yield Notice(_("The tenure “%(tenure)s” begins before the person was born.") % words)
    if isinstance(died, PartialDate):
        if start and start.lower > died.upper:
            yield Notice(_("The tenure “%(tenure)s” begins after the person died.") % words)
        elif (end and end.lower > died.upper) or tenure.end_status == EndStatus.ONGOING:
            yield Notice(_("The tenure “%(tenure)s” goes on after the person died.") % words)


def sound(row: Any, name: str) -> Any:  # Any: a row with dates, which may hold what somebody mistyped
    """Return a date of a row, None where there is none or what is there is no date."""
    value = getattr(row, name)
    return value if isinstance(value, PartialDate) else None


def seats_of(actor: Actor, tenures: list[Tenure]) -> Iterator[Notice]:
    """Yield where a seat is possibly held twice, and where nobody is known to have held it."""
    alone = {tenure.post_id: tenure.post for tenure in tenures if tenure.post.seats == 1 and not tenure.is_acting}
    others = (
        list(Tenure.objects.filter(post__in=list(alone), is_acting=False).exclude(actor=actor).select_related("actor", "post__office"))
        if alone
        else []
    )
    for tenure in tenures:
        if tenure.post_id in alone and not tenure.is_acting:
            for other in others:
                if other.post_id == tenure.post_id and may_meet(tenure, other):
                    words = {"post": tenure.post, "one": in_words(tenure), "other": in_words(other)}
                    text = _("“%(post)s” may have been held by two at the same time: %(one)s and %(other)s.") % words
                    yield Notice(text, [form_of(other.actor)])
    for key, post in alone.items():
        line = [tenure for tenure in (*tenures, *others) if tenure.post_id == key and sound(tenure, "start")]
        yield from gaps(post, line, actor)


def may_meet(one: Tenure, other: Tenure) -> bool:
    """Tell whether two tenures with a known start may overlap by more than the day of a hand-over, as far as their ends are known."""
    if not (sound(one, "start") and sound(other, "start")):
        return False
    first, second = sorted((one, other), key=lambda tenure: (tenure.start, str(tenure.pk)))
    if first.end_status == EndStatus.ONGOING:
        return True
    end = sound(first, "end")
    return bool(end and end.upper > sound(second, "start").lower)


def gaps(post: Any, line: Iterable[Tenure], actor: Actor) -> Iterator[Notice]:
    """Yield the times between two holders, one of them this actor, in which nobody is known to have held a seat."""
    for before, after in pairwise(sorted(line, key=lambda tenure: sound(tenure, "start"))):
        end, start = sound(before, "end"), sound(after, "start")
        if actor.pk not in (before.actor_id, after.actor_id) or not end or end.upper == dt.date.max:
            continue
        if end.upper + dt.timedelta(days=1) < start.lower:
            other = after if before.actor_id == actor.pk else before
            words = {"post": post, "end": end, "start": start}
            yield Notice(_("Nobody is known to have held “%(post)s” between %(end)s and %(start)s.") % words, [form_of(other.actor)])


def same_name(actor: Actor, state: FormState) -> Iterator[Notice]:
    """Yield the other actors of the same name: most likely one person entered twice."""
    names = [str(state.get(name)) for name in state if name.startswith("name_") and state.get(name)]
    same = Q(*(Q(**{name: state[name]}) for name in state if name.startswith("name_") and state.get(name)), _connector=Q.OR)
    for other in Actor.objects.kept().filter(same | Q(working_title__in=names)).exclude(pk=actor.pk)[:3] if names else ():
        yield Notice(_("Another actor has the same name. Is it the same person?"), [form_of(other)])


def form_of(record: Publishable) -> Link:
    """Return the way to the form of a record."""
    meta = record._meta
    return Link(str(record), reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]))
