"""What tests of cards need: pages' own words for their card, and the card's pixels."""

from io import BytesIO

from django.test import Client
from lxml import html
from PIL import Image as Pillow
from PIL import ImageChops

from library.cards.drawing import PAPER, SIZE


def told(path: str) -> dict[str, str]:
    """Return what a page tells of its card."""
    page = html.fromstring(Client().get(path, follow=True).content)
    named = page.xpath("//meta[starts-with(@property, 'og:image') or @name='twitter:card']")
    return {(each.get("property") or each.get("name")).removeprefix("og:"): each.get("content") for each in named}


def address(path: str) -> str:
    """Return the path of the card of a page."""
    return told(path)["image"].removeprefix("http://testserver")


def pixels(data: bytes) -> Pillow.Image:
    """Return a card as it is seen."""
    with Pillow.open(BytesIO(data)) as card:
        return card.convert("RGB")


def written(card: Pillow.Image, area: tuple[int, int, int, int] | None = None) -> tuple[int, int, int, int] | None:
    """Return the least box around all that is not paper, within an area of the card; None for a blank one."""
    left, top, right, bottom = area or (0, 0, *SIZE)
    part = card.crop((left, top, right, bottom))
    found = ImageChops.difference(part, Pillow.new("RGB", part.size, PAPER)).getbbox()
    return (found[0] + left, found[1] + top, found[2] + left, found[3] + top) if found else None
