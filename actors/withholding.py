"""“Do not name”: takes a person from everything public at once, and keeps them away until the mark is lifted.

A marked person is never live, and whatever prints a person asks that first: rows that name one are printed by the capacity alone or left
out, in pages, feeds, the API, linked data and published versions alike. Drafts name them as before. What only texts say, nobody can take
out but an editor: `actors.not_named` finds it while one writes, `still_named` in what is public.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from actors.models import Actor, ActorName, Withheld
from publishing import changes, drafts, languages, notices
from publishing.models import Draft, Findable
from publishing.notices import Notice
from publishing.publishable import State
from publishing.refusals import TransitionError
from publishing.registry import by_kind
from publishing.rights import User, publishes
from publishing.searching.asked import asked
from publishing.searching.finding import Narrowed, newest
from publishing.transactions import editorial_act

MARKED, LIFTED = gettext_noop("marked “do not name”"), gettext_noop("lifted “do not name”")
# So many public texts with a name are listed; whoever has mended them asks again.
MOST = 50
# The key of another name in the form of a person.
OTHER_NAME = re.compile(r"names/[^/]+/name")
# What a search takes for words: no mark of a name asks for anything else.
WORD = re.compile(r"\w+")


@editorial_act
def withhold(actor: Actor, *, by: User, reason: str = "") -> None:
    """Mark a person and take them from the public, saying nothing of them at their addresses. Marked already, only the reason is kept anew.

    TransitionError if `by` may not publish people.
    """
    refuse_right(by)
    actor = Actor.objects.select_for_update().get(pk=actor.pk)
    _row, is_new = Withheld.objects.update_or_create(pk=actor.pk, defaults={"reason": reason}, create_defaults={"reason": reason, "by_id": by.pk})
    if not is_new:
        return
    if actor.state == State.PUBLISHED:
        drafts.withdraw(actor, by=by, notice=Notice(show_date=False))
    # What was told of an earlier withdrawal may have the name in it.
    notices.silence(actor.pk)
    changes.write_down(by=by, action=MARKED, record=actor, public=True)


@editorial_act
def lift(actor: Actor, *, by: User) -> None:
    """Take the mark away; the person stays out of the public until somebody publishes them. TransitionError as above."""
    refuse_right(by)
    if Withheld.objects.filter(pk=actor.pk).delete()[0]:
        changes.write_down(by=by, action=LIFTED, record=actor)


def refuse_right(by: User) -> None:
    """Raise TransitionError unless somebody may publish people."""
    if not publishes(by, Actor):
        raise TransitionError(_("You have no right to do this with this record."))


def refuse(actor: Actor) -> None:
    """Raise TransitionError if a step has made a marked person public, or is to. At the end of every step of a person."""
    if actor.state == State.PUBLISHED and Withheld.objects.filter(pk=actor.pk).exists():
        raise TransitionError(_("This person is marked “do not name” and cannot be published. Lift the mark first."))


def refuse_withheld(people: Iterable[Actor]) -> None:
    """Raise TransitionError if one of these is marked: whoever they were merged into would carry their names."""
    if Withheld.objects.filter(pk__in=[actor.pk for actor in people]).exists():
        raise TransitionError(_("One of them is marked “do not name”. Lift the mark first."))


def names_of(actors: Iterable[Actor]) -> dict[UUID, set[tuple[str, str]]]:
    """Return {person: (language, name)} for every name, other spellings and those of drafts among them, in every language. Two queries or three."""
    people, codes = {actor.pk: actor for actor in actors}, languages.codes()
    found = {key: {getattr(actor, f"name_{code}") for code in codes} for key, actor in people.items()}
    for key, name in ActorName.objects.filter(actor__in=people).order_by().values_list("actor_id", "name"):
        found[key].add(name)
    for key, state in Draft.objects.filter(record__in=people).order_by().values_list("record", "data"):
        found[key] |= {value for name, value in state.items() if name.startswith("name_") or OTHER_NAME.fullmatch(name)}
    return {key: {(code, name) for code in codes for name in names if name} for key, names in found.items()}


@dataclass(frozen=True)
class Named:
    """A public text that may name the person."""

    title: str
    language: str
    kind: str
    record: UUID

    @property
    def url(self) -> str:
        """The address of its form."""
        meta = by_kind(self.kind).model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.record])


def still_named(actor: Actor) -> list[Named]:
    """Return the public texts that have all words of a name, in any case and order, the newest first. Two queries for each name and language."""
    found: dict[tuple[UUID, str], Findable] = {}
    for code, name in sorted(names_of([actor])[actor.pk]):
        for text in newest(asked(" ".join(WORD.findall(name))), code, Narrowed(), limit=MOST):
            found[text.record, text.language] = text
    newest_first = sorted(found.values(), key=lambda text: (text.public_at, text.pk), reverse=True)
    return [Named(text.title, text.language, text.kind, text.record) for text in newest_first[:MOST]]
