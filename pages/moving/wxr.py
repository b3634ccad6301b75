"""WordPress exports (WXR), read as a stream: one entry in memory at a time, whatever the size of the file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_noop

from pages.moving import dates
from pages.moving.items import Attached, Item, SourceError, Text, language_of, path_of
from pages.moving.lines import Line
from pages.moving.links import FILE
from pages.moving.mapping import Mapping
from pages.moving.streams import XmlStream
from publishing import languages
from publishing.publishable import State

DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# What WordPress calls texts, and what they become.
TYPES = {"post": "article", "page": "page"}
STATES = {
    "publish": State.PUBLISHED,
    "future": State.PUBLISHED,
    "pending": State.IN_REVIEW,
    "draft": State.DRAFT,
    "private": State.DRAFT,
}
# What the parser says, in plain words.
PLAIN = {
    "no element found": gettext_noop("the file ends in the middle"),
    "unclosed token": gettext_noop("the file ends in the middle"),
    "not well-formed (invalid token)": gettext_noop("this is no XML, or in another encoding than it says"),
}
# Post metadata in which plugins keep which texts are translations of each other.
GROUPS = ("_wpml_trid", "_icl_translation_id", "wpml_trid", "_icl_lang_duplicate_of")


class WxrSource:
    """A WordPress export."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path, self.mapping, self.language = path, mapping, mapping.first_language
        self.types = {**TYPES, **mapping.types}
        self.name = mapping.source
        self.hosts = {host.lower() for host in mapping.hosts}
        self.attached: dict[str, Attached] = {}
        self.skipped: Counter[str] = Counter()
        self.problems: list[Line] = []
        # What other entries name by number or login.
        self.addresses: dict[str, str] = {}
        self.authors: dict[str, str] = {}
        # {number of an entry: addresses of the files attached to it}; known once all entries were read.
        self.files: dict[str, dict[str, None]] = {}
        self.terms: dict[str, str] = {}
        self.site = ""

    def items(self) -> Iterator[Item]:
        """Yield the texts in the order of the file."""
        # A second reading tells nothing new of what was passed over.
        self.skipped, self.problems = Counter(), []
        for read, element in enumerate(self.entries(), start=1):
            fields = Fields(element)
            if comments := sum(local(child.tag) == "comment" for child in element):
                self.skipped["comment"] += comments
            if (kind := fields.text("post_type") or "post") == "attachment":
                self.keep_attachment(fields)
            elif kind not in self.types:
                self.skipped[kind] += 1
            elif fields.text("status") not in STATES:
                self.skipped[f"{kind} ({fields.text('status') or 'no state'})"] += 1
            else:
                yield self.item(fields, self.types[kind], read)

    def entries(self) -> Iterator[Element]:
        """Yield the entries, each emptied when the next one is asked for; SourceError where the file breaks off."""
        read = 0
        try:
            with self.path.open("rb") as file:
                stream = XmlStream(file)
                for channel, element in elements(stream):
                    if element.tag == "item":
                        read += 1
                        yield element
                        channel.clear()
                    else:
                        self.keep_head(element)
        except (ParseError, DefusedXmlException, ValueError, LookupError, OSError) as error:
            raise SourceError(
                gettext_noop("%(file)s: %(why)s. %(read)s entries were read before that; nothing of it was brought."),
                file=self.path.name,
                why=in_words(error),
                read=read,
            ) from error
        if not read and not self.site:
            raise SourceError(gettext_noop("%(file)s: this is XML, but no WordPress export."), file=self.path.name)
        if stream.unfit:
            self.problems.append(Line(gettext_noop("%(number)s control characters were left out, which XML cannot hold."), number=stream.unfit))

    def keep_head(self, element: Element) -> None:
        """Remember what the head of the file says: the site, its authors and terms."""
        fields = Fields(element)
        tag = local(element.tag)
        if tag in {"base_blog_url", "base_site_url", "link"}:
            self.keep_site((element.text or "").strip())
        elif tag == "language" and not self.mapping.language and (code := (element.text or "").strip()[:2].lower()) in languages.codes():
            self.language = code
        elif tag == "author":
            self.authors[fields.text("author_login")] = fields.text("author_display_name") or fields.text("author_login")
        elif tag in {"category", "tag"}:
            self.keep_term(tag, fields)

    def keep_site(self, address: str) -> None:
        """Remember the address of the old site."""
        if host := urlsplit(address).hostname:
            self.site = self.site or address.rstrip("/")
            self.name = self.name or host.removeprefix("www.")
            bare = host.removeprefix("www.")
            self.hosts |= {bare, f"www.{bare}"}

    def keep_term(self, tag: str, fields: "Fields") -> None:
        """Remember under which address a category or tag had its list."""
        names = ("category_nicename", "cat_name") if tag == "category" else ("tag_slug", "tag_name")
        slug, label = map(fields.text, names)
        if slug and label:
            self.terms[f"/{tag}/{slug}/"] = label

    def keep_attachment(self, fields: "Fields") -> None:
        """Remember what is said of a file."""
        if not (address := fields.text("attachment_url") or fields.text("guid")):
            return
        self.addresses[fields.text("post_id")] = address
        if FILE.search(path_of(address).partition("?")[0]):
            self.files.setdefault(fields.text("post_parent"), {})[address] = None
        alt = fields.meta().get("_wp_attachment_image_alt", "")
        self.attached[path_of(address)] = Attached(address, fields.text("title"), alt, fields.text("excerpt:encoded"))

    def listings(self) -> dict[str, str]:
        """Return the addresses of the lists of categories and tags."""
        return self.terms

    def address_of(self, named: str) -> str:
        """Return the address of an attachment by its number."""
        return self.addresses.get(named, "") if named.isdigit() else named

    def file(self, path: str) -> Path | None:
        """Return nothing: an export holds texts only."""
        del path
        return None

    def close(self) -> None:
        """Do nothing: nothing was unpacked."""

    def item(self, fields: "Fields", kind: str, number: int) -> Item:
        """Return an entry as an item."""
        problems: list[Line] = []
        status, meta, terms = fields.text("status"), fields.meta(), fields.terms()
        body = fields.text(CONTENT)
        text = Text(fields.text("title"), fields.text("excerpt:encoded"), body, unquote(fields.text("post_name")))
        link = fields.text("link")
        published = dates.of_wordpress(fields.text("post_date_gmt"), fields.text("post_date"), fields.text("pubDate"), problems)
        if status == "private":
            problems.append(Line(gettext_noop("It was private: it comes as a draft.")))
        if protected := bool(fields.text("post_password")):
            problems.append(Line(gettext_noop("It was protected by a password: it comes as a draft.")))
        if status in {"publish", "future"} and published is None:
            problems.append(Line(gettext_noop("It has no date that can be read: it comes as a draft.")))
        if not fields.text("post_id"):
            problems.append(Line(gettext_noop("It has no number; it is called by its place in the file, %(number)s."), number=number))
        return Item(
            key=f"{kind}:{fields.text('post_id') or f'place-{number}'}",
            kind=kind,
            state=State.DRAFT if protected or (status in {"publish", "future"} and published is None) else STATES[status],
            texts={self.language_of(link, terms, text): text},
            published=published,
            addresses=addresses_of(link, fields.text("guid"), fields.text("post_id"), kind, self.hosts),
            authors=[name for login in [fields.text(f"{DC}creator")] if (name := self.authors.get(login, login))],
            tags=[label for domain, _slug, label in terms if domain in {"category", "post_tag"} and label != "Uncategorized"],
            image=meta.get("_thumbnail_id", ""),
            files=list(self.files.get(fields.text("post_id"), {})),
            base=link or f"{self.site}/",
            group=group_of(meta, terms),
            breaks="<!-- wp:" not in body,
            problems=problems,
        )

    def language_of(self, link: str, terms: list[tuple[str, str, str]], text: Text) -> str:
        """Return the language of an entry: as a plugin keeps it, as its address says, else as its letters tell."""
        named = [slug[:2] for domain, slug, _label in terms if domain == "language"]
        first = path_of(link).strip("/").partition("/")[0]
        asked = path_of(link).partition("lang=")[2][:2]
        known = [code for code in [*named, first, asked] if code in languages.codes()]
        return known[0] if known else language_of(f"{text.title} {text.body}", self.language)


class Fields:
    """An entry's values by their names, whatever version of the format its names belong to."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.values: dict[str, str] = {}
        for child in element:
            name = child.tag if child.tag in {CONTENT, f"{DC}creator"} else local(child.tag)
            if name == "encoded":
                name = "excerpt:encoded"
            self.values.setdefault(name, (child.text or "").strip())

    def text(self, name: str) -> str:
        """Return a value, "" where there is none."""
        return self.values.get(name, "")

    def meta(self) -> dict[str, str]:
        """Return the metadata; of what stands there several times, the last."""
        rows = [Fields(child) for child in self.element if local(child.tag) == "postmeta"]
        return {row.text("meta_key"): row.text("meta_value") for row in rows}

    def terms(self) -> list[tuple[str, str, str]]:
        """Return (kind of term, slug, label) of what it was filed under."""
        found = [child for child in self.element if child.tag == "category"]
        return [(child.get("domain", ""), child.get("nicename", ""), (child.text or "").strip()) for child in found]


def elements(stream: XmlStream) -> Iterator[tuple[Element, Element]]:
    """Yield (channel, element) for each whole element directly within the channel."""
    path: list[Element] = []
    for event, element in iterparse(stream, events=("start", "end")):
        if event == "start":
            path.append(element)
            continue
        path.pop()
        if len(path) == 2:  # noqa: PLR2004 - rss, channel
            yield path[1], element


def local(tag: Any) -> str:  # Any: a name, or a function where the parser met a comment
    """Return a tag without its namespace."""
    return str(tag).rpartition("}")[2]


def in_words(error: Exception) -> Line:
    """Say why a file cannot be read, with the place where the parser says one."""
    if isinstance(error, DefusedXmlException):
        return Line(gettext_noop("it defines entities or names outside files, which no export needs: it is not read"))
    text = str(error)
    for known, words in PLAIN.items():
        if text.startswith(known):
            return Line("%(words)s%(place)s", words=Line(words), place=text.removeprefix(known))
    return Line("%(text)s", text=text)


def addresses_of(link: str, guid: str, number: str, kind: str, hosts: set[str]) -> list[str]:
    """Return every path of the old site at which an entry answered."""
    asked = f"/?p={number}" if kind == "article" else f"/?page_id={number}"
    own = [path_of(address) for address in (link, guid) if address and urlsplit(address).hostname in hosts]
    return list(dict.fromkeys([path for path in [*own, asked if number else ""] if path and path != "/"]))


def group_of(meta: dict[str, str], terms: list[tuple[str, str, str]]) -> str:
    """Return what texts share that plugins call translations of each other."""
    polylang = [slug for domain, slug, _label in terms if domain == "post_translations"]
    wpml = [f"wpml-{meta[name]}" for name in GROUPS if meta.get(name)]
    return next(iter([*polylang, *wpml]), "")
