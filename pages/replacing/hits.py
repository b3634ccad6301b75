"""Plain words in a text, rich or not: where they stand, whose voice says them, and the text with other words in their place."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pages.house_terms import quotations
from publishing.fields.richtext_clean import clean
from publishing.fields.richtext_parse import parse
from publishing.fields.richtext_tree import Block, Break, Footnote, Inline, Text, write

# Characters around a hit.
AROUND = 70
# The part of a line where nothing of the text stands: no word goes over it.
PART = "\n"


def canonical(text: str) -> str:
    """Return a text with one spelling for each letter (Unicode Standard Annex 15, NFC)."""
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the texts of a language, and what is to stand there."""

    language: str
    find: str
    replacement: str = ""
    whole_words: bool = True
    match_case: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words, with any white space between them."""
        words = r"\s+".join(map(re.escape, canonical(self.find).split()))
        around = (r"(?<!\w)", r"(?!\w)") if self.whole_words else ("", "")
        return re.compile(around[0] + words + around[1], 0 if self.match_case else re.IGNORECASE)

    def matches(self, line: str) -> Iterator[re.Match[str]]:
        """Yield where the words stand; a letter whose accent follows it is another one."""
        for match in self.pattern.finditer(line):
            if not unicodedata.combining(line[match.end() : match.end() + 1] or " "):
                yield match


@dataclass(frozen=True)
class Hit:
    """One place in a text. `number` counts the places of the text, from 0."""

    number: int
    before: str
    words: str
    after: str
    # In somebody else's words.
    is_quoted: bool = False
    # Partly in other dress (bold, a link, a note within): no plain words could take its place.
    is_split: bool = False


# Takes the parts of a line and whether it stands in a quotation, returns its parts.
Change = Callable[[Sequence[Inline], bool], list[Inline]]


def through(value: str, change: Change, *, is_rich: bool, is_quote: bool = False) -> str:
    """Return a text of a form with every line of it changed: paragraphs, headings, captions, cells and notes, or lines."""
    if not is_rich:
        lines = [change([Text(canonical(line))], is_quote) for line in value.split("\n")]
        return "\n".join("".join(leaf.text for leaf in line if isinstance(leaf, Text)) for line in lines)
    blocks = parse(value)
    change_blocks(blocks, change, is_quote=is_quote)
    return clean(write(blocks))


def change_blocks(blocks: Sequence[Block], change: Change, *, is_quote: bool) -> None:
    """Change every line of blocks and of what they hold, notes where they stand."""
    for block in blocks:
        inside = is_quote or block.tag == "blockquote" or block.attributes.get("class") == "post"
        line: list[Inline] = [leaf._replace(text=canonical(leaf.text)) if isinstance(leaf, Text) else leaf for leaf in block.line]
        changed = change(line, inside)
        block.line = [change_note(leaf, change, is_quote=inside) if isinstance(leaf, Footnote) else leaf for leaf in changed]
        change_blocks(block.blocks, change, is_quote=inside)


def change_note(note: Footnote, change: Change, *, is_quote: bool) -> Footnote:
    """Return a note with its line changed."""
    content: list[Inline] = [leaf._replace(text=canonical(leaf.text)) for leaf in note.content]
    return Footnote(tuple(leaf for leaf in change(content, is_quote) if isinstance(leaf, Text)))


def spans(line: Sequence[Inline]) -> tuple[str, list[range]]:
    """Return the words of a line, and which of them each part holds; a note holds none."""
    said, places = "", []
    for leaf in line:
        text = leaf.text if isinstance(leaf, Text) else PART if isinstance(leaf, Break) else ""
        places.append(range(len(said), len(said) + len(text)))
        said += text
    return said, places


def part_with(places: Sequence[range], match: re.Match[str]) -> int | None:
    """Return which part of a line holds all of a hit, or None."""
    return next((at for at, place in enumerate(places) if match.start() in place and match.end() - 1 in place), None)


def around(line: str, start: int, end: int) -> tuple[str, str, str]:
    """Return a place of a line with what is before and behind it, in whole words."""
    before, after = line[max(0, start - AROUND) : start], line[end : end + AROUND]
    if start > AROUND:
        before = f"…{before.partition(' ')[2]}"
    if len(line) > end + AROUND:
        after = f"{after.rpartition(' ')[0]}…"
    return before, line[start:end], after


def found(wanted: Wanted, value: str, *, is_rich: bool, is_quote: bool = False) -> list[Hit]:
    """Return the hits of a text, in its order."""
    hits: list[Hit] = []

    def look(line: Sequence[Inline], in_quote: bool) -> list[Inline]:  # noqa: FBT001 - as `Change` says
        said, places = spans(line)
        quoted: list[range] | None = None
        for match in wanted.matches(said):
            quoted = quotations(said) if quoted is None else quoted
            start, end = match.span()
            voice = in_quote or any(start in words for words in quoted)
            hits.append(Hit(len(hits), *around(said, start, end), voice, part_with(places, match) is None))
        return list(line)

    through(value, look, is_rich=is_rich, is_quote=is_quote)
    return hits


def replaced(wanted: Wanted, value: str, chosen: Collection[int], *, is_rich: bool) -> tuple[str, int]:
    """Return a text with the chosen hits replaced, and how many were."""
    count, done = 0, 0

    def put(line: Sequence[Inline], _in_quote: bool) -> list[Inline]:  # noqa: FBT001 - as `Change` says
        nonlocal count, done
        said, places = spans(line)
        parts = list(line)
        for number, match in reversed(list(enumerate(wanted.matches(said), start=count))):
            count = max(count, number + 1)
            at = part_with(places, match)
            if at is not None and number in chosen:
                parts[at] = with_words(parts[at], match.start() - places[at].start, match.end() - places[at].start, wanted)
                done += 1
        return parts

    return through(value, put, is_rich=is_rich), done


def with_words(leaf: Inline, start: int, end: int, wanted: Wanted) -> Inline:
    """Return a run of text with other words in a place; where nothing takes it, one of the spaces around goes too."""
    if not isinstance(leaf, Text):
        return leaf
    before, after = leaf.text[:start], leaf.text[end:]
    words = canonical(wanted.replacement)
    if not words and (not before or before.endswith(" ")):
        after = after.removeprefix(" ")
    return leaf._replace(text=before + words + after)
