"""Records whose every text is an attack, and what a page must not make of it."""

from html import unescape

from lxml import etree, html

from publishing.publishable import Publishable
from tests.publishing.hidden import FILLED, published
from tests.publishing.words import Words

# Ends whatever it may stand in, and is a picture that runs something; a template would print 49.
ATTACK = "'\"></script></textarea></title><img src=x onerror=alert(1)>{{7*7}}{% debug %}"
# Where no markup can stand: parts of addresses, and what is a key.
PLAIN = ("slug", "address", "documentname")


class Attacks(Words):
    """An attack for each text, in place of a word."""

    def __call__(self, name: str) -> str:
        """Return the attack of one text, which ends with what it stood in; a word where it could not be typed."""
        word = super().__call__(name)
        return word if word.removeprefix(f"zq{self.state.lower()}").startswith(PLAIN) else f"{ATTACK}{word}"


def attacked() -> dict[str, Publishable]:
    """Publish a record of each type of which every text is an attack."""
    return {kind: published(kind, Attacks(f"x{kind}")) for kind in FILLED}


def run_in(page: str) -> list[str]:
    """Return what of a page would run and is not a file of ours: handlers, scripts without an address, addresses that are scripts."""
    tree = html.fromstring(page if page.strip() else "<p>")
    found = [
        etree.tostring(element, encoding="unicode")[:200]
        for element in tree.xpath("//*[@*[starts-with(name(), 'on')]]|//img[@src='x']|//iframe[@srcdoc]")
    ]
    data = ("application/ld+json", "application/json", "importmap", "speculationrules")
    found += [script.text_content()[:200] for script in tree.xpath("//script[not(@src)]") if script.get("type") not in data]
    links = tree.xpath("//@href|//@src|//@action|//@formaction|//@data|//@srcset")
    return found + [link for link in links if "".join(unescape(link).split()).lower().startswith(("javascript:", "vbscript:", "data:text"))]
