"""Choices found by typing: keys in the form, their labels fetched once per field and not once per widget."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, get_select2_language
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from publishing import joined, languages
from publishing.fields.text import readable
from publishing.state import Part, Schema, State, prefixes, row_keys
from publishing.values import Value

# In front of the words of a label that does not exist yet.
NEW = "+"


class Picks:
    """The records that the choice fields of one request name: fields that choose among all of a kind share what was looked up."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, models.Model | None]] = {}

    def get(self, field: "Pick", keys: Iterable[str]) -> dict[str, models.Model]:
        """Return {key: record} of those keys that name one; a key is looked up at most once."""
        known = self.found.setdefault(shared_key(field), {})
        missing = {key for key in keys if key not in known}
        if missing:
            known.update(dict.fromkeys(missing))
            if valid := [key for key in missing if is_uuid(key)]:
                known.update({str(record.pk): record for record in field.queryset.filter(pk__in=valid)})
                self.follow(field, [key for key in valid if known[key] is None])
        return {key: record for key in keys if (record := known.get(key)) is not None}

    def follow(self, field: "Pick", keys: list[str]) -> None:
        """Let keys of records that were merged name what they are now: in a version of the past, or a form that was open meanwhile."""
        went = joined.merged(keys)
        found = {str(record.pk): record for record in field.queryset.filter(pk__in=went.values())} if went else {}
        self.found[shared_key(field)].update({key: found.get(went[key]) for key in went})

    def know(self, field: "Pick", records: Iterable[models.Model]) -> None:
        """Remember records that were read already."""
        self.found.setdefault(shared_key(field), {}).update({str(record.pk): record for record in records})

    def load(self, schema: Schema, *states: State) -> None:
        """Look up everything that the states name, in one query for each kind of thing."""
        wanted: dict[str, tuple[Pick, set[str]]] = {}
        of_rows = []
        for prefix, part in [("", schema[""]), *prefixes(schema)]:
            for name, field in part.fields.items():
                if not isinstance(field, Pick):
                    continue
                if hasattr(field, "know_rows"):
                    # Rows of the same form (`publishing.row_picks`): the states have them.
                    of_rows.append(field)
                    continue
                paths = {f"{prefix}/{row}/{name}" for state in states for row in row_keys(state, prefix)} if prefix else {name}
                values = [state[path] for state in states for path in paths if state.get(path)]
                keys = {key for value in values for key in (value if isinstance(value, list) else [str(value)])}
                wanted.setdefault(shared_key(field), (field, set()))[1].update(key for key in keys if not key.startswith(NEW))
        for field, keys in wanted.values():
            self.get(field, keys)
        for field in of_rows:
            field.know_rows(self, schema, states)


def shared_key(field: "Pick") -> str:
    """Return under which name a field's choices are known: that of all things of the kind, if it offers all of them."""
    queryset = None if hasattr(field, "know_rows") else field.queryset
    return field.pick_key if queryset is None or queryset.query.where else queryset.model._meta.label


def is_uuid(text: str) -> bool:
    """Tell whether a text is a key."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


class KeptSelect(forms.Select):
    """A list to choose from; a choice that vanished is shown as such, so that nobody loses it unseen."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:  # Any: groups, as Django has them
        """Return the options, with the one that vanished."""
        groups = super().optgroups(name, value, attrs)
        known = {str(option["value"]) for _group, options, _index in groups for option in options}
        for key in value:
            if key and str(key) not in known:
                option = self.create_option(name, key, _("(no longer exists)"), selected=True, index=len(groups))
                groups.append((None, [option], len(groups)))
        return groups


class KeptChoice(forms.ModelChoiceField):
    """One record from a list; the one that is chosen already is known, and is not looked up again."""

    chosen: models.Model | None = None

    def to_python(self, value: Any) -> models.Model | None:  # Any: a key, or nothing
        """Return the record."""
        if self.chosen is not None and str(value) == str(self.chosen.pk):
            return self.chosen
        return super().to_python(value)


class PickWidget(AutocompleteMixin):
    """The admin's autocomplete, whose options come from the keys it is given."""

    @property
    def i18n_name(self) -> str | None:
        """The language of its texts: the page's, though the form was made in another one's."""
        return get_select2_language()

    @i18n_name.setter
    def i18n_name(self, value: str | None) -> None:
        """Forget the language in which the form was made."""

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> list[tuple[None, list[dict[str, Any]], int]]:
        """Return the chosen options; one that vanished is shown as such, so that nobody loses it unseen."""
        field = self.choices.field
        keys = [str(key) for key in value if key not in ("", None)]
        found = field.picks.get(field, [key for key in keys if not key.startswith(NEW)])
        options = [] if self.allow_multiple_selected or self.is_required else [self.create_option(name, "", "", selected=False, index=0)]
        for key in keys:
            label = field.label_from_instance(found[key]) if key in found else key[len(NEW) :] if key.startswith(NEW) else _("(no longer exists)")
            options.append(self.create_option(name, key, label, selected=True, index=len(options)))
        return [(None, options, 0)]


class PickOneWidget(PickWidget, forms.Select):
    """One choice."""


class PickManyWidget(PickWidget, forms.SelectMultiple):
    """Several choices."""


class PickLabelsWidget(PickManyWidget):
    """Several choices, and words typed newly."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Let a word be typed that is no choice yet."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-tags": "true", "data-token-separators": '[","]'}


class Pick:
    """What the choice fields share: the request's `Picks`, given by the form that holds the field."""

    pick_key = ""
    picks: Picks

    def refusal(self, key: str) -> ValidationError:
        """Return the error for a key that names nothing."""
        return ValidationError(_("What was chosen here no longer exists."), code="invalid_choice", params={"value": key})


class PickOne(Pick, forms.ModelChoiceField):
    """One record."""

    def to_python(self, value: Any) -> models.Model | None:  # Any: a key, or nothing
        """Return the record."""
        if value in self.empty_values:
            return None
        found = self.picks.get(self, [str(value)])
        if not found:
            raise self.refusal(str(value))
        return found[str(value)]

    def validate(self, value: models.Model | None) -> None:
        """Ask for a choice where one is needed; that it exists is known."""
        forms.Field.validate(self, value)


def row_like(part: Part, state: State, path: str, key: str, picks: Picks) -> models.Model:
    """Return an unsaved row that says what the form says, as far as names need it."""
    row = part.model(pk=uuid.UUID(key))
    for name, field in part.fields.items():
        value = state.get(path + name, "")
        if isinstance(field, PickOne):
            setattr(row, name, picks.get(field, [str(value)]).get(str(value)) if value else None)
        elif isinstance(value, str) and not isinstance(field, forms.ModelChoiceField):
            setattr(row, name, value)
    return row


class PickMany(Pick, forms.ModelMultipleChoiceField):
    """Several records."""

    def clean(self, value: list[Any]) -> list[Any]:
        """Return the records."""
        value = self.prepare_value(value) or []
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.records([str(key) for key in value])

    def records(self, keys: list[str]) -> list[Any]:
        """Return the records of these keys, or refuse the first that names none."""
        found = self.picks.get(self, keys)
        if vanished := [key for key in keys if key not in found]:
            raise self.refusal(vanished[0])
        return [found[key] for key in keys]

    def has_changed(self, initial: Any, data: Any) -> bool:  # Any: as in Django
        """Compare keys."""
        return {str(getattr(choice, "pk", choice)) for choice in initial or []} != set(data or [])


@dataclass(frozen=True)
class NewLabels:
    """How words typed into a label field become labels."""

    # Returns the word as it would be stored, or raises ValidationError.
    check: Callable[[str], str]
    # Returns the label of the word, made in that language if there is none yet.
    find_or_make: Callable[[str, str], models.Model]


class PickLabels(PickMany):
    """Labels (tags) by key; "+word" is one typed newly, which exists from the first publication that carries it."""

    def __init__(self, *args: Any, through: type[models.Model], new_labels: NewLabels | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.through = through
        self.new_labels = new_labels

    @staticmethod
    def key_of(choice: Any) -> str:
        """Return the key of a choice, or "+word" for a text that is none."""
        text = readable(str(getattr(choice, "pk", choice))).strip()
        if is_uuid(text.lower()):
            return text.lower()
        word = " ".join(text.removeprefix(NEW).split())
        return NEW + word if word else ""

    def read_model(self, instance: models.Model, name: str) -> list[uuid.UUID]:
        """Return the keys of a record's labels, by the through-model."""
        if instance._state.adding:
            return []
        return [row.tag_id for row in self.rows_of(instance).all()]

    def rows_of(self, instance: models.Model) -> Any:  # Any: the manager of the rows
        """Return the rows by which a record carries its labels."""
        return getattr(instance, self.through._meta.get_field("content_object").remote_field.get_accessor_name())

    def carried(self, instance: models.Model, picks: Picks) -> Value:
        """Return the keys of a stored record's labels as a state holds them, and let the labels be known."""
        rows = list(self.rows_of(instance).select_related("tag"))
        picks.know(self, [row.tag for row in rows])
        return sorted(str(row.tag_id) for row in rows)

    def records(self, keys: list[str]) -> list[Any]:
        """Return the labels; a new word stays a word, if it can become a label."""
        words = [key for key in keys if key.startswith(NEW)]
        for word in words:
            if self.new_labels is None:
                raise self.refusal(word)
            self.new_labels.check(word[len(NEW) :])
        return [*super().records([key for key in keys if key not in words]), *words]

    def save(self, instance: models.Model, chosen: list[Any]) -> None:
        """Let the record carry exactly these labels; new words become labels now."""
        words = sorted((choice for choice in chosen if isinstance(choice, str)), key=str.casefold)
        # New words in one order for everybody, so that two publications never wait for each other in a circle.
        wanted = {self.made(word).pk for word in words} | {choice.pk for choice in chosen if not isinstance(choice, str)}
        rows = self.through._default_manager.filter(content_object=instance)
        carried = set() if getattr(instance, "is_begun", False) else set(rows.values_list("tag_id", flat=True))
        if carried - wanted:
            rows.filter(tag__in=carried - wanted).delete()
        self.through._default_manager.bulk_create([self.through(content_object=instance, tag_id=key) for key in sorted(wanted - carried, key=str)])

    def made(self, word: str) -> models.Model:
        """Return the label of a new word."""
        text = word[len(NEW) :]
        return self.new_labels.find_or_make(text, language_of(text))


def language_of(word: str) -> str:
    """Return the site's language that a word is most likely in, by its letters."""
    georgian = any("Ⴀ" <= letter <= "ჿ" for letter in word)
    others = [code for code in languages.codes() if code != "ka"]
    return "ka" if georgian and "ka" in languages.codes() else (others or languages.codes())[0]
