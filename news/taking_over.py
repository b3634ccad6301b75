"""What an article and an event of one origin offer each other, on the forms of both, and what the buttons there do."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chronicle.checks import said, sound
from news import rewording
from news.counterparts import ARTICLE, DATE, EVENT, PLACES, TEXTS, Pair, Side, pairs, titles
from news.models import Article, Counterpart
from publishing import drafts
from publishing.admin.acts import Act
from publishing.admin.linked import Line, Offer, Offers
from publishing.desk import desk_of
from publishing.drafts import Work
from publishing.partial_dates import PartialDate
from publishing.publishable import Publishable
from publishing.review.known import may_have
from publishing.rights import User
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

# What a form knows of its record: whether there are any.
COUNTERPARTS = "has_counterparts"
# Digits that a key may have.
LONGEST_KEY = 18


@dataclass(frozen=True)
class Change:
    """What a taken offer writes, and what is noted of the source, whether it is taken or left."""

    offer: Offer
    into: str
    key: str
    # What the source says now, and what the other one would say.
    now: Any  # Any: a value of a state, or keys
    fields: Mapping[str, str]


# What is offered


def changes(pair: Pair) -> Iterator[Change]:
    """Yield what either could take over from the other."""
    for into, source, target in ((ARTICLE, pair.event, pair.article), (EVENT, pair.article, pair.event)):
        noted = pair.noted.event_said if into == ARTICLE else pair.noted.article_said
        for code in target.codes:
            key = titles(code)
            now, there = str(source.state.get(key, "")), str(target.state.get(key, ""))
            if now and now not in (noted.get(key), there):
                label = desk_of(target.record).label(key)
                before = str(noted.get(key, ""))
                lines = [Line(label, there or _("(empty)"), now, language=code)] if there != before else []
                offer = Offer(label, before or _("(empty)"), now, lines, token(pair, into, key, now), language=code)
                yield Change(offer, into, key, now, {key: now})
    if pair.article.codes:
        yield from dated(pair)
        yield from placed(pair)


def dated(pair: Pair) -> Iterator[Change]:
    """Yield the date of the event, if it is another one."""
    was, now = str(pair.noted.event_said.get(DATE, "")), str(pair.event.state.get(DATE, ""))
    first, second = parsed(was), parsed(now)
    if was == now or first is None or second is None:
        return
    swaps = {code: [rewording.of_dates(first, second, code)] for code in pair.article.codes}
    lines, fields = texts(pair.article, swaps)
    yield Change(
        Offer(str(_("Date")), said(sound(was)), said(sound(now)), lines, token(pair, ARTICLE, DATE, now), bool(fields)), ARTICLE, DATE, now, fields
    )


def parsed(text: str) -> PartialDate | None:
    """Return a date, None for what is none."""
    try:
        return PartialDate.parse(text) if text else None
    except ValidationError:
        return None


def placed(pair: Pair) -> Iterator[Change]:
    """Yield where the event went, if that is elsewhere now: each place that stands where another stood."""
    was, now = [*pair.noted.event_said.get(PLACES, ())], pair.event.places
    gone, come = [key for key in was if key not in now], [key for key in now if key not in was]
    if not gone:
        return
    # One for one: which of several took whose place, only an editor knows.
    both = [(pair.names.get(gone[0], {}), pair.names.get(come[0], {}))] if len(gone) == len(come) == 1 else []
    swaps = {
        code: [rewording.of_names(first[code], second[code], code) for first, second in both if first.get(code) and second.get(code)]
        for code in pair.article.codes
    }
    lines, fields = texts(pair.article, swaps)
    left, reached = (", ".join(pair.names[key][""] for key in keys if key in pair.names) or _("(empty)") for keys in (gone, come))
    yield Change(
        Offer(pgettext("of an event", "Place"), left, reached, lines, token(pair, ARTICLE, PLACES, now), bool(fields)), ARTICLE, PLACES, now, fields
    )


def texts(article: Side, swaps: Mapping[str, list[rewording.Swap]]) -> tuple[list[Line], dict[str, str]]:
    """Return the places of an article that change, and its texts after that."""
    lines: list[Line] = []
    fields: dict[str, str] = {}
    desk = desk_of(article.record)
    for key, code in [(f"{name}_{code}", code) for code in swaps for name in TEXTS]:
        text = str(article.state.get(key, ""))
        for swap in swaps[code]:
            text, found = rewording.reworded(text, swap, is_html=key.startswith(article.record.body_field))
            lines += [Line(desk.label(key), each.was, each.now, each.before, each.after, code) for each in found]
            fields |= {key: text} if found else {}
    return lines, fields


def token(pair: Pair, into: str, key: str, now: object) -> str:
    """Return what names an offer: another value is another offer."""
    digest = hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()[:16]
    return f"{pair.noted.pk}:{into}:{key}:{digest}"


# On the forms


def beside(request: HttpRequest, work: Work) -> Iterator[Offers]:
    """Yield what the form of an article or an event offers and is offered. A query where there are any, and two about places."""
    record = work.record
    if not may_have(record, COUNTERPARTS):
        return
    name = ARTICLE if isinstance(record, Article) else EVENT
    by = cast("User", request.user)
    for pair in pairs(Counterpart.objects.filter(**{name: record.pk}), by, here=record, state=work.state):
        found = list(changes(pair))
        other = pair.event.record if name == ARTICLE else pair.article.record
        for is_here in (True, False):
            if offers := [change.offer for change in found if (change.into == name) == is_here]:
                address = f"admin:{other._meta.app_label}_{other._meta.model_name}_change"
                yield Offers(is_here, str(other._meta.verbose_name), other.working_title or str(other), reverse(address, args=[other.pk]), offers)


def take_over(act: Act) -> str:
    """Put what is offered into the draft of the record that it is offered to."""
    act.keep_typed()
    record = take(act.request.POST["_take_over"], by=act.by)
    return _("“%(title)s” is updated. The change waits in its draft.") % {"title": record.working_title or str(record)}


def leave_it(act: Act) -> str:
    """Leave both as they are."""
    act.keep_typed()
    leave(act.request.POST["_leave"], by=act.by)
    return _("Left as it is, until it changes again.")


# What the buttons do


@editorial_act
def take(offer: str, *, by: User) -> Publishable:
    """Take an offer over into the draft of the record it is for; return the record. TransitionError if it no longer stands, or `by` may not."""
    pair, change = found(offer, by)
    target = pair.article.record if change.into == ARTICLE else pair.event.record
    if not change.fields:
        raise TransitionError(_("There is nothing here that a button could change."))
    drafts.save(target, change.fields, by=by)
    note(pair, change)
    return target


@editorial_act
def leave(offer: str, *, by: User) -> None:
    """Offer a value no more. TransitionError if it is no longer what is offered."""
    note(*found(offer, by))


def found(offer: str, by: User) -> tuple[Pair, Change]:
    """Return the offer that a button names, its note locked."""
    key = offer.partition(":")[0]
    rows = Counterpart.objects.filter(pk=int(key) if key.isdecimal() and len(key) < LONGEST_KEY else 0)
    rows.select_for_update().first()
    for pair in pairs(rows, by):
        for change in changes(pair):
            if change.offer.token == offer:
                return pair, change
    raise TransitionError(_("What was offered has changed meanwhile. Look at it once more."))


def note(pair: Pair, change: Change) -> None:
    """Remember what the source says as known to the other; a title that was taken over both say."""
    row = pair.noted
    source = row.event_said if change.into == ARTICLE else row.article_said
    source[change.key] = change.now
    row.save(update_fields=["event_said", "article_said"])
