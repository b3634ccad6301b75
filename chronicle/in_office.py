"""As what people took part, against their tenures: what is typed and cannot be, and who held nothing on the day."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from actors.checks import Notice, form_of, rows_of
from actors.contradictions import Record
from chronicle.agreement_facts import signed_on
from chronicle.capacities import LONGEST
from chronicle.models import Agreement
from publishing import date_words, languages
from publishing.fields.dates import dated
from publishing.partial_dates import Certainty, PartialDate
from publishing.picks import Picks
from publishing.publishable import State
from publishing.state import State as FormState


def notices_of_agreement(agreement: Agreement, state: FormState, picks: Picks | None = None) -> list[Notice]:
    """Return where the record speaks against the capacity in which somebody signed, on the day of signing as the form has it."""
    if agreement.state == State.TRASHED:
        return []
    date = dated(signed_on(rows_of(agreement, state, "stages", picks)))
    if not isinstance(date, PartialDate) or date.upper - date.lower > LONGEST:
        return []
    return notices_of_capacities(rows_of(agreement, state, "signatories", picks), state, date)


def notices_of_capacities(participants: Sequence[Any], state: FormState, date: PartialDate) -> list[Notice]:
    """Return where the record speaks against the capacity of a participant. One query, none where no people take part.

    An event of some days is asked about by its first.
    """
    rows = [row for row in participants if row.actor]
    if not rows:
        return []
    record = Record.of({row.actor.pk for row in rows}, [text for row in rows for text in typed(row)], date.lower)
    found = {}
    for row in rows:
        is_former = bool(state.get(f"participants/{row.pk}/is_former"))
        for reason in against(row, record, date, is_former=is_former):
            found[row.actor.pk, reason] = Notice(reason, [form_of(row.actor)])
    return list(found.values())


def typed(row: Any) -> list[str]:  # Any: a participant
    """Return the capacities of a row as somebody typed them."""
    return [text for code in languages.codes() if (text := getattr(row, f"capacity_{code}"))]


def against(row: Any, record: Record, date: PartialDate, *, is_former: bool) -> list[str]:  # Any: a participant
    """Return in words why somebody cannot have taken part as what a row says."""
    actor, day = row.actor, date.lower
    if texts := typed(row):
        # “Formerly” is said by a box, or by the first word.
        said = [f"former {text}" if is_former else text for text in texts]
        return [reason for text in said if (reason := record.against(actor, text))]
    words = {"name": actor, "date": date_words.words(date, languages.active())}
    if row.tenure is not None:
        wrong = not is_former and row.tenure.certainty_on(day) == Certainty.NO
        return [_("%(name)s did not hold “%(tenure)s” on %(date)s.") % {**words, "tenure": row.tenure}] if wrong else []
    tenures = record.tenures.get(actor.pk, [])
    idle = tenures and not is_former and all(tenure.certainty_on(day) == Certainty.NO for tenure in tenures)
    return [_("%(name)s is not on record as holding any post on %(date)s.") % words] if idle else []
