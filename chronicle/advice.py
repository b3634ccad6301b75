"""Events of which readers would not know when they were, or who says so."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chronicle.models import Event, EventCitation
from publishing.advice.findings import Advice, Check
from publishing.advice.texts import Looked
from publishing.state import prefixes, row_keys


class Unsourced(Check):
    """An event without a date, or without any source."""

    code = "event-facts"
    name = gettext_lazy("Date and source of an event")

    def look(self, form: Looked) -> Iterator[Advice]:
        """A source of any of its facts is a source."""
        if not isinstance(form.record, Event) or not form.written:
            return
        if not form.state.get("date"):
            yield self.advice("date", _("The event has no date."))
        cited = next(prefix for prefix, part in prefixes(form.desk.schema) if part.model is EventCitation)
        rows = [f"{prefix}/{row}" for prefix, _part in prefixes(form.desk.schema) for row in row_keys(form.state, prefix)]
        if not any(form.state.get(f"{row}/sources") or form.state.get(f"{row}/source") for row in rows):
            yield self.advice(cited, _("The event has no source, nor has any of its facts."))
