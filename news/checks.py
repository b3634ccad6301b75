"""What of an article may be wrong about the people it names: said to editors after each step, with links."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from actors.callings import Calling, callings
from actors.checks import Notice, form_of, rows_of
from actors.contradictions import Record
from actors.models import Actor, Tenure
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
# Of somebody whom more articles mention, the last ones are looked at, and so many are told.
LOOKED_AT, MOST_TOLD = 50, 5
TEXTS = [f"{name}_{code}" for name in ("title", "lead", "body") for code in languages.codes()]
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
    events = [row.event for row in rows_of(article, state, "events", picks) if row.event is not None]
    unseen = _("The event “%(event)s” is not public: readers see no link to it.")
    found += [Notice(unseen % {"event": event}, [form_of(event)]) for event in events if not event.is_live]
    return found + titles_that_cannot_be(article, state, [row for row in rows if row.actor is not None])


def titles_that_cannot_be(article: Article, state: FormState, rows: list[Mention]) -> list[Notice]:
    """Return where a typed capacity or a text gives somebody a title that the record speaks against on the day of the article."""
    actors = {row.actor.pk: row.actor for row in rows if row.actor is not None}
    if not actors:
        return []
    typed = typed_in(rows)
    called = list(islice(named_in(texts_of(state, pictures_of([state])), spellings(actors)), MOST))
    day = day_of(article)
    record = Record.of(list(actors), [*(text for _actor, text in typed), *(title for each in called for title in each.titles())], day)
    return [Notice(reason, [form_of(actor)]) for reason, actor in against(record, actors, typed, called)]


def articles_against(actor: Actor, tenures: Sequence[Tenure]) -> Iterator[Notice]:
    """Yield the articles that call a person by a title which these tenures speak against, the last ones first. Two queries."""
    rows = Mention.objects.filter(actor=actor, article__in=Article.objects.kept()).select_related("article")
    mentions = list(rows.order_by("-article__live_at", "-article", "position")[:LOOKED_AT])
    states = {row.pk: {name: getattr(row.article, name) for name in TEXTS} | {"image": row.article.image_id} for row in mentions}
    pictures = pictures_of(states.values())
    yield from islice((notice for row in mentions for notice in one_against(row, actor, tenures, texts_of(states[row.pk], pictures))), MOST_TOLD)


def one_against(row: Mention, actor: Actor, tenures: Sequence[Tenure], texts: Iterable[tuple[str, str]]) -> Iterator[Notice]:
    """Yield what these tenures have against one article."""
    row.actor, actors = actor, {actor.pk: actor}
    called = list(islice(named_in(texts, spellings(actors)), MOST))
    record = Record(day_of(row.article), {actor.pk: list(tenures)})
    for reason, _actor in against(record, actors, typed_in([row]), called):
        yield Notice(reason, [form_of(row.article)])


def typed_in(rows: Iterable[Mention]) -> list[tuple[Actor, str]]:
    """Return (who, the capacity) as somebody typed it."""
    return [(row.actor, text) for row in rows if row.actor is not None for code in languages.codes() if (text := getattr(row, f"capacity_{code}"))]


def against(record: Record, actors: dict[Any, Actor], typed: Iterable[tuple[Actor, str]], called: Iterable[Calling]) -> list[tuple[str, Actor]]:
    """Return (why, who) for each title that cannot be, once."""
    said = {(actor.pk, reason): actor for actor, text in typed if (reason := record.against(actor, text))}
    for each in called:
        actor = actors[each.person]
        title = next((title for title in each.titles() if record.is_known(actor, title)), "")
        # A sentence about another year says who held what then.
        if title and not set(YEAR.findall(each.sentence)) - {str(record.day.year)} and (reason := record.against(actor, title)):
            said[actor.pk, reason] = actor
    return [(reason, actor) for (_key, reason), actor in said.items()]


def pictures_of(states: Iterable[FormState]) -> dict[str, Image]:
    """Return the pictures of articles, by key. One query, none where there are none."""
    keys = {key for state in states for key in pictures_in(state)}
    return {str(image.pk): image for image in Image.objects.filter(pk__in=keys)} if keys else {}


def pictures_in(state: FormState) -> list[str]:
    """Return the keys of the pictures of an article: at its head, and in its texts."""
    bodies = [str(state.get(f"body_{code}") or "") for code in languages.codes()]
    return [key for key in (str(state.get("image") or ""),) if is_uuid(key)] + [str(key) for body in bodies for key in image_ids(body)]


def texts_of(state: FormState, pictures: dict[str, Image]) -> Iterator[tuple[str, str]]:
    """Yield (language, a paragraph) of everything that readers see of an article, captions of pictures too."""
    shown = [pictures[key] for key in pictures_in(state) if key in pictures]
    for code in languages.codes():
        captions = [getattr(picture, f"caption_{code}") for picture in shown]
        lines = [str(state.get(f"{name}_{code}") or "") for name in ("title", "lead")]
        yield from ((code, text) for text in (*lines, *captions, *plain_text(str(state.get(f"body_{code}") or "")).split("\n")) if text)


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
