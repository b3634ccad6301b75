"""People whom readers ask for by name, in the filters of a chronology and as those who may have met: one spelling of whom a name may mean."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Case, Q, QuerySet, Value, When

from actors.choices import Choice, Choices, folded_names
from actors.models import Actor, ActorName
from publishing import languages, navigation
from publishing.picks import is_uuid
from publishing.search import fold

# So many of those whom a name may mean are looked at.
MOST_FOUND = 200
# What a choice does not say.
UNREAD = tuple(f"{name}_{code}" for name in ("biography", "summary") for code in languages.codes())


@dataclass
class People(Choices):
    """People, and what else has names. Where they are too many, `rows` are not all of them, and `ask` finds those whom a text may mean."""

    ask: Callable[[str], list[Choice]] | None = None

    def called(self, text: str) -> list[Choice]:
        """Return whom a key, an address or a reader may mean; another name counts where nobody has it as the first. One query at most."""
        asked = self.ask(text) if self.ask is not None else []
        known = Choices(told_apart(list({row.key: row for row in (*self.rows, *asked)}.values())), {})
        if is_uuid(text):
            return [row for row in known.rows if str(row.key) == text.lower()]
        if (found := known.called(text)) or self.ask is not None or not fold(text):
            return found or asked
        others = set(ActorName.objects.filter(folded=fold(text), actor__in=Actor.objects.live()).values_list("actor", flat=True))
        return [row for row in known.rows if row.key in others]


def called(people: QuerySet[Actor], text: str) -> list[Actor]:
    """Return those of some people whom a key, an address or a name may mean, the nearest first. One query."""
    if is_uuid(text):
        return list(people.filter(pk=text))
    address = Q(*(Q(**{f"slug_{code}": text}) for code in languages.codes()), _connector=Q.OR)
    if not (name := fold(text)):
        return list(people.filter(address))
    # A column of names has one line for each language.
    same = Q(folded=name) | Q(folded__startswith=f"{name}\n") | Q(folded__endswith=f"\n{name}")
    also = Q(pk__in=ActorName.objects.filter(folded=name).values("actor"))
    words = Q(*(Q(folded__contains=word) for word in name.split()))
    nearness = Case(When(address, then=Value(0)), When(same | also, then=Value(1)), default=Value(2))
    return list(people.filter(address | also | words).alias(nearness=nearness).order_by("nearness", "folded", "id")[:MOST_FOUND])


def person(actor: Actor, language: str, *, is_listed: bool = False) -> Choice:
    """Return a person as a choice, by the public names only; `is_listed`, with the family name first."""
    name, code = actor.listed_name(language) if is_listed else actor.title_in(language)
    values = {each: actor.slug_in(each) if actor.has_profile else str(actor.pk) for each in languages.codes()}
    return Choice(
        actor.pk,
        None,
        name,
        languages.other(code, language),
        values[language],
        folded_names([name, *(actor.title_in(each)[0] for each in languages.codes())]),
        values,
        url=navigation.record_address(actor, language) if actor.has_profile else "",
    )


def told_apart(rows: list[Choice]) -> list[Choice]:
    """Return choices of which each has values of its own: a person and an office of one address are known by their keys."""
    owners = Counter(value for row in rows for value in set(row.values.values()))
    return [by_key(row) if any(owners[value] > 1 for value in row.values.values()) else row for row in rows]


def by_key(choice: Choice) -> Choice:
    """Return a choice that addresses name by its key."""
    return replace(choice, value=str(choice.key), values=dict.fromkeys(choice.values, str(choice.key)) | {"slug": choice.value})
