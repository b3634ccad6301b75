"""The history of a record: who may read which of its versions, any two of them side by side, and the way back into a draft.

All rights to a record's past are decided here.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from publishing import changes, drafts, languages
from publishing.comparing import keys_of_old_forms
from publishing.desk import Desk, desk_of
from publishing.models import Draft, Edition, Version
from publishing.pending import add_version, locked, opened
from publishing.publishable import Publishable
from publishing.rights import User, limited, may, may_open, may_write
from publishing.state import State, complete
from publishing.transactions import editorial_act
from publishing.unpublishing import silenced
from publishing.workflow import TransitionError

# The two sides of a comparison that are no versions.
LIVE, DRAFT = "live", "draft"
# Digits of a number that no column holds.
LONGEST_NUMBER = 10


def sees_drafts(by: User, record: Publishable) -> bool:
    """Tell whether somebody may read everything that was ever saved of the record: whoever may write its draft."""
    return may(by, "change", record)


def versions(by: User, record: Publishable) -> QuerySet[Version]:
    """Return the versions of a record that somebody may read, newest first, without their texts.

    Whoever may write the draft reads all; others what the public may read, and what they saved of their own record themselves.
    """
    found = Version.objects.filter(record=record.pk).defer("data").order_by("-number")
    if sees_drafts(by, record):
        return found
    if not may_open(by, record):
        return found.none()
    readable = Edition.objects.filter(version=OuterRef("pk"), is_withdrawn=False, language__in=record.available_languages)
    own = Q(by=by.pk, published=False) if record.created_by_id == by.pk else Q(pk__in=())
    return found.filter(Exists(readable) | own)


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what is public, the draft, or a version."""

    # "live", "draft", or the number of a version.
    name: str
    state: State
    version: Version | None = None
    draft: Draft | None = None


def side(by: User, record: Publishable, name: str) -> Side | None:
    """Return one side of a comparison as somebody may read it, None if there is none for them."""
    desk = desk_of(record)
    if name == LIVE:
        return Side(LIVE, live_state(by, record, desk))
    if name == DRAFT:
        draft = Draft.objects.select_related("by").filter(record=record.pk).first() if sees_drafts(by, record) else None
        return Side(DRAFT, opened(record).state, draft=draft) if draft else None
    if not (name.isascii() and name.isdecimal() and len(name) < LONGEST_NUMBER):
        return None
    version = versions(by, record).defer(None).select_related("by").filter(number=int(name)).first()
    return Side(name, state_of(by, record, version, desk), version=version) if version else None


def live_state(by: User, record: Publishable, desk: Desk) -> State:
    """Return what is public; who may not write the draft sees nothing of a language that waits for its moment."""
    state = desk.live(record).state
    return state if sees_drafts(by, record) else told_in(desk, state, record.available_languages)


def state_of(by: User, record: Publishable, version: Version, desk: Desk) -> State:
    """Return the state of a version as far as somebody may read it."""
    if sees_drafts(by, record) or not version.published:
        return version.data
    open_in = Edition.objects.filter(version=version.pk, is_withdrawn=False).values_list("language", flat=True)
    return told_in(desk, version.data, [code for code in open_in if code in record.available_languages])


def told_in(desk: Desk, state: State, codes: Sequence[str]) -> State:
    """Return a state without what it says in other languages, and without what today's form cannot tell the language of."""
    known = complete(desk.schema, state, {})
    return silenced(desk.schema, known, [code for code in languages.codes() if code not in codes], spared=())


@dataclass(frozen=True)
class Restored:
    """What became of a restoration."""

    record: Publishable
    version: Version
    # Keys that today's form does not have: what stood there was left out.
    dropped: list[str] = field(default_factory=list)
    # Under which number the draft that was there is kept; 0 if there was none, or a version that says the same.
    kept_as: int = 0


@editorial_act
def restore(record: Publishable, number: int, *, by: User) -> Restored:
    """Put a version into the draft. Nothing becomes public, and the draft that was there becomes a version first.

    What the version does not have takes the live value; addresses, and whatever `by` may not write, stay as they are in the draft.
    """
    found = locked(record)
    version = versions(by, found).defer(None).filter(number=number).first()
    if version is None:
        raise TransitionError(_("There is no such version."))
    drafts.check_right(found, by)
    work = opened(found)
    schema, live = work.desk.schema, work.live.state
    kept_as = keep_draft(work, version, by=by)
    past = {key: value for key, value in version.data.items() if key not in slug_names(found)}
    # What was never public has no live value.
    today = live if found.first_published_at is not None else work.state
    wished = complete(schema, {**past, **{name: work.state[name] for name in slug_names(found)}}, today)
    state = limited(schema, work.state, wished, may_write(by, found, schema))
    restored = replace(work, state=state, base=live, conflicts={}, dropped=())
    drafts.save_work(restored, by=by, note=_("Restored from version %(number)s") % {"number": number})
    changes.write_down(by=by, action="version restored", record=found, detail={"version": number})
    return Restored(found, version, keys_of_old_forms(work.desk, version.data), kept_as)


def keep_draft(work: drafts.Work, version: Version, *, by: User) -> int:
    """Keep the draft as a version, unless the newest version says the same; return its number, 0 if there is none to keep."""
    if work.draft is None:
        return 0
    newest = Version.objects.filter(record=work.record.pk).order_by("-number").first()
    if newest is not None and newest.data == work.state:
        return 0
    note = _("The draft before version %(number)s was restored") % {"number": version.number}
    kept = add_version(work, work.state, by=work.draft.by or by, note=note)
    Version.objects.filter(pk=kept.pk).update(at=work.draft.at)
    return kept.number


def slug_names(record: Publishable) -> list[str]:
    """Return the names of the record's addresses: a text from the past has no say in where it stands today."""
    return [f"{record.slug_field}_{code}" for code in languages.codes()]


def editions_of(found: Sequence[Version]) -> dict[uuid.UUID, list[Edition]]:
    """Return {version: its published versions}. One query."""
    out: dict[uuid.UUID, list[Edition]] = {}
    for edition in Edition.objects.filter(version__in=[version.pk for version in found]).defer("content").order_by("language"):
        if edition.version_id is not None:
            out.setdefault(edition.version_id, []).append(edition)
    return out
