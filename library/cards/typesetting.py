"""Lines: a text broken so that it fills its room, evenly, and never leaves it."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from library.cards.faces import face

# The size, in pixels, at which words are measured; their widths grow with the size.
MEASURED_AT = 100
# A word is parted only from this size downwards: before, it makes the type smaller.
PARTED_FROM = 64
# A last line shorter than this part of the longest looks left over: then smaller type is tried, down to this part of the size.
LEFT_OVER = 0.4
SMALLER = 0.75


@dataclass(frozen=True)
class Room:
    """What a text may fill, in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Block:
    """A text in lines; `leading` is from one to the next, in pixels."""

    lines: tuple[str, ...]
    face: str
    size: int
    leading: int

    @property
    def height(self) -> int:
        """What the lines take, in pixels."""
        return self.leading * len(self.lines)


def fitted(text: str, name: str, sizes: Mapping[int, int], room: Room, tightness: float) -> Block:
    """Return a text at the largest size that fits; cut, with an ellipsis, where none does.

    `sizes` are {size: how many lines it may have}, from large to small; `tightness` is the leading by the size.
    """
    for may_part in (False, True):
        found = None
        for size, most in sizes.items():
            if found is not None and size < found.size * SMALLER:
                break
            leading = round(size * tightness)
            lines = [] if may_part and size > PARTED_FROM else broken(text, name, size, room.width, may_part=may_part)
            if 0 < len(lines) <= min(most, room.height // leading):
                block = Block(tuple(balanced(lines, name, size, room.width)), name, size, leading)
                if not is_ragged(block):
                    return block
                found = found or block
        if found is not None:
            return found
    return cut(text, name, size, room, tightness)


def is_ragged(block: Block) -> bool:
    """Tell whether a block ends with a line that looks left over."""
    widths = [length(line, block.face, block.size) for line in block.lines]
    return widths[-1] < LEFT_OVER * max(widths)


def cut(text: str, name: str, size: int, room: Room, tightness: float) -> Block:
    """Return the beginning of a text, as far as it fits."""
    leading = round(size * tightness)
    count = max(1, room.height // leading)
    lines = broken(text, name, size, room.width, may_part=True)
    if len(lines) > count:
        last = lines[count - 1]
        while last and length(f"{last}…", name, size) > room.width:
            last = last[:-1]
        lines = [*lines[: count - 1], f"{last.rstrip(' ,;:–—-')}…"]
    return Block(tuple(lines), name, size, leading)


def balanced(lines: list[str], name: str, size: int, width: int) -> list[str]:
    """Return the same words in as many lines, of about the same length."""
    text, best = " ".join(lines), lines
    narrow, wide = 0, width
    while len(lines) > 1 and wide - narrow > size // 4:
        middle = (narrow + wide) // 2
        tried = broken(text, name, size, middle, may_part=False)
        if 0 < len(tried) <= len(lines):
            best, wide = tried, middle
        else:
            narrow = middle
    return best


def broken(text: str, name: str, size: int, width: int, *, may_part: bool) -> list[str]:
    """Return the lines of a text, each as long as it can be; none if a word is wider than the room and may not be parted."""
    lines: list[str] = []
    filled, space = 0.0, length(" ", name, size)
    for word in text.split(" "):
        parts = [word]
        if (wide := length(word, name, size)) > width:
            if not may_part:
                return []
            parts = list(parted(word, name, size, width))
            wide = length(parts[-1], name, size)
        if lines and len(parts) == 1 and filled + space + wide <= width:
            lines[-1] += f" {word}"
            filled += space + wide
        else:
            lines += parts
            filled = wide
    return lines


def parted(word: str, name: str, size: int, width: int) -> Iterator[str]:
    """Yield the parts of a word that is wider than a line, with a hyphen where it has none."""
    while length(word, name, size) > width:
        end = max((at for at in breaks(word) if length(hyphened(word[:at]), name, size) <= width), default=1)
        yield hyphened(word[:end])
        word = word[end:]
    yield word


def breaks(word: str) -> Iterator[int]:
    """Yield where a word can be parted: never between a letter and its marks."""
    return (at for at in range(1, len(word)) if not unicodedata.combining(word[at]))


def hyphened(part: str) -> str:
    """Return the first part of a word as a line ends with it."""
    return part if part[-1] in "-–—/" else f"{part}-"


def length(text: str, name: str, size: int) -> float:
    """Return how wide a text is, in pixels."""
    return measured(text, name) * size / MEASURED_AT


@lru_cache(maxsize=4096)
def measured(text: str, name: str) -> float:
    """Return how wide a text is at the size at which all are measured."""
    return face(name, MEASURED_AT).getlength(text)
