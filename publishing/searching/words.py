"""The words that texts have, for what is typed wrongly: kept with each step, in its transaction."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from publishing.models import Findable, FindableWord
from publishing.search import fold
from publishing.searching.asked import WORDS

# Letters of a word that can be put right; shorter ones resemble too many others.
SHORTEST, LONGEST = 4, 30
BATCH = 500


def words_in(*texts: str) -> Iterator[str]:
    """Yield the words of some texts that can be put right, small, as a question has them."""
    for text in texts:
        for word in WORDS.findall(text.lower()):
            if word.isalpha() and SHORTEST <= len(word) <= LONGEST:
                yield word


def row_of(word: str) -> FindableWord:
    """Return the row of a word."""
    folded = fold(word)
    return FindableWord(word=word, folded=folded, head=folded[:2], tail=folded[-2:], length=len(folded))


def learn(texts: Iterable[Findable]) -> None:
    """Keep the words of titles and leads. One query; in one order, so that two who publish wait for each other and never both."""
    known = sorted({word for text in texts for word in words_in(text.title, text.lead)})
    FindableWord.objects.bulk_create([row for word in known if (row := row_of(word)).folded], ignore_conflicts=True, batch_size=BATCH)


def unlearned() -> list[str]:
    """Return the words that texts have and nobody kept."""
    found: set[str] = set()
    for title, lead in Findable.objects.values_list("title", "lead").iterator(chunk_size=BATCH):
        found.update(words_in(title, lead))
    missing = found.difference(FindableWord.objects.values_list("word", flat=True).iterator())
    return sorted(word for word in missing if fold(word))


def differences() -> Iterator[str]:
    """Yield each word that texts have and nobody kept."""
    for word in unlearned():
        yield f"{word}: cannot be meant by what is typed wrongly"


def learn_anew() -> None:
    """Forget all words, and keep those that texts have. Readers have the old ones until that is done."""
    with transaction.atomic():
        FindableWord.objects.all().delete()
        FindableWord.objects.bulk_create([row_of(word) for word in unlearned()], batch_size=BATCH)
