"""Keys of the API, and how much each is used."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from publishing.fields.text import LineField


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys."""

    def good(self) -> Self:
        """Keep those that nobody took back."""
        return self.filter(revoked_at=None)


class ApiKey(models.Model):
    """A key of one reader, known here by its beginning and by a hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = LineField(
        _("whose it is"), max_length=120, help_text=_("The organisation or the program, as you will know it later: “University library, mirror”.")
    )
    mail = models.EmailField(_("contact"), blank=True, help_text=_("Whom to write to before the key is taken back."))
    beginning = LineField(_("begins with"), max_length=20, editable=False)
    # The key itself is shown once and kept nowhere.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("made by"))
    at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    used_on = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_good(self) -> bool:
        """Whether nobody took it back."""
        return self.revoked_at is None


class ApiUse(models.Model):
    """How often a key asked for one sort of address on one day."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="uses")
    day = models.DateField(_("day"))
    # With names in braces where keys and slugs stand.
    path = LineField(_("address"), max_length=120)
    requests = models.PositiveBigIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("use of a key")
        verbose_name_plural = _("use of keys")
        ordering = ["-day", "path"]
        constraints = [models.UniqueConstraint(fields=["key", "day", "path"], name="api_use_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.path}: {self.requests}"
