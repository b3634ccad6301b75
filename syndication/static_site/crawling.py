"""Follows the site from its front pages to everything that they lead to, and keeps what it finds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

from publishing import languages, navigation
from publishing.models import Address, Redirect
from publishing.registry import record_types
from syndication.static_site.asking import Answer, asked
from syndication.static_site.files import Folder, name_of
from syndication.static_site.leading import leads_to, own

# What nothing links to, and readers or robots ask for.
FIRST = ("/", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/.well-known/security.txt")
# What leads on; anything larger than a page is no text of these.
READ = frozenset({"text/html", "text/css", "text/javascript", "application/javascript", "application/xml"})
# Addresses that stand for all that is at them: what the last copy has of these was drawn once, and is what would be drawn now.
CARDS = "/cards/"
MOVED = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.PERMANENT_REDIRECT, HTTPStatus.TEMPORARY_REDIRECT})


class BrokenError(Exception):
    """A page of the site that cannot be made."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(f"{address} answers {status}")


@dataclass
class Crawl:
    """One walk through the site. Beside files: where addresses lead, which are gone for good, which links lead nowhere, and what has no file."""

    folder: Folder
    seen: set[str] = field(default_factory=set)
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Fill the folder with everything the public site leads to. BrokenError for a page that cannot be made."""
        self.follow(*FIRST, *(navigation.address("home", code) for code in languages.codes()))
        for address in old_addresses():
            self.follow(address)
        for code in languages.codes():
            self.keep_missing(code)

    def follow(self, *first: str) -> None:
        """Visit addresses that nothing may link to, and all to which they lead."""
        waiting = list(first)
        while waiting:
            address = waiting.pop()
            if address not in self.seen:
                self.seen.add(address)
                waiting += [link for link in self.visit(address, is_linked=address not in first) if link not in self.seen]

    def visit(self, address: str, *, is_linked: bool) -> Iterable[str]:
        """Keep what an address answers; return where it leads."""
        if address.startswith(CARDS) and self.folder.keep(address.removeprefix("/")):
            return []
        with asked(address) as answer:
            if answer.status in (HTTPStatus.OK, HTTPStatus.GONE):
                return self.keep(address, answer)
            if answer.status in MOVED:
                self.moved[address] = (answer.status, answer.location)
                target = own(answer.location, address)
                return [target] if target else []
            if answer.status != HTTPStatus.NOT_FOUND:
                raise BrokenError(address, answer.status)
        if is_linked:
            self.dead.append(address)
        return []

    def keep(self, address: str, answer: Answer) -> Iterable[str]:
        """Write an answer into its file; return where it leads."""
        if answer.status == HTTPStatus.GONE:
            self.gone.append(address)
        name = name_of(address, answer.content_type)
        if name is None:
            self.left_out.append(address)
            return []
        if answer.content_type not in READ:
            self.folder.add(name, address, answer.content_type, answer.status, answer.body)
            return []
        body = b"".join(answer.body)
        self.folder.add(name, address, answer.content_type, answer.status, [body])
        return list(leads_to(address, answer.content_type, body))

    def keep_missing(self, code: str) -> None:
        """Keep the page of a language that says that nothing is there."""
        address = f"/{code}/404/"
        with asked(address) as answer:
            if answer.status == HTTPStatus.NOT_FOUND:
                self.folder.add(f"{code}/404.html", address, answer.content_type, answer.status, answer.body)


def old_addresses() -> Iterator[str]:
    """Yield every address that a record has or had, and those of before the archive moved in."""
    names = {kind.kind: kind.url_name for kind in record_types()}
    for kind, slug in Address.objects.filter(kind__in=names).order_by("pk").values_list("kind", "slug").iterator():
        yield from (navigation.address_of_slug(names[kind], code, slug) for code in languages.codes())
    yield from Redirect.objects.order_by("pk").values_list("path", flat=True).iterator()
