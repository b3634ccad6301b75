"""What of an article may be wrong about the people it names: said to editors after each step, with links."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from actors.callings import Calling, callings
from actors.checks import Notice, form_of, rows_of
from actors.contradictions import Record
from actors.models import Actor
from library.models import Image
from news.mentions import day_of
from news.models import Article, Mention
from publishing import languages
from publishing.fields.richtext import image_ids, plain_text
from publishing.picks import Picks, is_uuid
from publishing.publishable import State
from publishing.state import State as FormState

# Of a text that names people more often, the first places are read.
MOST = 60
YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
SHORTEST_SURNAME = 4


def notices_of_article(article: Article, state: FormState, picks: Picks | None = None) -> list[Notice]:
    """Return what is odd about the people and offices that an article names, as its form says it. One query, one more for pictures."""
    if article.state == State.TRASHED:
        return []
    rows: list[Mention] = rows_of(article, state, "mentions", picks)
    named = [record for row in rows if (record := row.actor or row.office) is not None]
    hidden = _("“%(name)s” is not public: readers see no name, only the capacity if one is typed.")
    found = [Notice(hidden % {"name": record}, [form_of(record)]) for record in named if not record.is_live]
    return found + titles_that_cannot_be(article, state, [row for row in rows if row.actor is not None])


def titles_that_cannot_be(article: Article, state: FormState, rows: list[Mention]) -> list[Notice]:
    """Return where a typed capacity or a text gives somebody a title that the record speaks against on the day of the article."""
    actors = {row.actor.pk: row.actor for row in rows if row.actor is not None}
    if not actors:
        return []
    typed = [(row.actor, text) for row in rows for code in languages.codes() if (text := getattr(row, f"capacity_{code}"))]
    called = list(islice(named_in(texts_of(state), spellings(actors)), MOST))
    day = day_of(article)
    record = Record.of(list(actors), [*(text for _actor, text in typed), *(title for each in called for title in each.titles())], day)
    said = {(actor.pk, reason): actor for actor, text in typed if actor and (reason := record.against(actor, text))}
    for each in called:
        actor = actors[each.person]
        title = next((title for title in each.titles() if record.is_known(actor, title)), "")
        # A sentence about another year says who held what then.
        if title and not set(YEAR.findall(each.sentence)) - {str(day.year)} and (reason := record.against(actor, title)):
            said[actor.pk, reason] = actor
    return [Notice(reason, [form_of(actor)]) for (_key, reason), actor in said.items()]


def texts_of(state: FormState) -> Iterator[tuple[str, str]]:
    """Yield (language, a paragraph) of everything that readers see of an article, captions of pictures too."""
    bodies = {code: str(state.get(f"body_{code}") or "") for code in languages.codes()}
    keys = [key for key in (str(state.get("image") or ""),) if is_uuid(key)] + [key for body in bodies.values() for key in image_ids(body)]
    pictures = list(Image.objects.filter(pk__in=keys)) if keys else []
    for code, body in bodies.items():
        captions = [getattr(picture, f"caption_{code}") for picture in pictures]
        lines = [str(state.get(f"{name}_{code}") or "") for name in ("title", "lead")]
        yield from ((code, text) for text in (*lines, *captions, *plain_text(body).split("\n")) if text)


def spellings(actors: dict[Any, Actor]) -> dict[Any, list[str]]:
    """Return {actor: the ways in which our texts name them}: the name in each language, and its last word where nobody else here has it."""
    found = {key: [name for code in languages.codes() if (name := getattr(actor, f"name_{code}"))] for key, actor in actors.items()}
    last = Counter(word for names in found.values() for word in {name.split()[-1] for name in names})
    for names in found.values():
        names += [word for word in {name.split()[-1] for name in names} if last[word] == 1 and len(word) >= SHORTEST_SURNAME]
    return found


def named_in(texts: Iterable[tuple[str, str]], names: dict[Any, list[str]]) -> Iterator[Calling]:
    """Yield each place at which words stand right before one of the names."""
    for language, text in texts:
        yield from callings(text, names, language)
