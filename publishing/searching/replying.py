"""What a reader is told who types words: what has them, else what has those that may be meant, else what has some of them."""

from dataclasses import dataclass

from publishing.searching.asked import asked, some_of
from publishing.searching.correcting import corrected
from publishing.searching.finding import Found, Narrowed, Place, find


@dataclass(frozen=True)
class Reply:
    """What was found, and by what."""

    found: Found
    # The words that were looked for in place of those that nothing has; "" where nothing was put right.
    meant: str = ""
    # Whether nothing has all the words, and this has some of them.
    is_partial: bool = False


EVERYTHING = Narrowed()


def reply(
    text: str, language: str, narrowed: Narrowed = EVERYTHING, *, after: Place | None = None, size: int | None = None, exact: bool = False
) -> Reply:
    """Answer words as they were typed; `exact`: nothing else will do, even where nothing has them.

    Three queries; where nothing has the words, up to four to find what may be meant, and three for each thing that is looked for instead.
    """
    question = asked(text)
    found = find(question, language, narrowed, after=after, size=size)
    if found.texts or exact or question.is_empty:
        return Reply(found)
    if meant := corrected(text, question):
        right = find(asked(meant), language, narrowed, size=size)
        if right.texts:
            return Reply(right, meant)
    partial = find(some_of(question), language, narrowed, after=after, size=size)
    return Reply(partial, is_partial=True) if partial.texts else Reply(found)
