"""Where each record stands, kept for the pages that show many at once: the languages board, the desk's front page, the calendar, quick search."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing import languages
from publishing.fields.text import ProseField
from publishing.publishable import State

PUBLISHED = Q(state=State.PUBLISHED)


class StandingQuerySet(models.QuerySet["Standing"]):
    """Rows of records, whoever may open these: `publishing.seen` says who may."""

    def kept(self) -> Self:
        """Leave out what lies in the trash."""
        return self.exclude(state=State.TRASHED)

    def live(self, at: dt.datetime | None = None) -> Self:
        """Keep what is public at the moment `at` (now by default)."""
        return self.filter(PUBLISHED, public_at__lte=at or timezone.now())

    def scheduled(self, at: dt.datetime | None = None) -> Self:
        """Keep what becomes public by itself after the moment `at` (now by default)."""
        return self.filter(PUBLISHED, public_at__gt=at or timezone.now())


class Standing(models.Model):
    """A row per record of any kind that anybody worked on. Written by `publishing.standings`, with each step and each draft."""

    class Cell(models.TextChoices):
        """How far the text of a record is in one language."""

        MISSING = "missing", _("missing")
        DRAFT = "draft", _("draft")
        OUTDATED = "outdated", _("outdated")
        CURRENT = "current", _("up to date")

    record = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Since when, or from when on, the record is public; null unless it is published.
    public_at = models.DateTimeField(null=True)
    # Since when, or from when on, its text in a language is public, where that is later than the record; null otherwise.
    follows = TranslatedField(models.DateTimeField(null=True))
    cell = TranslatedField(models.CharField(max_length=8, choices=Cell, default=Cell.MISSING))
    # Since when its text stands like this; how many published changes of the others it lacks.
    cell_since = TranslatedField(models.DateTimeField())
    behind = TranslatedField(models.PositiveIntegerField(default=0))
    # Whether the record is published and one language is not up to date; the oldest of what is to be done in it, or of its texts.
    is_gap = models.BooleanField(default=False)
    since = models.DateTimeField()
    # How often it was read in the last weeks.
    readers = models.PositiveIntegerField(default=0)
    # Its titles as `publishing.search.fold` makes them, a line each: those that the public row has, and those of the draft.
    titles = ProseField(blank=True)
    draft_title = ProseField(blank=True)
    # What the next publication is compared with, by language (`publishing.standings.Text`); languages that the draft has a text in.
    texts = models.JSONField[dict[str, Any]](default=dict)  # Any: values of a `Text`
    drafted = models.JSONField[list[str]](default=list)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of a record")
        verbose_name_plural = _("standings of records")
        indexes = [
            models.Index(fields=["since", "record"], name="standing_by_age"),
            models.Index(fields=["-readers", "record"], name="standing_by_readers"),
            models.Index(fields=["since", "record"], condition=Q(is_gap=True), name="standing_gap_by_age"),
            models.Index(fields=["-readers", "record"], condition=Q(is_gap=True), name="standing_gap_by_readers"),
            models.Index(fields=["public_at", "record"], condition=PUBLISHED, name="standing_by_moment"),
            *(
                models.Index(fields=[f"follows_{code}", "record"], condition=Q(**{f"follows_{code}__isnull": False}), name=f"standing_follows_{code}")
                for code in languages.codes()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
