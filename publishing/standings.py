"""The one writer of `publishing.models.Standing`: how far each language of a record is, computed from what was published.

A language is outdated when the text of another one changed in public since, and its own did not: so many publications behind. Whoever
only catches up, or comes as a first translation, leaves nobody behind. `confirm` says that a text needs no change.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, languages, listing, locks
from publishing.desk import desk_of
from publishing.models import Standing, Version
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.registry import record_type
from publishing.rights import User, languages_of, may
from publishing.search import fold
from publishing.state import Schema, place_of
from publishing.state import State as FormState
from publishing.transactions import editorial_act
from publishing.unpublishing import is_public

Cell = Standing.Cell
# What the audit log calls it when somebody said that a text needs no change.
CONFIRMED = gettext_noop("text confirmed")


@dataclass(frozen=True)
class Text:
    """What is remembered of the public text in one language."""

    # Of all it says; "" where it says nothing.
    digest: str = ""
    # When it changed last (ISO 8601); "" if no version says.
    changed: str = ""
    # How many publications changed another language since, and when the first of them did.
    behind: int = 0
    lags_since: str = ""
    # The version of which somebody said that the text needs no change.
    confirmed: int = 0


Texts = Mapping[str, Text]


def digests(schema: Schema, state: FormState) -> dict[str, str]:
    """Return a digest of what a form says in each language, addresses apart; "" where it says nothing."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    slugs = {f"{getattr(schema[''].model, 'slug_field', '')}_{code}" for code in languages.codes()}
    for key in sorted(state.keys() - slugs):
        prefix, _row, name = place_of(key)
        part, value = schema.get(prefix), state[key]
        if part is None or not isinstance(value, str) or not value.strip():
            continue
        said[part.language(name)] += [key, value]
    digest = {code: hashlib.blake2b("\0".join(texts).encode(), digest_size=8).hexdigest() for code, texts in said.items()}
    return {code: digest.get(code, "") for code in languages.codes()}


def followed(before: Texts, now: Mapping[str, str], at: dt.datetime) -> dict[str, Text]:
    """Return what is remembered after a publication whose texts have the digests `now`."""
    known = {code: before.get(code, Text()) for code in now}
    moved = [code for code in now if now[code] != known[code].digest]
    leads = any(known[code].digest and now[code] and not known[code].behind for code in moved)
    after = {}
    for code, text in known.items():
        if code in moved:
            after[code] = Text(now[code], changed=at.isoformat(), confirmed=text.confirmed)
        elif leads and text.digest:
            after[code] = replace(text, behind=text.behind + 1, lags_since=text.lags_since or at.isoformat())
        else:
            after[code] = text
    return after


def confirmed(text: Text, number: int) -> Text:
    """Return what is remembered after somebody said, seeing the version with this number, that the text needs no change."""
    return replace(text, behind=0, lags_since="", confirmed=number)


def remembered(record: Publishable, versions: Iterable[Version], kept: Texts) -> dict[str, Text]:
    """Return what the published versions of a record, oldest first, make of its texts; that somebody confirmed one says `kept` alone."""
    schema = desk_of(record).schema
    texts: dict[str, Text] = {}
    for version in versions:
        texts = followed(texts, digests(schema, version.data), version.at)
        for code in languages.codes():
            if code in kept and kept[code].confirmed == version.number:
                texts[code] = confirmed(texts[code], version.number)
    return texts


def texts_of(row: Standing) -> dict[str, Text]:
    """Return what a row remembers."""
    return {code: Text(**text) for code, text in row.texts.items()}


@dataclass(frozen=True)
class Drafted:
    """What is remembered of a draft."""

    # The languages in which it has a text: a body, or a title that is more than shown before its text.
    languages: Collection[str] = ()
    # Its titles, folded, a line each.
    titles: str = ""


def drafted(record: Publishable, state: FormState) -> Drafted:
    """Return what is remembered of a draft."""
    found, titles = [], []
    for code in languages.codes():
        title, body = (state.get(f"{name}_{code}") for name in (record.title_field, record.body_field))
        titles.append(fold(str(title or "")))
        if body or (title and not state.get(f"show_title_{code}")):
            found.append(code)
    return Drafted(found, lines(titles))


def lines(titles: Iterable[str]) -> str:
    """Return titles as they are kept: each once, a line each."""
    return "\n".join(dict.fromkeys(filter(None, titles)))


def cell_of(record: Publishable, code: str, text: Text, in_draft: Collection[str]) -> str:
    """Return how far the text of a record is in a language."""
    says = listing.has_text(record, code)
    if is_public(record, code) and says:
        return Cell.OUTDATED if text.behind else Cell.CURRENT
    return Cell.DRAFT if code in in_draft or (says and record.state != State.PUBLISHED) else Cell.MISSING


def columns(record: Publishable, texts: Texts, draft: Drafted) -> dict[str, Any]:  # Any: values of columns
    """Return the columns of a record's row, but for its readers."""
    public_at = record.live_at if record.state == State.PUBLISHED else None
    begun = public_at or record.created_at or timezone.now()
    found: dict[str, Any] = {}
    for code in languages.codes():
        text = texts.get(code, Text())
        cell = cell_of(record, code, text, draft.languages)
        moment = {Cell.OUTDATED: text.lags_since, Cell.CURRENT: text.changed}.get(Cell(cell), "")
        found |= {f"cell_{code}": cell, f"behind_{code}": text.behind if cell == Cell.OUTDATED else 0}
        found[f"follows_{code}"] = following(record, code)
        found[f"cell_since_{code}"] = dt.datetime.fromisoformat(moment) if moment else begun
    undone = [code for code in languages.codes() if found[f"cell_{code}"] != Cell.CURRENT]
    titles = [getattr(record, f"{record.title_field}_{code}") for code in languages.codes()]
    return {
        **found,
        "kind": record_type(record).kind,
        "state": str(record.state),
        "created_by_id": record.created_by_id,
        "public_at": public_at,
        "is_gap": bool(undone) and record.state == State.PUBLISHED,
        "since": min(found[f"cell_since_{code}"] for code in undone or languages.codes()),
        "titles": lines(fold(title) for title in titles if title),
        "draft_title": draft.titles or fold(record.working_title),
        "texts": {code: asdict(text) for code, text in texts.items()},
        "drafted": sorted(draft.languages),
    }


def following(record: Publishable, code: str) -> dt.datetime | None:
    """Return since when, or from when on, the text of a record in a language is public, if the record is public before it; None otherwise."""
    at = getattr(record, f"published_at_{code}")
    is_later = is_public(record, code) and record.live_at is not None and at > record.live_at
    return at if is_later and listing.has_text(record, code) else None


def write(record: Publishable, *, in_draft: Drafted | None = None, publication: tuple[Mapping[str, str], dt.datetime] | None = None) -> None:
    """Bring the row of a record up to date, after a step or a save, the record locked.

    `in_draft` is what its draft says (as before by default), `publication` the digests of what was published, and when.
    """
    stored = Standing.objects.filter(pk=record.pk).first()
    row = stored or Standing(record=record.pk)
    if stored is None:
        # It may have been published before: what was joined with another one comes back, what was merged has the versions of both.
        texts = remembered(record, Version.objects.filter(record=record.pk, published=True).order_by("number"), {})
    else:
        texts = followed(texts_of(row), *publication) if publication is not None else texts_of(row)
    known = Drafted(row.drafted, row.draft_title) if in_draft is None else in_draft
    values = columns(record, texts, known if record.has_draft else Drafted())
    if stored is None or any(getattr(row, name) != value for name, value in values.items()):
        put(row, values)
        # Its readers are counted by another process.
        row.save(**{"force_insert": True} if stored is None else {"update_fields": list(values)})


def put(row: Standing, values: Mapping[str, Any]) -> None:  # Any: values of columns
    """Set columns of a row. Does not save it."""
    for name, value in values.items():
        setattr(row, name, value)


@editorial_act
def confirm(record: Publishable, code: str, *, by: User) -> None:
    """Note that the text of a record in a language needs no change after those of the others; TransitionError if it is not outdated."""
    found = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if not may(by, "change", found) or code not in languages_of(by, found):
        raise TransitionError(_("You have no right to do this with this record."))
    locks.refuse(found, by)
    row = Standing.objects.filter(pk=found.pk).first()
    number = Version.objects.filter(record=found.pk, published=True).aggregate(number=Max("number"))["number"]
    if row is None or number is None or getattr(row, f"cell_{code}") != Cell.OUTDATED:
        raise TransitionError(_("This text is not outdated any more."))
    texts = texts_of(row)
    texts[code] = confirmed(texts[code], number)
    values = columns(found, texts, Drafted(row.drafted, row.draft_title) if found.has_draft else Drafted())
    put(row, values)
    row.save(update_fields=list(values))
    changes.write_down(by=by, action=CONFIRMED, record=found, detail={"languages": [code], "version": number})
