"""What editors are told after each step (`actors/checks.py` and its like above), among the advice while they write."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from actors.unseen import unseen_places
from publishing.advice.findings import Advice, Check, Link
from publishing.advice.texts import Looked


class Notices(Check):
    """What of a record may be wrong without being impossible: titles that a tenure contradicts on the day, lives, dates, whom readers do not see."""

    code = "notices"
    name = gettext_lazy("Facts that contradict each other")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Ask whatever the admin of the record tells after a step. What is not stored yet has nothing to be compared with."""
        notices = getattr(form.desk.admin, "notices", None)
        if notices is None or form.record._state.adding:
            return
        key = getattr(form.desk.admin, "notices_need", "")
        for notice in (*notices(form.record, form.state, form.picks), *unseen_places(form.record, form.state)):
            if not notice.is_hint:
                yield self.advice(key, notice.text, links=tuple(Link(link.label, link.url) for link in notice.links))
