"""Rich text for other sites: whole addresses, and nothing that only our own pages know what to do with."""

from urllib.parse import urljoin

from lxml import html

# What means the same wherever the text is printed. Everything else (classes, ids, roles, what scripts read) is ours.
KEPT = frozenset({"href", "src", "alt", "title", "lang", "width", "height", "start", "colspan", "rowspan", "scope", "datetime", "cite"})
# Boxes of our pages, which stand around what they hold.
OURS = ("div", "section", "span")


def for_other_sites(text: str, page: str) -> str:
    """Return HTML that `publishing.fields.richtext.render` wrote, as other sites may print it; `page` is the whole address of its page."""
    if not text:
        return ""
    whole = html.fragment_fromstring(text, create_parent="div")
    for element in list(whole.iter()):
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
        for name in ("href", "src", "cite"):
            if name in element.attrib:
                element.attrib[name] = urljoin(page, element.attrib[name])
        if element is not whole and element.tag in OURS and not element.attrib:
            element.drop_tag()
    written = html.tostring(whole, encoding="unicode")
    return written.removeprefix("<div>").removesuffix("</div>")
