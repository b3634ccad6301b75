"""The mapping file: what a hand-made site calls things. YAML in, a checked mapping out; whatever is wrong is named."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.utils.translation import gettext_noop
from lxml.cssselect import CSSSelector
from lxml.etree import XPathSyntaxError

from pages.moving.items import SourceError
from publishing import languages
from publishing.publishable import State

TEXTS = ("source", "language", "encoding", "prefix", "files", "state")
LISTS = ("hosts", "ignore", "date_formats")
TABLES = ("columns", "tags", "types")
# What is found by a selector in a page.
PARTS = ("title", "lead", "body", "date", "tag", "author", "image", "page_language")
LARGEST = 1_000_000


@dataclass
class Mapping:
    """What the mapping file says; everything has an answer without one."""

    source: str = ""
    language: str = ""
    encoding: str = ""
    # What stands before the path of every page of a folder.
    prefix: str = "/"
    files: str = ""
    state: str = State.PUBLISHED
    hosts: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    date_formats: list[str] = field(default_factory=list)
    # {our word: heading of the column}, {tag there: tag here}, {type of entry there: "article" or "page"}
    columns: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    # {part of a page: CSS selector}
    select: dict[str, str] = field(default_factory=dict)

    @property
    def first_language(self) -> str:
        """The language of what says nothing of its own."""
        return self.language or languages.codes()[0]


def read(path: Path | None) -> Mapping:
    """Return what the file says; SourceError, with the name of what is wrong."""
    if path is None:
        return Mapping()
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(gettext_noop("%(file)s: a mapping file is short; this one has more than a million characters."), file=path.name)
        values = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise SourceError("%(file)s: %(why)s", file=path.name, why=error) from error
    if not isinstance(values, dict):
        raise SourceError(gettext_noop("%(file)s: this should be a list of names with what they mean, such as “title: h1”."), file=path.name)
    return checked(path.name, values)


def checked(name: str, values: dict[object, object]) -> Mapping:
    """Return the mapping these values make."""
    known = {*TEXTS, *LISTS, *TABLES, *PARTS}
    if unknown := sorted(str(key) for key in values if key not in known):
        raise SourceError(
            gettext_noop("%(file)s: nothing reads %(names)s. It may say: %(known)s."),
            file=name,
            names=", ".join(unknown),
            known=", ".join(sorted(known)),
        )
    mapping = Mapping()
    for key, value in values.items():
        put(mapping, name, str(key), value)
    if mapping.language and mapping.language not in languages.codes():
        raise SourceError(
            gettext_noop("%(file)s: language: this site is written in %(known)s, not in “%(value)s”."),
            file=name,
            known=", ".join(languages.codes()),
            value=mapping.language,
        )
    if mapping.state not in {State.PUBLISHED, State.DRAFT, State.IN_REVIEW}:
        raise SourceError(
            gettext_noop("%(file)s: state: this is one of published, draft, in_review, not “%(value)s”."), file=name, value=mapping.state
        )
    if wrong := [kind for kind in mapping.types.values() if kind not in {"article", "page"}]:
        raise SourceError(gettext_noop("%(file)s: types: an entry becomes an article or a page, not “%(value)s”."), file=name, value=wrong[0])
    return mapping


def put(mapping: Mapping, name: str, key: str, value: object) -> None:
    """Put one value into the mapping, if it is of the sort that stands there."""
    if key in TABLES:
        if not isinstance(value, dict):
            raise SourceError(gettext_noop("%(file)s: %(key)s: this should be a list of pairs, such as “Old name: New name”."), file=name, key=key)
        setattr(mapping, key, {str(old): str(new) for old, new in value.items()})
    elif key in LISTS:
        several = value if isinstance(value, list) else [value]
        setattr(mapping, key, [str(each) for each in several])
        for selector in mapping.ignore:
            refuse_selector(name, "ignore", selector)
    elif isinstance(value, (dict, list)) or value is None:
        raise SourceError(gettext_noop("%(file)s: %(key)s: this should be one value."), file=name, key=key)
    elif key in PARTS:
        refuse_selector(name, key, str(value))
        mapping.select[key] = str(value)
    else:
        setattr(mapping, key, str(value))


def refuse_selector(name: str, key: str, selector: str) -> None:
    """Raise SourceError for what is no CSS selector."""
    try:
        CSSSelector(selector, translator="html")
    except (SyntaxError, XPathSyntaxError, RecursionError) as error:
        raise SourceError(
            gettext_noop("%(file)s: %(key)s: “%(value)s” is no CSS selector: %(why)s"), file=name, key=key, value=selector, why=error
        ) from error
