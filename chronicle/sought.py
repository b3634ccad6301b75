"""The words of events: what each place in a chronology keeps of them to be looked through, and the question which have some.

A place keeps all that its event says, whoever says it, so that a question reads one narrow table. What is said by somebody whom
the public does not see counts for nothing: who that is changes with time alone. Events that have such statements are asked exactly.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from actors.models import Actor, Office
from chronicle.models import Event, Statement
from publishing import languages
from publishing.fields.vocabulary import vocabulary
from publishing.remembered import Memory, Stamp

# {None: whether anybody speaks at an event whom the public does not see}
_untold = Memory(1)


def columns(event: Event, statements: Iterable[Statement]) -> dict[str, object]:
    """Return the words of an event by column."""
    found: dict[str, object] = {}
    for code in languages.codes():
        name = f"sought_{code}"
        said = [getattr(each, name) for each in statements if each.actor_id or each.office_id or getattr(each, f"attribution_{code}")]
        found[name] = vocabulary(word for text in (getattr(event, name), *said) for word in text.split())
    return found


def statements_of(events: Mapping[uuid.UUID, Event], *, are_lent: bool = False) -> Mapping[uuid.UUID, Collection[Statement]]:
    """Return {event: its statements}; of events that have just taken a step, those that came with them. One query at most."""
    lent = {key: rows for key, event in events.items() if are_lent and (rows := event.lent("statements")) is not None}
    found: defaultdict[uuid.UUID, Collection[Statement]] = defaultdict(list, lent)
    if others := events.keys() - lent.keys():
        unread = [f"{name}_{code}" for name in ("text", "gloss") for code in languages.codes()]
        for row in Statement.objects.filter(event__in=others).defer("original", *unread).order_by("position", "id"):
            found[row.event_id] = [*found[row.event_id], row]
    return found


def told(language: str) -> Q:
    """Return the condition that a statement may be told in a language: the public sees who made it, or it is attributed in words."""
    by_actor = Exists(Actor.objects.live().filter(pk=OuterRef("actor")))
    by_office = Exists(Office.objects.live().filter(pk=OuterRef("office")))
    return by_actor | by_office | ~Q(**{f"attribution_{language}": ""})


def untold() -> QuerySet[Statement]:
    """Return the statements of people and offices whom the public does not see."""
    actors, offices = (model.objects.exclude(pk__in=model.objects.live().values("pk")).order_by().values("pk") for model in (Actor, Office))
    return Statement.objects.filter(Q(actor__in=actors) | Q(office__in=offices)).order_by()


def has(words: Sequence[str], under: Stamp | None) -> Q:
    """Return the condition that the event of a place in a chronology has words that begin so, all in one language in which it can be read."""
    known = _untold.under(under)
    if None not in known:
        known[None] = untold().exists()
    kept = readable(lambda code: Q(**{f"sought_{code}__begins": tuple(words)}))
    if not known[None]:
        return kept
    return kept & (~Q(event__in=untold().values("event")) | readable(lambda code: Q(*(said_in(word, code) for word in words))))


def readable(says: Callable[[str], Q]) -> Q:
    """Return the condition that an event can be read in some language of which something holds."""
    now, found = timezone.now(), Q()
    for code in languages.codes():
        found |= Q(**{f"available_{code}": True, f"listed_at_{code}__lte": now}) & says(code)
    return found


def said_in(word: str, language: str) -> Q:
    """Return the condition that the event of a place in a chronology has a word where it may be told."""
    spoken = Statement.objects.filter(begun(f"sought_{language}", word), told(language), event=OuterRef("event"))
    return begun(f"event__sought_{language}", word) | Q(Exists(spoken))


def begun(column: str, word: str) -> Q:
    """Return the condition that a folded text has a word that begins so."""
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"}) | Q(**{f"{column}__contains": f"\n{word}"})
