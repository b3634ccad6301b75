"""All checks over one form: what they found, in the order of the form, without floods."""

import logging
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.advice.findings import Advice, Check, Severity, registered
from publishing.advice.texts import Looked
from publishing.drafts import Work
from publishing.publishable import State
from publishing.state import place_of, row_keys

logger = logging.getLogger(__name__)

# So many of one sort are told, of each language.
MOST_OF_A_SORT = 5


@dataclass(frozen=True)
class Told:
    """One thing as it is listed: with the name of its field, and the id of its input in the form."""

    advice: Advice
    label: str
    html_id: str
    # How many more of the same sort were found behind it.
    more: int = 0


def advice_on(work: Work) -> list[Told]:
    """Return what the checks have to say about the work as it stands; nothing about what lies in the trash. Writes nothing."""
    if work.record.state == State.TRASHED:
        return []
    form = Looked.of(work)
    found = [advice for check in registered() for advice in looked(check, form)]
    counts = Counter(sort_of(advice) for advice in found)
    told: Counter[tuple[str, str]] = Counter()
    out = []
    for advice in found:
        sort = sort_of(advice)
        told[sort] += 1
        if told[sort] <= MOST_OF_A_SORT:
            more = counts[sort] - MOST_OF_A_SORT if told[sort] == MOST_OF_A_SORT else 0
            out.append(Told(advice, work.desk.label(advice.key, work.state), html_id(work, advice.key), more))
    order = {name: place for place, name in enumerate(work.desk.schema[""].fields)}
    places = list(work.desk.schema)
    # What matters most first, then as the form goes on.
    return sorted(out, key=lambda each: (each.advice.severity != Severity.CHANGE, *place_in_form(each.advice.key, order, places)))


def looked(check: Check, form: Looked) -> list[Advice]:
    """Return what a check finds. One that fails says so itself, and keeps nobody from the others or from the preview."""
    try:
        return list(check.look(form))
    except Exception:
        logger.exception("The check %s failed on %s %s.", check.code, form.record._meta.label, form.record.pk)
        return [Advice("failed", Severity.LOOK, _("This check could not be made: %(name)s.") % {"name": check.name})]


def sort_of(advice: Advice) -> tuple[str, str]:
    """Return what makes two findings of one sort."""
    return advice.code, advice.language


def place_in_form(key: str, order: dict[str, int], places: list[str]) -> tuple[int, int]:
    """Return where a key stands in the form, to be sorted by."""
    prefix = key.partition("/")[0]
    return (places.index(prefix), 0) if prefix and prefix in places else (0, order.get(key, -1))


def html_id(work: Work, key: str) -> str:
    """Return the id of the input that holds a key, of the list of rows that does; "" for the whole form. As `publishing.state.emit` numbers rows."""
    if not key:
        return ""
    prefix, row, name = place_of(key)
    if not prefix:
        return f"{name}-group" if name in work.desk.inlines else f"id_{name}"
    wanted, existing = (row_keys(state, prefix) for state in (work.state, work.live.state))
    rows = [each for each in wanted if each in existing]
    rows += [each for each in existing if each not in wanted]
    rows += [each for each in wanted if each not in existing]
    return f"id_{prefix}-{rows.index(row)}-{name}" if row in rows and name else f"{prefix}-group"
