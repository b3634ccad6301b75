"""What rich text is made of, and how it is written down. There is one way to write each text, so equal means equal."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from publishing.fields.richtext_schema import MARKS


class Link(NamedTuple):
    """Where a run of text leads."""

    href: str
    title: str = ""


class Text(NamedTuple):
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
# The white space of HTML only: a no-break space was typed on purpose.
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")


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
    written = "".join(f' {name}="{escape_attribute(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"


def write_line(
    line: Iterable[Inline],
    *,
    link_tag: Callable[[Link], str],
    leaf_html: Callable[[Inline], str],
) -> str:
    """Write runs of text, sharing the tags that neighbours have in common."""
    parts: list[str] = []
    opened: list[tuple[str, str]] = []
    for leaf in line:
        wanted = _tags(leaf, link_tag)
        shared = 0
        while shared < min(len(opened), len(wanted)) and opened[shared] == wanted[shared]:
            shared += 1
        parts += [f"</{tag}>" for tag, _start in reversed(opened[shared:])]
        parts += [start for _tag, start in wanted[shared:]]
        parts.append(leaf_html(leaf))
        opened = wanted
    parts += [f"</{tag}>" for tag, _start in reversed(opened)]
    return "".join(parts)


def _tags(leaf: Inline, link_tag: Callable[[Link], str]) -> list[tuple[str, str]]:
    """Return the tags round a run, outermost first, as pairs of tag and start tag."""
    if not isinstance(leaf, Text):
        return []
    outer = [("a", link_tag(leaf.link))] if leaf.link else []
    return outer + [(mark, f"<{mark}>") for mark in leaf.marks]


def _stored_line(line: Iterable[Inline]) -> str:
    return write_line(line, link_tag=_stored_link, leaf_html=_stored_leaf)


def _stored_link(link: Link) -> str:
    return start_tag(
        "a",
        {"href": link.href, "title": link.title} if link.title else {"href": link.href},
    )


def _stored_leaf(leaf: Inline) -> str:
    match leaf:
        case Text(text=text):
            return escape_text(text)
        case Footnote(content=content):
            return f'<span class="footnote">{_stored_line(content)}</span>'
        case Break():
            return "<br>"


def write(blocks: Iterable[Block]) -> str:
    """Write blocks as stored HTML."""
    return "".join(
        "<hr>" if block.tag == "hr" else f"{start_tag(block.tag, block.attributes)}{_stored_line(block.line)}{write(block.blocks)}</{block.tag}>"
        for block in blocks
    )


def tidy(line: Iterable[Inline]) -> list[Inline]:
    """Collapse white space as a browser shows it, join equal neighbours, drop what shows nothing."""
    tidied: list[Inline] = []
    for leaf in line:
        if isinstance(leaf, Text):
            text = _WHITE_SPACE.sub(" ", leaf.text)
            if text[:1] == " " and _ends_in_space(tidied):
                text = text[1:]
            if text:
                tidied.append(Text(text, leaf.marks, leaf.link))
        else:
            if isinstance(leaf, Break):
                _strip_end(tidied)
            tidied.append(leaf)
    _strip_end(tidied)
    while tidied and isinstance(tidied[-1], Break):
        tidied.pop()
        _strip_end(tidied)
    return list(_joined(tidied))


def _ends_in_space(line: list[Inline]) -> bool:
    """Whether a space after this line would show nothing."""
    if not line or isinstance(line[-1], Break):
        return True
    return isinstance(last := line[-1], Text) and last.text[-1] == " "


def _joined(line: Iterable[Inline]) -> Iterator[Inline]:
    """Join neighbouring runs whose marks are equal."""
    for (kind, marks, link), run in groupby(line, key=_likeness):
        if kind is Text:
            yield Text("".join(leaf.text for leaf in run if isinstance(leaf, Text)), marks, link)
        else:
            yield from run


def _likeness(leaf: Inline) -> tuple[type, tuple[str, ...], Link | None]:
    return (Text, leaf.marks, leaf.link) if isinstance(leaf, Text) else (type(leaf), (), None)


def _strip_end(line: list[Inline]) -> None:
    while line and isinstance(last := line[-1], Text):
        if text := last.text.rstrip(" "):
            line[-1] = Text(text, last.marks, last.link)
            return
        line.pop()


def sorted_marks(marks: Iterable[str]) -> tuple[str, ...]:
    """Return marks in the order of nesting."""
    present = set(marks)
    return tuple(mark for mark in MARKS if mark in present)


def plain(line: Iterable[Inline]) -> str:
    """Return the words of a line, without its notes."""
    return "".join(" " if isinstance(leaf, Break) else leaf.text for leaf in line if not isinstance(leaf, Footnote))


def words_of(line: Iterable[Inline]) -> str:
    """Return the words of a line, its notes among them: for places that hold no note."""
    parts = (f" {plain(leaf.content)} " if isinstance(leaf, Footnote) else plain([leaf]) for leaf in line)
    return " ".join("".join(parts).split(" ")).strip()


def of_tag(block: Block, tag: str) -> list[Block]:
    """Return what a block holds of a kind."""
    return [inner for inner in block.blocks if inner.tag == tag]
