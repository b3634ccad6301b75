"""Texts on their way in: embeds become cards, pictures figures, links lead to records; what is lost is said."""

import re
from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext_noop

from pages.moving import shortcodes
from pages.moving.items import Item, Text
from pages.moving.lines import Line
from pages.moving.links import FindFile, Links
from publishing.embeds import provider_of
from publishing.fields.richtext_schema import ATTRIBUTES, BREAKING, DROPPED, LONGEST_TEXT, SYNONYMS, clean_address
from publishing.fields.richtext_tokens import Token, tokens
from publishing.fields.richtext_tree import escape_attribute, escape_text, start_tag

# Tags that only dress or group what readers see.
DRESS = {
    *("span", "font", "small", "big", "u", "s", "del", "ins", "strike", "abbr", "acronym", "code", "kbd", "samp", "var", "tt", "mark", "time", "q"),
    *("label", "data", "bdi", "bdo", "wbr", "nobr", "picture", "track", "thead", "tfoot", "caption", "colgroup", "col", "ruby", "rb", "rt", "rp"),
    *("param", "area"),
}
# What shows readers something that we cannot keep.
SHOWN = {"form", "input", "button", "select", "textarea", "canvas", "svg", "math", "object", "applet", "map", "marquee", "script", "iframe"}
FRAMES = {"frame-of-old", "embed", "object"}
# Frames have no content worth reading, but an address; our reader of tags would pass both over.
FRAME = re.compile(r"<(/?)iframe(?=[\s/>])", re.IGNORECASE)
# Addresses of players, and of the pages that readers know.
PLAYER = re.compile(r"^(?:https?:)?//(?:www\.)?(youtube|youtube-nocookie|player\.vimeo)\.com/(?:embed|video)/([\w-]+).*", re.IGNORECASE)
PLAYED = {
    "youtube": "https://www.youtube.com/watch?v=",
    "youtube-nocookie": "https://www.youtube.com/watch?v=",
    "player.vimeo": "https://vimeo.com/",
}
SCRIPT = re.compile(r"<script(?=[\s/>])", re.IGNORECASE)
FILMS = frozenset({"video", "audio"})
# Posts that a script of the provider would dress.
POSTS = frozenset({"twitter-tweet", "twitter-video", "tiktok-embed", "fb-post", "fb-video", "telegram-post"})
# Finds a picture: (address, alternative text) -> key of the image, "" if there is none.
FindPicture = Callable[[str, str], str]


def brought(text: Text, item: Item, links: Links, find: FindPicture, find_file: FindFile) -> tuple[str, list[Line]]:
    """Return a text's body as our editor could have written it, and what was lost on the way."""
    problems: list[Line] = []
    html = shortcodes.resolved(text.body, links.source.address_of, problems)
    if item.breaks:
        html = shortcodes.paragraphs(html)
    rewriter = Rewriter(item, links, (find, find_file), problems)
    html = rewriter.rewritten(html)
    if lost := +rewriter.lost:
        parts = ", ".join(f"{name} × {times}" for name, times in sorted(lost.items()))
        problems.append(Line(gettext_noop("Left out: %(parts)s."), parts=parts))
    return html, list(dict.fromkeys(problems))


def is_too_long(html: str) -> bool:
    """Tell whether a text is longer than the editor takes."""
    return len(html) > LONGEST_TEXT


class Rewriter:
    """Reads the tags of a text one by one and writes those that we keep."""

    def __init__(self, item: Item, links: Links, find: tuple[FindPicture, FindFile], problems: list[Line]) -> None:
        self.item, self.links, self.problems = item, links, problems
        self.find, self.find_file = find
        self.out: list[str] = []
        self.lost: Counter[str] = Counter()
        # How many figures of the source we are in, whether one of ours is open, and whether each open link was written.
        self.figures = 0
        self.in_figure = False
        self.links_open: list[bool] = []
        # The tag that a provider's post began with, how deep we are in others of its name, and the address found in it.
        self.post, self.post_depth, self.post_address = "", 0, ""

    def rewritten(self, html: str) -> str:
        """Return the text."""
        if scripts := len(SCRIPT.findall(html)):
            self.lost["script"] = scripts
        for token in tokens(FRAME.sub(r"<\1frame-of-old", html)):
            if self.post:
                self.in_post(token)
            elif token.text:
                self.out.append(escape_text(token.text))
            elif token.start:
                self.start(token.start, token.attributes)
            else:
                self.end(token.end)
        self.end_post()
        self.end_figure()
        return "".join(self.out)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if POSTS & set(attributes.get("class", "").split()):
            self.post, self.post_depth = tag, 1
            self.post_address = next((attributes[name] for name in ("data-href", "cite") if provider_of(attributes.get(name, ""))), "")
        elif tag == "img":
            self.picture(attributes)
        elif tag in FRAMES:
            self.frame(tag, attributes)
        elif tag in FILMS:
            self.paragraph_of(attributes.get("src", ""))
        elif tag == "source":
            self.paragraph_of(attributes.get("src", "") if not attributes.get("srcset") else "")
        elif tag == "a":
            self.link(attributes)
        elif tag == "figure":
            self.figures += 1
            self.end_figure()
        else:
            self.plain(tag, attributes)

    def plain(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element that stays as it is, or goes."""
        if tag in SHOWN or (tag in DROPPED and tag not in {"style", "title", "noscript"}):
            self.lost[tag] += 1
        known = SYNONYMS.get(tag, tag)
        if known in ATTRIBUTES:
            kept = {name: attributes[name] for name in ATTRIBUTES[known] if name in attributes}
            self.out.append(start_tag(tag, kept))
        elif tag in BREAKING or tag in DROPPED:
            self.out.append(f"<{tag}>")
        elif tag not in DRESS | SHOWN | {"tbody", "figcaption"}:
            self.lost[tag] += 1

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag == "a":
            if self.links_open and self.links_open.pop():
                self.out.append("</a>")
        elif tag == "figure":
            self.figures = max(self.figures - 1, 0)
            self.end_figure()
        elif SYNONYMS.get(tag, tag) in ATTRIBUTES or tag in BREAKING or tag in DROPPED:
            self.out.append(f"</{tag}>")

    def picture(self, attributes: dict[str, str]) -> None:
        """Put a figure where a picture is, if it came along."""
        lazy = (attributes.get(name, "") for name in ("data-src", "data-lazy-src", "data-orig-file"))
        address = next(filter(None, [*lazy, attributes.get("src", "")]), "")
        if image := self.find(address, attributes.get("alt", "")):
            self.end_figure()
            self.out.append(f'<figure data-image="{image}">')
            self.in_figure = True
            if not self.figures:
                # What follows is no caption.
                self.end_figure()

    def end_figure(self) -> None:
        """End the figure that is open."""
        if self.in_figure:
            self.out.append("</figure>")
            self.in_figure = False

    def frame(self, tag: str, attributes: dict[str, str]) -> None:
        """Put a card, or a link, where another site was shown within the text."""
        address = next((attributes[name] for name in ("src", "data-src", "data") if attributes.get(name)), "")
        address = PLAYER.sub(lambda found: PLAYED[found[1].lower()] + found[2], address)
        if not provider_of(clean_address(address) or ""):
            self.lost["frame" if tag in FRAMES else tag] += not address
            if address:
                self.problems.append(Line(gettext_noop("A frame of another site became a link: %(address)s"), address=address[:200]))
        self.paragraph_of(address)

    def paragraph_of(self, address: str) -> None:
        """Put an address into a paragraph of its own: the editor makes a card of it if it can."""
        if href := clean_address(address):
            self.end_figure()
            self.out.append(f'<p><a href="{escape_attribute(href)}">{escape_text(href)}</a></p>')

    def link(self, attributes: dict[str, str]) -> None:
        """Begin a link, unless it leads to a picture or nowhere."""
        href = attributes.get("href", "")
        where = self.links.leads(href, self.item.base, self.problems, self.find_file) if href else ""
        kept = bool(where) and clean_address(where) is not None
        if href and where and not kept:
            self.problems.append(Line(gettext_noop("A link was taken out that no browser should follow: %(address)s"), address=href[:80]))
        self.links_open.append(kept)
        if kept:
            self.out.append(start_tag("a", {"href": where}))

    def in_post(self, token: Token) -> None:
        """Look for the address of a provider's post within it, and for its end."""
        if token.start == self.post:
            self.post_depth += 1
        elif token.end == self.post:
            self.post_depth -= 1
        # The last link of a post is its own address.
        if token.start == "a" and provider_of(token.attributes.get("href", "")):
            self.post_address = token.attributes["href"]
        if not self.post_depth:
            self.end_post()

    def end_post(self) -> None:
        """Put the card of a post that ended."""
        if self.post and not self.post_address:
            self.lost["post of another site"] += 1
        self.paragraph_of(self.post_address)
        self.post, self.post_address = "", ""
