"""Work in progress and its history: drafts and versions."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing import languages
from publishing.fields.text import LineField

# A form's state (publishing.state): field or row key -> value.
FormState = dict[str, Any]


class Draft(models.Model):
    """The form of a record as the editor left it, and the live form it started from. One per record."""

    record = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    data = models.JSONField[FormState]()
    base = models.JSONField[FormState]()
    # A new random text at each save: a tab that holds another one is stale. It never restarts, unlike a number.
    token = models.UUIDField(default=uuid.uuid4)
    # The open form that saved it, if a form did: whoever hears no answer and sends again clashes with nobody.
    form = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        # Which texts somebody may write, and into which languages translate (publishing.rights).
        permissions = [
            ("write_shared_draft", "Can change what all languages of a text share"),
            *((f"write_{code}_draft", f"Can write texts in: {code}") for code in languages.codes()),
            *((f"translate_{code}_draft", f"Can translate everybody's texts into: {code}") for code in languages.codes()),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Version(models.Model):
    """The form of a record at one publication or one draft saved by hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField()
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    data = models.JSONField[FormState]()
    published = models.BooleanField(default=False)
    languages = models.JSONField(default=list)
    # For editors; what readers are told of a publication stands in `public_note`.
    note = LineField(_("note"), max_length=300, blank=True)
    public_note = TranslatedField(LineField(_("what changed, for readers"), max_length=300, blank=True))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["record", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="version_number_once_per_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.number}"
