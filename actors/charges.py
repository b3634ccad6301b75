"""Who looks or looked after a place: each remit over it with each tenure that had it, for the time of both."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actors import facts, wording
from actors.brought import Span, both, may_meet
from actors.facts import Statement
from actors.models import EndStatus, Place, Post, Remit, Tenure
from actors.periods import period
from publishing import languages
from publishing.partial_dates import Certainty
from publishing.record_page import Label


@dataclass(frozen=True)
class Charge:
    """A remit by a tenure that had it; without one where nobody is known to have held the post that brings it."""

    remit: Remit
    tenure: Tenure | None
    span: Span

    def certainty_on(self, day: dt.date) -> Certainty:
        """Tell how surely somebody had it on a day; twin of `actors.models.holding.overseers`."""
        return self.remit.certainty_on(day) if self.tenure is None else self.remit.certainty_by(self.tenure, day)

    @property
    def post(self) -> Post:
        """The post by which it is had."""
        return self.tenure.post if self.tenure is not None else self.remit.post  # type: ignore[return-value]  # it has one of the two

    @property
    def years(self) -> range:
        """The years in which it may have been had, as far as any date says so; none in the future."""
        this_year, start, end = timezone.localdate().year, self.span.start, self.span.end
        known = [bound.year for date in (start, end) if date for bound in (date.lower, date.upper) if dt.date.min < bound < dt.date.max]
        if not known:
            return range(0)
        may_go_on = end is None and self.span.status != EndStatus.ENDED
        return range(min(known), min(this_year if may_go_on else max(known), this_year) + 1)


@dataclass(frozen=True)
class Groups:
    """What the page of a place says of those who look or looked after it."""

    present: list[Statement]
    possible: list[Statement]
    past: list[Statement]

    @property
    def any(self) -> bool:
        """Whether there is anybody."""
        return bool(self.present or self.possible or self.past)


def charges_of(place: Place) -> list[Charge]:
    """Return the charges that the public sees, the last begun first. Three queries, however many there are."""
    related = ("tenure__actor", "tenure__post__office", "post__office", "within")
    rows = [remit for remit in place.remits.select_related(*related).prefetch_related("sources") if remit.is_public]
    held: defaultdict[Any, list[Tenure]] = defaultdict(list)
    if posts := {remit.post_id for remit in rows if remit.post_id}:
        for tenure in Tenure.objects.public().filter(post__in=posts).select_related("actor", "post__office").in_order():
            held[tenure.post_id].append(tenure)
    return sorted(paired(rows, held), key=begun, reverse=True)


def paired(remits: Iterable[Remit], held: dict[Any, list[Tenure]]) -> Iterator[Charge]:
    """Yield each remit with each tenure that may have had it."""
    for remit in remits:
        having = [remit.tenure] if remit.tenure is not None else [tenure for tenure in held[remit.post_id] if may_meet(tenure, remit)]
        yield from (Charge(remit, tenure, both(tenure, remit)) for tenure in having)
        if not having:
            yield Charge(remit, None, both(remit, remit))


def begun(charge: Charge) -> tuple[dt.date, dt.date, str]:
    """Return the place of a charge among others: by its start, those without one at the beginning."""
    start, end = charge.span.start, charge.span.end
    return start.lower if start else dt.date.min, end.upper if end else dt.date.max, str(charge.remit.pk)


def grouped(charges: Iterable[Charge], language: str) -> Groups:
    """Return the charges as the page of the place prints them: those of today, those that may be, and those of the past."""
    groups, today = Groups([], [], []), timezone.localdate()
    lists = {Certainty.SURELY: groups.present, Certainty.MAYBE: groups.possible, Certainty.NO: groups.past}
    for charge in charges:
        # Of what is known to be over without a date, no day is known to be after it.
        answer = Certainty.NO if charge.span.status == EndStatus.ENDED and not charge.span.end else charge.certainty_on(today)
        lists[answer].append(stated(charge, language))
    return groups


def on_day(charges: Iterable[Charge], day: dt.date, language: str) -> list[tuple[Statement, str]]:
    """Return who had a remit on a day, each with "surely" or "maybe": the sure ones first."""
    found = [(charge, charge.certainty_on(day)) for charge in charges]
    return [
        (stated(charge, language), answer.name.lower())
        for wanted in (Certainty.SURELY, Certainty.MAYBE)
        for charge, answer in found
        if answer == wanted
    ]


def stated(charge: Charge, language: str) -> Statement:
    """Return a charge as a fact: what is done, by whom, as what, from when to when, on which sources."""
    remit, tenure, span = charge.remit, charge.tenure, charge.span
    fact = replace(
        facts.remit_fact(remit, language),
        as_printed=remit.as_printed,
        when=period(span.start, span.end, span.status, language),
        is_present=span.status == EndStatus.ONGOING,
        start=span.start,
        end=span.end,
    )
    office = facts.office_label(charge.post.office, language)
    within = facts.public_office(remit.within, language) or office
    if tenure is None:
        title, lang = wording.post_title(charge.post, language)
        of = Label(title, f"{office.url}#post-{charge.post.pk}", languages.other(lang, language))
        return replace(fact, of=of, within=within, notes=[_("Nobody is recorded in this post.")])
    title, lang = wording.tenure_title(tenure, language)
    anchor = facts.anchor_of(remit) if remit.tenure_id else f"{facts.anchor_of(tenure)}-{facts.anchor_of(remit)}"
    actor = facts.actor_label(tenure.actor, language)
    where = f"{actor.url}#{anchor}" if actor.url else f"{office.url}#{facts.anchor_of(tenure)}"
    return replace(fact, anchor=anchor, of=actor, within=within, by=Label(title, where, languages.other(lang, language)))
