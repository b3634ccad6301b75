"""Builds rich text out of HTML of any origin. Whatever comes in, only constructs of the allowlist come out."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from publishing.fields.richtext_schema import BREAKING, DEEPEST, HEADINGS, LARGEST_START, MARKS, NOTE_MARKS, SYNONYMS, clean_address
from publishing.fields.richtext_shape import finished, paragraph
from publishing.fields.richtext_table import number
from publishing.fields.richtext_tokens import tokens
from publishing.fields.richtext_tree import Block, Break, Footnote, Inline, Link, Text, plain, sorted_marks, tidy

LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
INLINE = frozenset({*MARKS, "br", "span"})
STRUCTURE = LISTS | CELLS | {"li", "blockquote", "hr", "table", "tr", "figure", "figcaption"}


def parse(html: str) -> list[Block]:
    """Return the blocks of a text."""
    builder = _Builder()
    for token in tokens(html):
        if token.text:
            builder.add(token.text)
        elif token.start:
            builder.start(SYNONYMS.get(token.start, token.start), token.attributes)
        else:
            builder.end(SYNONYMS.get(token.end, token.end))
    builder.end_line()
    return finished(builder.stack[0].blocks)


class _Builder:
    """Takes tags one by one and keeps the path from the text to where it stands."""

    def __init__(self) -> None:
        self.stack = [Block("text")]
        self.line: list[Inline] = []
        self.line_tag = "p"
        self.marks: Counter[str] = Counter()
        self.sorted_marks: tuple[str, ...] = ()
        self.link: Link | None = None
        # The note being read, and what was marked before it began.
        self.note: list[Text] | None = None
        self.marked: tuple[Counter[str], Link | None] = (self.marks, None)
        self.spans: list[bool] = []
        # Tags whose start was passed over, so that their end is passed over too.
        self.ignored: Counter[str] = Counter()

    @property
    def top(self) -> Block:
        return self.stack[-1]

    def add(self, text: str) -> None:
        if self.note is None:
            self.line.append(Text(text, self.sorted_marks, self.link))
        else:
            self.note.append(Text(text, tuple(mark for mark in self.sorted_marks if mark in NOTE_MARKS), self.link))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in INLINE:
            self._start_inline(tag, attributes)
        elif tag in HEADINGS:
            self.end_line()
            self.line_tag = tag
        elif tag in BREAKING:
            # A paragraph directly within a heading or caption is still that heading or caption.
            around = self.line_tag
            if not self.end_line():
                self.line_tag = around
        elif tag in STRUCTURE:
            self.end_line()
            self._start_structure(tag, attributes)

    def end(self, tag: str) -> None:
        if tag in INLINE:
            self._end_inline(tag)
        elif tag in HEADINGS or tag in BREAKING or tag in STRUCTURE:
            self.end_line()
            if self.ignored[tag]:
                self.ignored[tag] -= 1
            elif tag in STRUCTURE and not (self.ignored["table"] and tag in {"tr", *CELLS}):
                self._close({tag})

    def _start_structure(self, tag: str, attributes: dict[str, str]) -> None:
        starts: dict[str, Callable[[str, dict[str, str]], None]] = {
            "ul": self._start_list,
            "ol": self._start_list,
            "li": self._start_item,
            "blockquote": self._start_quote,
            "hr": self._add_rule,
            "table": self._start_table,
            "tr": self._start_row,
            "td": self._start_cell,
            "th": self._start_cell,
            "figure": self._start_figure,
            "figcaption": self._start_caption,
        }
        starts[tag](tag, attributes)

    # Runs of text

    def _start_inline(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "a":
            self._start_link(attributes)
        elif tag == "span":
            self._start_span(attributes)
        elif tag in MARKS:
            self._mark(tag, 1)
        elif self.note is not None:
            self.add(" ")
        else:
            self.line.append(Break())

    def _end_inline(self, tag: str) -> None:
        if tag == "a":
            self.link = None
        elif tag == "span":
            if self.spans and self.spans.pop():
                self._end_note()
        elif tag in MARKS:
            self._mark(tag, -1)

    def _mark(self, tag: str, change: int) -> None:
        self.marks[tag] = max(self.marks[tag] + change, 0)
        self.sorted_marks = sorted_marks(+self.marks)

    def _start_link(self, attributes: dict[str, str]) -> None:
        href = clean_address(attributes.get("href", ""))
        title = re.sub(r"\s+", " ", attributes.get("title", "")).strip()
        # A link within a link ends the outer one, as in a browser.
        self.link = Link(href, title) if href else None

    def _start_span(self, attributes: dict[str, str]) -> None:
        begins = self.note is None and "footnote" in attributes.get("class", "").split()
        self.spans.append(begins)
        if begins:
            self.note, self.marked = [], (self.marks, self.link)
            self.marks, self.link, self.sorted_marks = Counter(), None, ()

    def _end_note(self) -> None:
        if self.note is not None:
            content = tuple(leaf for leaf in tidy(self.note) if isinstance(leaf, Text))
            if content:
                self.line.append(Footnote(content))
            self.note, (self.marks, self.link) = None, self.marked
            self.sorted_marks = sorted_marks(+self.marks)

    def end_line(self) -> bool:
        """Put the runs read so far where they belong, as a paragraph, heading or caption; False if there were none."""
        self._end_note()
        self.spans.clear()
        line, self.line = tidy(self.line), []
        tag, self.line_tag = self.line_tag, "p"
        if not plain(line).strip() and not any(isinstance(leaf, Footnote) for leaf in line):
            return False
        top = self.top
        if top.tag == "figure":
            _caption(
                top,
                line,
                captions=tag == "figcaption" or "data-image" in top.attributes,
            )
        elif top.tag in {"table", "tr"}:
            # Text between cells stands before the table, as in a browser.
            self.stack[0].blocks.insert(-1, paragraph(line))
        elif top.tag in LISTS:
            top.blocks.append(Block("li", blocks=[Block("p", line=line)]))
        elif top.tag == "text":
            top.blocks.append(Block(tag, line=line) if tag in HEADINGS else paragraph(line))
        else:
            top.blocks.append(Block("p", line=line))
        return True

    # Structure

    def _push(self, block: Block) -> None:
        self.top.blocks.append(block)
        self.stack.append(block)

    def _close(self, tags: Iterable[str]) -> bool:
        """Leave the nearest block with one of these tags. What lies in a cell cannot end what holds the table."""
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].tag in tags:
                del self.stack[index:]
                return True
            if self.stack[index].tag in CELLS and not CELLS.union({"tr", "table"}) & set(tags):
                return False
        return False

    def _within(self, tags: Iterable[str]) -> bool:
        return any(block.tag in tags for block in self.stack)

    def _start_list(self, tag: str, attributes: dict[str, str]) -> None:
        deep = sum(block.tag in LISTS for block in self.stack) >= DEEPEST
        if deep or self.top.tag in {"table", "tr", "figure"}:
            self.ignored[tag] += 1
            return
        if self.top.tag in LISTS:
            items = self.top.blocks
            self.stack.append(items.pop() if items else Block("li"))
            items.append(self.top)
        start = number(attributes.get("start", "")) if tag == "ol" else 1
        self._push(Block(tag, {"start": str(start)} if 1 < start <= LARGEST_START else {}))

    def _start_item(self, _tag: str, _attributes: dict[str, str]) -> None:
        if self.top.tag in {"table", "tr", "figure"}:
            return
        if not self._in_list():
            self._start_list("ul", {})
        while self.top.tag not in LISTS:
            self.stack.pop()
        self._push(Block("li"))

    def _in_list(self) -> bool:
        """Whether there is a list between here and the cell that holds it, if any."""
        inmost = next(
            (block.tag for block in reversed(self.stack) if block.tag in LISTS | CELLS),
            "",
        )
        return inmost in LISTS

    def _start_quote(self, _tag: str, _attributes: dict[str, str]) -> None:
        if self.top.tag == "text":
            self._push(Block("blockquote"))
        else:
            self.ignored["blockquote"] += 1

    def _add_rule(self, _tag: str, _attributes: dict[str, str]) -> None:
        if self.top.tag == "text":
            self.top.blocks.append(Block("hr"))

    def _start_table(self, _tag: str, _attributes: dict[str, str]) -> None:
        if self._within(CELLS):
            self.ignored["table"] += 1
        else:
            del self.stack[1:]
            self._push(Block("table"))

    def _start_row(self, _tag: str, _attributes: dict[str, str]) -> None:
        if self._within({"table"}) and not self.ignored["table"]:
            self._close({"tr"})
            self._push(Block("tr"))

    def _start_cell(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._within({"table"}) or self.ignored["table"]:
            return
        self._close(CELLS)
        if self.top.tag != "tr":
            self._push(Block("tr"))
        kept: dict[str, str] = {name: attributes[name] for name in ("colspan", "rowspan") if name in attributes}
        scope = attributes.get("scope", "").lower()
        if tag == "th" and scope in {"col", "row"}:
            kept["scope"] = scope
        self._push(Block(tag, kept))

    def _start_figure(self, _tag: str, attributes: dict[str, str]) -> None:
        image = _uuid(attributes.get("data-image", ""))
        card = "embed" in attributes.get("class", "").split()
        if self._within(CELLS) or not (image or card):
            self.ignored["figure"] += 1
            return
        del self.stack[1:]
        self._push(Block("figure", {"data-image": image} if image else {"class": "embed"}))

    def _start_caption(self, _tag: str, _attributes: dict[str, str]) -> None:
        self.line_tag = "figcaption" if self.top.tag == "figure" else "p"


def _uuid(value: str) -> str:
    try:
        return str(UUID(value)) if len(value) == len(str(UUID(int=0))) else ""
    except ValueError:
        return ""


def _caption(figure: Block, line: list[Inline], *, captions: bool) -> None:
    """Add a line to a figure: to its caption, or to the title of a card."""
    if not captions:
        figure.line += [Text(" "), *line]
    elif figure.blocks:
        figure.blocks[0].line += [Text(" "), *line]
    else:
        figure.blocks.append(Block("figcaption", line=line))
