"""What a report says, line by line: kept as an English sentence with its values, told in the language of whoever reads it."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

# A text, a number, a line, or several lines.
Value = Any  # Any: what JSON holds, and lines


class Line(str):
    """A line in English, which knows how to be said in another language. Its message is marked by `gettext_noop` where it is written."""

    message: str
    values: dict[str, Value]

    def __new__(cls, message: str, **values: Value) -> Self:
        line = super().__new__(cls, filled(message, {name: english(value) for name, value in values.items()}))
        line.message, line.values = message, {name: plain(value) for name, value in values.items()}
        return line

    def told(self) -> str:
        """Return the line in the active language."""
        return filled(gettext(self.message) if self.message else "", {name: told(value) for name, value in self.values.items()})


def filled(message: str, values: dict[str, Value]) -> str:
    """Return a sentence with its values."""
    return message % values if values else message


def plain(value: Value) -> Value:
    """Return a value as it is kept: whatever is neither a line nor a number is a text."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, Line | int | float) else str(value)


def english(value: Value) -> Value:
    """Return a value as the English sentence holds it."""
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value


def told(value: Value) -> Value:
    """Return a value in the active language; whatever is no line stays as it is."""
    if isinstance(value, list):
        return " ".join(str(told(each)) for each in value)
    return value.told() if isinstance(value, Line) else value


def reasons(error: ValidationError) -> list[Line]:
    """Return what a refusal says. It has to have been made while English was active."""
    found = error.error_list if hasattr(error, "error_list") else [each for several in error.error_dict.values() for each in several]
    return [Line(str(each.message), **(each.params or {})) for each in found]


def as_json(value: Value) -> Value:
    """Return lines, wherever they stand, as they are kept."""
    if isinstance(value, Line):
        return {"message": value.message, "values": as_json(value.values)}
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list) else value


def of_json(value: Value) -> Value:
    """Return what was kept, with its lines."""
    if isinstance(value, dict) and value.keys() == {"message", "values"}:
        return Line(value["message"], **of_json(value["values"]))
    if isinstance(value, dict):
        return {key: of_json(each) for key, each in value.items()}
    return [of_json(each) for each in value] if isinstance(value, list) else value


def in_words(value: Value) -> Value:
    """Return lines, wherever they stand, as texts in the active language."""
    if isinstance(value, dict):
        return {key: in_words(each) for key, each in value.items()}
    return [in_words(each) for each in value] if isinstance(value, list) else told(value)
