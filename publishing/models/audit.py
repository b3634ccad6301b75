"""Who did what."""

import hashlib
import json
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Audit(models.Model):
    """Who did what, each row sealed with the one before it (SHA-256). No update, no delete."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("date"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("user"), null=True, related_name="+", db_constraint=False)
    action = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, blank=True)
    record = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("act")
        verbose_name_plural = _("audit log")
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
