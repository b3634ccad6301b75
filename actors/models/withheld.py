"""People whom nothing public may name."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from publishing.fields.text import ProseField


class Withheld(models.Model):
    """The mark “do not name” of a person: there while the row is. Written by `actors.withholding`."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="withheld", verbose_name=_("actor"))
    reason = ProseField(
        _("why"), blank=True, help_text=_("For colleagues only: who asked for it, and until when. Nothing of it is public, nor in the audit log.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_constraint=False, verbose_name=_("user"))
    at = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("person not to be named")
        verbose_name_plural = _("people not to be named")

    def __str__(self) -> str:
        return str(self.actor)
