"""The first reading of a source: what there is, under which addresses, so that the second one can tie things together."""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from library.models import tag_key
from pages.moving.items import Source
from pages.moving.links import spelled
from publishing.publishable import ALPHABET

# How much alike two labels are that may mean one tag.
ALIKE = 0.86
# Beyond it, comparing all with all takes too long.
MOST_LABELS = 1500
SHORTEST = 4


@dataclass
class Survey:
    """What a source holds."""

    total: int = 0
    # {address, as old addresses are compared: short id of the record it will lead to}
    short_ids: dict[str, str] = field(default_factory=dict)
    # Keys that come twice.
    twice: set[str] = field(default_factory=set)
    labels: Counter[str] = field(default_factory=Counter)


def survey(source: Source) -> Survey:
    """Read a source from the first item to the last, keeping no text; SourceError where it breaks off."""
    found, keys = Survey(), set()
    for item in source.items():
        found.total += 1
        if item.key in keys:
            found.twice.add(item.key)
        keys.add(item.key)
        short_id = short_id_of(source.name, item.key)
        for path in item.addresses:
            found.short_ids.setdefault(spelled(path), short_id)
        found.labels.update(item.tags)
    found.short_ids.pop("", None)
    return found


def digest_of(source: str, key: str) -> bytes:
    """Return what is the same for an item in every run."""
    return hashlib.sha256(f"{source}\n{key}".encode()).digest()


def short_id_of(source: str, key: str) -> str:
    """Return the short id of the record that an item becomes: known before it is made, so that others can link to it."""
    return "".join(ALPHABET[octet % len(ALPHABET)] for octet in digest_of(source, key)[:10])


def record_key_of(source: str, key: str, at: dt.datetime | None) -> uuid.UUID:
    """Return the key of the record that an item becomes: in the order of time, like the keys of other records (RFC 9562, version 7)."""
    moment = max(int(at.timestamp() * 1000), 0) if at else 0
    rest = int.from_bytes(digest_of(source, key)[16:26], "big")
    number = (moment & (1 << 48) - 1) << 80 | rest
    number = number & ~(0xF << 76) | 7 << 76
    return uuid.UUID(int=number & ~(0b11 << 62) | 0b10 << 62)


def merges(labels: Counter[str]) -> dict[str, list[str]]:
    """Return labels that may mean one tag: {the most frequent: the others}. What has the same key is one tag anyhow."""
    names = {tag_key(label): label for label, _times in reversed(labels.most_common(MOST_LABELS))}
    ordered = sorted(names, key=lambda key: -labels[names[key]])
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for number, one in enumerate(ordered):
        if one in taken or len(one) < SHORTEST:
            continue
        near = [other for other in ordered[number + 1 :] if other not in taken and is_alike(one, other)]
        if near:
            taken.update(near)
            found[names[one]] = [names[other] for other in near]
    return found


def is_alike(one: str, other: str) -> bool:
    """Tell whether two keys are nearly the same word."""
    longest, shortest = max(len(one), len(other)), min(len(one), len(other))
    if shortest < SHORTEST or shortest < longest * 0.7:
        return False
    if one.translate(IGNORED) == other.translate(IGNORED):
        return True
    # Numbers tell things apart: the 59th round is not the 60th.
    if [letter for letter in one if letter.isdigit()] != [letter for letter in other if letter.isdigit()]:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


IGNORED = str.maketrans("", "", " -–_.,'’&")
