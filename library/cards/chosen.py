"""What social networks show beside links to pages that have no card of their own: an image of the library, else a card of the site."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from library import usage
from library.cards import subjects
from library.cards.drawing import Said
from library.cards.subjects import Found
from library.models import Image
from library.pictures import Card, card_of
from publishing import languages, site
from publishing.models import SiteSettings

# The card of the site: its kind, and its only key.
KIND = "site"
# What is read of the image along with the settings.
COLUMNS = ["renditions", "decorative", "partners_may_use", *(f"{name}_{code}" for name in ("alt", "file_variant") for code in languages.codes())]


def register() -> None:
    """Have the image read with the settings, and its files kept public while they name it; make the card of the site known."""
    subjects.register(subjects.Subject(KIND, find, said))
    usage.register_place(PLACE)
    for name in COLUMNS:
        site.columns[f"card_{name}"] = column(name)


def column(name: str) -> Callable[[], Subquery]:
    """Return what makes the column that holds a value of the image."""
    return lambda: Subquery(Image.objects.filter(pk=OuterRef("card_image")).values(name)[:1])


def shown() -> set[uuid.UUID]:
    """Return the image that the settings name, if there is one."""
    return {key for key in SiteSettings.objects.values_list("card_image", flat=True) if key is not None}


PLACE = usage.Place("site", uuid.UUID(int=1), _("site settings"), shown)


def settle() -> None:
    """Let the image become public, or the one before go. Inside the transaction that saves the settings."""
    usage.settle_place(PLACE)


def find(key: str, _language: str) -> Found | None:
    """Return the settings under the one key that they have."""
    return Found(site.read()) if key == KIND else None


def said(found: Found, language: str) -> Said:
    """Return what the card of the site says: its name is what a card without a title shows."""
    return Said("", language, lead=languages.filled(found.record, "tagline", language)[0])


def card(settings: SiteSettings, language: str) -> Card:
    """Return the picture for links to pages in a language: the owner's choice, or a card with the name of the site.

    One that partners may not use is not shown, whenever that was said; nor is one whose file is still to be made.
    """
    read = {name: getattr(settings, f"card_{name}", None) for name in COLUMNS}
    chosen = card_of(Image(**read), language) if read["renditions"] and read["partners_may_use"] else None
    return chosen or subjects.card(KIND, KIND, Found(settings), language, settings)


def processor(request: HttpRequest) -> dict[str, Any]:
    """Give every template the picture, made only where a template asks for it."""
    return {"site_card": SimpleLazyObject(partial(of, request))}


def of(request: HttpRequest) -> Card:
    """Return the picture for one page."""
    return card(site.of(request), languages.active())
