"""Saved web pages: a folder or an archive of them, read by the selectors of a mapping file."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.translation import gettext_noop
from lxml import etree, html

from pages.moving import dates
from pages.moving.archives import decoded, file_at, files_in, unpacked
from pages.moving.items import Attached, Item, SourceError, Text, language_of, path_of
from pages.moving.lines import Line
from pages.moving.mapping import Mapping
from publishing import languages
from publishing.publishable import State

ENDINGS = (".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".shtml")
LARGEST = 20 * 1024 * 1024
# Where pages say things, unless a mapping says otherwise.
SELECT = {
    "title": "h1",
    "lead": "meta[name=description]",
    "body": "article, main, body",
    "date": "time[datetime], meta[property='article:published_time']",
    "tag": "a[rel~=tag]",
    "author": "meta[name=author]",
    "image": "meta[property='og:image']",
}
# What no text consists of.
IGNORED = ("script", "style", "nav", "noscript", "template")
SAVED_QUERY = re.compile(r"@(?=[\w.-]+=)")
NAMED_ENCODING = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


class HtmlSource:
    """A folder of saved pages."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.folder, self.kept = unpacked(path)
        self.mapping = mapping
        self.name = mapping.source or path.name
        self.hosts = {host.lower() for host in mapping.hosts}
        self.attached: dict[str, Attached] = {}
        self.skipped: Counter[str] = Counter()
        self.problems: list[Line] = []

    def items(self) -> Iterator[Item]:
        """Yield the pages in the order of their names."""
        self.skipped, self.problems = Counter(), []
        found = 0
        for path in files_in(self.folder):
            name = path.relative_to(self.folder).as_posix()
            if not self.is_page(name):
                continue
            found += 1
            if (item := self.item(path, name)) is not None:
                yield item
        if not found:
            raise SourceError(gettext_noop("%(file)s: there is no saved page in it (%(endings)s)."), file=self.name, endings=", ".join(ENDINGS[:2]))

    def is_page(self, name: str) -> bool:
        """Tell whether a file is a page to be read."""
        if self.mapping.files:
            return Path(name).match(self.mapping.files)
        return name.partition("?")[0].lower().endswith(ENDINGS) or name.lower().endswith(ENDINGS)

    def item(self, path: Path, name: str) -> Item | None:
        """Return a page as an item; None, and why, for one that cannot be read."""
        problems: list[Line] = []
        if path.stat().st_size > LARGEST:
            self.pass_over(name, gettext_noop("larger than 20 MB"))
            return None
        data = path.read_bytes()
        named = NAMED_ENCODING.search(data[:4096])
        text, doubt = decoded(data, self.mapping.encoding or (named[1].decode() if named else ""))
        try:
            document = html.document_fromstring(text.replace("\0", "").encode(), parser=parser())
        except (etree.LxmlError, ValueError):
            self.pass_over(name, gettext_noop("no page"))
            return None
        page = Page(document, self.mapping)
        canonical = page.canonical()
        published = page.date(problems)
        state = self.mapping.state
        if published is None and state == State.PUBLISHED:
            problems.append(Line(gettext_noop("It has no date that can be read: it comes as a draft.")))
            state = State.DRAFT
        body = page.body()
        if not body:
            problems.append(Line(gettext_noop("The selector of the body finds nothing in it.")))
        words = Text(page.words("title"), page.words("lead"), body)
        return Item(
            key=name if len(name) <= 200 else f"{name[:150]}…{name[-49:]}",  # noqa: PLR2004 - the column
            state=state,
            texts={page.language() or language_of(f"{words.title} {words.body}", self.mapping.first_language): words},
            published=published,
            addresses=self.addresses(name, canonical),
            authors=page.all_words("author"),
            tags=page.all_words("tag"),
            image=page.picture(),
            base=canonical or urljoin(self.mapping.prefix, name),
            group=page.group(),
            problems=[*problems, *filter(None, [doubt])],
        )

    def pass_over(self, name: str, reason: str) -> None:
        """Note a page that cannot be read."""
        self.skipped[reason] += 1
        self.problems.append(Line(gettext_noop("%(file)s: %(reason)s; it was passed over."), file=name, reason=Line(reason)))

    def addresses(self, name: str, canonical: str) -> list[str]:
        """Return where the page was: its place in the folder, as a saved query, as its folder, and as it says itself."""
        prefix = f"/{self.mapping.prefix.strip('/')}/".replace("//", "/")
        # Where a file's name cannot hold a question mark, programs write another sign.
        name = SAVED_QUERY.sub("?", name, count=1) if "?" not in name else name
        found = [prefix + unquote(name)]
        if "?" in name and name.endswith(".html"):
            found.append(prefix + name.removesuffix(".html"))
        if name.partition("?")[0].rpartition("/")[2].lower() in {"index.html", "index.htm", "index.php"} and "?" not in name:
            found.append(prefix + name.rpartition("/")[0] + ("/" if "/" in name else ""))
        host = urlsplit(canonical).hostname
        if canonical and (not host or host in self.hosts or not self.hosts):
            found.insert(0, path_of(canonical))
        return list(dict.fromkeys(path for path in found if path != "/"))

    def listings(self) -> dict[str, str]:
        """Return nothing: saved pages do not say which of them are lists."""
        return {}

    def address_of(self, named: str) -> str:
        """Return the address."""
        return named

    def file(self, path: str) -> Path | None:
        """Return a file of the folder by its address."""
        stripped = path.removeprefix(self.mapping.prefix.rstrip("/"))
        return file_at(self.folder, unquote(stripped.partition("?")[0]))

    def close(self) -> None:
        """Throw away what was unpacked."""
        if self.kept is not None:
            self.kept.cleanup()


class Page:
    """One saved page."""

    def __init__(self, document: html.HtmlElement, mapping: Mapping) -> None:
        self.document, self.mapping = document, mapping
        for selector in (*IGNORED, *mapping.ignore):
            for element in document.cssselect(selector):
                if element.getparent() is not None and element is not document:
                    element.drop_tree()

    def find(self, part: str) -> list[html.HtmlElement]:
        """Return the elements of a part, of the first alternative that finds any."""
        for selector in self.mapping.select.get(part, SELECT.get(part, "")).split(","):
            if selector.strip() and (found := self.document.cssselect(selector.strip())):
                return list(found)
        return []

    def all_words(self, part: str) -> list[str]:
        """Return what the elements of a part say."""
        said = [element.get("content") or element.text_content() for element in self.find(part)]
        return list(dict.fromkeys(words for text in said if (words := " ".join(text.split()))))

    def words(self, part: str) -> str:
        """Return what the first element of a part says."""
        return next(iter(self.all_words(part)), "")

    def date(self, problems: list[Line]) -> dt.datetime | None:
        """Return when it was published."""
        for element in self.find("date"):
            said = element.get("datetime") or element.get("content") or " ".join(element.text_content().split())
            if found := dates.parsed(said, self.mapping.date_formats):
                return found
            problems.append(Line(gettext_noop("“%(text)s” is no date in a format that the mapping file names."), text=said[:60]))
        return None

    def body(self) -> str:
        """Return the HTML of the text, without the title that stands above it."""
        elements = self.find("body")
        title = next(iter(self.find("title")), None)
        if title is not None and title.getparent() is not None and any(element in title.iterancestors() for element in elements):
            title.drop_tree()
        return "\n".join(inner(element) for element in elements[:1])

    def picture(self) -> str:
        """Return the address of the picture that goes with the page."""
        return next((found for element in self.find("image") if (found := element.get("content") or element.get("src") or "")), "")

    def language(self) -> str:
        """Return the language that the page says it is in."""
        named = self.words("page_language") if "page_language" in self.mapping.select else self.document.get("lang", "")
        return named[:2].lower() if named[:2].lower() in languages.codes() else ""

    def canonical(self) -> str:
        """Return the address that the page gives itself."""
        return next((element.get("href", "") for element in self.document.cssselect("link[rel=canonical]")), "")

    def group(self) -> str:
        """Return what the page shares with those that it calls its translations."""
        others = [path_of(element.get("href", "")) for element in self.document.cssselect("link[rel=alternate][hreflang]")]
        return "|".join(sorted(filter(None, others)))[:200] if len(others) > 1 else ""


def parser() -> html.HTMLParser:
    """Return a parser that asks nobody for anything."""
    return html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def inner(element: html.HtmlElement) -> str:
    """Return what stands within an element."""
    return escape(element.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
