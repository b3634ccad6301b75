"""A form as checks look at it: its texts, read once for all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from publishing import languages
from publishing.desk import Desk
from publishing.drafts import Work
from publishing.fields.richtext_editor import RichTextFormField
from publishing.fields.richtext_parse import parse
from publishing.fields.richtext_tree import Block, Footnote, Inline, Link, Text, plain
from publishing.picks import Picks
from publishing.publishable import Publishable
from publishing.state import State, prefixes, row_keys

# Of a longer text the beginning is looked at: advice on a text of this length is not read to its end either.
LOOKED_AT = 200_000
# So many rows of a kind are looked at.
MOST_ROWS = 200
# What is written for search results and cards, which no language needs.
SEARCH = ("search_title", "search_description")
# What stands for the lead in the types of records.
LEADS = ("lead", "summary")


@dataclass(frozen=True)
class Line:
    """A paragraph, heading, caption, cell or note, or a text of one line."""

    words: str
    tag: str = "p"
    # Whether it stands in a quotation of its own, not within marks.
    is_quote: bool = False
    leaves: Sequence[Inline] = ()

    def links(self) -> Iterator[tuple[Link, str]]:
        """Yield (link, its words), a link that changes its marks half-way once."""
        current: Link | None = None
        said = ""
        for leaf in (*self.leaves, None):
            link = leaf.link if isinstance(leaf, Text) else None
            if link != current and current is not None:
                yield current, said
                said = ""
            current = link
            said += leaf.text if isinstance(leaf, Text) and link else ""


@dataclass(frozen=True)
class Passage:
    """One text of a form in one language."""

    key: str
    # Its name without the language, and the row that it belongs to ("" for the record itself).
    name: str
    row: str
    language: str
    value: str
    is_rich: bool = False

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of a rich text, none of another one."""
        return parse(self.value[:LOOKED_AT]) if self.is_rich else []

    @cached_property
    def lines(self) -> list[Line]:
        """Everything that it says, line by line."""
        if self.is_rich:
            return list(lines_of(self.blocks))
        return [Line(words) for words in re.split(r"[\r\n]+", self.value[:LOOKED_AT]) if words.strip()]

    @cached_property
    def is_empty(self) -> bool:
        """Whether readers would see nothing of it."""
        if not self.is_rich:
            return not self.value.strip()
        return not self.blocks


def lines_of(blocks: Sequence[Block], *, is_quote: bool = False) -> Iterator[Line]:
    """Yield the lines of blocks and of what they hold, their notes behind them."""
    for block in blocks:
        inside = is_quote or block.tag == "blockquote"
        if words := plain(block.line).strip():
            yield Line(words, block.tag, inside, block.line)
        for leaf in block.line:
            if isinstance(leaf, Footnote):
                yield Line(plain(leaf.content).strip(), "note", inside, leaf.content)
        yield from lines_of(block.blocks, is_quote=inside)


@dataclass
class Looked:
    """The form that checks look at."""

    record: Publishable
    state: State
    desk: Desk
    picks: Picks = field(default_factory=Picks)

    @classmethod
    def of(cls, work: Work) -> "Looked":
        """Return the form of the work as it stands."""
        return cls(work.record, work.state, work.desk, work.live.picks)

    @cached_property
    def passages(self) -> list[Passage]:
        """The texts of the record itself, then those of its rows, in the order of the form."""
        found = list(self.passages_of(""))
        for prefix, _part in prefixes(self.desk.schema):
            for row in row_keys(self.state, prefix)[:MOST_ROWS]:
                found += self.passages_of(f"{prefix}/{row}")
        return found

    def passages_of(self, path: str) -> Iterator[Passage]:
        """Yield the translated texts of the record (""), or of a row ("prefix/key")."""
        part = self.desk.schema[path.partition("/")[0]]
        for name, form_field in part.fields.items():
            key = f"{path}/{name}" if path else name
            value, code = self.state.get(key), part.language(name)
            if code and isinstance(value, str):
                yield Passage(key, name.removesuffix(f"_{code}"), path, code, value, isinstance(form_field, RichTextFormField))

    @cached_property
    def own(self) -> dict[str, Passage]:
        """The texts of the record itself, by key."""
        return {passage.key: passage for passage in self.passages if not passage.row}

    def title(self, language: str) -> Passage | None:
        """Return the title in a language."""
        return self.own.get(f"{self.record.title_field}_{language}")

    def lead(self, language: str) -> Passage | None:
        """Return the lead in a language; None for a type of record that has none."""
        return next((self.own[key] for name in LEADS if (key := f"{name}_{language}") in self.own), None)

    @cached_property
    def written(self) -> list[str]:
        """The languages in which something of the record itself is written beside its address."""
        silent = (self.record.slug_field, *SEARCH)
        said = {passage.language for passage in self.own.values() if passage.name not in silent and not passage.is_empty}
        return [code for code in languages.codes() if code in said]
