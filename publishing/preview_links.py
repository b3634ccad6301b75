"""Links by which somebody without an account reads a draft for a while: made, found, revoked.

A link shows the draft as it is whenever it is opened, so that a reviewer always reads the newest text. By a review link
(`may_comment`) whoever has it comments as well (`publishing.review.inviting`). One to a bundle shows the drafts that are in the
bundle then, as far as whoever made it may still write into them: what a colleague puts in goes to nobody whom they do not know of.
"""

import datetime as dt
import hashlib
import secrets
import uuid

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, workflow
from publishing.models import BundleItem, LinkOpening, PreviewLink
from publishing.pending import check_right
from publishing.previewing import Audience
from publishing.publishable import Publishable, State
from publishing.registry import by_kind, record_type
from publishing.rights import may
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
    link, token = issued(by, days, may_comment=may_comment, record=record.pk, kind=record_type(record).kind)
    action = gettext_noop("review link made") if may_comment else gettext_noop("preview shared")
    changes.write_down(by=by, action=action, record=record, detail=said(link))
    return link, token


def issued(by: User, days: int | None, *, may_comment: bool, **shown: object) -> tuple[PreviewLink, str]:
    """Store a link to what is `shown`, a record or a bundle, and return it with its token. In a transaction, after rights were asked for."""
    days = days or (USUAL_REVIEW_DAYS if may_comment else USUAL_DAYS)
    if days not in (REVIEW_DAYS if may_comment else DAYS):
        raise TransitionError(_("A preview link cannot work for so long."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = timezone.now() + dt.timedelta(days=days)
    return PreviewLink.objects.create(digest=digest(token), by_id=by.pk, expires_at=until, may_comment=may_comment, **shown), token


def said(link: PreviewLink) -> dict[str, object]:
    """Return what the audit log says of a new link."""
    return {"link": str(link.pk), "until": link.expires_at.isoformat()}


@editorial_act
def revoke(record: Publishable, key: uuid.UUID, *, by: User) -> None:
    """End a link of a record at once, for good."""
    if not workflow.may(by, "change", record):
        raise TransitionError(_("You have no right to do this with this record."))
    end(PreviewLink.objects.filter(pk=key, record=record.pk))
    changes.write_down(by=by, action=gettext_noop("preview revoked"), record=record, detail={"link": str(key)})


def end(links: QuerySet[PreviewLink]) -> None:
    """End what still works of some links. TransitionError if nothing does."""
    if not links.filter(pk__in=PreviewLink.objects.active()).update(revoked_at=timezone.now()):
        raise TransitionError(_("This preview link has ended already."))


def digest(token: str) -> str:
    """Return what is kept of a token. Looking it up tells nothing by its time: who can choose a digest cannot choose its token."""
    return hashlib.sha256(token.encode()).hexdigest()


def found(token: str, *, may_comment: bool = False) -> PreviewLink | None:
    """Return the link of a token, whether it still works or not; a preview's where a review is asked for is none."""
    return PreviewLink.objects.filter(digest=digest(token), may_comment=may_comment).select_related("bundle", "by").first()


def record_of(link: PreviewLink, key: uuid.UUID | None = None) -> Publishable | None:
    """Return the record that a link shows now, of a bundle that with a key; None if the link has ended, or shows no such record any more."""
    if not link.is_active:
        return None
    if link.bundle_id is None:
        return kept(link.kind, link.record) if key in (None, link.record) else None
    item = BundleItem.objects.filter(bundle=link.bundle_id, record=key, is_open=True).first()
    record = kept(item.kind, item.record) if item is not None else None
    return record if record is not None and is_shown(link, record) else None


def kept(kind: str, key: uuid.UUID | None) -> Publishable | None:
    """Return a record that is there and does not lie in the trash."""
    record = by_kind(kind).model._default_manager.filter(pk=key).first()
    return record if record is not None and record.state != State.TRASHED else None


def is_shown(link: PreviewLink, record: Publishable) -> bool:
    """Tell whether a link to a bundle shows a record that is in it."""
    return record.state != State.TRASHED and link.by is not None and may(link.by, "change", record)


def shows(audience: Audience) -> bool:
    """Tell whether the link of an audience still shows its record."""
    link = PreviewLink.objects.active().filter(pk=audience.link).select_related("by").first()
    return link is not None and record_of(link, audience.record) is not None


def opened(link: PreviewLink) -> None:
    """Remember when a link was opened, and how often in that minute; nothing of who opened it."""
    now = timezone.now()
    PreviewLink.objects.filter(pk=link.pk).update(opened_at=now)
    # Two at once make one row.
    row, is_new = LinkOpening.objects.get_or_create(link=link, at=now.replace(second=0, microsecond=0))
    if not is_new:
        LinkOpening.objects.filter(pk=row.pk).update(times=F("times") + 1)


def links_of(record: Publishable) -> QuerySet[PreviewLink]:
    """Return the links of a record that work, the newest first."""
    return PreviewLink.objects.active().filter(record=record.pk).with_openings()
