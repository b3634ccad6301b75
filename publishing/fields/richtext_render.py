"""Writes rich text for readers: pictures, numbered notes, anchors, cards. Words that are not ours are escaped here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar

from django.utils import translation
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _

from publishing.fields.richtext_figures import Figures, Picture, link_tag
from publishing.fields.richtext_schema import HEADINGS
from publishing.fields.richtext_terms import Quotes, Terms, write_term
from publishing.fields.richtext_tree import (
    Block,
    Break,
    Footnote,
    Inline,
    Text,
    of_tag,
    plain,
    write_line,
)

# Parts of a text: blocks, or runs of a line.
Written = TypeVar("Written")

_CELL_ORDER = ("colspan", "rowspan", "scope")


@dataclass(frozen=True)
class Heading:
    """A heading as a table of contents names it."""

    level: int
    anchor: str
    text: str


def write_page(
    blocks: list[Block],
    *,
    pictures: Mapping[str, Picture],
    prefix: str = "",
    language: str | None = None,
    terms: Terms | None = None,
) -> tuple[str, list[Heading]]:
    """Return blocks as public HTML, and their headings in order, under the anchors that they have there."""
    page = _Page(pictures, prefix, terms or Terms())
    if language is None:
        return page.write(blocks), page.headings
    with translation.override(language):
        return page.write(blocks), page.headings


class _Page(Figures):
    """One text being written: counts its notes, tables and headings, and knows which terms it has explained."""

    def __init__(self, pictures: Mapping[str, Picture], prefix: str, terms: Terms) -> None:
        self.pictures = pictures
        self.prefix = prefix
        self.terms = terms
        self.explained: set[str] = set()
        self.quotes = Quotes()
        # Above 0 within words that are a title or somebody else's: nothing is explained there.
        self.quiet = 0
        self.headings: list[Heading] = []
        self.notes: list[Footnote] = []
        self.anchors: Counter[str] = Counter()
        self.tables = 0

    def write(self, blocks: list[Block]) -> str:
        return "".join([*(self.block(block) for block in blocks), self.endnotes()])

    def block(self, block: Block) -> str:
        match block.tag:
            case "hr":
                return "<hr>"
            case "figure":
                return self.figure(block)
            case "table":
                return self.table(block)
            case tag if tag in HEADINGS:
                return self.heading(block)
            case "blockquote":
                return self.quotation(block)
            case _:
                return self.plain_block(block)

    def plain_block(self, block: Block) -> str:
        if block.tag == "li" and all(inner.tag != "p" for inner in block.blocks[1:]):
            # The editor puts every item into a paragraph; a short list reads better without.
            return f"<li>{self.line(block.blocks[0].line)}{self.blocks(block.blocks[1:])}</li>"
        start = f' start="{escape(block.attributes["start"])}"' if "start" in block.attributes else ""
        return f"<{block.tag}{start}>{self.line(block.line)}{self.blocks(block.blocks)}</{block.tag}>"

    def blocks(self, blocks: list[Block]) -> str:
        return "".join(self.block(block) for block in blocks)

    def quietly(self, write: Callable[[list[Written]], str], parts: list[Written]) -> str:
        """Write words in which no term is explained."""
        self.quiet += 1
        written = write(parts)
        self.quiet -= 1
        return written

    def quotation(self, block: Block) -> str:
        return f"<blockquote>{self.quietly(self.blocks, block.blocks)}</blockquote>"

    def heading(self, block: Block) -> str:
        words = plain(block.line)
        anchor = self.anchor(words)
        self.headings.append(Heading(int(block.tag[1:]), anchor, words))
        return f'<{block.tag} id="{escape(anchor)}">{self.quietly(self.line, block.line)}</{block.tag}>'

    def anchor(self, words: str) -> str:
        """Return the id of a heading: its words, and a number where they come again."""
        slug = f"h-{slugify(words, allow_unicode=True)[:60].strip('-')}"
        self.anchors[slug] += 1
        count = self.anchors[slug]
        return f"{self.prefix}{slug}" if count == 1 else f"{self.prefix}{slug}--{count}"

    # Runs of text

    def line(self, line: Iterable[Inline]) -> str:
        self.quotes = Quotes()
        return write_line(line, link_tag=link_tag, leaf_html=self.leaf)

    def leaf(self, leaf: Inline) -> str:
        match leaf:
            case Break():
                return "<br>"
            case Footnote():
                return self.reference(leaf)
            case Text(text=text, link=link):
                quoted = self.quotes.within(text)
                if link or self.quiet:
                    return escape(text)
                return "".join(write_term(*part) for part in self.terms.parts(text, self.explained, quoted))

    # Notes

    def reference(self, note: Footnote) -> str:
        self.notes.append(note)
        number = len(self.notes)
        label = escape(_("Note %(number)d") % {"number": number})
        return (
            f'<sup class="noteref"><a id="{self.id("noteref", number)}" href="#{self.id("note", number)}" '
            f'role="doc-noteref" aria-label="{label}">{number}</a></sup>'
        )

    def endnotes(self) -> str:
        if not self.notes:
            return ""
        # A text inside an f-string would not be found for translation.
        title, heading = self.id("notes"), escape(_("Notes"))
        items = "".join(self.endnote(number, note) for number, note in enumerate(self.notes, start=1))
        return f'<section class="endnotes" role="doc-endnotes" aria-labelledby="{title}"><h2 id="{title}">{heading}</h2><ol>{items}</ol></section>'

    def endnote(self, number: int, note: Footnote) -> str:
        label = escape(_("Back to note %(number)d in the text") % {"number": number})
        return (
            f'<li id="{self.id("note", number)}">{self.line(note.content)} '
            f'<a class="endnotes__back" href="#{self.id("noteref", number)}" role="doc-backlink" '
            f'aria-label="{label}">↩</a></li>'
        )

    def id(self, name: str, number: int | None = None) -> str:
        return escape(f"{self.prefix}{name}" if number is None else f"{self.prefix}{name}-{number}")

    # Tables

    def table(self, table: Block) -> str:
        self.tables += 1
        rows = table.blocks[-1].blocks
        heads = _heads(rows)
        groups = (("thead", rows[:heads]), ("tbody", rows[heads:]))
        parts = [f"<{group}>{self.rows(held)}</{group}>" for group, held in groups if held]
        for caption in of_tag(table, "caption"):
            title = self.id("table", self.tables)
            parts.insert(0, f'<caption id="{title}">{self.line(caption.line)}</caption>')
            return f'<div class="table-scroll" role="region" aria-labelledby="{title}" tabindex="0"><table>{"".join(parts)}</table></div>'
        label = escape(_("Table %(number)d") % {"number": self.tables})
        return f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0"><table>{"".join(parts)}</table></div>'

    def rows(self, rows: list[Block]) -> str:
        return "".join(f"<tr>{''.join(self.cell(cell, row) for cell in row.blocks)}</tr>" for row in rows)

    def cell(self, cell: Block, row: Block) -> str:
        attributes = dict(cell.attributes)
        if cell.tag == "th":
            attributes.setdefault("scope", "col" if _is_head(row) else "row")
        written = "".join(f' {name}="{escape(attributes[name])}"' for name in _CELL_ORDER if name in attributes)
        content = self.quietly(self.content, cell.blocks) if cell.tag == "th" else self.content(cell.blocks)
        return f"<{cell.tag}{written}>{content}</{cell.tag}>"

    def content(self, blocks: list[Block]) -> str:
        """Write what a cell holds: a single paragraph without its tag."""
        return self.line(blocks[0].line) if len(blocks) == 1 and blocks[0].tag == "p" else self.blocks(blocks)


def _heads(rows: list[Block]) -> int:
    """Return how many rows make the head: those of header cells alone, if none of them reaches into the body."""
    heads = len(list(takewhile(_is_head, rows[:-1])))
    reaches = (index + int(cell.attributes.get("rowspan", "1")) for index in range(heads) for cell in rows[index].blocks)
    return heads if max(reaches, default=0) <= heads else 0


def _is_head(row: Block) -> bool:
    return all(cell.tag == "th" for cell in row.blocks)
