"""Entries of menus that lead to a heading of a page: which heading that is in each language, and whether it is still there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from pages.models import MenuEntry, Page
from publishing import languages, navigation
from publishing.fields import richtext
from publishing.fields.richtext_render import Heading

KIND = "page"
# Any anchor at all.
ANCHORED = Q(*(~Q(**{f"anchor_{code}": ""}) for code in languages.codes()), _connector=Q.OR)


@dataclass(frozen=True)
class Lost:
    """A heading that a page no longer has, as the owner of the menus is told."""

    label: str
    heading: str
    language: str


def headings(page: Page, language: str) -> list[Heading]:
    """Return the headings of a page's text in a language, if readers can see it."""
    return richtext.outlined(getattr(page, f"body_{language}"), language=language)[1] if page.is_available_in(language) else []


def anchors(page: Page | None, fragment: str, language: str) -> dict[str, Any]:  # Any: texts, and whether they are lost
    """Return the columns of a heading that an address in `language` names, with its counterpart where another text has the same outline.

    ValidationError, in the owner's words, if the page has no such heading.
    """
    found = headings(page, language) if page is not None else []
    place = next((number for number, heading in enumerate(found) if heading.anchor == unquote(fragment)), None)
    if page is None or place is None:
        raise ValidationError(_("There is no such heading of a page. Choose one from the list."), code="no_heading")
    columns = nowhere() | {f"anchor_{language}": found[place].anchor}
    for code in languages.codes():
        other = headings(page, code)
        if [heading.level for heading in other] == [heading.level for heading in found]:
            columns[f"anchor_{code}"] = other[place].anchor
    return columns


def nowhere() -> dict[str, Any]:  # Any: as above
    """Return the columns of an entry that leads to no heading."""
    return {f"anchor_{code}": "" for code in languages.codes()} | {f"lost_{code}": False for code in languages.codes()}


def fragment(entry: MenuEntry, language: str) -> tuple[str, str]:
    """Return (what stands behind the address of an entry, its language): of the first language that has a heading, or nothing."""
    found = ((getattr(entry, f"anchor_{code}"), code) for code in languages.preference(language))
    return next(((f"#{anchor}", code) for anchor, code in found if anchor), ("", language))


def settle(page: Page) -> None:
    """Note which entries lead to a heading that the page no longer has. Inside the transaction of the step."""
    entries = list(MenuEntry.objects.filter(ANCHORED, kind=KIND, record=page.pk))
    if not entries:
        return
    standing = {code: {heading.anchor for heading in headings(page, code)} for code in languages.codes()}
    for entry in entries:
        for code in languages.codes():
            anchor = getattr(entry, f"anchor_{code}")
            # Where the text is not public, nothing is printed, and it may come back.
            if page.is_available_in(code):
                setattr(entry, f"lost_{code}", bool(anchor) and anchor not in standing[code])
        entry.save(update_fields=[f"lost_{code}" for code in languages.codes()])


def lost(menu: Any) -> list[Lost]:  # Any: a menu, with the manager of its entries
    """Return the headings that entries of a menu lead to in vain."""
    missing = Q(*(Q(**{f"lost_{code}": True}) for code in languages.codes()), _connector=Q.OR)
    entries = list(menu.entries.filter(missing))
    titles = {page.pk: str(page) for page in Page.objects.filter(pk__in=[entry.record for entry in entries])}
    return [
        Lost(str(entry) or titles.get(entry.record, ""), getattr(entry, f"anchor_{code}"), navigation.name_of(code))
        for entry in entries
        for code in languages.codes()
        if getattr(entry, f"lost_{code}")
    ]
