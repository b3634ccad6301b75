"""What outlives a record's content in public: its addresses, and what a withdrawn one tells."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing.fields.text import LineField, ProseField


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
    """What readers are told of a text that was taken back in one language: exactly what the editor allowed (HTTP 410, RFC 9110 section 15.5.11)."""

    record = models.UUIDField()
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    show_date = models.BooleanField(_("show the date"), default=True)
    # In this language, where it may be told; the row of the record may have lost it.
    title = LineField(_("title"), max_length=300, blank=True)
    reason = TranslatedField(ProseField(_("public reason"), blank=True))
    successor_kind = models.CharField(max_length=20, blank=True)
    successor = models.UUIDField(_("read instead"), null=True, blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [models.UniqueConstraint(fields=["record", "language"], name="withdrawal_once_per_language")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.language}"
