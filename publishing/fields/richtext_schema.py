"""The allowlist of rich text: one table that the editor, the parser and the sanitiser read.

A construct that is not here cannot be written in the editor, and does not survive a save by any other path.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from publishing.embeds import PROVIDERS

HEADINGS = ("h2", "h3", "h4")
# Tag of a mark -> name of the editor's extension. The order is the order of nesting, outermost first.
MARKS = {
    "a": "Link",
    "strong": "Bold",
    "em": "Italic",
    "sub": "Subscript",
    "sup": "Superscript",
}
# What a footnote may hold besides text.
NOTE_MARKS = ("a", "strong", "em")

# What a quoted post tells of itself, in the order in which it is written.
POST_ATTRIBUTES = ("data-author", "data-handle", "data-time", "data-href")

# Tag -> attributes it may carry. A figure without its attribute or class, or a span without its class, is not known.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(HEADINGS, ()),
    **dict.fromkeys(
        (
            "p",
            "br",
            "hr",
            "blockquote",
            "ul",
            "li",
            "table",
            "caption",
            "tbody",
            "tr",
            "figcaption",
        ),
        (),
    ),
    **dict.fromkeys(("strong", "em", "sub", "sup"), ()),
    "a": ("href", "title"),
    "ol": ("start",),
    "th": ("colspan", "rowspan", "scope"),
    "td": ("colspan", "rowspan"),
    "figure": ("data-image", *POST_ATTRIBUTES),
    "span": (),
}
# Kinds of figures beside pictures: a card of a video or post, words with who said them, a post with its words, pictures side by side.
FIGURES = frozenset({"embed", "quote", "post", "gallery"})
CLASSES = {"figure": set(FIGURES), "span": {"footnote"}}
SCHEMES = {"http", "https", "mailto", "tel"}

# Tags that mean the same as one of ours.
SYNONYMS = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
}
# Dropped with what they hold: it is not text for readers.
DROPPED = ("script", "style", "iframe", "noembed", "noframes", "noscript", "title")
# Unknown blocks: the tag is dropped, but it still ends the paragraph before it.
BREAKING = frozenset(
    {
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "head",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "menu",
        "nav",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "template",
        "textarea",
    }
)

# Language -> the marks round words that somebody said: what the key " gives, and what advice holds texts to.
QUOTATION_MARKS = {"en": ("“", "”"), "ka": ("„", "“")}

LONGEST_HREF = 2000
LARGEST_SPAN = 50
LARGEST_START = 99_999
# How deep lists and quotes nest before the next one is flattened.
DEEPEST = 8
# What the form accepts in one field, in characters: a book chapter, not a book.
LONGEST_TEXT = 500_000


def sanitiser_options() -> dict[str, Any]:  # Any: keyword arguments of nh3, each of its own type
    """Return the allowlist as nh3 takes it."""
    return {
        "tags": set(ATTRIBUTES),
        "attributes": {tag: set(names) for tag, names in ATTRIBUTES.items() if names},
        "allowed_classes": CLASSES,
        "clean_content_tags": {"script", "style"},
        "url_schemes": SCHEMES,
        "link_rel": None,
    }


def editor_extensions() -> dict[str, Any]:  # Any: options of the editor's extensions are JSON
    """Return the allowlist as the editor takes it. The order is the order of its buttons."""
    return {
        "Document": True,
        "Paragraph": True,
        "Text": True,
        "HardBreak": True,
        "History": True,
        "Dropcursor": True,
        "Gapcursor": True,
        "Heading": {"levels": [int(tag[1]) for tag in HEADINGS]},
        **{extension: True for tag, extension in MARKS.items() if tag != "a"},
        "Link": {
            "autolink": False,
            "linkOnPaste": True,
            "enableTarget": False,
            "defaultProtocol": "https",
        },
        "BulletList": True,
        "OrderedList": {"enableListAttributes": False},
        "ListItem": True,
        "Blockquote": True,
        "Quote": True,
        "HorizontalRule": True,
        "Table": {"resizable": False},
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "Footnote": True,
        "Picture": True,
        "Gallery": True,
        "Post": True,
        "Embed": {"providers": [[provider.name, provider.pattern] for provider in PROVIDERS]},
    }


def clean_address(value: str) -> str | None:
    """Return the address of a link in its stored form, or None where it is not one we allow."""
    # Browsers drop these before they read the scheme, so "java\nscript:" is what it seems.
    address = re.sub(r"[\x00-\x1f\x7f\u200b\u2028\u2029\ufeff]", "", value).strip().replace(" ", "%20")
    address = address.replace("\\", "%5C").replace("\xa0", "%C2%A0")
    if address.startswith("//"):
        address = f"https:{address}"
    elif address.lower().startswith("www."):
        address = f"https://{address}"
    elif address.startswith(("/", "#", "?")):
        return address if len(address) <= LONGEST_HREF else None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises ValueError where the port is no number
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or len(address) > LONGEST_HREF:
        return None
    if parts.scheme in {"http", "https"} and not parts.hostname:
        return None
    return f"{parts.scheme}:{address.partition(':')[2]}"
