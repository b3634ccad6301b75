"""The one row of settings that the site's owner changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing import languages, licences
from publishing.fields.text import LineField


class SiteSettings(models.Model):
    """The one row of site settings; read it through `publishing.site.current()`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = TranslatedField(LineField(_("name"), max_length=100, blank=True), attrgetter=languages.fallback)
    tagline = TranslatedField(LineField(_("tagline"), max_length=200, blank=True), attrgetter=languages.fallback)
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

    @property
    def licence_name(self) -> str:
        """What the licence is called in the reader's language."""
        return licences.named(self.licence)[0]

    @property
    def licence_url(self) -> str:
        """Where the licence can be read, or ""."""
        return licences.named(self.licence)[1]
