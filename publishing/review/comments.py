"""Comments on a draft: general or on one place of its form, answered, resolved, opened again.

    comment = comments.add(record, by=editor, text="Which source? @nino", key="lead_en")
    comments.reply(record, comment.pk, by=author, text="Added.")
    comments.resolve(record, comment.pk, by=author)

Whoever may write into the draft reads and writes them; the public never does.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User as Account
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes
from publishing.desk_notices import noting
from publishing.fields.text import readable
from publishing.models import Comment, PreviewLink
from publishing.pending import Work, locked
from publishing.publishable import Publishable
from publishing.registry import record_type
from publishing.review.known import COMMENTS, may_have
from publishing.rights import User, may, may_open
from publishing.state import place_of, row_keys
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

# More than any text needs; beyond it a form would be nothing but comments.
MOST = 500
# Marks that turn the direction of what follows (Unicode UAX 9): nobody is to make a comment look like another text.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MENTION = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")


@dataclass
class Thread:
    """A comment with its replies, as the form shows it."""

    comment: Comment
    # What it is about, in words; "" for the record as a whole.
    label: str = ""
    # Where that stands in the form; "" if it stands there no more.
    anchor: str = ""
    replies: list[Comment] = field(default_factory=list)

    @property
    def all(self) -> list[Comment]:
        """The comment and its replies."""
        return [self.comment, *self.replies]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.comment.resolved_at is None


@editorial_act
def add(record: Publishable, *, by: User, text: str, key: str = "") -> Comment:
    """Say something of the draft, or of one place of its form. TransitionError if `by` may not, or nothing is said."""
    found = locked(record)
    check_right(found, by)
    return store(found, text, by=by, key=key)


@editorial_act
def reply(record: Publishable, comment: uuid.UUID, *, by: User, text: str) -> Comment:
    """Answer a comment; what was resolved is open again."""
    found = locked(record)
    check_right(found, by)
    begun = of_record(found, comment)
    Comment.objects.filter(pk=begun.pk).update(resolved_at=None, resolved_by=None)
    return store(found, text, by=by, key=begun.key, reply_to=begun)


@editorial_act
def resolve(record: Publishable, comment: uuid.UUID, *, by: User, is_open: bool = False) -> None:
    """Lay a comment aside, or (`is_open`) open it again."""
    found = locked(record)
    check_right(found, by)
    begun = of_record(found, comment)
    at, who = (None, None) if is_open else (timezone.now(), by.pk)
    Comment.objects.filter(pk=begun.pk).update(resolved_at=at, resolved_by=who)
    changes.write_down(by=by, action="comment reopened" if is_open else "comment resolved", record=found, detail={"comment": str(begun.pk)})


def check_right(record: Publishable, by: User) -> None:
    """Raise TransitionError if `by` may not write into the draft of the record."""
    if not may(by, "change", record):
        raise TransitionError(_("You have no right to do this with this record."))


def of_record(record: Publishable, key: uuid.UUID) -> Comment:
    """Return the comment with this key, or the one that it replies to. TransitionError if the record has none."""
    found = Comment.objects.select_related("reply_to").filter(pk=key, record=record.pk).first()
    if found is None:
        raise TransitionError(_("There is no such comment any more."))
    return found.reply_to or found


def store(
    record: Publishable,
    text: str,
    *,
    by: User | None = None,
    guest: str = "",
    link: PreviewLink | None = None,
    key: str = "",
    reply_to: Comment | None = None,
    most: int = MOST,
) -> Comment:
    """Keep a comment. In a transaction, the record locked. TransitionError if it says nothing, too much, or one too many."""
    said = cleaned(text)
    if not said:
        raise TransitionError(_("The comment says nothing. Write something."))
    if len(said) > Comment.LONGEST:
        raise TransitionError(_("The comment is longer than %(limit)s characters. Shorten it.") % {"limit": Comment.LONGEST})
    if Comment.objects.filter(record=record.pk).count() >= most:
        raise TransitionError(_("There are too many comments here already."))
    limit = Comment._meta.get_field("key").max_length or 0
    known = {"kind": record_type(record).kind, "record": record.pk, "key": key[:limit], "by_id": by.pk if by is not None else None}
    comment = Comment.objects.create(**known, text=said, guest=guest, link=link, reply_to=reply_to)
    told = [user.pk for user in mentioned(said, record)] if by is not None else [link.by_id if link is not None else None]
    noting.note(noting.Kind.MENTIONED, record, told, actor=by)
    detail: dict[str, object] = {"comment": str(comment.pk), **({"link": str(link.pk)} if link is not None else {})}
    changes.write_down(by=by, action="comment added", record=record, detail=detail)
    return comment


def cleaned(text: str) -> str:
    """Return a text without control characters and without marks that turn its direction."""
    return TURNING.sub("", readable(text.replace("\r\n", "\n"))).strip()


def threads(work: Work) -> list[Thread]:
    """Return what was said of a draft: open threads first, each in the order of its first word. One query."""
    begun: dict[uuid.UUID | None, Thread] = {}
    replies: list[Comment] = []
    said = Comment.objects.filter(record=work.record.pk).select_related("by", "resolved_by")
    for comment in said if may_have(work.record, COMMENTS) else ():
        if comment.reply_to_id is None:
            begun[comment.pk] = Thread(comment, label(work, comment.key))
        else:
            replies.append(comment)
    for comment in replies:
        if comment.reply_to_id in begun:
            begun[comment.reply_to_id].replies.append(comment)
    return sorted(begun.values(), key=lambda thread: not thread.is_open)


def label(work: Work, key: str) -> str:
    """Return what an editor calls the place that a comment is about."""
    if not key:
        return ""
    return work.desk.label(key, work.state) if is_there(work, key) else str(_("A place that is no longer in the form"))


def is_there(work: Work, key: str) -> bool:
    """Tell whether the form of the work has a place."""
    prefix, row, name = place_of(key)
    if prefix and not row:
        return prefix in work.desk.schema and name in row_keys(work.state, prefix)
    if not prefix and name in work.desk.schema:
        return bool(name)
    part = work.desk.schema.get(prefix)
    return part is not None and name in part.fields and (not prefix or row in row_keys(work.state, prefix))


def places(work: Work) -> Iterator[tuple[str, str]]:
    """Yield (key, label) of what can be commented on: every field of the record, every kind of row, every row."""
    for name in work.desk.schema[""].fields:
        yield name, work.desk.label(name)
    for prefix in work.desk.inlines:
        yield prefix, work.desk.label(prefix)
        yield from ((f"{prefix}/{row}", work.desk.label(f"{prefix}/{row}", work.state)) for row in row_keys(work.state, prefix))


def attach(records: Iterable[Publishable]) -> None:
    """Give each record the number of its open comments as `open_comments`, in one query; for lists."""
    found = {record.pk: record for record in records}
    rows = Comment.objects.open().filter(record__in=list(found)).order_by().values_list("record").annotate(number=Count("pk")) if found else ()
    for key, number in rows:
        vars(found[key])["open_comments"] = number


def mentioned(text: str, record: Publishable) -> list[Account]:
    """Return the colleagues whom a text names as `@account`, as far as they may open the record."""
    names = set(MENTION.findall(text))
    found = Account.objects.filter(username__in=names, is_active=True, is_staff=True).order_by("pk") if names else ()
    return [user for user in found if may_open(user, record)]


def pieces(texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Return each text in pieces (words, whether they name a colleague). One query, none if nobody is named."""
    named = {name for text in texts for name in MENTION.findall(text)}
    known = set(Account.objects.filter(username__in=named, is_staff=True).values_list("username", flat=True)) if named else set()
    return [[(piece, piece[:1] == "@" and piece[1:] in known) for piece in re.split(r"(@[\w.+-]*\w)", text) if piece] for text in texts]
