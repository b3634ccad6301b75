"""Builds rich text out of HTML of any origin. Whatever comes in, only constructs of the allowlist come out."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from publishing.fields.richtext_post import told_by
from publishing.fields.richtext_runs import INLINE, Runs
from publishing.fields.richtext_schema import BREAKING, DEEPEST, FIGURES, HEADINGS, LARGEST_START, SYNONYMS
from publishing.fields.richtext_shape import finished, paragraph
from publishing.fields.richtext_table import number
from publishing.fields.richtext_tokens import tokens
from publishing.fields.richtext_tree import Block, Footnote, Inline, Text, of_tag, plain, tidy, words_of

LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
STRUCTURE = LISTS | CELLS | {"li", "blockquote", "hr", "table", "caption", "tr", "figure", "figcaption"}
# Figures that show a picture: one that is nothing else, and the screenshot of a post.
PICTURED = frozenset({"", "post"})
# What holds no list.
NO_LISTS = frozenset({"table", "tr", "figure"})


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


class _Builder(Runs):
    """Takes tags one by one and keeps the path from the text to where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = [Block("text")]
        self.line_tag = "p"
        # Tags whose start was passed over, so that their end is passed over too.
        self.ignored: Counter[str] = Counter()

    @property
    def top(self) -> Block:
        return self.stack[-1]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in INLINE:
            self.start_inline(tag, attributes)
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
            self.end_inline(tag)
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
            "caption": self._start_table_caption,
            "tr": self._start_row,
            "td": self._start_cell,
            "th": self._start_cell,
            "figure": self._start_figure,
            "figcaption": self._start_caption,
        }
        starts[tag](tag, attributes)

    def end_line(self) -> bool:
        """Put the runs read so far where they belong, as a paragraph, heading or caption; False if there were none."""
        self.end_note()
        self.spans.clear()
        line, self.line = tidy(self.line), []
        tag, self.line_tag = self.line_tag, "p"
        if not plain(line).strip() and not any(isinstance(leaf, Footnote) for leaf in line):
            return False
        top = self.top
        if top.tag == "figure":
            _into_figure(top, line, is_caption=tag == "figcaption" or "class" not in top.attributes)
        elif tag == "caption" and top.tag == "table":
            _add(top, "caption", [Text(words_of(line))])
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
        if deep or self.top.tag in NO_LISTS:
            self.ignored[tag] += 1
            return
        if self.top.tag in LISTS:
            items = self.top.blocks
            self.stack.append(items.pop() if items else Block("li"))
            items.append(self.top)
        start = number(attributes.get("start", "")) if tag == "ol" else 1
        self._push(Block(tag, {"start": str(start)} if 1 < start <= LARGEST_START else {}))

    def _start_item(self, _tag: str, _attributes: dict[str, str]) -> None:
        if self.top.tag in NO_LISTS:
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
        top = self.top
        if top.tag == "text" or (top.tag == "figure" and top.attributes.get("class") in FIGURES):
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

    def _start_table_caption(self, _tag: str, _attributes: dict[str, str]) -> None:
        if self._within({"table"}) and not self.ignored["table"]:
            self._close({"tr"})
            self.line_tag = "caption"

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
        kind = next((name for name in attributes.get("class", "").split() if name in FIGURES), "")
        if self._within(CELLS) or not (image or kind):
            self.ignored["figure"] += 1
            return
        # Only a picture stands within another figure: in a gallery.
        within = self.stack[1:2] if image and not kind else []
        del self.stack[2 if any(block.attributes.get("class") == "gallery" for block in within) else 1 :]
        shown = {"data-image": image} if image and kind in PICTURED else {}
        told = told_by(attributes) if kind == "post" else {}
        self._push(Block("figure", {**({"class": kind} if kind else {}), **told, **shown}))

    def _start_caption(self, _tag: str, _attributes: dict[str, str]) -> None:
        self.line_tag = "figcaption" if self.top.tag == "figure" else "p"


def _uuid(value: str) -> str:
    try:
        return str(UUID(value)) if len(value) == len(str(UUID(int=0))) else ""
    except ValueError:
        return ""


def _into_figure(figure: Block, line: list[Inline], *, is_caption: bool) -> None:
    """Add a line to a figure: to its caption, or to the title of a card, or to the words of a quotation."""
    if is_caption:
        _add(figure, "figcaption", line)
    elif figure.attributes["class"] == "embed":
        figure.line += [Text(" "), *line]
    else:
        figure.blocks.append(Block("p", line=line))


def _add(block: Block, tag: str, line: list[Inline]) -> None:
    """Add a line to what a block has of a kind, which may come in pieces."""
    if held := of_tag(block, tag):
        held[0].line += [Text(" "), *line]
    else:
        block.blocks.append(Block(tag, line=line))
