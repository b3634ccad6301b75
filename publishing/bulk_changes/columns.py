"""Columns of things that are no records and have no drafts: pictures and documents."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.sites import AdminSite
from django.db import models
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from publishing import bulk, languages
from publishing.bulk_changes.fields import Changeable, Direction, Given, Words
from publishing.rights import User
from publishing.state import State as FormState
from publishing.workflow import TransitionError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Ends the act of saving a thing: what follows from it, and its line in the audit log.
Ended = Callable[[Any, User], None]  # Any: a thing of the list


class Columns(Changeable):
    """One column, or the columns of all languages of one text."""

    def __init__(self, code: str, names: Sequence[str], acts: "Mapping[Direction, StrOrPromise]", *, ended: Ended) -> None:
        self.code = code
        self.names = names
        self.acts = acts
        self.ended = ended

    def inputs(self, model: type[models.Model], direction: Direction, site: AdminSite) -> dict[str, forms.Field]:
        """Ask for the value; nothing where it is to be emptied."""
        if direction == Direction.REMOVE:
            return {}
        found: dict[str, Any] = {name: model._meta.get_field(name).formfield() for name in self.names}
        for name, field in found.items():
            if code := getattr(model._meta.get_field(name), "_translated_field_language_code", ""):
                field.label = f"{field.label} ({get_language_info(code)['name_translated']})"
                field.help_text = _("Left empty, this language stays as it is.")
                field.widget.attrs["lang"] = code
        return found

    def values(self, things: Sequence[models.Model]) -> dict[uuid.UUID, FormState]:
        """Read the columns. No query."""
        return {thing.pk: self.current(thing) for thing in things}

    def current(self, thing: Any) -> FormState:
        """Read the columns."""
        return {name: getattr(thing, name) for name in self.names}

    def after(self, model: type[models.Model], value: FormState, direction: Direction, given: Given) -> FormState:
        """Take what was given; a language for which nothing was stays as it is."""
        if direction == Direction.REMOVE:
            return dict.fromkeys(self.names, "")
        is_text = len(self.names) > 1
        return {name: value[name] if is_text and not given[name] else given[name] for name in self.names}

    def words(self, model: type[models.Model], values: Sequence[FormState]) -> Words:
        """Name choices; say texts as they are."""
        choices = {name: dict(model._meta.get_field(name).flatchoices) for name in self.names}
        return lambda value: [str(choices[name].get(text, text)) for name in self.names if (text := value[name]) or choices[name]]

    def refusals(self, things: Sequence[models.Model], by: User) -> dict[uuid.UUID, str]:
        """Ask the right. No query."""
        model = type(things[0]) if things else None
        if model is None or by.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
            return {}
        return {thing.pk: _("You have no right to do this.") for thing in things}

    def write(self, thing: Any, value: FormState, *, by: User) -> bulk.Result:
        """Store it, checked."""
        if reason := self.refusals([thing], by).get(thing.pk):
            raise TransitionError(reason)
        for name, text in value.items():
            setattr(thing, name, text)
        thing.full_clean()
        thing.save(update_fields=[*value])
        self.ended(thing, by)
        return bulk.Result.DONE

    def outcome(self, thing: models.Model) -> "StrOrPromise":
        """Things have no drafts."""
        return gettext_lazy("at once")


def rights(ended: Ended) -> list[Columns]:
    """Return what is said of the rights in a thing that has a licence and a credit."""
    licence = Columns("licence", ["licence"], {Direction.SET: gettext_lazy("Set the licence")}, ended=ended)
    names = [f"credit_{code}" for code in languages.codes()]
    acts = {Direction.SET: gettext_lazy("Set the credit"), Direction.REMOVE: gettext_lazy("Remove the credit")}
    return [licence, Columns("credit", names, acts, ended=ended)]
