"""The form of a menu: each entry is told where to lead by an address, and remembers the record behind it."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language_from_path, gettext_lazy
from django.utils.translation import gettext as _

from library.forms import name_languages
from library.models import Tag
from news.tags import tag_addresses
from pages import menu_anchors
from pages.menus import PAGES, TAG
from pages.models import Menu, MenuEntry, Page
from pages.own_addresses import found_at, own_path
from pages.site_forms import is_address
from publishing import languages, navigation
from publishing.addresses import record_at
from publishing.registry import by_kind, record_types
from publishing.rows import RowForm, RowFormSet

# What fits into a menu at the head of a page on a phone, and at the foot.
MOST = {Menu.Place.HEADER: 12, Menu.Place.FOOTER: 30}
OFFERED = "menu-targets"
# The columns of an entry that leads nowhere.
NOWHERE: dict[str, Any] = {"page": "", "kind": "", "record": None, "address": "", **menu_anchors.nowhere()}


class EntryForm(RowForm):
    """One entry."""

    leads_to = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("Leads to"),
        widget=forms.TextInput(attrs={"list": OFFERED}),
    )

    class Meta:
        model = MenuEntry
        fields = ["leads_to", *(f"label_{code}" for code in languages.codes()), "position"]
        widgets = {"position": forms.HiddenInput}

    field_order = ["leads_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)
        self.fields["position"].required = False
        self.fields["leads_to"].initial = self.initial["leads_to"] = address_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        """Find what the entry leads to, and ask for a label where there is no title to take it from."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["position"] = cleaned.get("position") or 0
        if "leads_to" in self.errors:
            return cleaned
        try:
            target = target_of(cleaned.get("leads_to", ""), self.instance)
        except ValidationError as error:
            self.add_error("leads_to", error)
            return cleaned
        for name, value in {**NOWHERE, **target}.items():
            setattr(self.instance, name, value)
        if self.instance.is_heading and self.instance.menu_id == Menu.Place.HEADER:
            self.add_error("leads_to", ValidationError(_("Say where it leads: the menu at the head of pages has no headings."), code="heading"))
        elif not self.instance.page and not self.instance.record:
            for code in languages.codes():
                if not cleaned.get(f"label_{code}") and f"label_{code}" not in self.errors:
                    self.add_error(f"label_{code}", ValidationError(_("Give a label: there is no title to take it from."), code="label_empty"))
        return cleaned


class EntryFormSet(RowFormSet):
    """The entries of one menu."""

    def clean(self) -> None:
        """Refuse more than a page has room for."""
        super().clean()
        most = MOST[Menu.Place(self.instance.place)]
        if len(self.standing()) > most:
            raise ValidationError(_("This menu has room for %(most)d entries."), code="too_many", params={"most": most})


def address_of(entry: MenuEntry) -> str:
    """Return what an editor reads as the target of an entry: an address of this site, or of another one."""
    language = languages.active()
    if entry.page:
        return navigation.address(PAGES[entry.page], language)
    if entry.kind == TAG:
        tag = Tag.objects.filter(pk=entry.record).first()
        return tag_addresses(tag)[language] if tag else ""
    if entry.record:
        record = by_kind(entry.kind).model._default_manager.filter(pk=entry.record).first()
        if record is None or not record.slug_in(language):
            return form_of(entry.kind, record.pk) if record is not None else ""
        fragment, language = menu_anchors.fragment(entry, language)
        return navigation.record_address(record, language) + fragment
    return entry.address


def form_of(kind: str, key: uuid.UUID) -> str:
    """Return the address of the form of a record, for one that has no page yet."""
    meta = by_kind(kind).model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[key])


def target_of(typed: str, entry: MenuEntry) -> dict[str, Any]:
    """Return the columns of what an address leads to; ValidationError, in the owner's words, if that is nothing."""
    typed = typed.strip()
    if typed and typed == address_of(entry):
        return {name: getattr(entry, name) for name in NOWHERE}
    if not typed:
        return {}
    if found := own_target(typed):
        return found
    if is_address(typed):
        return {"address": typed}
    raise ValidationError(_("Nothing public stands at this address. Paste one of this site, or one that begins with https://."), code="no_target")


def own_target(typed: str) -> dict[str, Any]:
    """Return the columns of what an address of this site leads to; {} if it is none."""
    path = own_path(typed)
    if not path:
        return form_target(typed)
    match = found_at(path)
    named = {name: page for page, name in PAGES.items()}
    if match is None or match.view_name in named:
        return {"page": named[match.view_name]} if match else {}
    kinds = {kind.url_name: kind.kind for kind in record_types()} | {"news:tag": TAG}
    if match.view_name in kinds:
        kind = kinds[match.view_name]
        key = record_at(kind, match.kwargs["slug"])
        return {"kind": kind, "record": key, **heading_in(kind, key, path)} if key else {}
    return {"address": path}


def heading_in(kind: str, key: uuid.UUID, path: str) -> dict[str, Any]:
    """Return the columns of the heading that an address of a record names; {} if it names none."""
    fragment = urlsplit(path).fragment
    if not fragment:
        return {}
    page = Page.objects.filter(pk=key).first() if kind == menu_anchors.KIND else None
    return menu_anchors.anchors(page, fragment, get_language_from_path(urlsplit(path).path) or languages.active())


def form_target(typed: str) -> dict[str, Any]:
    """Return the columns of the record whose form stands at an address; {} if none does."""
    try:
        match = resolve(urlsplit(typed.removeprefix(navigation.absolute(""))).path)
    except Resolver404:
        return {}
    for kind in record_types():
        meta = kind.model._meta
        if match.view_name == f"admin:{meta.app_label}_{meta.model_name}_change":
            try:
                key = uuid.UUID(match.kwargs["object_id"])
            except ValueError:
                return {}
            return {"kind": kind.kind, "record": key} if kind.model._default_manager.filter(pk=key).exists() else {}
    return {}
