"""A submitted form of a record brought together with what happened since its page was opened."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from publishing.admin.seen import Seen
from publishing.collecting import collect
from publishing.drafts import Work
from publishing.merging import merge
from publishing.publishable import Publishable
from publishing.rights import limited, may_write
from publishing.state import State, diff, place_of, row_keys
from publishing.values import Value

# The longest text that names an open form.
LONGEST_FORM = 64


@dataclass
class Posted:
    """The work as it should now be; where that cannot be said, why not."""

    work: Work
    # What the form holds, before anything of others is merged in.
    typed: State
    # Whether the form says anything else than what is kept already.
    is_changed: bool = False
    # The page was opened before somebody else's save, and both wrote into the same places.
    is_clash: bool = False
    # The hidden part of the form did not arrive as this site wrote it.
    is_damaged: bool = False
    # The end of the form did not arrive.
    is_cut: bool = False
    # Clashes that the page showed when it was opened.
    undecided: Collection[str] = ()

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
    form, may, names = post.get("_form", "")[:LONGEST_FORM], may_write(request.user, now.record, schema), sent_names(post)
    try:
        seen = Seen.unpack(post.get("_seen", ""), now.record)
    except signing.BadSignature:
        typed = limited(schema, now.state, collect(schema, post, now.state, live, token=form, names=names), may)
        return Posted(replace(now, state=typed, base=live, conflicts=differences(now.state, typed)), typed, is_damaged=True)
    typed = limited(schema, seen.base, collect(schema, post, seen.base, seen.live, token=form, names=names), may)
    if "_end" not in post:
        return Posted(replace(now, state=uncut(typed, seen.base), base=live, known=seen.base), typed, is_cut=True)
    # Of a new record nothing is stored that the form could have begun from: all that it says is its own.
    merged = merge(schema, now.state if now.record._state.adding else seen.base, typed, now.state)
    clashes = {key: theirs for key, theirs in merged.conflicts.items() if key not in unanswered(post, now)}
    unseen = {key: theirs for key, theirs in now.conflicts.items() if not (seen.showed(key, live) or takes(merged.state, key, theirs))}
    work = replace(now, state=merged.state, base=live, conflicts={**clashes, **unseen}, dropped=(), form=form)
    return Posted(work, typed, is_changed=bool(diff(merged.state, now.state)), is_clash=bool(work.conflicts), undecided=seen.open)


def sent_names(post: QueryDict) -> set[str] | None:
    """Return the fields that a script sent because they changed; None for a form that was sent whole."""
    if "_sent" not in post:
        return None
    names = post["_sent"].split()
    # A field of several inputs is sent as name_0, name_1.
    return {*names, *(name.rpartition("_")[0] for name in names if name[-1].isdecimal())}


def unanswered(post: QueryDict, now: Work) -> set[str]:
    """Return the keys that this very form saved last without hearing of it: nobody else's, so no clash."""
    is_own = now.draft is not None and now.draft.form == post.get("_form", "") != ""
    return set(post.get("_unsure", "").split()) if is_own else set()


def takes(state: State, key: str, theirs: Value | None) -> bool:
    """Tell whether a state says about a clash what the other side says."""
    prefix, row, name = place_of(key)
    if prefix and not row:
        return (name in row_keys(state, prefix)) == (theirs is not None)
    return state.get(key) == theirs


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
