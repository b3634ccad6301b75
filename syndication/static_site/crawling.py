"""Follows the site from its front pages to everything that they lead to, and keeps what it finds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from publishing import languages, navigation
from publishing.models import Address, Redirect
from publishing.registry import record_types
from syndication.static_site.asking import Answer, asked
from syndication.static_site.files import Folder, name_of
from syndication.static_site.leading import leads_to, own
from syndication.static_site.ledger import Ledger, Place

# What nothing links to, and readers or robots ask for.
FIRST = ("/", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/.well-known/security.txt")
# What leads on; anything larger than a page is no text of these.
READ = frozenset({"text/html", "text/css", "text/javascript", "application/javascript", "application/xml"})
# Addresses that stand for all that is at them: what the last copy has of these was drawn once, and is what would be drawn now.
CARDS = "/cards/"
MOVED = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.PERMANENT_REDIRECT, HTTPStatus.TEMPORARY_REDIRECT})
# After so many addresses a run that breaks off begins, the next time.
SAVED_EVERY = 1000


class BrokenError(Exception):
    """A page of the site that cannot be made."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(f"{address} answers {status}")


@dataclass
class Crawl:
    """One walk through the site; `ledger` says how far it came, and `watch` is called before each address."""

    folder: Folder
    ledger: Ledger
    watch: Callable[[], None]

    def run(self) -> None:
        """Fill the folder with everything the public site leads to. BrokenError for a page that cannot be made."""
        self.ledger.lead_to((*FIRST, *(navigation.address("home", code) for code in languages.codes())), linked=False)
        self.ledger.lead_to(old_addresses(), linked=False)
        for number, place in enumerate(self.ledger.to_visit(), 1):
            self.watch()
            self.visit(place)
            if number % SAVED_EVERY == 0:
                self.ledger.save()
        for code in languages.codes():
            self.keep_missing(code)

    def visit(self, place: Place) -> None:
        """Keep what an address answers, and note where it leads."""
        address = place.address
        if address.startswith(CARDS) and self.folder.keep(address.removeprefix("/")):
            self.ledger.visited(place, HTTPStatus.OK, has_file=True)
            return
        with asked(address) as answer:
            location = ""
            has_file = False
            if answer.status in (HTTPStatus.OK, HTTPStatus.GONE):
                has_file = self.keep(address, answer)
            elif answer.status in MOVED:
                location = answer.location
                target = own(location, address)
                self.ledger.lead_to([target] if target else [])
            elif answer.status != HTTPStatus.NOT_FOUND:
                raise BrokenError(address, answer.status)
            self.ledger.visited(place, answer.status, location=location, has_file=has_file)

    def keep(self, address: str, answer: Answer) -> bool:
        """Write an answer into its file, and note where it leads; False if no file can have its address."""
        name = name_of(address, answer.content_type)
        if name is None:
            return False
        body: Iterable[bytes] = answer.body
        if answer.content_type in READ:
            body = [b"".join(answer.body)]
            self.ledger.lead_to(leads_to(address, answer.content_type, body[0]))
        self.folder.add(name, address, answer.content_type, answer.status, body)
        return True

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
