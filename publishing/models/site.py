"""The one row of settings that the site's owner changes."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing import colours, languages, licences
from publishing.fields.text import LineField, ProseField

colour = RegexValidator(rf"^{colours.HEX.pattern}\Z", _("Give a colour as #rrggbb, for example #7a1c30."), code="colour")


@dataclass(frozen=True)
class Said:
    """A text of the settings; `lang` only where it is not in the reader's language."""

    text: str
    lang: str


@dataclass(frozen=True)
class Logo:
    """A picture of the site's own; the address is that of a file, as pages name it."""

    url: str
    width: int
    height: int


class SiteSettings(models.Model):
    """The one row of site settings; read it through `publishing.site.current()`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = TranslatedField(LineField(_("name"), max_length=100, blank=True), attrgetter=languages.fallback)
    tagline = TranslatedField(LineField(_("tagline"), max_length=200, blank=True), attrgetter=languages.fallback)
    # Files of our making, as `library.brand` stored them: {"name", "width", "height"}; of the icon {side: name}.
    logo = models.JSONField(default=dict, blank=True, editable=False)
    logo_dark = models.JSONField(default=dict, blank=True, editable=False)
    icon = models.JSONField(default=dict, blank=True, editable=False)
    accent = LineField(_("accent on light paper"), max_length=7, default=colours.OWN[0], validators=[colour])
    accent_dark = LineField(_("accent on dark paper"), max_length=7, default=colours.OWN[1], validators=[colour])
    # An image of the library, which the kernel does not know.
    card_image = models.UUIDField(_("picture beside links"), null=True, blank=True, editable=False)
    footer = TranslatedField(
        ProseField(_("text at the foot of every page"), blank=True, help_text=_("For example who publishes the site, and with whose support.")),
        attrgetter=languages.fallback,
    )
    address = TranslatedField(ProseField(_("postal address"), blank=True), attrgetter=languages.fallback)
    phone = LineField(_("telephone"), max_length=40, blank=True, help_text=_("With the country’s code, for example +995 32 2 00 00 00."))
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Readers see it at the foot of every page."))
    # [[label, address]]
    social = models.JSONField(_("social networks"), default=list, blank=True)
    licence = models.CharField(_("licence"), max_length=30, default="CC-BY-4.0", help_text=_("For texts that name no other."))
    terms = TranslatedField(
        ProseField(
            _("terms of use"),
            blank=True,
            help_text=_("In a few sentences, for readers and partners. They stand at the foot of every page, in feeds and in the API."),
        ),
        attrgetter=languages.fallback,
    )
    terms_address = TranslatedField(
        LineField(
            _("page with the terms of use"),
            max_length=300,
            blank=True,
            help_text=_("The address of a page of this site or of another one, beginning with https://."),
        ),
        attrgetter=languages.fallback,
    )
    list_untranslated = models.BooleanField(
        _("list untranslated records"),
        default=True,
        help_text=_("Lists show records that exist only in another language, with a notice that says so."),
    )
    mark_terms = models.BooleanField(
        _("mark terms of the glossary"),
        default=True,
        help_text=_("Where a text first uses a term, it leads to the glossary and says what it means. A text may be left as it is."),
    )

    error_reports = models.BooleanField(
        _("readers may report errors"), default=True, help_text=_("A link below each text leads to a form, which is mailed to the editors.")
    )
    error_reports_to = models.EmailField(
        _("mail reports of errors to"),
        blank=True,
        help_text=_("Left empty, they go to the address that the operator has set, else to the e-mail above."),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="site_settings_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @property
    def reports_to(self) -> str:
        """Where reports of errors are mailed; "" if readers cannot report any."""
        return (self.error_reports_to or settings.EDITORS_EMAIL or self.email) if self.error_reports else ""

    @property
    def licence_name(self) -> str:
        """What the licence is called in the reader's language."""
        return licences.named(self.licence)[0]

    @property
    def licence_url(self) -> str:
        """Where the licence can be read, or ""."""
        return licences.named(self.licence)[1]

    @property
    def logo_light(self) -> Logo | None:
        """The logo for light paper, if the site has one."""
        return logo_of(self.logo)

    @property
    def logo_on_dark(self) -> Logo | None:
        """The logo for dark paper, if the site has one of its own for it."""
        return logo_of(self.logo_dark) if self.logo else None

    @property
    def icons(self) -> dict[str, str]:
        """Address of the site's icon by its side in pixels, as templates name it ("side_96"); empty where it has none of its own."""
        return {f"side_{side}": address_of(name) for side, name in self.icon.items()}

    @property
    def style_sheet(self) -> str:
        """Where the style sheet of the site's own accent is; "" if the accent is ours."""
        if (self.accent, self.accent_dark) == colours.OWN:
            return ""
        digest = colours.digest(self.accent, self.accent_dark)
        return reverse("accent", kwargs={"light": self.accent[1:], "dark": self.accent_dark[1:], "digest": digest})

    @property
    def footer_said(self) -> Said:
        """The text at the foot of pages."""
        return self.said("footer")

    @property
    def address_said(self) -> Said:
        """The postal address."""
        return self.said("address")

    @property
    def terms_said(self) -> Said:
        """The terms of use."""
        return self.said("terms")

    @property
    def dialled(self) -> str:
        """The telephone number as a machine dials it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    def said(self, name: str) -> Said:
        """Return a translated text with its language."""
        text, language = languages.filled(self, name)
        return Said(text, languages.other(language, languages.active()))

    @cached_property
    def digest(self) -> str:
        """Stands for all values, for parts of pages that are remembered."""
        values = [(field.attname, getattr(self, field.attname)) for field in self._meta.concrete_fields]
        return blake2b(repr(values).encode(), digest_size=8).hexdigest()


def logo_of(stored: dict[str, Any]) -> Logo | None:
    """Return a picture as it was stored."""
    return Logo(address_of(stored["name"]), stored["width"], stored["height"]) if stored else None


def address_of(name: str) -> str:
    """Return the address of a public file, as pages name it."""
    return default_storage.url(name)
