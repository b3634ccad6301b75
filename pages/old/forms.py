"""Forms about old addresses: where one leads, and a table of many."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, get_select2_language
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from publishing import languages, navigation, redirects
from publishing.models import Redirect
from publishing.publishable import Publishable
from publishing.registry import by_kind, record_types

# How many records a search offers.
OFFERED = 20


def key_of(record: Publishable, kind: str, language: str) -> str:
    """Return the key of a record in a language, as the form and tables name it."""
    return f"{kind}:{record.pk}:{language}"


def label_of(record: Publishable, language: str) -> str:
    """Return what a record in a language is called in a list to choose from."""
    title = record.title_in(language)[0] or record.working_title or str(record.pk)
    return f"{title} ({get_language_info(language)['name_translated']})"


def offered(words: str) -> list[dict[str, str]]:
    """Return the public records whose title holds these words, in each language they can be read in."""
    found = []
    for kind in record_types():
        for code in languages.codes():
            named = kind.model._default_manager.available_in(code).filter(**{f"{kind.model.title_field}_{code}__icontains": words})  # type: ignore[attr-defined]  # every record type has this queryset
            found += [{"id": key_of(record, kind.kind, code), "text": label_of(record, code)} for record in named.order_by("-live_at")[:OFFERED]]
    return found[:OFFERED]


def redirect_to(text: str) -> Redirect:
    """Return an unsaved redirect to what somebody chose or typed: the key of a record, or an address."""
    kind, _colon, rest = text.partition(":")
    key, _colon, language = rest.partition(":")
    if kind in {known.kind for known in record_types()} and language in languages.codes():
        try:
            record = by_kind(kind).model._default_manager.filter(pk=uuid.UUID(key)).first()
        except ValueError:
            record = None
        if record is None:
            raise ValidationError(_("What was chosen here no longer exists."), code="no_record")
        return Redirect(kind=kind, record=record.pk, language=language)
    return redirects.toward(text)


def leads_to(redirect: Redirect, record: Publishable | None) -> str:
    """Return where a redirect leads, as an address that can be entered again; the key of a record that has none in public."""
    if redirect.target:
        return redirect.target
    return (
        navigation.record_address(record, redirect.language)
        if record and record.is_live
        else f"{redirect.kind}:{redirect.record}:{redirect.language}"
    )


class RecordOrAddress(forms.Select):
    """A record found by typing words of its title, or an address typed in full."""

    @property
    def media(self) -> forms.Media:
        """Bring what the admin's autocomplete brings."""
        return AutocompleteSelect(None, admin.site).media

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Let the admin's script ask our list, and take what is typed."""
        return super().build_attrs(base_attrs, extra_attrs) | {
            "class": "admin-autocomplete",
            "data-ajax--url": reverse("admin:publishing_redirect_records"),
            "data-ajax--delay": 250,
            "data-theme": "admin-autocomplete",
            "data-tags": "true",
            "data-allow-clear": "true",
            "data-placeholder": "",
            "lang": get_select2_language(),
        }

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:  # Any: as in Django
        """Return what is chosen, by its name."""
        options = [self.create_option(name, "", "", selected=False, index=0)]
        options += [self.create_option(name, key, named(key), selected=True, index=1) for key in value if key]
        return [(None, options, 0)]


def named(text: str) -> str:
    """Return the name of what was chosen; an address is its own."""
    try:
        redirect = redirect_to(text)
    except ValidationError:
        return text
    if not redirect.kind:
        return text
    record = by_kind(redirect.kind).model._default_manager.filter(pk=redirect.record).first()
    return label_of(record, redirect.language) if record else text


class RedirectForm(forms.ModelForm):
    """An old address, and where it leads."""

    path = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Old address"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("As it was on the old site, with what stands behind “?”, for example /2019/05/visit/ or /?p=12."),
    )
    to = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Leads to"),
        widget=RecordOrAddress,
        help_text=gettext_lazy("Words of a title, an address of this site such as /en/news/, or one of another site that begins with https://."),
    )

    class Meta:
        model = Redirect
        fields = ["path"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["path"].disabled = True
            record = f"{self.instance.kind}:{self.instance.record}:{self.instance.language}"
            self.initial["to"] = self.instance.target or record

    def clean(self) -> dict[str, Any] | None:
        """Bring the address into its spelling; refuse one that is taken, answers itself, or would lead in a circle."""
        cleaned = super().clean() or {}
        path, to = cleaned.get("path"), cleaned.get("to")
        for name, check in {"path": self.check_path, "to": self.check_target}.items():
            if cleaned.get(name) and not self.errors:
                try:
                    check(path or "", to or "")
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    def check_path(self, path: str, _to: str) -> None:
        """Refuse an address that leads somewhere already."""
        self.cleaned_data["path"] = spelled = redirects.old_paths.normal(path)
        redirects.refuse_answered(path)
        there = Redirect.objects.filter(path=spelled).exclude(pk=self.instance.pk).first()
        if there is not None:
            raise ValidationError(_("This old address is in the list already."), code="redirect_taken")

    def check_target(self, path: str, to: str) -> None:
        """Refuse what cannot be led to, and circles."""
        redirect = redirect_to(to)
        redirects.settle(path, redirect)
        for name in ("path", "kind", "record", "language", "target", "toward"):
            setattr(self.instance, name, getattr(redirect, name))


class TableForm(forms.Form):
    """A table of old addresses."""

    table = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy("Two columns, old_address and leads_to, in UTF-8, parted by commas or semicolons."),
    )
    replace = forms.BooleanField(required=False, label=gettext_lazy("Change old addresses that lead to another place already"))
