"""How often pages were read, a day at a time, with nothing about who read them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField


class Visits(models.Model):
    """How often a page was read on one day in one language by readers whom one host sent."""

    day = models.DateField(_("date"))
    # The key of a record ("article:<id>"), which keeps its figures through every change of its address; else the address.
    page = LineField(_("page"), max_length=300)
    language = models.CharField(_("language"), max_length=10)
    # "" for readers who came by themselves, or from another page of the site.
    host = LineField(_("came from"), max_length=100, blank=True)
    visits = models.PositiveIntegerField(_("visits"), default=0)

    class Meta:
        ordering = ["-day", "-visits"]
        verbose_name = _("visits")
        verbose_name_plural = _("figures")
        constraints = [models.UniqueConstraint(fields=["day", "page", "language", "host"], name="visits_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.page}"


class ReadLog(models.Model):
    """How far an access log was counted, so that no line is counted twice."""

    # Of its first line: a rotated log keeps it under another name.
    digest = models.CharField(max_length=64, primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("counted log")
        verbose_name_plural = _("counted logs")

    def __str__(self) -> str:
        return self.digest
