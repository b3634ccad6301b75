"""What an editor may read in a form and not change: its inputs are switched off. The server takes nothing from them either way."""

from collections.abc import Iterable

from django import forms

from publishing.rights import MayWrite
from publishing.rows import RowFormSet


def switch_off(form: forms.BaseForm, formsets: Iterable[tuple[RowFormSet, str]], may: MayWrite) -> None:
    """Switch the inputs off that somebody may not write; `formsets` with the name of the column that holds a row's place."""
    for name, field in form.fields.items():
        if not may("change", name):
            disable(field)
    for formset, order in formsets:
        may_move = may("change", formset.prefix)
        for row in formset.forms:
            for name, field in row.fields.items():
                if name in (formset.model._meta.pk.name, formset.fk.name, "DELETE"):
                    continue
                if not (may_move if name == order else may("change", f"{formset.prefix}/{row.instance.pk}/{name}")):
                    disable(field)


def nothing(what: str, key: str) -> bool:
    """Allow nothing: what a form shows that somebody else has locked."""
    return False


def disable(field: forms.Field) -> None:
    """Let the browser show an input that takes nothing. (`Field.disabled` would show the stored value instead of the draft's.)"""
    # The admin wraps the widgets of relations.
    getattr(field.widget, "widget", field.widget).attrs["disabled"] = True
