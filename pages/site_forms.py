"""The form of the site's settings."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.brand import drawn_icon, drawn_logo
from library.forms import PictureInput, name_languages
from library.models import Image, ImageUse
from pages.own_addresses import own_path
from publishing import colours, languages
from publishing.fields.text import readable
from publishing.licences import Licence
from publishing.models import SiteSettings
from publishing.models.site import address_of, colour
from publishing.rendering import attributes

is_web_address = URLValidator(schemes=["https"])
# What fits into the foot of a page, and into a network's label.
MOST_LINKS, LONGEST_LABEL = 12, 60
PICTURES = {"logo_file": drawn_logo, "logo_dark_file": drawn_logo, "icon_file": drawn_icon}
TRANSLATED = ("name", "tagline", "footer", "address", "terms", "terms_address")


class OwnTemplate(forms.Widget):
    """An input printed by a template of ours, which the renderer of forms does not look for."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        return render_to_string(template_name, {**context, "attributes": attributes(context["widget"]["attrs"])})


class BrandInput(OwnTemplate, PictureInput):
    """A file input that shows the picture there is."""

    template_name = "admin/site/brand_input.html"

    def __init__(self, *, dark: bool = False) -> None:
        super().__init__()
        self.dark = dark

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the picture and the paper it is for."""
        return {**super().get_context(name, value, attrs), "picture": value if isinstance(value, str) else "", "dark": self.dark}


class BrandField(forms.FileField):
    """A picture of the site's own: False to take it away, the address it has if it stays, else what the new one was made into."""

    def __init__(self, *, dark: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, widget=BrandInput(dark=dark), **kwargs)


class ColourInput(OwnTemplate, forms.TextInput):
    """A colour, chosen by the browser's own means, with some that it offers."""

    input_type = "color"
    template_name = "admin/site/colour_input.html"
    offered: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the colours that are offered."""
        return {**super().get_context(name, value, attrs), "offered": self.offered}


class ImageSelect(AutocompleteSelect):
    """A choice among the images of the library."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take for the key of no image what is no key, so that it is refused in words and can be shown again."""
        value = super().value_from_datadict(data, files, name)
        try:
            return str(UUID(value)) if value else value
        except ValueError:
            return str(UUID(int=0))


class ColourField(forms.CharField):
    """A colour."""

    widget = ColourInput
    default_validators = [colour]

    def to_python(self, value: Any) -> str:
        """Take capital letters as small ones."""
        return super().to_python(value).lower()


class LinksField(forms.CharField):
    """Labels with addresses, one pair a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """Show the pairs as lines."""
        return "\n".join(f"{label} {address}" for label, address in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[list[str]]:
        """Return the pairs; ValidationError that names every line which is none."""
        found, wrong = [], []
        for number, line in enumerate(readable(super().to_python(value) or "").splitlines(), start=1):
            label, _space, address = line.strip().rpartition(" ")
            if not line.strip():
                continue
            if not label or len(label) > LONGEST_LABEL or not is_address(address):
                wrong.append(
                    ValidationError(_("Line %(number)d: give a name and then its address, which begins with https://."), params={"number": number})
                )
            found.append([label.strip(), address])
        if len(found) > MOST_LINKS:
            wrong.append(ValidationError(_("At most %(most)d are accepted."), params={"most": MOST_LINKS}))
        if wrong:
            raise ValidationError(wrong)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the lines as they are shown."""
        return (self.prepare_value(initial) or "").split() != (data or "").split()


class SiteSettingsForm(forms.ModelForm):
    """Everything that the owner decides of the site. Nothing is stored here: `pages.site_admin` does."""

    logo_file = BrandField(
        label=gettext_lazy("logo"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, best with a transparent ground. It takes the place of our mark and the name at the head of pages."
        ),
    )
    logo_dark_file = BrandField(
        dark=True,
        label=gettext_lazy("logo on dark paper"),
        help_text=gettext_lazy("For readers whose device is set to dark. Without one the logo stands on a light piece of paper."),
    )
    icon_file = BrandField(
        label=gettext_lazy("icon"),
        help_text=gettext_lazy("A square of 180 × 180 pixels or more. It stands in the browser’s tab, among bookmarks and on phones."),
    )
    accent = ColourField(
        label=gettext_lazy("accent on light paper"),
        help_text=gettext_lazy("Links, marks and buttons. It must be read easily: a contrast of 4.5 to 1 with the paper."),
    )
    accent_dark = ColourField(label=gettext_lazy("accent on dark paper"), help_text=gettext_lazy("For readers whose device is set to dark."))
    card = forms.ModelChoiceField(
        Image.objects.all(),
        required=False,
        label=gettext_lazy("picture beside links"),
        help_text=gettext_lazy(
            "Social networks show it beside links to the front page and to lists; records have cards of their own, drawn with their title. "
            "Partners must be allowed to use it. It is public while it is chosen here."
        ),
    )
    social = LinksField(
        required=False,
        label=gettext_lazy("social networks"),
        help_text=gettext_lazy("One a line: a name, a space, the address. For example: Mastodon https://mastodon.social/@matiane"),
    )
    licence = forms.ChoiceField(choices=Licence, label=gettext_lazy("licence"), help_text=gettext_lazy("For texts that name no other."))

    class Meta:
        model = SiteSettings
        fields = [
            *(f"{name}_{code}" for name in TRANSLATED for code in languages.codes()),
            *("accent", "accent_dark", "phone", "email", "social", "licence", "list_untranslated", "mark_terms", "error_reports", "error_reports_to"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        shown = self.instance
        for name, kept in (
            ("logo_file", shown.logo.get("name")),
            ("logo_dark_file", shown.logo_dark.get("name")),
            ("icon_file", shown.icon.get("96")),
        ):
            self.fields[name].initial = address_of(kept) if kept else ""
        # The field that names an image in a model of ours: the autocomplete asks for one.
        card = cast("forms.ModelChoiceField", self.fields["card"])
        card.widget = ImageSelect(ImageUse._meta.get_field("image"), admin.site)
        card.widget.choices = card.choices
        card.initial = shown.card_image
        for name, own in zip(("accent", "accent_dark"), colours.OWN, strict=True):
            self.fields[name].widget.offered = (own,)
        if shown.licence not in Licence.values:
            cast("forms.ChoiceField", self.fields["licence"]).choices = [(shown.licence, shown.licence), *Licence.choices]

    def clean(self) -> dict[str, Any]:
        """Ask for a name, colours that can be read, pictures that can be shown, addresses that lead somewhere."""
        cleaned = super().clean() or self.cleaned_data
        names = [f"name_{code}" for code in languages.codes()]
        if not any(cleaned.get(name) or name in self.errors for name in names):
            self.add_error(names[0], ValidationError(_("Give the site a name in one language at least."), code="name_empty"))
        for name, is_dark in (("accent", False), ("accent_dark", True)):
            self.take(name, lambda colour, is_dark=is_dark: legible(colour, dark=is_dark))
            if name in self.errors and colours.HEX.fullmatch(typed := self.data.get(name, "").lower()):
                self.fields[name].widget.offered = (colours.nearest(typed, dark=is_dark), colours.OWN[is_dark])
        for name, draw in PICTURES.items():
            # What was there before stays as it is.
            if not isinstance(cleaned.get(name), str):
                self.take(name, draw)
        card = cleaned.get("card")
        if card is not None and not card.partners_may_use and card.pk != self.instance.card_image:
            refused = _("Partners may not use this picture, and social networks are partners. Allow it in the library, or choose another one.")
            self.add_error("card", ValidationError(refused, code="not_for_partners"))
        for code in languages.codes():
            self.take(f"terms_address_{code}", terms_page)
        return cleaned

    def take(self, name: str, check: Any) -> None:  # Any: takes what the field holds, returns what is stored of it
        """Store what the check makes of a field that holds something, or its refusal."""
        if name in self.errors or not self.cleaned_data.get(name):
            return
        try:
            self.cleaned_data[name] = check(self.cleaned_data[name])
        except ValidationError as error:
            self.add_error(name, error)


def is_address(text: str) -> bool:
    """Tell whether a text is a secure web address."""
    try:
        is_web_address(text)
    except ValidationError:
        return False
    return True


def legible(colour: str, *, dark: bool) -> str:
    """Return the colour if it can be read on our paper; ValidationError that says how badly it can, and what could be."""
    if colours.is_legible(colour, dark=dark):
        return colour
    raise ValidationError(
        _(
            "%(colour)s is hard to read: its contrast is %(measured)s to 1, and %(least)s is needed. "
            "The nearest colour that can be read is %(nearest)s."
        ),
        code="contrast",
        params={
            "colour": colour,
            "measured": f"{colours.legibility(colour, dark=dark) - 0.005:.2f}",
            "least": colours.LEAST,
            "nearest": colours.nearest(colour, dark=dark),
        },
    )


def terms_page(address: str) -> str:
    """Return the address of a page with terms: one of this site by its path."""
    path = own_path(address)
    if path or is_address(address):
        return path or address
    raise ValidationError(_("Give the address of a page of this site, or one that begins with https://."), code="address")
