"""What stands in a column: a value of a form as a cell, and a cell as a value of a form; or why it cannot be one (ValueError)."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import Widget

from actors.models import ActorIdentifier, ActorName, OfficeLink
from actors.tables.names import Names
from library.fields import language_code
from publishing.cells import details_of, joined, parted, with_details
from publishing.typed_dates import read

YES, NO = "yes", "no"
YES_WORDS = {"yes", "true", "1", "x", "კი", "დიახ"}
NO_WORDS = {"no", "false", "0", "არა"}
SCRIPTS = {"Geor": "Ⴀ-ჿ", "Cyrl": "Ѐ-ӿ", "Latn": "A-Za-zÀ-ɏ"}
# What a row of a list holds, by field.
Entry = dict[str, Any]


class Cell(Widget):
    """A text as it is."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the value of a cell; ValueError if it can be none."""
        del row, names
        return value.strip()

    def render(self, value: Any, *, names: Names) -> str:
        """Return a value as a cell."""
        del names
        return "" if value is None else str(value)


class YesNo(Cell):
    """Yes or no; empty is what a new form says."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return whether it is so."""
        word = value.strip().casefold()
        if word in YES_WORDS | NO_WORDS:
            return word in YES_WORDS
        if not word:
            return None
        raise ValueError(_("“%(text)s” is neither “yes” nor “no”.") % {"text": short(value)})

    def render(self, value: Any, *, names: Names) -> str:
        """Say whether it is so."""
        return YES if value else NO


class Choice(Cell):
    """One of several words: the code that pages and the API have, or what the form calls it in any language."""

    def __init__(self, choices: type[Any]) -> None:  # Any: a class of choices
        super().__init__()
        self.choices = choices
        self.known: dict[str, str] = {}

    def words(self) -> Mapping[str, str]:
        """Return {word, small: code}."""
        if not self.known:
            for code, _name in settings.LANGUAGES:
                with override(code):
                    self.known |= {str(label).casefold(): value for value, label in self.choices.choices}
            self.known |= {value.casefold(): value for value in self.choices.values}
        return self.known

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the code; None for an empty cell, which is what a new form says."""
        word = value.strip().casefold()
        if not word:
            return None
        if word not in self.words():
            raise ValueError(_("“%(text)s” is none of: %(known)s.") % {"text": short(value), "known": ", ".join(self.choices.values)})
        return self.words()[word]


class Date(Cell):
    """A partial date: EDTF, or as one types it in either language."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the date as EDTF."""
        return dated(value.strip())


class Number(Cell):
    """A whole number, or nothing; `nothing` is the word for it where an empty cell means what a new form says."""

    def __init__(self, nothing: str = "") -> None:
        super().__init__()
        self.nothing = nothing

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the number as text."""
        text = value.strip()
        if not text:
            return None if self.nothing else ""
        if text.casefold() == self.nothing:
            return ""
        if not re.fullmatch(r"[0-9]{1,4}", text):
            raise ValueError(_("“%(text)s” is no whole number.") % {"text": short(text)})
        return str(int(text))

    def render(self, value: Any, *, names: Names) -> str:
        """Return the number."""
        return str(value) if value not in (None, "") else self.nothing


class Named(Cell):
    """Another record: its key, its address, or any spelling of its name."""

    def __init__(self, noun: str) -> None:
        super().__init__()
        self.noun = noun

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the key; "" for an empty cell."""
        return names.find(self.noun, value.strip()) if value.strip() else ""

    def render(self, value: Any, *, names: Names) -> str:
        """Return how the record is written."""
        return names.written(self.noun, str(value)) if value else ""


class Sources(Cell):
    """Sources, each by its address or its title; one that is not known is made."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the keys."""
        return sorted({names.source(*source_of(entry)) for entry in parted(value)})

    def render(self, value: Any, *, names: Names) -> str:
        """Return titles with addresses."""
        return joined([names.written_source(str(key)) for key in value or []])


class Rows(Cell):
    """The rows of a list in the form, one after the other."""

    def __init__(self, read_entry: Callable[[str, Names], Entry], write_entry: Callable[[Entry, Names], str]) -> None:
        super().__init__()
        self.read_entry, self.write_entry = read_entry, write_entry

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the rows, without keys."""
        return [self.read_entry(entry, names) for entry in parted(value)]

    def render(self, value: Any, *, names: Names) -> str:
        """Return the rows in their order."""
        return joined([self.write_entry(entry, names) for entry in value or []])


def source_of(entry: str) -> tuple[str, str]:
    """Return (title, address) of a source as a cell has it: “Title <https://…>”, either of them alone, or a key."""
    found = re.fullmatch(r"(.*?)\s*<(\S+)>", entry)
    if found:
        return found[1], found[2]
    return ("", entry) if re.match(r"https?://\S+$", entry) else (entry, "")


def read_name(entry: str, names: Names) -> Entry:
    """Return another name of an actor: “Sergei Lavrov {spelling; en; Latn}”; what is not said is guessed from its letters."""
    del names
    name, details = details_of(entry)
    found: Entry = {"name": name, "language": "", "script": script_of(name), "kind": ActorName.Kind.SPELLING.value}
    for detail in details:
        word = detail.casefold()
        kind = next((each for each in ActorName.Kind.values if each == word), "")
        script = next((each for each in ActorName.Script.values if each.casefold() == word), "")
        found |= {"kind": kind} if kind else {"script": script} if script else {"language": code_of(detail)}
    return found


def write_name(entry: Entry, names: Names) -> str:
    """Return another name of an actor as a cell has it."""
    del names
    return with_details(entry["name"], entry["kind"], entry["language"], entry["script"])


def read_office_name(entry: str, names: Names) -> Entry:
    """Return another name of an office: “NKID {en; 1917/1946}”."""
    del names
    name, details = details_of(entry)
    found: Entry = {"name": name, "language": "", "period": ""}
    for detail in details:
        found |= {"language": detail} if is_code(detail) else {"period": dated(detail)}
    return found


def write_office_name(entry: Entry, names: Names) -> str:
    """Return another name of an office as a cell has it."""
    del names
    return with_details(entry["name"], entry["language"], entry["period"])


def read_identifier(entry: str, names: Names) -> Entry:
    """Return what a register calls somebody: “wikidata: Q58217 {https://…}”."""
    del names
    text, details = details_of(entry)
    scheme, colon, value = text.partition(":")
    if not colon or scheme.strip().casefold() not in ActorIdentifier.Scheme.values:
        known = ", ".join(ActorIdentifier.Scheme.values)
        raise ValueError(_("“%(text)s” is no identifier: write the register first, one of %(known)s.") % {"text": short(entry), "known": known})
    return {"scheme": scheme.strip().casefold(), "value": value.strip(), "url": next(iter(details), "")}


def write_identifier(entry: Entry, names: Names) -> str:
    """Return an identifier as a cell has it."""
    del names
    return with_details(f"{entry['scheme']}: {entry['value']}", entry["url"])


def read_link(entry: str, names: Names) -> Entry:
    """Return what an office is to another: “successor_of: ministry-of-foreign-affairs {1991/..}”."""
    text, details = details_of(entry)
    kind, colon, other = text.partition(":")
    if not colon or kind.strip().casefold() not in OfficeLink.Kind.values:
        known = ", ".join(OfficeLink.Kind.values)
        raise ValueError(_("“%(text)s” is no link: write the relation first, one of %(known)s.") % {"text": short(entry), "known": known})
    return {"kind": kind.strip().casefold(), "other": names.find("office", other.strip()), "period": dated(next(iter(details), ""))}


def write_link(entry: Entry, names: Names) -> str:
    """Return a link as a cell has it."""
    return with_details(f"{entry['kind']}: {names.written('office', entry['other'])}", entry["period"])


def dated(text: str) -> str:
    """Return a typed date as EDTF; ValueError that names the wrong part."""
    try:
        return str(read(text)) if text else ""
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error


def script_of(name: str) -> str:
    """Return in which letters a name is written."""
    return next((script for script, letters in SCRIPTS.items() if re.search(f"[{letters}]", name)), ActorName.Script.OTHER.value)


def is_code(text: str) -> bool:
    """Tell whether a text is the code of a language."""
    return bool(language_code.regex.fullmatch(text))


def code_of(text: str) -> str:
    """Return the code of a language; ValueError if it is none."""
    if not is_code(text):
        raise ValueError(_("“%(text)s” is neither a kind of name nor a script nor a language.") % {"text": short(text)})
    return text


def short(text: str) -> str:
    """Return a text as a message can hold it."""
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 - a line


def is_key(text: str) -> bool:
    """Tell whether a text is a key, in whatever letters."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
