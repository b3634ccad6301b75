"""A submitted form of a record brought together with what happened since its page was opened."""

from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from publishing.admin.seen import Seen
from publishing.collecting import collect
from publishing.drafts import Work
from publishing.merging import merge
from publishing.publishable import Publishable
from publishing.rights import limited, may_write
from publishing.state import State, diff


@dataclass
class Posted:
    """The work as it should now be; where that cannot be said, why not."""

    work: Work
    # Whether the form says anything else than what is kept already.
    is_changed: bool = False
    # The page was opened before somebody else's save, and both wrote into the same places.
    is_clash: bool = False
    # The hidden part of the form did not arrive as this site wrote it.
    is_damaged: bool = False
    # The end of the form did not arrive.
    is_cut: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether the work may be stored."""
        return not (self.is_clash or self.is_damaged or self.is_cut)


def posted(request: HttpRequest, now: Work) -> Posted:
    """Return the submitted form merged into `now`, the work as it is stored. What its editor may not write stays as it was shown.

    Who wrote into places that nobody else touched is merged; where two wrote into the same, both texts are shown, and what is
    sent from that page stands.
    """
    post, schema, live = request.POST, now.desk.schema, now.live.state
    form, may = post.get("_form", ""), may_write(request.user, now.record, schema)
    try:
        seen = Seen.unpack(post.get("_seen", ""), now.record)
    except signing.BadSignature:
        typed = limited(schema, now.state, collect(schema, post, now.state, live, token=form), may)
        return Posted(replace(now, state=typed, base=live, conflicts=differences(now.state, typed)), is_damaged=True)
    typed = limited(schema, seen.shown, collect(schema, post, seen.shown, seen.live, token=form), may)
    if "_end" not in post:
        return Posted(replace(now, state=uncut(typed, seen.shown), base=live), is_cut=True)
    if post.get("_token", "") == now.token:
        merged = merge(schema, seen.live, typed, live)
        conflicts = dict(merged.conflicts)
    else:
        merged = merge(schema, seen.shown, typed, now.state)
        conflicts = {**merged.conflicts, **{key: value for key, value in now.conflicts.items() if merged.state.get(key) != value}}
    work = replace(now, state=merged.state, base=live, conflicts=conflicts, dropped=())
    return Posted(work, is_changed=bool(diff(merged.state, now.state)), is_clash=bool(conflicts))


def differences(stored: State, typed: State) -> dict[str, Any]:
    """Return {key: stored value} where a text was typed over another; row lists show themselves."""
    return {key: before for key, (before, after) in diff(stored, typed).items() if None not in (before, after) and not isinstance(before, list)}


def uncut(typed: State, shown: State) -> State:
    """Return the state with what was shown wherever nothing arrived: an unticked box looks like one that did not arrive."""
    return {key: value or shown.get(key, value) for key, value in typed.items()}


def key_of_new(request: HttpRequest, model: type[Publishable]) -> Any:
    """Return the key that the form of a new record carries, or a new one if it carries none."""
    try:
        return model._meta.pk.to_python(request.POST.get("_record", "")) or model().pk
    except ValidationError:
        return model().pk
