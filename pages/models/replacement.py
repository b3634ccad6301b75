"""Words that were replaced in many texts, kept so that it can be undone."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField, ProseField
from publishing.models import Bundle


class Replacement(models.Model):
    """Words of one language, replaced in drafts that one bundle publishes. Written by `pages.replacing`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("language"), max_length=10)
    find = LineField(_("find"), max_length=200)
    replacement = LineField(_("replace with"), max_length=200, blank=True)
    whole_words = models.BooleanField(_("whole words only"), default=True)
    match_case = models.BooleanField(_("match case"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("replaced by"))
    at = models.DateTimeField(_("replaced"), default=timezone.now)
    # The one that was made with it, while there is one; and the one that put old texts back.
    bundle = models.ForeignKey(Bundle, models.SET_NULL, null=True, related_name="+", verbose_name=_("bundle"))
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_in = models.ForeignKey(Bundle, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")
        default_permissions = ("add", "view")
        indexes = [models.Index(fields=["-at", "-id"], name="replacement_newest")]

    def __str__(self) -> str:
        return f"{self.find} → {self.replacement}"


class ReplacementLine(models.Model):
    """What was replaced in one record, or why nothing was."""

    class Outcome(models.TextChoices):
        """What became of the record."""

        REPLACED = "replaced", _("replaced in the draft")
        REFUSED = "refused", _("left as it was")
        BACK = "back", _("as before")
        BACK_IN_DRAFT = "draft", _("as before, in the draft")
        LEFT = "left", _("left as it is")

    change = models.ForeignKey(Replacement, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    # {key of the form: its text} (`publishing.state`).
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    hits = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome)
    # Why it was left, in the words of whoever did it.
    reason = ProseField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a replacement")
        verbose_name_plural = _("lines of replacements")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["change", "record"], name="replacement_line_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
