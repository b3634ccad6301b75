"""Two texts compared word by word: plain ones line by line, rich ones paragraph by paragraph, with what became of their structure."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import NamedTuple

from django.utils.translation import gettext as _

from publishing.fields.richtext_labels import menu_labels
from publishing.fields.richtext_parse import parse
from publishing.fields.richtext_post import Told
from publishing.fields.richtext_tree import Block, Break, Footnote, Inline

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
# Beyond so many words, or paragraphs to be paired, a text is not searched for what stayed: the work grows with their product.
MOST_TOKENS = 8_000
MOST_PAIRS = 10_000
# Lines of one text that are compared word by word; further ones are shown as they were and as they are.
MOST_LINES = 400
# How much two paragraphs must have in common to be one that was changed, from 0 to 1.
LIKENESS = 0.4
# So many unchanged lines stand beside a change; the others are counted.
AROUND = 1
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
# What neither side can be told apart by, left out where likeness is measured.
_NO_WORD = re.compile(r"^\W+$")


class Token(NamedTuple):
    """A word, a space or a sign, with what marks it."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went."""

    op: str
    text: str
    marks: tuple[str, ...] = ()
    # Where a link leads, said only where it came or went.
    href: str = ""


@dataclass(frozen=True)
class Source:
    """A line of one text: what kind of line it is, in words, its words, and the picture that it shows."""

    kind: str
    tokens: tuple[Token, ...]
    image: str = ""

    @property
    def words(self) -> str:
        """The line as plain text."""
        return "".join(token.text for token in self.tokens)


@dataclass
class Line:
    """A line of the comparison; `was` is the kind of line that it was before, where that changed."""

    op: str
    pieces: list[Piece] = field(default_factory=list)
    kind: str = ""
    was: str = ""
    image: str = ""
    # Stands for so many unchanged lines.
    unchanged: int = 0


def plain_lines(before: str, after: str) -> list[Line]:
    """Compare two plain texts."""
    return compared(*([Source("", tokens_of(line)) for line in text.split("\n")] if text else [] for text in (before, after)))


def rich_lines(before: str, after: str) -> list[Line]:
    """Compare two rich texts."""
    return compared(list(sources(parse(before))), list(sources(parse(after))))


def tokens_of(text: str, marks: tuple[str, ...] = (), href: str = "") -> tuple[Token, ...]:
    """Return a text as tokens."""
    return tuple(Token(word, marks, href) for word in _WORD.findall(text))


# Rich text as lines


def sources(blocks: Sequence[Block], around: tuple[str, ...] = ()) -> Iterator[Source]:
    """Yield the lines of rich text, each with the names of what it stands in."""
    for block in blocks:
        # A quotation with who said it is a quotation in a figure: one name for both.
        named = block.tag != "blockquote" or not around
        here = (*around, name) if (name := kind_of(block)) and named else around
        if block.tag == "hr" or "data-image" in block.attributes:
            yield Source(" › ".join(here), (), block.attributes.get("data-image", ""))
        if block.line:
            yield Source(" › ".join(here), tuple(token for leaf in block.line for token in leaf_tokens(leaf)))
        yield from sources(block.blocks, here)
        if block.attributes.get("class") == "post":
            yield Source(" › ".join((*here, _("Author"))), tokens_of(Told.of(block).words))


def kind_of(block: Block) -> str:
    """Return the name of a kind of block, as the editor has it; "" for one that says nothing beside what is in it."""
    labels = menu_labels()
    figures = {"embed": labels["embed"], "quote": labels["blockquote"], "post": labels["post"], "gallery": labels["gallery"]}
    names = {
        "h2": labels["heading2"],
        "h3": labels["heading3"],
        "h4": labels["heading4"],
        "ul": labels["bulletList"],
        "ol": labels["orderedList"],
        "blockquote": labels["blockquote"],
        "hr": labels["horizontalRule"],
        "table": labels["table"],
        "th": labels["table:toggleHeaderCell"],
        "caption": _("Caption"),
        "figcaption": _("Caption"),
        "figure": figures.get(block.attributes.get("class", ""), labels["picture"]),
    }
    return str(names.get(block.tag, ""))


def leaf_tokens(leaf: Inline) -> tuple[Token, ...]:
    """Return a run of rich text as tokens; a note stands where it is called."""
    match leaf:
        case Break():
            return (Token("↵ "),)
        case Footnote(content=content):
            inner = [token for run in content for token in leaf_tokens(run)]
            marked = [token._replace(marks=("note", *token.marks)) for token in inner]
            return (Token(f" [{_('Footnote')}: ", ("note",)), *marked, Token("]", ("note",)))
        case _:
            return tokens_of(leaf.text, leaf.marks, leaf.link.href if leaf.link else "")


# Lines compared


def compared(before: list[Source], after: list[Source]) -> list[Line]:
    """Compare two texts of lines; long stretches that stayed are counted and left out."""
    lines: list[Line] = []
    left = MOST_LINES
    for op, a, b in opcodes(before, after):
        if op == SAME:
            lines += [Line(SAME, pieces(SAME, each.tokens), each.kind, image=each.image) for each in a]
            continue
        for one, other in pairs(a, b):
            if one is None or other is None:
                lines.append(line_of(one, other))
            elif left:
                left -= 1
                lines.append(line_of(one, other))
            else:
                lines += [line_of(one, None), line_of(None, other)]
    return shortened(lines)


def opcodes(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[tuple[str, Sequence, Sequence]]:
    """Yield (same or changed, what was there, what is there) for the stretches of two sequences."""
    if len(before) > MOST_TOKENS or len(after) > MOST_TOKENS:
        yield CHANGED if before != after else SAME, before, after
        return
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=len(after) > MOST_TOKENS // 8).get_opcodes():
        yield SAME if op == "equal" else CHANGED, before[a:b], after[c:d]


def pairs(before: Sequence[Source], after: Sequence[Source]) -> list[tuple[Source | None, Source | None]]:
    """Return which line became which: the pairs that are most alike, in order; a line without a partner came or went."""
    if len(before) * len(after) > MOST_PAIRS:
        return [pair for one, other in zip_longest(before, after) for pair in alike(one, other)]
    bags = [[bag(each) for each in side] for side in (before, after)]
    scores = [[likeness(one, other) for other in bags[1]] for one in bags[0]]
    # best[i][j]: the greatest sum of likenesses of the lines from i and from j on.
    best = [[0.0] * (len(after) + 1) for _row in range(len(before) + 1)]
    for i, j in ((i, j) for i in reversed(range(len(before))) for j in reversed(range(len(after)))):
        best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0)
    found: list[tuple[Source | None, Source | None]] = []
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and j < len(after) and scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif j == len(after) or (i < len(before) and best[i][j] == best[i + 1][j]):
            found.append((before[i], None))
            i += 1
        else:
            found.append((None, after[j]))
            j += 1
    return found


def alike(one: Source | None, other: Source | None) -> list[tuple[Source | None, Source | None]]:
    """Return two lines as a pair if they are alike, else one after the other."""
    if one is None or other is None or likeness(bag(one), bag(other)):
        return [(one, other)]
    return [(one, None), (None, other)]


def bag(source: Source) -> frozenset[str]:
    """Return the words of a line."""
    words = frozenset(token.text for token in source.tokens if not _NO_WORD.match(token.text))
    return words or frozenset({source.image or source.words or source.kind})


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two lines have in common, 0 if too little to be one line that was changed."""
    ratio = 2 * len(one & other) / (len(one) + len(other))
    return ratio if ratio >= LIKENESS else 0


def line_of(before: Source | None, after: Source | None) -> Line:
    """Compare one line."""
    if after is None or before is None:
        op, only = (REMOVED, before) if after is None else (ADDED, after)
        return Line(op, pieces(op, only.tokens), only.kind, image=only.image) if only else Line(SAME)
    found = [
        piece
        for op, a, b in opcodes(before.tokens, after.tokens)
        for piece in (pieces(SAME, a) if op == SAME else [*pieces(REMOVED, a), *pieces(ADDED, b)])
    ]
    if before.kind == after.kind:
        return Line(CHANGED, found, after.kind, image=after.image)
    return Line(CHANGED, found, after.kind or _("Paragraph"), before.kind or _("Paragraph"), after.image)


def pieces(op: str, tokens: Sequence[Token]) -> list[Piece]:
    """Join tokens of one look."""
    said: Callable[[Token], tuple] = lambda token: (token.marks, token.href)  # noqa: E731 - the key of one grouping
    return [Piece(op, "".join(token.text for token in run), marks, href if op != SAME else "") for (marks, href), run in groupby(tokens, key=said)]


def shortened(lines: list[Line]) -> list[Line]:
    """Leave out what stayed, but for what stands beside a change."""
    kept: list[Line] = []
    near = {at + step for at, line in enumerate(lines) if line.op != SAME for step in range(-AROUND, AROUND + 1)}
    for is_near, run in groupby(enumerate(lines), key=lambda pair: pair[0] in near):
        held = [line for _at, line in run]
        kept += held if is_near or len(held) == 1 else [Line(SAME, unchanged=len(held))]
    return kept
