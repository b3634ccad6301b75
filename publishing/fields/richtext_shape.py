"""Gives blocks their final shape: addresses become cards, tables square, nothing stays empty."""

import re

from publishing.embeds import provider_of
from publishing.fields.richtext_post import Told
from publishing.fields.richtext_schema import clean_address
from publishing.fields.richtext_table import square
from publishing.fields.richtext_tree import Block, Footnote, Inline, Link, Text, of_tag, plain, tidy


def paragraph(line: list[Inline]) -> Block:
    """Return a paragraph that no other block holds, or the card that its address stands for."""
    return _embed_of(line) or Block("p", line=line)


def _embed_of(line: list[Inline]) -> Block | None:
    """Return the card of a paragraph that holds nothing but the address of a video or post, or a link to it."""
    links = {leaf.link if isinstance(leaf, Text) else None for leaf in line}
    words = plain(line)
    if len(links) != 1 or any(isinstance(leaf, Footnote) for leaf in line):
        return None
    link = links.pop()
    return _card(link.href if link else words, title=words.strip(), author="")


def _card(address: str, *, title: str, author: str) -> Block | None:
    """Return the card of an address, if it is one of a known provider."""
    href = clean_address(re.sub(r"^http:", "https:", address))
    if href is None or provider_of(href) is None:
        return None
    if provider_of(title):
        title = ""
    caption = [Block("figcaption", line=[Text(author)])] if author else []
    return Block(
        "figure",
        {"class": "embed"},
        line=[Text(title or href, link=Link(href))],
        blocks=caption,
    )


def finished(blocks: list[Block]) -> list[Block]:
    """Return the blocks in their final shape, without those that hold nothing."""
    return [shaped for block in blocks for shaped in _shaped(block)]


def _shaped(block: Block) -> list[Block]:
    match block.tag:
        case "figure":
            return _shaped_figure(block)
        case "table":
            return _shaped_table(block)
        case "ul" | "ol" | "blockquote" | "li":
            block.blocks = finished(block.blocks)
            if block.tag == "li" and block.blocks and block.blocks[0].tag != "p":
                block.blocks.insert(0, Block("p"))
            return [block] if block.blocks else []
        case _:
            return [block]


def _shaped_figure(figure: Block) -> list[Block]:
    for part in (figure, *of_tag(figure, "figcaption")):
        part.line = tidy(part.line)
    match figure.attributes.get("class"):
        case "embed":
            return _shaped_card(figure)
        case "quote":
            return _shaped_quote(figure)
        case "post":
            return _shaped_post(figure)
        case "gallery":
            return _shaped_gallery(figure)
        case _:
            return [figure]


def _shaped_card(figure: Block) -> list[Block]:
    caption = [leaf for block in of_tag(figure, "figcaption") for leaf in block.line]
    href = next(
        (leaf.link.href for leaf in figure.line if isinstance(leaf, Text) and leaf.link),
        "",
    )
    if card := _card(href, title=plain(figure.line).strip(), author=plain(caption).strip()):
        return [card]
    return [*(paragraph(line) for line in (figure.line, caption) if line), *_quoted(figure)]


def _shaped_quote(figure: Block) -> list[Block]:
    """Return words with who said them; without one of the two, a plain quotation or a paragraph."""
    words, said_by = _quoted(figure), of_tag(figure, "figcaption")
    if not words:
        return [paragraph(caption.line) for caption in said_by]
    quotation = Block("blockquote", blocks=words)
    return [Block("figure", figure.attributes, blocks=[quotation, *said_by])] if said_by else [quotation]


def _shaped_post(figure: Block) -> list[Block]:
    """Return a post with its words or a picture of it; what has neither is a line that says where it is."""
    said = [Block("p", line=caption.line) for caption in of_tag(figure, "figcaption")]
    words = [*_quoted(figure), *said]
    told = Told.of(figure)
    if words or "data-image" in figure.attributes:
        return [Block("figure", figure.attributes, blocks=[Block("blockquote", blocks=words)] if words else [])]
    return [paragraph([Text(told.words)])] if told.words else []


def _shaped_gallery(figure: Block) -> list[Block]:
    """Return pictures side by side, one by itself where there is one; words that belong to none of them stand below."""
    pictures = finished(of_tag(figure, "figure"))
    words = [Block("p", line=caption.line) for caption in of_tag(figure, "figcaption")]
    figure.blocks = [block for block in figure.blocks if block.tag != "figure"]
    gallery = [Block("figure", figure.attributes, blocks=pictures)] if len(pictures) > 1 else pictures
    return [*gallery, *_quoted(figure), *words]


def _quoted(figure: Block) -> list[Block]:
    """Return what a figure quotes, whether it stands in a quotation or beside it."""
    parts = (block.blocks if block.tag == "blockquote" else [block] for block in figure.blocks if block.tag != "figcaption")
    return finished([block for part in parts for block in part])


def _shaped_table(table: Block) -> list[Block]:
    captions = [Block("caption", line=tidy(caption.line)) for caption in of_tag(table, "caption")]
    named = [paragraph(caption.line) for caption in captions]
    lines = of_tag(table, "tr")
    for cell in (cell for row in lines for cell in row.blocks):
        cell.blocks = finished(cell.blocks)
    rows = square(lines)
    if rows is None:
        blocks = [block for row in lines for cell in row.blocks for block in cell.blocks]
        return [*named, *(paragraph(block.line) if block.tag == "p" else block for block in blocks)]
    for cell in (cell for row in rows for cell in row.blocks):
        cell.blocks = cell.blocks or [Block("p")]
    return [Block("table", blocks=[*captions, Block("tbody", blocks=rows)])] if rows else named
