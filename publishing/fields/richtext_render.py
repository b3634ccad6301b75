"""Writes rich text for readers: pictures, numbered notes, anchors, cards. Words that are not ours are escaped here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from publishing.embeds import provider_of, short_address
from publishing.fields.richtext_schema import HEADINGS
from publishing.fields.richtext_terms import Quotes, Terms, write_term
from publishing.fields.richtext_tree import (
    Block,
    Break,
    Footnote,
    Inline,
    Link,
    Text,
    plain,
    write_line,
)

# Parts of a text: blocks, or runs of a line.
Written = TypeVar("Written")

_CELL_ORDER = ("colspan", "rowspan", "scope")


@dataclass(frozen=True)
class Picture:
    """What a figure shows: the `<picture>` as the library's template writes it, and the words under it."""

    html: SafeString
    # Shown where the text gives no caption of its own. `*_lang` names the language where it is not that of the text.
    caption: str = ""
    caption_lang: str = ""
    credit: str = ""
    credit_lang: str = ""


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


class _Page:
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
                return f"<blockquote>{self.quietly(self.blocks, block.blocks)}</blockquote>"
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
        return write_line(line, link_tag=_link_tag, leaf_html=self.leaf)

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

    # Figures and tables

    def figure(self, figure: Block) -> str:
        if "data-image" not in figure.attributes:
            return _card(figure)
        picture = self.pictures.get(figure.attributes["data-image"])
        if picture is None:
            return ""
        own = self.line(figure.blocks[0].line) if figure.blocks else ""
        caption = own or (f"<span{_lang(picture.caption_lang)}>{escape(picture.caption)}</span>" if picture.caption else "")
        credit = f'<span class="figure__credit"{_lang(picture.credit_lang)}>{escape(picture.credit)}</span>' if picture.credit else ""
        words = " ".join(part for part in (caption, credit) if part)
        below = f"<figcaption>{words}</figcaption>" if words else ""
        return f'<figure class="figure">{conditional_escape(picture.html)}{below}</figure>'

    def table(self, table: Block) -> str:
        self.tables += 1
        rows = table.blocks[0].blocks
        heads = _heads(rows)
        groups = (("thead", rows[:heads]), ("tbody", rows[heads:]))
        parts = [f"<{group}>{self.rows(held)}</{group}>" for group, held in groups if held]
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


def _lang(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""


def _link_tag(link: Link) -> str:
    title = f' title="{escape(link.title)}"' if link.title else ""
    return f'<a href="{escape(link.href)}"{title}{_rel(link.href)}>'


def _rel(href: str) -> str:
    """Return what a link to another site carries: we do not tell that site where the reader comes from."""
    host = urlsplit(href).hostname
    return "" if host is None or host == _own_host() else ' rel="noopener noreferrer external"'


def _own_host() -> str | None:
    return urlsplit(settings.SITE_URL).hostname


def _card(figure: Block) -> str:
    """Return the card of a video or post. Nothing of the provider's is loaded: it is a link and nothing more."""
    href = next(leaf.link.href for leaf in figure.line if isinstance(leaf, Text) and leaf.link)
    provider = provider_of(href)
    key, name = (provider.key, provider.name) if provider else ("", "")
    title, author = (
        plain(figure.line),
        plain(figure.blocks[0].line) if figure.blocks else "",
    )
    shown = "" if title == href else f'<span class="embed__title">{escape(title)}</span> '
    written = f'<span class="embed__author">{escape(author)}</span> ' if author else ""
    return (
        f'<p class="embed embed--{key}"><a href="{escape(href)}"{_rel(href)}>'
        f'<span class="embed__provider">{escape(name)}</span> {shown}{written}'
        f'<span class="embed__address">{escape(short_address(href))}</span></a></p>'
    )
