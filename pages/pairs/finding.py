"""Which texts may be translations of each other. Only those are compared that something brings together, so ten thousand take seconds."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from uuid import UUID

from django.db import transaction

from pages.models import PairProposal
from pages.pairs.features import Features, features, stripped, text_types
from pages.pairs.scoring import ENOUGH, MOMENTS, Reason, scored
from publishing import languages
from publishing.registry import RecordType

# How many neighbours in time, before it and after it, a text is compared with.
NEIGHBOURS = 15
# What more texts of a language share brings none of them together.
FEW = 8
# A name or picture in so many texts says little, and in such a part of a large archive.
COMMON, COMMON_PART = 20, 0.05
# Of so many texts, candidates that do as well are named.
RIVALS = 3


@dataclass
class Match:
    """Two texts, and how well they fit."""

    one: Features
    other: Features
    score: int
    reasons: list[Reason]
    rivals: list[list[str]] = field(default_factory=list)


def propose() -> int:
    """Look for pairs among all records and keep what is found in place of what was; return how many. What was refused stays refused."""
    found = [proposal for known in text_types() for proposal in proposals(known)]
    with transaction.atomic():
        PairProposal.objects.open().delete()
        PairProposal.objects.bulk_create(found, batch_size=500, ignore_conflicts=True)
    return len(found)


def proposals(known: RecordType) -> Iterator[PairProposal]:
    """Yield the best pairs of one type, each record once."""
    texts = features(known)
    refused = {frozenset(pair) for pair in PairProposal.objects.refused().filter(kind=known.kind).values_list("first", "second")}
    for match in best(matches(texts, refused)):
        yield PairProposal(
            kind=known.kind, first=match.one.key, second=match.other.key, score=match.score, reasons=match.reasons, rivals=match.rivals
        )


def matches(texts: list[Features], refused: Collection[frozenset[UUID]] = ()) -> list[Match]:
    """Return all pairs that score enough."""
    rank = languages.codes().index
    pictures, names = common(texts, attrgetter("images")), common(texts, attrgetter("names"))
    found = []
    for pair in candidates(texts):
        one, other = sorted(pair, key=lambda each: rank(each.code))
        if frozenset((one.key, other.key)) in refused:
            continue
        score, reasons = scored(one, other, common_pictures=pictures, common_names=names)
        if score >= ENOUGH:
            found.append(Match(one, other, score, reasons))
    return found


def common(texts: list[Features], values: Callable[[Features], Iterable[str]]) -> set[str]:
    """Return what so many texts have that it says little."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(values(text)))
    most = max(COMMON, len(texts) * COMMON_PART)
    return {value for value, count in counts.items() if count > most}


def candidates(texts: list[Features]) -> Iterator[tuple[Features, Features]]:
    """Yield the pairs that are worth a comparison, each once."""
    seen: set[tuple[UUID, UUID]] = set()
    by_target = {target: text for text in texts for target in (text.short_id, text.slug) if target}
    pairs = [*neighbours(texts), *((text, by_target[link]) for text in texts for link in text.links if link in by_target)]
    for values in (attrgetter("groups"), attrgetter("images"), attrgetter("names"), lambda text: [stripped(text.slug)] if text.slug else []):
        pairs += sharing(texts, values)
    for one, other in pairs:
        key = (one.key, other.key) if str(one.key) < str(other.key) else (other.key, one.key)
        if one.code != other.code and key not in seen:
            seen.add(key)
            yield one, other


def neighbours(texts: list[Features]) -> Iterator[tuple[Features, Features]]:
    """Yield texts that became public at about the same time."""
    window = MOMENTS[3][0]
    dated = sorted(((text.at, number, text) for number, text in enumerate(texts) if text.at is not None), key=itemgetter(0, 1))
    for code in languages.codes():
        theirs = [each for each in dated if each[2].code > code]
        moments = [at for at, _number, _text in theirs]
        for at, _number, text in dated:
            if text.code == code:
                place = bisect_left(moments, at)
                near = theirs[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]
                yield from ((text, other) for moment, _number, other in near if abs(moment - at) <= window)


def sharing(texts: list[Features], values: Callable[[Features], Iterable[str]]) -> Iterator[tuple[Features, Features]]:
    """Yield texts of two languages that share a value which few have."""
    having: defaultdict[str, defaultdict[str, list[Features]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        for value in values(text):
            having[value][text.code].append(text)
    for by_code in having.values():
        groups = list(by_code.values())
        if len(groups) > 1 and all(len(group) <= FEW for group in groups):
            yield from ((one, other) for number, group in enumerate(groups) for later in groups[number + 1 :] for one in group for other in later)


def best(found: list[Match]) -> Iterator[Match]:
    """Yield the best matches, each text once; what would have done as well is named."""
    by_text: defaultdict[UUID, list[Match]] = defaultdict(list)
    for match in found:
        by_text[match.one.key].append(match)
        by_text[match.other.key].append(match)
    taken: set[UUID] = set()
    for match in sorted(found, key=lambda each: (-each.score, str(each.one.key), str(each.other.key))):
        if match.one.key in taken or match.other.key in taken:
            continue
        taken |= {match.one.key, match.other.key}
        for text in (match.one, match.other):
            ties = [each for each in by_text[text.key] if each is not match and each.score == match.score]
            match.rivals += [[str(text.key), str(other_of(tie, text).key)] for tie in ties[:RIVALS]]
        yield match


def other_of(match: Match, text: Features) -> Features:
    """Return the text of a match that is not this one."""
    return match.other if match.one.key == text.key else match.one
