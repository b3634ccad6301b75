"""Links within the old site: they lead to the records that its texts became."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_noop

from pages.moving.items import Source, path_of
from pages.moving.lines import Line
from publishing import old_paths

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|rar|odt|ods|rtf|mp3|mp4|epub)$", re.IGNORECASE)
PICTURE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|svg|bmp|tiff?)$", re.IGNORECASE)
# Finds a file: address -> where the document lies that it became, "" if there is none.
FindFile = Callable[[str], str]


class Links:
    """Where the addresses of a source lead now. `short_ids`: {address, as `old_paths` spells it: short id of the record}."""

    def __init__(self, source: Source, short_ids: Mapping[str, str]) -> None:
        self.source, self.short_ids = source, short_ids

    def is_own(self, address: str) -> bool:
        """Tell whether an address is one of the old site."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        return parts.scheme in {"", "http", "https"} and (not parts.hostname or parts.hostname in self.source.hosts)

    def whole(self, address: str, base: str) -> str:
        """Return an address as it is read on a page at `base`."""
        try:
            return urljoin(base, address.strip())
        except ValueError:
            return ""

    def leads(self, href: str, base: str, problems: list[Line], find_file: FindFile) -> str:
        """Return where a link leads on the new site; "" where it leads to a picture of the old one."""
        address = self.whole(href, base)
        if not href or href.startswith("#") or not self.is_own(address):
            return href
        path = path_of(address)
        bare, mark = path.partition("?")[0], urlsplit(address).fragment
        if PICTURE.search(bare):
            return ""
        if short_id := self.short_ids.get(spelled(path)):
            return reverse("short", kwargs={"short_id": short_id}) + (f"#{mark}" if mark else "")
        if FILE.search(bare):
            return find_file(address) or path
        if bare != "/":
            problems.append(Line(gettext_noop("A link leads to nothing that was brought: %(address)s"), address=path[:200]))
        return path


def spelled(path: str) -> str:
    """Return a path as old addresses are compared; "" for what cannot be one."""
    try:
        return old_paths.normal(path)
    except ValidationError:
        return ""
