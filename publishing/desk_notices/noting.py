"""Making notices, in the transaction of what they tell of: an act that is undone tells nobody."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import User as Account
from django.utils import timezone

from publishing.models import DeskNotice, NoticeChoices, Review
from publishing.publishable import Publishable
from publishing.registry import record_type
from publishing.rights import User

Kind = DeskNotice.Kind
# The hour of the day, on the site's clocks, at which daily mails go.
DAILY_HOUR = 8


def note(kind: str, record: Publishable, to: Iterable[int | None], *, actor: User | None) -> None:
    """Tell people (by their keys) what happened to a record; whoever did it knows. One query, and a second that writes."""
    keys = {key for key in to if key is not None and (actor is None or key != actor.pk)}
    able = Account.objects.filter(pk__in=keys, is_active=True, is_staff=True).select_related("notice_choices")
    people = list(able) if keys else []
    if not people:
        return
    about = {"kind": kind, "record": record.pk, "record_kind": record_type(record).kind, "actor_id": actor.pk if actor is not None else None}
    DeskNotice.objects.bulk_create(
        DeskNotice(person=person, next_at=mail_at(kind, person, getattr(person, "notice_choices", None) or NoticeChoices()), **about)
        for person in people
    )


def mail_at(kind: str, person: Account, choices: NoticeChoices) -> dt.datetime | None:
    """Return when a notice of a kind made now is mailed, None if it is not."""
    when, now = choices.when(kind), timezone.localtime()
    if when == NoticeChoices.When.NEVER or not person.email:
        return None
    if when == NoticeChoices.When.NOW:
        return now
    today = now.replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0)
    return today if now < today else today + dt.timedelta(days=1)


def published(record: Publishable, review: Review | None, *, actor: User | None, is_new: bool) -> None:
    """Tell those who asked for a review of a text that it is public; and whoever began it, if it was not public before."""
    people = [*([record.created_by_id] if is_new else []), *([review.by_id, review.assignee_id] if review is not None else [])]
    note(Kind.PUBLISHED, record, people, actor=actor)
