"""People whom the texts of a record name, and none of its rows: its page does not lead to them, nor theirs to it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.checks import form_of
from actors.models import Actor, Tenure
from actors.named import Words, named_in
from publishing.advice.findings import Advice, Check, Link, Offer
from publishing.advice.texts import Looked, Passage
from publishing.picks import PickOne, is_uuid
from publishing.publishable import Publishable
from publishing.state import prefixes, row_keys

SPACE = re.compile(r"\s+")
# Texts of rows that are the house's own sentences; the others say what a source has printed.
SENTENCES = {"text", "note"}
# {type of record: the rows in which it names people, by the field "actor"}; the first are offered
_rows: dict[type[Publishable], str] = {}


def tell_of(model: type[Publishable], rows: str) -> None:
    """Let the texts of a type of record be read for names, and offer to add somebody to these rows of its form."""
    _rows[model] = rows


class Unmentioned(Check):
    """A name in the text that no row of the record gives."""

    code = "unmentioned"
    name = gettext_lazy("Names without a mention")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Read the titles, leads and texts, and offer to add each person once."""
        rows = _rows.get(type(form.record))
        if rows is None:
            return
        words: dict[str, Words] = {}
        passages = [passage for passage in form.passages if is_read(form, passage)]
        for passage in passages:
            text = words.setdefault(passage.language, Words(passage.language))
            for line in passage.lines:
                text.read(line.words)
        found = named_in(words.values())
        entered = people_entered(form) if found else set()
        for actor, code, place in found:
            if str(actor.pk) not in entered:
                key = next((each.key for each in passages if each.language == code and place in each.value), rows)
                link = form_of(actor)
                said = {"words": SPACE.sub(" ", place), "rows": form.desk.label(rows)}
                message = _("“%(words)s” is named in the text, but not entered here: %(rows)s.") % said
                offer = Offer(rows, "actor", str(actor.pk), str(actor))
                yield self.advice(key, message, language=code, words=place, links=(Link(link.label, link.url),), offer=offer)


def is_read(form: Looked, passage: Passage) -> bool:
    """Tell whether names are looked for in a text."""
    return passage.name in SENTENCES if passage.row else passage.name != form.record.slug_field


def people_entered(form: Looked) -> set[str]:
    """Return the keys of everybody whom a row of the form names, by themselves or by a tenure of theirs. One query, none without tenures."""
    chosen: dict[type, set[str]] = {Actor: set(), Tenure: set()}
    for prefix, part in prefixes(form.desk.schema):
        fields = {name: field.queryset.model for name, field in part.fields.items() if isinstance(field, PickOne)}
        for row in row_keys(form.state, prefix):
            for name, model in fields.items():
                if model in chosen and is_uuid(key := str(form.state.get(f"{prefix}/{row}/{name}") or "")):
                    chosen[model].add(key)
    if chosen[Tenure]:
        chosen[Actor] |= {str(key) for key in Tenure.objects.filter(pk__in=chosen[Tenure]).values_list("actor", flat=True)}
    return chosen[Actor]
