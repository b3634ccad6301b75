"""The form of a partner."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.registry import record_types
from syndication.addresses import numbers_of, target_of
from syndication.models import Partner


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of records, with their names."""
    return [(known.kind, capfirst(str(known.model._meta.verbose_name_plural))) for known in record_types()]


class PartnerForm(forms.ModelForm):
    """Who is told, where, and of what."""

    kinds = forms.MultipleChoiceField(
        label=capfirst(_("kinds")),
        choices=kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen means all of them."),
    )
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages")),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Changes of a text in one of them. Nothing chosen means all of them."),
    )

    class Meta:
        model = Partner
        fields = ["name", "mail", "address", "kinds", "languages", "tags", "actors", "offices", "places"]
        widgets = {"address": forms.TextInput(attrs={"class": "vTextField", "inputmode": "url"})}
        help_texts = {
            "tags": _("Only what has one of these tags, or names one of the people, offices or places below; all of it, where none is chosen."),
        }

    def clean_address(self) -> Any:  # Any: as in Django
        """Refuse an address that leads into a network of its own, or that nobody knows."""
        address = self.cleaned_data["address"].strip()
        if "address" in self.changed_data or not self.instance.pk:
            numbers_of(target_of(address))
        return address
