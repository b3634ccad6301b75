"""What rich text is made of, and how it is written down. There is one way to write each text, so equal means equal."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from publishing.fields.richtext_schema import MARKS


@dataclass(frozen=True)
class Link:
    """Where a run of text leads."""

    href: str
    title: str = ""


@dataclass(frozen=True)
class Text:
    """A run of text with one set of marks, in the order of nesting."""

    text: str
    marks: tuple[str, ...] = ()
    link: Link | None = None


@dataclass(frozen=True)
class Break:
    """A line break within a paragraph."""


@dataclass(frozen=True)
class Footnote:
    """A note at this point of the text."""

    content: tuple[Text, ...]


Inline = Text | Break | Footnote


@dataclass
class Block:
    """A paragraph, heading or caption (which hold a line), or a list, quote, table, figure (which hold blocks)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: list[Inline] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)


def escape_text(text: str) -> str:
    """Write text as the sanitiser writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def escape_attribute(value: str) -> str:
    """Write the value of an attribute as the sanitiser writes it."""
    return escape_text(value).replace('"', "&quot;")


def start_tag(tag: str, attributes: dict[str, str]) -> str:
    """Write the start tag of an element."""
    return f"<{tag}{''.join(f' {name}="{escape_attribute(value)}"' for name, value in attributes.items())}>"


def link_attributes(link: Link) -> dict[str, str]:
    """Return the attributes of a stored link."""
    return {"href": link.href, "title": link.title} if link.title else {"href": link.href}


def open_tags(leaf: Inline) -> list[tuple[str, str]]:
    """Return the tags round a run, outermost first, as pairs of tag and start tag."""
    if not isinstance(leaf, Text):
        return []
    outer = [("a", start_tag("a", link_attributes(leaf.link)))] if leaf.link else []
    return outer + [(mark, f"<{mark}>") for mark in leaf.marks]


def write_line(line: Iterable[Inline]) -> str:
    """Write runs of text, sharing the tags that neighbours have in common."""
    parts: list[str] = []
    opened: list[tuple[str, str]] = []
    for leaf in line:
        wanted = open_tags(leaf)
        shared = 0
        while shared < min(len(opened), len(wanted)) and opened[shared] == wanted[shared]:
            shared += 1
        parts += [f"</{tag}>" for tag, _start in reversed(opened[shared:])]
        parts += [start for _tag, start in wanted[shared:]]
        parts.append(write_leaf(leaf))
        opened = wanted
    parts += [f"</{tag}>" for tag, _start in reversed(opened)]
    return "".join(parts)


def write_leaf(leaf: Inline) -> str:
    """Write one run without its tags."""
    match leaf:
        case Text(text=text):
            return escape_text(text)
        case Footnote(content=content):
            return f'<span class="footnote">{write_line(content)}</span>'
        case Break():
            return "<br>"


def write(blocks: Iterable[Block]) -> str:
    """Write blocks as stored HTML."""
    return "".join(
        "<hr>"
        if block.tag == "hr"
        else f"{start_tag(block.tag, block.attributes)}{write_line(block.line)}{write(block.blocks)}</{block.tag}>"
        for block in blocks
    )


def tidy(line: Iterable[Inline]) -> list[Inline]:
    """Collapse white space as a browser shows it, join equal neighbours, drop what shows nothing."""
    tidied: list[Inline] = []
    for leaf in _joined(line):
        if isinstance(leaf, Break):
            _strip_end(tidied)
        if isinstance(leaf, Text):
            text = _collapse(leaf.text)
            before = tidied[-1] if tidied else None
            if before is None or isinstance(before, Break) or (isinstance(before, Text) and before.text[-1] == " "):
                text = text.removeprefix(" ")
            if not text:
                continue
            leaf = replace(leaf, text=text)  # noqa: PLW2901 - the run as shown takes the place of the run as written
        tidied.append(leaf)
    while tidied and isinstance(tidied[-1], Break):
        tidied.pop()
        _strip_end(tidied)
    _strip_end(tidied)
    return list(_joined(tidied))


def _joined(line: Iterable[Inline]) -> Iterator[Inline]:
    """Join neighbouring runs whose marks are equal."""
    for (kind, _marks, _link), run in groupby(line, key=_likeness):
        leaves = list(run)
        if kind is Text:
            first = leaves[0]
            yield replace(first, text="".join(leaf.text for leaf in leaves))
        else:
            yield from leaves


def _likeness(leaf: Inline) -> tuple[type, tuple[str, ...], Link | None]:
    return (Text, leaf.marks, leaf.link) if isinstance(leaf, Text) else (type(leaf), (), None)


def _collapse(text: str) -> str:
    # The white space of HTML only: a no-break space was typed on purpose.
    return re.sub(r"[ \t\n\r\f]+", " ", text)


def _strip_end(line: list[Inline]) -> None:
    while line and isinstance(last := line[-1], Text):
        if text := last.text.rstrip(" "):
            line[-1] = replace(last, text=text)
            return
        line.pop()


def sorted_marks(marks: Iterable[str]) -> tuple[str, ...]:
    """Return marks in the order of nesting."""
    present = set(marks)
    return tuple(mark for mark in MARKS if mark in present)


def plain(line: Iterable[Inline]) -> str:
    """Return the words of a line, without its notes."""
    return "".join(" " if isinstance(leaf, Break) else leaf.text for leaf in line if not isinstance(leaf, Footnote))
