"""What colleagues and invited readers say of a draft."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField, ProseField


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments."""

    def open(self) -> Self:
        """Keep what was said first of something, and still waits for somebody."""
        return self.filter(reply_to=None, resolved_at=None)


class Comment(models.Model):
    """A comment on a draft, or a reply to one. Never public. Written by `publishing.review.comments`."""

    LONGEST = 4000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField()
    kind = models.CharField(max_length=20)
    # The key of the form's state that it is about (publishing.state); "" for the record as a whole.
    key = models.CharField(max_length=200, blank=True)
    text = ProseField(max_length=LONGEST)
    # Replies are flat: each is to the comment that began.
    reply_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # The name that somebody without an account gave.
    guest = LineField(max_length=80, blank=True)
    # The review link that it came by: whoever has it reads what was said by it, and the answers.
    link = models.ForeignKey("publishing.PreviewLink", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["record", "at"], name="comment_by_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.at:%Y-%m-%d %H:%M}"
