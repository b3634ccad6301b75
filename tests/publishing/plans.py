"""Scheduled steps for tests, and the time that passes."""

import datetime as dt
from typing import Any

from django.utils import timezone

from news.models import Article
from publishing import drafts, due, scheduling, standings, uses
from publishing.models import Draft, ScheduledStep
from tests.factories import make_kind, publisher

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def make_live(**fields: Any) -> Article:
    """Make a public article, in English unless told otherwise."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def tomorrow() -> dt.datetime:
    return timezone.now() + DAY


def plan(record: Article, at: dt.datetime, **fields: Any) -> ScheduledStep:
    """Type into the draft and schedule it."""
    drafts.save(record, fields, by=publisher())
    return scheduling.change(record, by=publisher(), at=at)


def come(step: ScheduledStep) -> int:
    """Let the moment of a step have come; return how many steps were taken."""
    return due.take_all(step.at + SECOND)


def refusal(step: ScheduledStep) -> str:
    step.refresh_from_db()
    return step.refusal_en


def correct(record: Article, **fields: Any) -> None:
    """Correct the public text past the draft, as a bulk action does."""
    draft = Draft.objects.filter(record=record.pk).first()
    Draft.objects.filter(record=record.pk).delete()
    drafts.save(record, fields, by=publisher())
    drafts.publish(record, by=publisher())
    if draft is not None:
        Draft.objects.bulk_create([draft])
        Article.objects.filter(pk=record.pk).update(has_draft=True)
        record.refresh_from_db()
        # What follows from the draft that is there again.
        uses.recount([("article", record.pk)])
        standings.write(record, in_draft=standings.drafted(record, draft.data))
