"""Words that were replaced in many texts, kept so that it can be undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField
from publishing.models import Bundle
from publishing.models.undoable import Undoable, UndoableLine


class Replacement(Undoable):
    """Words of one language, replaced in drafts that bundles publish: one act with one undo. Written by `pages.replacing`."""

    language = models.CharField(_("language"), max_length=10)
    find = LineField(_("find"), max_length=200)
    replacement = LineField(_("replace with"), max_length=200, blank=True)
    whole_words = models.BooleanField(_("whole words only"), default=True)
    match_case = models.BooleanField(_("match case"), default=False)

    class Meta(Undoable.Meta):
        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")
        default_permissions = ("add", "view")
        indexes = [models.Index(fields=["-at", "-id"], name="replacement_newest")]

    def __str__(self) -> str:
        return f"{self.find} → {self.replacement}"


class ReplacementLine(UndoableLine):
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
    hits = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome)
    # The one that publishes it, while there is one; and the one that put the old text back.
    bundle = models.ForeignKey(Bundle, models.SET_NULL, null=True, related_name="+", verbose_name=_("bundle"))
    undone_in = models.ForeignKey(Bundle, models.SET_NULL, null=True, related_name="+")

    class Meta(UndoableLine.Meta):
        verbose_name = _("line of a replacement")
        verbose_name_plural = _("lines of replacements")
        constraints = [models.UniqueConstraint(fields=["change", "record"], name="replacement_line_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
