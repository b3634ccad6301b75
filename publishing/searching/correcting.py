"""What a reader may have meant who typed a word that nothing has: the nearest word that a public title or lead has."""

import re
from collections.abc import Iterable, Mapping

from django.db.models import Q

from publishing import reading
from publishing.models import FindableWord
from publishing.search import fold
from publishing.searching.asked import LONGEST, Asked, Term
from publishing.searching.finding import engine, moment
from publishing.searching.words import SHORTEST, words_in

# So many words of a question are put right; so many known ones are compared with each, and the nearest of these looked for in public texts.
MOST_WRONG, MOST_COMPARED, MOST_TRIED = 3, 4000, 6
# How many texts are looked at for one that has exactly this word.
MOST_TEXTS = 50
# From how many letters on two slips are forgiven.
LONG = 8


def corrected(text: str, question: Asked) -> str:
    """Return what a reader typed with each unknown word put right; "" where nothing is. Two queries, and one for each unknown word."""
    wanted = [word for term in question.terms if not term.is_beginning for word in term.words]
    unknown = unheard(dict.fromkeys(wanted))
    if not unknown or len(unknown) > MOST_WRONG or any(len(fold(word)) < SHORTEST for word in unknown):
        return ""
    found = meant(unknown)
    if len(found) < len(unknown):
        return ""
    for wrong, right in found.items():
        text = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", right, text[:LONGEST], flags=re.IGNORECASE)
    return text


def unheard(words: Iterable[str]) -> list[str]:
    """Return the words that no public text has, in whatever form. One query."""
    known = words_of_texts({word: Asked((Term((word,)),)) for word in words}, "1", 1)
    return [word for word in words if word not in known]


def meant(unknown: list[str]) -> dict[str, str]:
    """Return {word: the nearest one that a public title or lead has}. Two queries."""
    near = {word: nearest(word, rows) for word, rows in alike(unknown).items()}
    tried = {candidate: Asked((Term((candidate,), is_exact=True),)) for some in near.values() for candidate in some}
    texts = words_of_texts(tried, "text.title || ' ' || text.lead", MOST_TEXTS)
    public = {candidate for candidate, said in texts.items() if candidate in words_in(*said)}
    chosen = {word: next((candidate for candidate in some if candidate in public), "") for word, some in near.items()}
    return {word: candidate for word, candidate in chosen.items() if candidate}


def alike(unknown: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Return {word: (known word, as names are compared) of those that begin or end so and are about as long}. One query for each word."""
    found = {}
    for word in unknown:
        folded = fold(word)
        slips = forgiven(folded)
        rows = FindableWord.objects.filter(Q(head=folded[:2]) | Q(tail=folded[-2:]), length__range=(len(folded) - slips, len(folded) + slips))
        found[word] = list(rows.values_list("word", "folded")[:MOST_COMPARED])
    return found


def forgiven(word: str) -> int:
    """Return how many slips are forgiven in a word."""
    return 2 if len(word) >= LONG else 1


def nearest(word: str, rows: list[tuple[str, str]]) -> list[str]:
    """Return the known words that are near, the nearest first; of those equally near, one in the script of the question."""
    folded = fold(word)
    most = forgiven(folded)
    ranked = []
    for known, as_folded in rows:
        slips = distance(folded, as_folded, most)
        if slips <= most:
            ranked.append((slips, known.isascii() != word.isascii(), as_folded[:1] != folded[:1], len(known), known))
    return [known for *_rank, known in sorted(ranked)[:MOST_TRIED]]


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, dropped or exchanged with their neighbour (Damerau's distance); above `most`, any more."""
    before, above = [0] * (len(other) + 1), list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        row = [place]
        for at, against in enumerate(other, 1):
            steps = min(above[at] + 1, row[-1] + 1, above[at - 1] + (letter != against))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == against:
                steps = min(steps, before[at - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return above[-1]


def words_of_texts(questions: Mapping[str, Asked], column: str, most: int) -> dict[str, list[str]]:
    """Return {word: a column of public texts that answer its question, so many at most} for those that have any. One query."""
    if not questions:
        return {}
    parts, given = [], []
    for number, (word, question) in enumerate(questions.items()):
        hits, values = engine().hits(question)
        public = f"SELECT {column} AS said FROM ({hits}) AS hit JOIN publishing_findable AS text ON text.id = hit.id WHERE text.public_at <= %s"
        parts.append(f"SELECT CAST(%s AS text), CAST(said AS text) FROM ({public} LIMIT {most:d}) AS of_{number}")
        given += [word, *values, moment()]
    found: dict[str, list[str]] = {}
    with reading.connection().cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        for word, said in cursor.fetchall():
            found.setdefault(word, []).append(said)
    return found
