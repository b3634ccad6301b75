"""Addresses that readers ask for in vain, so that somebody can lead them on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField

# Longer ones are not counted: nobody typed or linked them.
LONGEST = 300


class MissingAddress(models.Model):
    """How often an address without a page was asked for on one day. Who asked is kept nowhere."""

    day = models.DateField(_("date"))
    path = LineField(_("address"), max_length=LONGEST)
    hits = models.PositiveIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        constraints = [models.UniqueConstraint(fields=["day", "path"], name="missing_address_once_a_day")]

    def __str__(self) -> str:
        return self.path


class IgnoredAddress(models.Model):
    """A missing address that nobody needs to see again."""

    path = LineField(_("address"), max_length=LONGEST)

    class Meta:
        verbose_name = _("ignored address")
        verbose_name_plural = _("ignored addresses")
        constraints = [models.UniqueConstraint(fields=["path"], name="ignored_address_once")]

    def __str__(self) -> str:
        return self.path
