"""Entries submitted as an editor would submit them, and refusals with the name of the entry."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError

from config.demo.entries import Entry
from publishing.workflow import TransitionError


def submit(entry: Entry, form: forms.ModelForm) -> str:
    """Save a form; return the id of what it made, or raise FixtureError with what the form says."""
    return str(valid(entry, form).save().pk)


def valid(entry: Entry, form: forms.ModelForm) -> forms.ModelForm:
    """Return the form if it is valid, or raise FixtureError with what it says."""
    with named(entry):
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
    return form


@contextmanager
def named(entry: Entry) -> Iterator[None]:
    """Turn a refusal inside the block into one that names the entry."""
    try:
        yield
    except TransitionError as error:
        raise entry.error(str(error)) from error
    except ValidationError as error:
        raise entry.error(in_words(error)) from error


def in_words(error: ValidationError) -> str:
    """Return what was refused, and why, on one line."""
    if hasattr(error, "error_dict"):
        return "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
    return " ".join(error.messages)
