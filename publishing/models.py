"""What the kernel keeps beside the records: drafts, versions, addresses, withdrawals, the change log, the audit log, the site."""

import hashlib
import json
import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing import languages

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
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

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
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["record", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="version_number_once_per_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.number}"


class Address(models.Model):
    """A slug that a record has or had. Unique over all languages of its kind; an old one leads to the record, so there are no chains."""

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=200)
    record = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="address_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"


class Withdrawal(models.Model):
    """What the address of a withdrawn record tells: exactly what the editor allowed (HTTP 410, RFC 9110 section 15.5.11)."""

    record = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    show_date = models.BooleanField(_("show the date"), default=True)
    show_title = models.BooleanField(_("show the title"), default=False)
    reason = TranslatedField(models.TextField(_("public reason"), blank=True))
    successor_kind = models.CharField(max_length=20, blank=True)
    successor = models.UUIDField(_("read instead"), null=True, blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class ChangeHead(models.Model):
    """The one counter row: taken last in every editorial act, so that numbers follow the order of commits."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    # When the number last moved: before it, no public page changed.
    moved_at = models.DateTimeField(null=True)
    # When the next scheduled record becomes public; null if none waits.
    next_due_at = models.DateTimeField(null=True)
    # The last link of the audit log's chain.
    audit_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="change_head_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)

    def move(self) -> None:
        """Take the next number. Saves nothing."""
        self.sequence += 1
        self.moved_at = timezone.now()


class Change(models.Model):
    """One public change. Append-only, in commit order."""

    class Kind(models.TextChoices):
        """What happened, in the words of the API."""

        PUBLISHED = "published", _("published")
        UPDATED = "updated", _("updated")
        CORRECTED = "corrected", _("corrected")
        RETITLED = "retitled", _("retitled")
        TRANSLATED = "translated", _("translated")
        MERGED = "merged", _("merged")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DELETED = "deleted", _("deleted")

    sequence = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    record_kind = models.CharField(max_length=20)
    record = models.UUIDField()
    languages = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["record", "sequence"], name="change_by_record")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.record_kind} {self.record}"


class Audit(models.Model):
    """Who did what, each row sealed with the one before it (SHA-256). No update, no delete."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False)
    action = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, blank=True)
    record = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [models.Index(fields=["record", "-id"], name="audit_by_record")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def seal(self) -> str:
        """Return the hash over everything in this row and the hash before it."""
        parts = [self.previous, self.at.isoformat(), self.by_id, self.action, self.kind, str(self.record or ""), self.detail]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The audit log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit log is append-only.")


class SiteSettings(models.Model):
    """The one row of site settings; read it through `publishing.site.current()`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = TranslatedField(models.CharField(_("name"), max_length=100, blank=True), attrgetter=languages.fallback)
    tagline = TranslatedField(models.CharField(_("tagline"), max_length=200, blank=True), attrgetter=languages.fallback)
    licence = models.CharField(_("licence"), max_length=30, default="CC-BY-4.0", help_text=_("For texts that name no other."))
    list_untranslated = models.BooleanField(
        _("list untranslated records"),
        default=True,
        help_text=_("Lists show records that exist only in another language, with a notice that says so."),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="site_settings_is_one_row")]

    def __str__(self) -> str:
        return self.name
