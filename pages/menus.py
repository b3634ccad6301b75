"""The menus as readers see them: read in one query, once per public change; what is not public in a language is not there."""

from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import override

from library import tags
from pages.models import Menu, MenuEntry
from publishing import languages, navigation, remembered
from publishing.registry import by_kind, record_types

# What tags are called among the kinds; they are no records.
TAG = "tag"
# Pages that every site has -> the names of their addresses.
PAGES = {
    "home": "home",
    "news": "news:list",
    "topics": "pages:topics",
    "tags": "news:tags",
    "actors": "actors:list",
    "offices": "actors:offices",
    "places": "actors:places",
    "chronology": "chronicle:list",
    "agreements": "chronicle:agreements",
    "corrections": "news:corrections",
    "glossary": "pages:glossary",
}
_known = remembered.Memory(16)


@dataclass(frozen=True)
class Entry:
    """An entry in one language; `lang` only where the label is in another one, `section` as pages name theirs."""

    label: str
    lang: str
    url: str
    section: str

    @property
    def is_elsewhere(self) -> bool:
        """Whether it leads to another site."""
        return self.url.startswith("https://")


@dataclass
class Group:
    """Entries of the footer under their heading, if they have one."""

    heading: str = ""
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Menus:
    """Both menus in one language. `digest` stands for all they print."""

    header: list[Entry]
    footer: list[Group]
    digest: str
    urls: frozenset[str]


@dataclass(frozen=True)
class Shown:
    """The menus on one page; `here` is its address, if an entry leads to it."""

    menus: Menus
    here: str

    @property
    def header(self) -> list[Entry]:
        """The entries at the head."""
        return self.menus.header

    @property
    def footer(self) -> list[Group]:
        """The groups at the foot."""
        return self.menus.footer

    @property
    def digest(self) -> str:
        """Stands for all that is printed."""
        return self.menus.digest


def processor(request: HttpRequest) -> dict[str, Any]:
    """Give every template the menus, read only where a template asks for them."""
    return {"menus": SimpleLazyObject(partial(shown, request))}


def shown(request: HttpRequest) -> Shown:
    """Return the menus for one page: read once per public change and language."""
    language = languages.active()
    known = _known.under(remembered.stamp(request))
    if language not in known:
        known[language] = read(language)
    return Shown(known[language], request.path if request.path in known[language].urls else "")


def read(language: str) -> Menus:
    """Read the menus in one language. One query."""
    header: list[Entry] = []
    footer = [Group()]
    for row in rows(language):
        entry = entry_of(row, language)
        if row.is_heading and entry and row.menu_id == Menu.Place.FOOTER:
            footer.append(Group(entry.label))
        elif entry and entry.url:
            (header if row.menu_id == Menu.Place.HEADER else footer[-1].entries).append(entry)
    footer = [group for group in footer if group.entries]
    every = [*header, *(entry for group in footer for entry in group.entries)]
    digest = blake2b(repr((header, footer)).encode(), digest_size=8).hexdigest()
    return Menus(header, footer, digest, frozenset(entry.url for entry in every))


def rows(language: str) -> QuerySet[MenuEntry]:
    """Return the entries with the title and slug of what they lead to, as far as it is public in a language."""
    titles, slugs = [], []
    for kind in record_types():
        model = kind.model
        public = model._default_manager.available_in(language).filter(pk=OuterRef("record")).order_by()  # type: ignore[attr-defined]
        titles.append(value(public, f"{model.title_field}_{language}"))
        slugs.append(value(public, f"{model.slug_field}_{language}"))
    carried = tags.public().filter(pk=OuterRef("record")).order_by()
    labels = {f"tag_{name}_{code}": value(carried, f"{name}_{code}") for name in ("label", "slug") for code in languages.codes()}
    found = MenuEntry.objects.annotate(
        title=Coalesce(*titles, Value(""), output_field=CharField()), slug=Coalesce(*slugs, Value(""), output_field=CharField()), **labels
    )
    return found.order_by("position", "id")


def value(found: QuerySet, name: str) -> Subquery:
    """Return a column of the one record that is asked for."""
    return Subquery(found.values(name)[:1], output_field=CharField())


def entry_of(row: Any, language: str) -> Entry | None:  # Any: an entry with the columns of `rows`
    """Return an entry in a language; None if what it leads to is not public there."""
    label, lang = languages.filled(row, "label", language)
    own = getattr(row, f"label_{language}")
    if row.page:
        with override(language):
            return Entry(own or str(MenuEntry.Page(row.page).label), "", navigation.address(PAGES[row.page], language), row.page)
    if row.kind == TAG:
        slug = first(row, "tag_slug", language)[0]
        label, lang = (own, language) if own else first(row, "tag_label", language)
        return Entry(label, languages.other(lang, language), navigation.address_of_slug("news:tag", language, slug), "") if slug else None
    if row.record:
        url = navigation.address_of_slug(by_kind(row.kind).url_name, language, row.slug) if row.slug and row.title else ""
        anchor = "" if getattr(row, f"lost_{language}") else getattr(row, f"anchor_{language}")
        return Entry(own or row.title, "", f"{url}#{anchor}" if anchor else url, "") if url else None
    return Entry(label, languages.other(lang, language), in_language(row.address, language), "")


def first(row: Any, name: str, language: str) -> tuple[str, str]:  # Any: as above
    """Return (value, its language) of a column that was read in every language."""
    return next(((text, code) for code in languages.preference(language) if (text := getattr(row, f"{name}_{code}"))), ("", language))


def in_language(address: str, language: str) -> str:
    """Return the address of a page of this site in the reader's language; any other as it is."""
    code, slash, rest = address.removeprefix("/").partition("/")
    return f"/{language}/{rest}" if address.startswith("/") and slash and code in languages.codes() else address
