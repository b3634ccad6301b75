"""Comments in the form of a record: beside it, at the fields they are about, and the buttons that write them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from publishing import locks
from publishing.admin.panels import Panel
from publishing.admin.printed import Cell, Span
from publishing.admin.showing import Shown
from publishing.publishable import State
from publishing.review import comments
from publishing.review.comments import Thread
from publishing.rights import may
from publishing.state import place_of
from publishing.workflow import TransitionError

if TYPE_CHECKING:
    from publishing.admin.acts import Act


def context(request: HttpRequest, page: Shown, panels: list[Panel]) -> dict[str, Any]:
    """Return what the form says of comments; each stands at its field too. Two queries at most; none for who may not write here."""
    work = page.work
    is_kept = not work.record._state.adding and work.record.state != State.TRASHED
    if not is_kept or not may(request.user, "change", work.record):
        return {}
    found = comments.threads(work)
    for thread in found:
        thread.anchor = anchor(page, thread.comment.key) if comments.is_there(work, thread.comment.key) else ""
    put_at_fields(found, panels)
    said = [comment for thread in found for comment in thread.all]
    for comment, parts in zip(said, comments.pieces([comment.text for comment in said]), strict=True):
        vars(comment)["pieces"] = parts
    return {
        "threads": found,
        "open_threads": sum(thread.is_open for thread in found),
        "comment_places": [(key, label, anchor(page, key)) for key, label in comments.places(work)],
        "comment_text": request.POST.get("_comment_text", ""),
        "comment_key": request.POST.get("_comment_key", ""),
    }


def anchor(page: Shown, key: str) -> str:
    """Return the id of what holds a key on the page."""
    prefix, row, name = place_of(key)
    if prefix and not row:
        return f"{prefix}-group"
    return page.html_id(key) if name else ""


def put_at_fields(found: Iterable[Thread], panels: Iterable[Panel]) -> None:
    """Let the cells of the form know what waits to be said of them."""
    by_id: defaultdict[str, list[Thread]] = defaultdict(list)
    for thread in found:
        if thread.is_open and thread.anchor:
            by_id[thread.anchor].append(thread)
    if not by_id:
        return
    for panel in panels:
        cells = [*panel.cells, *panel.further]
        for row in panel.rows.rows if panel.rows is not None else ():
            cells += [*row.cells, *row.further]
        for cell in single(cells):
            cell.threads = by_id.get(cell.id, [])


def single(cells: Iterable[Cell | Span]) -> Iterator[Cell]:
    """Yield the cells themselves, those that stand side by side among them."""
    for cell in cells:
        if isinstance(cell, Span):
            yield from single(cell.cells)
        else:
            yield cell


def keep_typed(act: "Act") -> None:
    """Keep what was typed into the form, unless somebody else keeps the record to themselves: then nothing could be typed."""
    lock = locks.held(act.record)
    if lock is not None and lock.by_id != act.by.pk:
        return
    if not act.posted.is_sound:
        raise TransitionError(_("Somebody else changed the same text meanwhile. Decide first which stands, then comment."))
    act.keep_typed()


def add(act: "Act") -> str:
    """Keep the form and say something of it."""
    keep_typed(act)
    comments.add(act.record, by=act.by, text=act.request.POST.get("_comment_text", ""), key=act.request.POST.get("_comment_key", ""))
    return _("The comment is added.")


def reply(act: "Act") -> str:
    """Keep the form and answer a comment."""
    keep_typed(act)
    key = comment_of(act, "_reply")
    comments.reply(act.record, key, by=act.by, text=act.request.POST.get(f"_reply_{key}", ""))
    return _("The answer is added.")


def resolve(act: "Act") -> str:
    """Keep the form and lay a comment aside."""
    keep_typed(act)
    comments.resolve(act.record, comment_of(act, "_resolve"), by=act.by)
    return _("The comment is resolved.")


def reopen(act: "Act") -> str:
    """Keep the form and open a comment again."""
    keep_typed(act)
    comments.resolve(act.record, comment_of(act, "_reopen"), by=act.by, is_open=True)
    return _("The comment is open again.")


def comment_of(act: "Act", name: str) -> uuid.UUID:
    """Return the comment that a button is about."""
    try:
        return uuid.UUID(act.request.POST[name])
    except ValueError as error:
        raise TransitionError(_("There is no such comment any more.")) from error
