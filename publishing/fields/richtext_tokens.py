"""Reads HTML of any quality as text and tags, in one pass whose work grows with the length of the text and no faster.

Parsers that follow the whole HTML standard copy open formatting into every paragraph, so that 100 kB of nested tags
become gigabytes. Here nothing is copied. What comes out is not yet safe: `richtext_parse` builds from it only what the
allowlist knows.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from publishing.fields.richtext_schema import DROPPED


class Token(NamedTuple):
    """A piece of text (no tag), a start tag or an end tag."""

    text: str = ""
    start: str = ""
    end: str = ""
    attributes: dict[str, str] = {}


_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?|[\s/]*=""",
)
_TAG_END = re.compile(r"[\s/]*>")
_COMMENT_END = re.compile(r"--!?>")
_DROPPED_END = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in DROPPED}
# Never text: control characters, halves of pairs, non-characters. Databases refuse the first and the second.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def tokens(html: str) -> Iterator[Token]:
    """Yield text and tags in their order. Comments, declarations and scripts are passed over."""
    html = fit(html)
    position, size = 0, len(html)
    while position < size:
        bracket = html.find("<", position)
        if bracket != position:
            stop = size if bracket == -1 else bracket
            yield Token(text=_decoded(html[position:stop]))
            position = stop
        elif name := _NAME.match(html, position):
            token, position = _tag(html, name)
            if token.start in DROPPED:
                end = _DROPPED_END[token.start].search(html, position)
                position = end.start() if end else size
            elif token.start or token.end:
                yield token
        elif html[position + 1 : position + 2] in {"!", "?", "/"}:
            position = _after_declaration(html, position)
        else:
            yield Token(text="<")
            position += 1


def fit(text: str) -> str:
    """Return the text without characters that no text may hold."""
    return _UNFIT.sub("", text)


def _decoded(text: str) -> str:
    return fit(unescape(text)) if "&" in text else text


def _tag(html: str, name: re.Match[str]) -> tuple[Token, int]:
    """Return a tag with its attributes and where it ends; an empty token where the text ends first."""
    position = name.end()
    attributes: dict[str, str] = {}
    while not (end := _TAG_END.match(html, position)):
        attribute = _ATTRIBUTE.match(html, position)
        if attribute is None:
            return Token(), len(html)
        position = attribute.end()
        if key := attribute[1]:
            value = next((group for group in attribute.groups()[1:] if group is not None), "")
            attributes.setdefault(key.lower(), _decoded(value))
    tag = name[1].lower()
    if html[name.start() + 1] == "/":
        return Token(end=tag), end.end()
    return Token(start=tag, attributes=attributes), end.end()


def _after_declaration(html: str, position: int) -> int:
    """Return where a comment, doctype or processing instruction ends."""
    if not html.startswith("<!--", position):
        end = html.find(">", position)
        return len(html) if end == -1 else end + 1
    # "<!-->" and "<!--->" are whole comments, so the search begins within the opening.
    for short in ("<!-->", "<!--->"):
        if html.startswith(short, position):
            return position + len(short)
    comment = _COMMENT_END.search(html, position + 4)
    return comment.end() if comment else len(html)
