"""WordPress shortcodes and line breaks: what they stand for as HTML, and what could not be told."""

import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape

from django.utils.translation import gettext_noop

from pages.moving.lines import Line

SHORTCODE = re.compile(r"\[(/?)([a-zA-Z][\w-]*)((?:\s[^\[\]]*)?)\]")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/\]]+))""")
# What is written without attributes and without an end, and is no word in brackets.
BARE = frozenset({"gallery", "playlist", "toc", "contact-form-7", "more", "products", "sitemap"})
FILMS = ("src", "mp4", "mp3", "m4v", "webm", "ogg", "url")
# What begins a line that is no paragraph.
BLOCK = re.compile(
    r"\s*(?:<!--|</?(?:address|article|aside|blockquote|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|iframe|li|main|ol|p|pre|script|section|style"
    r"|table|tbody|td|tfoot|th|thead|tr|ul)[\s>/])",
    re.IGNORECASE,
)


def resolved(html: str, address_of: Callable[[str], str], problems: list[Line]) -> str:
    """Return a text whose shortcodes are HTML where we know what they mean, and gone where we do not, which is said."""
    if "[" not in html:
        return html
    ended = {found[2].lower() for found in SHORTCODE.finditer(html) if found[1]}
    unknown: Counter[str] = Counter()
    parts, position, captions = [], 0, [""]
    for found in SHORTCODE.finditer(html):
        parts.append(html[position : found.start()])
        parts.append(written(found, ended, address_of, unknown, captions))
        position = found.end()
    if unknown:
        codes = ", ".join(f"[{name}] × {times}" for name, times in sorted(unknown.items()))
        problems.append(Line(gettext_noop("Shortcodes were taken out: %(codes)s."), codes=codes))
    return "".join([*parts, html[position:]])


def written(found: re.Match[str], ended: set[str], address_of: Callable[[str], str], unknown: Counter[str], captions: list[str]) -> str:
    """Return what stands for one shortcode; `captions` holds the one that an open figure ends with."""
    closes, name = bool(found[1]), found[2].lower()
    # Some editors store quotation marks as entities.
    attributes = {key.lower(): next(filter(None, values), "") for key, *values in ATTRIBUTE.findall(unescape(found[3]))}
    if name in {"caption", "wp_caption"}:
        return caption(captions, closes=closes, said=attributes.get("caption", ""))
    if name == "embed":
        return "</p>\n\n" if closes else "\n\n<p>"
    if name in {"video", "audio"} and (address := next((attributes[key] for key in FILMS if attributes.get(key)), "")):
        return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n'
    if name == "gallery" and (numbers := re.findall(r"\d+", attributes.get("ids", attributes.get("include", "")))):
        pictures = [address for number in numbers if (address := address_of(number))]
        if len(pictures) < len(numbers):
            unknown[name] += 1
        return "\n\n" + "".join(f'<img src="{escape(address)}">' for address in pictures) + "\n\n"
    if name in ended or attributes or name in BARE:
        unknown[name] += not closes
        return ""
    return found[0]


def caption(captions: list[str], *, closes: bool, said: str) -> str:
    """Return the beginning or the end of a figure; old texts name its caption at the beginning."""
    last, captions[0] = captions[0], said
    if not closes:
        return "\n\n<figure>"
    return f"<figcaption>{escape(last)}</figcaption></figure>\n\n" if last else "</figure>\n\n"


def paragraphs(text: str) -> str:
    """Return a text whose blank lines part paragraphs, and whose line ends are line breaks, as HTML."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(paragraph(part.strip()) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def paragraph(part: str) -> str:
    """Return what stands between two blank lines, as a paragraph unless it is something else."""
    return part if BLOCK.match(part) else f"<p>{part.replace(chr(10), '<br>')}</p>"
