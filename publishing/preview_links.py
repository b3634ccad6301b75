"""Links by which somebody without an account reads a draft for a while: made, found, revoked.

A link shows the draft as it is whenever it is opened, so that a reviewer always reads the newest text. By a review link
(`may_comment`) whoever has it comments as well (`publishing.review.inviting`).
"""

import datetime as dt
import hashlib
import secrets
import uuid

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, workflow
from publishing.models import LinkOpening, PreviewLink
from publishing.pending import check_right
from publishing.publishable import Publishable, State
from publishing.registry import by_kind, record_type
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError, User

# How many days a link may work, and how many it does unless somebody chooses.
DAYS = (1, 7, 30)
USUAL_DAYS = 7
REVIEW_DAYS = (7, 14, 30)
USUAL_REVIEW_DAYS = 14
# A token is 256 random bits.
TOKEN_BYTES = 32


@editorial_act
def make(record: Publishable, *, by: User, days: int | None = None, may_comment: bool = False) -> tuple[PreviewLink, str]:
    """Make a link to the draft of a record; return it with its token, which is not kept and cannot be shown again."""
    check_right(record, by)
    days = days or (USUAL_REVIEW_DAYS if may_comment else USUAL_DAYS)
    if days not in (REVIEW_DAYS if may_comment else DAYS):
        raise TransitionError(_("A preview link cannot work for so long."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    about = {"record": record.pk, "kind": record_type(record).kind, "may_comment": may_comment}
    link = PreviewLink.objects.create(digest=digest(token), by_id=by.pk, expires_at=timezone.now() + dt.timedelta(days=days), **about)
    detail: dict[str, object] = {"link": str(link.pk), "until": link.expires_at.isoformat()}
    action = gettext_noop("review link made") if may_comment else gettext_noop("preview shared")
    changes.write_down(by=by, action=action, record=record, detail=detail)
    return link, token


@editorial_act
def revoke(record: Publishable, key: uuid.UUID, *, by: User) -> None:
    """End a link of a record at once, for good."""
    if not workflow.may(by, "change", record):
        raise TransitionError(_("You have no right to do this with this record."))
    revoked = PreviewLink.objects.active().filter(pk=key, record=record.pk).update(revoked_at=timezone.now())
    if not revoked:
        raise TransitionError(_("This preview link has ended already."))
    changes.write_down(by=by, action=gettext_noop("preview revoked"), record=record, detail={"link": str(key)})


def digest(token: str) -> str:
    """Return what is kept of a token. Looking it up tells nothing by its time: who can choose a digest cannot choose its token."""
    return hashlib.sha256(token.encode()).hexdigest()


def found(token: str, *, may_comment: bool = False) -> PreviewLink | None:
    """Return the link of a token, whether it still works or not; a preview's where a review is asked for is none."""
    return PreviewLink.objects.filter(digest=digest(token), may_comment=may_comment).first()


def record_of(link: PreviewLink) -> Publishable | None:
    """Return the record that a link shows now; None if the link has ended, or the record lies in the trash or is gone."""
    if not link.is_active:
        return None
    record = by_kind(link.kind).model._default_manager.filter(pk=link.record).first()
    return record if record is not None and record.state != State.TRASHED else None


def works(key: uuid.UUID) -> bool:
    """Tell whether a link still shows its record."""
    link = PreviewLink.objects.active().filter(pk=key).first()
    return link is not None and record_of(link) is not None


def opened(link: PreviewLink) -> None:
    """Remember when a link was opened, and how often in that minute; nothing of who opened it."""
    now = timezone.now()
    PreviewLink.objects.filter(pk=link.pk).update(opened_at=now)
    # Two at once make one row.
    row, is_new = LinkOpening.objects.get_or_create(link=link, at=now.replace(second=0, microsecond=0))
    if not is_new:
        LinkOpening.objects.filter(pk=row.pk).update(times=F("times") + 1)


def links_of(record: Publishable) -> QuerySet[PreviewLink]:
    """Return the links of a record that work, the newest first, with who made them and `times`, how often they were opened."""
    active = PreviewLink.objects.active().filter(record=record.pk).select_related("by")
    return active.annotate(times=Coalesce(Sum("openings__times"), 0)).prefetch_related("openings")
