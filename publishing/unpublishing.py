"""What of a form becomes public, and what of a record stops being so: the row never holds more than the public may see."""

from collections.abc import Collection, Iterator, Sequence

from django.db import models
from django.utils import timezone

from publishing import languages
from publishing.models import Address
from publishing.picks import PickLabels
from publishing.publishable import Publishable, State
from publishing.registry import record_type
from publishing.state import Part, Rows, Schema, in_languages, place_of, prefixes
from publishing.state import State as FormState
from publishing.values import is_many


def is_public(record: Publishable, code: str) -> bool:
    """Tell whether the record is, or by itself becomes, public in a language."""
    return record.state == State.PUBLISHED and getattr(record, f"published_at_{code}") is not None


def waits_in(record: Publishable, code: str) -> bool:
    """Tell whether the record becomes public in a language at a moment still to come."""
    return is_public(record, code) and getattr(record, f"published_at_{code}") > timezone.now()


def for_publication(schema: Schema, record: Publishable, state: FormState, live: FormState, codes: Collection[str]) -> FormState:
    """Return what of `state` becomes public when it is published in the languages `codes`.

    A language that is not chosen keeps what is public in it; one that is not public has nothing but its address, and its title
    where that is to be shown before its text.
    """
    silent = [code for code in languages.codes() if code not in codes and not is_public(record, code)]
    chosen = in_languages(schema, state, silenced(schema, live, silent, spared={f"{record.slug_field}_{code}" for code in silent}), codes)
    for code in languages.codes():
        show, title, slug = f"show_title_{code}", f"{record.title_field}_{code}", f"{record.slug_field}_{code}"
        if code in codes or show not in state:
            continue
        chosen[show] = state[show]
        if code in silent:
            chosen[title] = state[title] if state[show] else ""
            if state[show] and state[slug]:
                # A title that is shown brings the address that was chosen for it.
                chosen[slug] = state[slug]
    return chosen


def silenced(schema: Schema, state: FormState, codes: Collection[str], *, spared: Collection[str]) -> FormState:
    """Return the state with nothing said in the languages `codes`, but for the spared keys."""
    out = dict(state)
    for key, value in state.items():
        prefix, _row, name = place_of(key)
        if prefix in schema and schema[prefix].language(name) in codes and key not in spared and isinstance(value, str):
            out[key] = ""
    return out


def told(schema: Schema, record: Publishable, live: FormState) -> FormState:
    """Return of a live form what it says to who may not write its draft: nothing of a language that waits while others are public."""
    waiting = [code for code in languages.codes() if record.is_live and waits_in(record, code)]
    shown = {f"{name}_{code}" for code in waiting if record.tells_of(code) for name in (record.title_field, record.slug_field)}
    return silenced(schema, live, waiting, spared=shown) if waiting else live


def texts_in(part: Part, codes: Collection[str]) -> Iterator[str]:
    """Yield the names of the texts of a form that are in these languages."""
    for name in part.fields:
        if part.language(name) in codes and not isinstance(part.model._meta.get_field(name), models.BooleanField):
            yield name


def clear(instance: models.Model, name: str) -> None:
    """Set a column to what it is when nothing was written."""
    setattr(instance, name, instance._meta.get_field(name).get_default())


def empty_languages(schema: Schema, record: Publishable, rows: Rows, codes: Sequence[str]) -> None:
    """Empty what the record and its rows say in these languages, but for addresses and titles shown before their text.

    Does not save the record. A row that says nothing more is deleted.
    """
    shown = {f"{record.title_field}_{code}" for code in codes if getattr(record, f"show_title_{code}")}
    spared = shown | {f"{record.slug_field}_{code}" for code in codes}
    for name in texts_in(schema[""], codes):
        if name not in spared:
            clear(record, name)
    for prefix, part in prefixes(schema):
        said = list(texts_in(part, languages.codes()))
        for row in rows.get(prefix, []):
            changed = [name for name in texts_in(part, codes) if getattr(row, name)]
            for name in changed:
                clear(row, name)
            if changed and not any(getattr(row, name) for name in said):
                row.delete()
            elif changed:
                row.save(update_fields=changed)


def empty(schema: Schema, record: Publishable, rows: Rows) -> None:
    """Empty a record that nobody ever saw: all columns of its form, choices, rows and addresses. Does not save the record."""
    for name, field in schema[""].fields.items():
        if isinstance(field, PickLabels):
            field.save(record, [])
        elif is_many(field):
            getattr(record, name).clear()
        else:
            clear(record, name)
    # The last kind first, as rows are saved.
    for kept in reversed(list(rows.values())):
        for row in kept:
            row.delete()
    for code in languages.codes():
        setattr(record, f"{record.slug_field}_{code}", None)
    Address.objects.filter(kind=record_type(record).kind, record=record.pk).delete()
