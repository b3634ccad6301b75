"""Writes figures for readers: pictures with their words, quotations with who said them, posts as they were written, cards of videos and posts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing import dates
from publishing.embeds import provider_of, short_address
from publishing.fields.richtext_post import Told
from publishing.fields.richtext_tree import Block, Inline, Link, Text, plain


@dataclass(frozen=True)
class Picture:
    """What a figure shows: the `<picture>` as the library's template writes it, and the words under it."""

    html: SafeString
    # Shown where the text gives no caption of its own. `*_lang` names the language where it is not that of the text.
    caption: str = ""
    caption_lang: str = ""
    credit: str = ""
    credit_lang: str = ""


class Figures:
    """The figures of one text being written. Whoever writes the text says how lines and quotations are written."""

    pictures: Mapping[str, Picture]

    def line(self, line: Iterable[Inline]) -> str:
        """Return a line as HTML."""
        raise NotImplementedError

    def quotation(self, block: Block) -> str:
        """Return a quotation as HTML."""
        raise NotImplementedError

    def figure(self, figure: Block) -> str:
        match figure.attributes.get("class"):
            case "embed":
                return _card(figure)
            case "quote":
                return self.quote(figure)
            case "post":
                return self.post(figure)
            case "gallery":
                return self.gallery(figure)
            case _:
                return self.picture(figure)

    def gallery(self, figure: Block) -> str:
        """Return pictures side by side; whom all of them have to thank is named once."""
        pictures = [self.pictures[key] for block in figure.blocks if (key := block.attributes["data-image"]) in self.pictures]
        credits = {(picture.credit, picture.credit_lang) for picture in pictures}
        shared = _credit(pictures[0]) if len(credits) == 1 else ""
        shown = "".join(self.picture(block, is_credited=not shared) for block in figure.blocks)
        label = escape(_("Pictures: %(count)d") % {"count": len(pictures)})
        below = f"<figcaption>{shared}</figcaption>" if shared else ""
        return f'<figure class="gallery" role="group" aria-label="{label}">{shown}{below}</figure>' if shown else ""

    def picture(self, figure: Block, *, is_credited: bool = True) -> str:
        picture = self.pictures.get(figure.attributes["data-image"])
        if picture is None:
            return ""
        own = self.line(figure.blocks[0].line) if figure.blocks else ""
        caption = own or (f"<span{_lang(picture.caption_lang)}>{escape(picture.caption)}</span>" if picture.caption else "")
        words = " ".join(part for part in (caption, _credit(picture) if is_credited else "") if part)
        below = f"<figcaption>{words}</figcaption>" if words else ""
        return f'<figure class="figure">{conditional_escape(picture.html)}{below}</figure>'

    def quote(self, figure: Block) -> str:
        words, said_by = figure.blocks
        return f'<figure class="quote">{self.quotation(words)}<figcaption>{self.line(said_by.line)}</figcaption></figure>'

    def post(self, figure: Block) -> str:
        """Return a post as somebody wrote it elsewhere: nothing of it is loaded from there."""
        picture = self.pictures.get(figure.attributes.get("data-image", ""))
        words = "".join(self.quotation(block) for block in figure.blocks)
        told = _told(Told.of(figure), picture)
        if picture is None and not words:
            return f'<p class="post">{told}</p>' if told else ""
        screenshot = f'<div class="post__screenshot">{conditional_escape(picture.html)}</div>' if picture else ""
        below = f"<figcaption>{told}</figcaption>" if told else ""
        return f'<figure class="post">{words}{screenshot}{below}</figure>'


def _told(told: Told, picture: Picture | None) -> str:
    """Return who wrote a post, when and where, and whose picture shows it."""
    when = told.time
    if day := told.day:
        shown = f"{dates.day(day, translation.get_language())}{', ' if when[11:] else ''}{when[11:]}"
        when = f'<time datetime="{escape(told.time)}">{escape(shown)}</time>'
    address = f'<a href="{escape(told.href)}"{_rel(told.href)}>{escape(short_address(told.href))}</a>' if told.href else ""
    author = f'<span class="post__author">{escape(told.author)}</span>' if told.author else ""
    return " ".join(filter(None, (author, escape(told.handle), when, address, _credit(picture) if picture else "")))


def _credit(picture: Picture) -> str:
    return f'<span class="figure__credit"{_lang(picture.credit_lang)}>{escape(picture.credit)}</span>' if picture.credit else ""


def _lang(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""


def link_tag(link: Link) -> str:
    title = f' title="{escape(link.title)}"' if link.title else ""
    return f'<a href="{escape(link.href)}"{title}{_rel(link.href)}>'


def _rel(href: str) -> str:
    """Return what a link to another site carries: we do not tell that site where the reader comes from."""
    host = urlsplit(href).hostname
    return "" if host is None or host == _own_host() else ' rel="noopener noreferrer external"'


def _own_host() -> str | None:
    return urlsplit(settings.SITE_URL).hostname


def _card(figure: Block) -> str:
    """Return the card of a video or post. Nothing of the provider's is loaded: it is a link and nothing more."""
    href = next(leaf.link.href for leaf in figure.line if isinstance(leaf, Text) and leaf.link)
    provider = provider_of(href)
    key, name = (provider.key, provider.name) if provider else ("", "")
    title, author = (
        plain(figure.line),
        plain(figure.blocks[0].line) if figure.blocks else "",
    )
    shown = "" if title == href else f'<span class="embed__title">{escape(title)}</span> '
    written = f'<span class="embed__author">{escape(author)}</span> ' if author else ""
    return (
        f'<p class="embed embed--{key}"><a href="{escape(href)}"{_rel(href)}>'
        f'<span class="embed__provider">{escape(name)}</span> {shown}{written}'
        f'<span class="embed__address">{escape(short_address(href))}</span></a></p>'
    )
