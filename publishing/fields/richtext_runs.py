"""The runs of a line as its tags come and go: text with marks, links, notes, line breaks."""

import re
from collections import Counter

from publishing.fields.richtext_schema import MARKS, NOTE_MARKS, clean_address
from publishing.fields.richtext_tree import Break, Footnote, Inline, Link, Text, sorted_marks, tidy

INLINE = frozenset({*MARKS, "br", "span"})


class Runs:
    """Takes the tags and words of lines, and keeps what is marked at the moment."""

    def __init__(self) -> None:
        self.line: list[Inline] = []
        self.marks: Counter[str] = Counter()
        self.sorted_marks: tuple[str, ...] = ()
        self.link: Link | None = None
        # The note being read, and what was marked before it began.
        self.note: list[Text] | None = None
        self.marked: tuple[Counter[str], Link | None] = (self.marks, None)
        self.spans: list[bool] = []

    def add(self, text: str) -> None:
        """Take words."""
        if self.note is None:
            self.line.append(Text(text, self.sorted_marks, self.link))
        else:
            self.note.append(Text(text, tuple(mark for mark in self.sorted_marks if mark in NOTE_MARKS), self.link))

    def start_inline(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of a tag within a line."""
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

    def end_inline(self, tag: str) -> None:
        """Take its end."""
        if tag == "a":
            self.link = None
        elif tag == "span":
            if self.spans and self.spans.pop():
                self.end_note()
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

    def end_note(self) -> None:
        """Put the note that was read into its line, if one was."""
        if self.note is not None:
            content = tuple(leaf for leaf in tidy(self.note) if isinstance(leaf, Text))
            if content:
                self.line.append(Footnote(content))
            self.note, (self.marks, self.link) = None, self.marked
            self.sorted_marks = sorted_marks(+self.marks)
