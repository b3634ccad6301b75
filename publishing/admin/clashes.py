"""A text that two editors changed at once, side by side: what the page shows of it, and what its script puts into the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from publishing.drafts import Work
from publishing.fields.richtext import plain_text
from publishing.fields.richtext_editor import RichTextFormField
from publishing.picks import NEW, is_uuid
from publishing.state import place_of
from publishing.values import Value, is_many, write


@dataclass(frozen=True)
class Clash:
    """A value that somebody else changed while this editor did."""

    key: str
    label: str
    id: str
    mine: str
    theirs: str
    # What a browser would send if theirs stood in the form: {"values": {key of an input: values}, "labels": {value: words}}.
    inputs: dict[str, dict[str, Any]]  # Any: JSON


def clashes(work: Work, html_id: Callable[[str], str]) -> list[Clash]:
    """Return the clashes of the work; `html_id` names the input of a key."""
    return [clash(work, key, theirs, html_id(key)) for key, theirs in work.conflicts.items()]


def clash(work: Work, key: str, theirs: Value | None, html_id: str) -> Clash:
    """Return one clash in words."""
    label = work.desk.label(key, work.state, work.live.state)
    prefix, row, name = place_of(key)
    if prefix and not row:
        ticked = ["on"] if theirs is None else []
        both = (_("changed"), _("deleted")) if theirs is None else (_("deleted"), row_in_words(work, prefix, name))
        return Clash(key, label, html_id, *both, {"values": {f"{key}/DELETE": ticked}, "labels": {}})
    field = work.desk.schema[prefix].fields[name]
    labels = labels_of(field, work.state.get(key), theirs)
    mine, others = (in_words(field, value, labels) for value in (work.state.get(key), theirs))
    return Clash(key, label, html_id, mine, others, {"values": sent(field, key, theirs), "labels": labels})


def row_in_words(work: Work, prefix: str, row: str) -> str:
    """Return what stands in a row that somebody else changed while this editor took it out."""
    part, stored = work.desk.schema[prefix], work.known or {}
    values = {name: stored.get(f"{prefix}/{row}/{name}") for name in part.fields}
    said = [
        f"{work.desk.field_label(part, name)}: {in_words(field, values[name], labels_of(field, values[name]))}"
        for name, field in part.fields.items()
        if values[name]
    ]
    return "; ".join([_("changed"), *said])


def sent(field: forms.Field, key: str, value: Value | None) -> dict[str, list[str]]:
    """Return what a browser would send for a value, by input."""
    post = QueryDict(mutable=True)
    write(field, post, "", value if value is not None else "")
    return {key + suffix: post.getlist(suffix) for suffix in post} or {key: []}


def labels_of(field: forms.Field, *values: Value | None) -> dict[str, str]:
    """Return the words of chosen records, by their keys."""
    if not isinstance(field, forms.ModelChoiceField):
        return {}
    keys = {str(each) for value in values if value for each in (value if isinstance(value, list) else [value])}
    found = {str(record.pk): str(record) for record in field.queryset.filter(pk__in=filter(is_uuid, keys))}
    return found | {key: key.removeprefix(NEW) for key in keys if key.startswith(NEW)}


def in_words(field: forms.Field, value: Value | None, labels: dict[str, str]) -> str:
    """Return a value as an editor reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, RichTextFormField):
        return plain_text(str(value or "")) or _("(empty)")
    texts = [labels.get(str(each), str(each)) for each in (value if isinstance(value, list) else [value]) if each]
    if isinstance(field, forms.ChoiceField) and not is_many(field) and not labels:
        names = {str(choice): str(name) for choice, name in field.choices if not isinstance(name, list | tuple)}
        texts = [names.get(text, text) for text in texts]
    return ", ".join(texts) or _("(empty)")
