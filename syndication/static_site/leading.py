"""Where a page leads: every address of the site that it links to or is made of."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from defusedxml import ElementTree
from django.conf import settings
from lxml import etree, html

# What only a living site answers: a mirror leads there instead.
LIVE_ONLY = ("/admin/", "/api/", "/data/", "/healthz", "/i18n/", "/metrics", "/preview/", "/readyz", "/review/")
LIVE_ONLY_PAGES = re.compile(r"^/[a-z]{2,3}/(?:report|search|subscribe/mail)/|/edit$")
# What turns pages; anything else behind `?` chooses among what they list.
TURNS_PAGES = frozenset({"before", "after", "page", "letter", "p"})
# Of forms, only what their answers are; of citations, nothing.
NOT_FOLLOWED = frozenset({"action", "formaction", "cite"})
# The longest part of a path, in bytes, that leaves room for a query behind it in the name of a file.
LONGEST = 200
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
IN_STYLES = re.compile(rb"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
IN_MODULES = re.compile(rb"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']""")


def leads_to(address: str, content_type: str, body: bytes) -> Iterator[str]:
    """Yield the addresses of this site (path and query) that a page at `address` leads to."""
    for link in links(content_type, body):
        found = own(link, address)
        if found is not None and is_followed(address, found):
            yield found


def links(content_type: str, body: bytes) -> Iterator[str]:
    """Yield the links in a page, a style sheet, a module or a sitemap, as they are written."""
    if content_type == "text/html":
        yield from in_page(body)
    elif content_type == "text/css":
        yield from ((first or second).decode() for first, second in IN_STYLES.findall(body))
    elif content_type.endswith("javascript"):
        yield from (link.decode() for link in IN_MODULES.findall(body))
    elif content_type == "application/xml" and b"sitemaps.org" in body:
        yield from (found.text or "" for found in ElementTree.fromstring(body).iter(SITEMAP))


def in_page(body: bytes) -> Iterator[str]:
    """Yield the links of a page, those to pictures of several widths included."""
    try:
        # Any: lxml's own pages, whose links the stubs do not know
        tree: Any = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return
    yield from (link for _element, name, link, _at in tree.iterlinks() if name not in NOT_FOLLOWED)
    # What social networks show beside links, they fetch from wherever the page is.
    yield from map(str, tree.xpath("//meta[@property='og:image']/@content"))
    for text in tree.xpath("//@srcset | //@imagesrcset"):
        yield from (part.split()[0] for part in str(text).split(",") if part.strip())


def own(link: str, page: str) -> str | None:
    """Return the path and query to which a link on a page of this site leads; None where that is none that a mirror can hold."""
    try:
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{page}", link))
    except ValueError:
        return None
    site = urlsplit(settings.SITE_URL)
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return None
    path = parts.path or "/"
    if path.startswith(LIVE_ONLY) or LIVE_ONLY_PAGES.search(path) or not is_sound(unquote(path)):
        return None
    return f"{path}?{parts.query}" if parts.query else path


def is_sound(path: str) -> bool:
    """Tell whether a path can be one of files: none of its parts leads elsewhere, or is too long for a file system."""
    return all(part not in (".", "..") and "\x00" not in part and len(part.encode()) <= LONGEST for part in path.split("/"))


def is_followed(page: str, link: str) -> bool:
    """Tell whether a link is worth a file.

    Choices among what a list holds are, but not choices upon choices, of which there is no end; nor other forms of a feed or an export.
    """
    path, mark, _query = link.partition("?")
    if mark and not path.endswith(("/", ".xml")):
        return False
    chosen, here = choices(link), choices(page)
    return not chosen or not here or chosen == here


def choices(address: str) -> list[tuple[str, str]]:
    """Return what the query of an address chooses, without what only turns pages."""
    query = address.partition("?")[2]
    return sorted((name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in TURNS_PAGES)
