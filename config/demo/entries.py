"""The files of the demo: YAML in, checked entries out. Whatever is wrong is named by file and key."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from publishing import languages

# {noun: {key in the files: id in the database, "" if it is gone}}
Known = Mapping[str, Mapping[str, str]]


class FixtureError(Exception):
    """A file that cannot be loaded; the message says where and why."""


@dataclass(frozen=True)
class Entry:
    """One thing, as a file describes it."""

    file: Path
    key: str
    values: Mapping[str, Any]  # Any: what YAML can hold; read it through the methods

    def error(self, reason: str) -> FixtureError:
        """Return the error that names this entry."""
        return FixtureError(f"{self.file}: {self.key}: {reason}")

    def text(self, name: str) -> str:
        """Return a plain value as text, "" where there is none."""
        value = self.values.get(name, "")
        if isinstance(value, (dict, list)):
            raise self.error(f"“{name}” should be one value")
        return "" if value is None else str(value).strip()

    def texts(self, name: str) -> dict[str, str]:
        """Return a translated value for every language of the site, "" where there is none."""
        return self.translated(name, self.values.get(name, {}))

    def translated(self, name: str, value: object) -> dict[str, str]:
        """Return `value` for every language of the site, "" where there is none."""
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise self.error(f"“{name}” should be a text per language")
        if unknown := value.keys() - set(languages.codes()):
            raise self.error(f"“{name}” has a language that the site has not: {', '.join(map(str, unknown))}")
        return {code: value.get(code, "").strip() for code in languages.codes()}

    def columns(self, *names: str) -> dict[str, str]:
        """Return translated values by column: {"title_en": ...}."""
        return {f"{name}_{code}": text for name in names for code, text in self.texts(name).items()}

    def flag(self, name: str) -> bool:
        """Return a yes or no; no where there is none."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise self.error(f"“{name}” should be true or false")
        return value

    def many(self, name: str) -> list[Any]:  # Any: texts or mappings
        """Return a list, empty where there is none."""
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise self.error(f"“{name}” should be a list")
        return value

    def part(self, name: str, value: object, known: Collection[str]) -> "Entry":
        """Return a mapping within this entry as an entry of its own."""
        if not isinstance(value, dict):
            raise self.error(f"“{name}” should be a mapping")
        part = Entry(self.file, f"{self.key}: {name}", value)
        part.refuse_unknown(known)
        return part

    def parts(self, name: str, known: Collection[str]) -> list["Entry"]:
        """Return a list of mappings as entries of their own."""
        return [self.part(f"{name} {number}", value, known) for number, value in enumerate(self.many(name), start=1)]

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Raise FixtureError for a value that nothing reads: most likely it is misspelt."""
        if unknown := self.values.keys() - set(known):
            raise self.error(f"there is nothing called {', '.join(f'“{name}”' for name in sorted(map(str, unknown)))} here")

    def id_of(self, key: object, noun: str, known: Known) -> str:
        """Return the id of what `key` names, "" if an editor has deleted it since; FixtureError if no file has it."""
        if key not in known.get(noun, {}):
            raise self.error(f"no “{key}” in {noun}")
        return known[noun][str(key)]


def read_list(path: Path, known: Collection[str]) -> list[Entry]:
    """Return the entries of a file that holds a list; `known` are the values an entry may have beside its key."""
    found = parsed(path)
    if not isinstance(found, list):
        raise FixtureError(f"{path}: this should be a list")
    return checked([entry_of(path, values) for values in found], known)


def read_folder(folder: Path, known: Collection[str]) -> list[Entry]:
    """Return the entries of a folder of files that hold one each, in the order of their names."""
    return checked([entry_of(path, parsed(path)) for path in sorted(folder.glob("*.yaml"))], known)


def parsed(path: Path) -> object:
    """Return what a file holds."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FixtureError(f"{path}: {error}") from error


def entry_of(path: Path, values: object) -> Entry:
    """Return one entry, or raise FixtureError if it has no key."""
    if not isinstance(values, dict) or not isinstance(values.get("key"), str):
        raise FixtureError(f"{path}: every entry needs a “key”")
    return Entry(path, values["key"], {name: value for name, value in values.items() if name != "key"})


def checked(entries: list[Entry], known: Collection[str]) -> list[Entry]:
    """Return the entries, or raise FixtureError for a key that comes twice or a value that nothing reads."""
    times = Counter(entry.key for entry in entries)
    for entry in entries:
        if times[entry.key] > 1:
            raise entry.error("this key comes twice")
        entry.refuse_unknown(known)
    return entries
