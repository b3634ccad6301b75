"""The next session of a format: begun from the last one, with whoever holds the same posts then."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Max

from actors.models import Tenure
from chronicle.models import Event, Format, Participant
from publishing import languages
from publishing.desk import desk_of
from publishing.fields.dates import dated
from publishing.partial_dates import Certainty, PartialDate
from publishing.state import State as FormState
from publishing.state import complete, of_model

TEENS = range(10, 21)


def last_session(format_: Format) -> Event | None:
    """Return the session of a format after which the next one comes."""
    return Event.objects.kept().filter(format=format_).order_by("-ordinal", "-date_lower", "-pk").first()


def next_number(format_: Format) -> int:
    """Return the number behind the highest of a format."""
    return (Event.objects.filter(format=format_).aggregate(last=Max("ordinal"))["last"] or 0) + 1


def next_session(session: Event, format_: Format) -> tuple[FormState, int]:
    """Return the form of the session behind one of a format, and how many people it leaves out: those without a post on record.

    It has no date and no sources, for it is another event; nothing is stored.
    """
    desk, number = desk_of(Event), next_number(format_)
    people, date = list(session.participants.select_related("actor", "tenure")), dated(session.date)
    rows = list(by_post(people, date))
    values: dict[str, Any] = {
        "kind": session.kind,
        "format": format_.pk,
        "ordinal": number,
        "access": session.access,
        "tags": [row.tag_id for row in session.tagged.all()],
        "entries": [{"chronology": row.chronology_id} for row in session.entries.all()],
        "stops": [{"place": row.place_id} for row in session.stops.all()],
        "participants": rows,
    }
    for code in languages.codes():
        values[f"title_{code}"] = numbered(getattr(session, f"title_{code}"), session.ordinal, number)
        values[f"venue_{code}"] = getattr(session, f"venue_{code}")
    fresh = of_model(desk.schema, Event(), {})
    return complete(desk.schema, {**fresh, **desk.typed(values)}, fresh), sum(post_of(row, date) is None and not row.office_id for row in people)


def by_post(people: list[Participant], date: PartialDate | None) -> Iterator[dict[str, Any]]:
    """Yield who took part on a date as posts and offices, each once in a role."""
    seen = set()
    for row in people:
        key = (post_of(row, date), row.office_id, row.role)
        if any(key[:2]) and key not in seen:
            seen.add(key)
            yield {"post": key[0], "office": key[1], "role": key[2]}


def post_of(row: Participant, date: PartialDate | None) -> Any:  # Any: a key, or None
    """Return the post as which somebody took part: the one that is written down, else the only one that they surely held."""
    if row.post_id or row.actor is None or row.is_former:
        return row.post_id
    if row.tenure is not None:
        return row.tenure.post_id
    if not isinstance(date, PartialDate):
        return None
    held = Tenure.objects.filter(actor=row.actor).on(date.lower)
    posts = {tenure.post_id for tenure in held if tenure.certainty_on(date.lower) == Certainty.SURELY}
    return posts.pop() if len(posts) == 1 else None


def numbered(title: str, old: int | None, new: int) -> str:
    """Return a title with the number of the next session where it has that of the last."""
    ending = "th" if new % 100 in TEENS else {1: "st", 2: "nd", 3: "rd"}.get(new % 10, "th")
    return title if old is None else re.sub(rf"(?<!\d){old}(st|nd|rd|th)?(?!\d)", lambda found: f"{new}{ending if found[1] else ''}", title)
