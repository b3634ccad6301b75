"""Capacities as texts give them, against the titles of posts: “former”, “acting” and “de facto” are told apart from the title itself."""

import re
from dataclasses import dataclass

from actors.models import Post, Tenure
from publishing import languages
from publishing.search import fold

# Words in front of a title, as `fold` writes them, in the languages of the site.
FORMER = {fold(word) for word in ("former", "ex", "late", "ყოფილი")}
ACTING = {fold(word) for word in ("acting", "interim", "დროებითი")}
DE_FACTO = [fold(words).split() for words in ("de facto", "დე ფაქტო", "so-called", "ე.წ.")]
# Words that say nothing between a title and its office.
BETWEEN = {"of", "the", "for", "at", "in"}


@dataclass(frozen=True)
class Capacity:
    """What a text calls somebody: the folded title, and what stands before it."""

    title: str
    is_former: bool
    is_acting: bool


def read(text: str) -> Capacity:
    """Return what a capacity says."""
    words, is_former, is_acting = fold(text).split(), False, False
    while words:
        if words[0] in FORMER | ACTING:
            is_former, is_acting = is_former or words[0] in FORMER, is_acting or words[0] in ACTING
            words = words[1:]
        elif mark := next((mark for mark in DE_FACTO if words[: len(mark)] == mark), None):
            words = words[len(mark) :]
        else:
            break
    return Capacity(" ".join(words), is_former, is_acting)


def titles_of(post: Post) -> set[str]:
    """Return the folded titles of a post: the first, and what it is also called, in every language."""
    texts = [text for code in languages.codes() for text in (getattr(post, f"title_{code}"), *re.split(r"[,;]", getattr(post, f"also_{code}")))]
    return {read(text).title for text in texts} - {""}


def is_title(title: str, post: Post) -> bool:
    """Tell whether a folded title is one of a post, alone or followed by the name of its office."""
    office = {word for code in languages.codes() for word in fold(getattr(post.office, f"name_{code}")).split()} | BETWEEN
    return any(title == known or (title.startswith(f"{known} ") and set(title[len(known) :].split()) <= office) for known in titles_of(post))


def fits(text: str, tenure: Tenure) -> bool:
    """Tell whether a capacity is that of a tenure while it holds: never where it is “former”."""
    found = read(text)
    printed = read(tenure.title_as_printed).title
    return bool(found.title) and not found.is_former and (is_title(found.title, tenure.post) or found.title == printed)
