"""Where a page stands: its address in every language, and what its head and masthead say of it."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info, override

from publishing import languages
from publishing.publishable import Publishable
from publishing.registry import record_type

# Stands in for a slug while the pattern of an address is read from the URL configuration.
STAND_IN = "0-0"


@lru_cache(maxsize=1024)
def address(name: str, language: str, **kwargs: object) -> str:
    """Return the address of a named page in `language`. Reversed once per process."""
    with override(language):
        return reverse(name, kwargs=kwargs)


def addresses(name: str, **kwargs: object) -> dict[str, str]:
    """Return {language: address} of a page whose address differs in nothing else."""
    return {code: address(name, code, **kwargs) for code in languages.codes()}


@lru_cache(maxsize=256)
def _around_slug(name: str, language: str) -> tuple[str, str]:
    before, _stand_in, after = address(name, language, slug=STAND_IN).partition(STAND_IN)
    return before, after


def address_of_slug(name: str, language: str, slug: str) -> str:
    """Return the address of the page named `name` that has `slug`. Reversed once per name and language, for lists."""
    before, after = _around_slug(name, language)
    return f"{before}{slug}{after}"


def record_address(record: Publishable, language: str) -> str:
    """Return the address of a record in `language`."""
    return address_of_slug(record_type(record).url_name, language, record.slug_in(language))


def record_addresses(record: Publishable) -> dict[str, str]:
    """Return {language: address} of a record."""
    return {code: record_address(record, code) for code in languages.codes()}


def short_address(record: Publishable) -> str:
    """Return the permanent short address of a record, as one copies it."""
    before, after = _around_short()
    return absolute(f"{before}{record.short_id}{after}")


@lru_cache
def _around_short() -> tuple[str, str]:
    before, _stand_in, after = reverse("short", kwargs={"short_id": STAND_IN}).partition(STAND_IN)
    return before, after


def report_address(record: Publishable, language: str) -> str:
    """Return where a reader of `language` reports an error in a record."""
    before, after = _around_short_id(language)
    return f"{before}{record.short_id}{after}"


@lru_cache
def _around_short_id(language: str) -> tuple[str, str]:
    before, _stand_in, after = address("report", language, short_id=STAND_IN).partition(STAND_IN)
    return before, after


def mail_address(what: str, language: str, key: object = None) -> str:
    """Return where a reader asks for mails of something: of a tag or a record by its key; "" where the site mails no readers."""
    if not settings.MAILS_READERS:
        return ""
    if key is None:
        return address(f"mail:{what}", language)
    before, after = _around_key(what, language)
    return f"{before}{key}{after}"


@lru_cache
def _around_key(what: str, language: str) -> tuple[str, str]:
    before, _stand_in, after = address(f"mail:{what}", language, pk=UUID(int=0)).partition(str(UUID(int=0)))
    return before, after


def awaiting_address(record: Publishable, language: str) -> str:
    """Return where a reader of `language` asks to be told when a record can be read in it; "" where the site mails no readers."""
    if not settings.MAILS_READERS:
        return ""
    before, _stand_in, after = address("mail:translation", language, short_id=STAND_IN).partition(STAND_IN)
    return f"{before}{record.short_id}{after}"


def absolute(path: str) -> str:
    """Return an address of this site with its scheme and host; that of a file elsewhere is whole already."""
    return path if path.startswith(("https://", "http://")) else f"{settings.SITE_URL}{path}"


@lru_cache
def name_of(language: str) -> str:
    """Return what a language calls itself."""
    return get_language_info(language)["name_local"]


def head(
    where: Mapping[str, str],
    *,
    section: str = "",
    canonical: str = "",
    available: Collection[str] | None = None,
    robots: str = "",
) -> dict[str, object]:
    """Return what `base.html` needs to know of a page.

    `where` is {language: path} of the page or its nearest relative; `available` are the languages in which it really
    exists (all by default), which search engines are told. `canonical` is the path to be indexed, this page's own by default.
    """
    current = languages.active()
    named = where if available is None else {code: path for code, path in where.items() if code in available}
    return {
        "section": section,
        "languages": [{"code": code, "name": name_of(code), "url": path, "current": code == current} for code, path in where.items()],
        "canonical": absolute(canonical or where[current]),
        "alternates": [{"code": code, "url": absolute(path)} for code, path in named.items()] if len(named) > 1 else [],
        "robots": robots,
    }
