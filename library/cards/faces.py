"""The faces that cards are set in, and which characters they have. FreeType's faces are for one thread at a time: `kept` sees to it."""

import unicodedata
from functools import lru_cache

from django.conf import settings
from PIL import ImageFont

FOLDER = settings.BASE_DIR / "static" / "fonts" / "cards"
SERIF, SANS, SANS_BOLD = "serif", "sans-400", "sans-600"
# What stands in for a character that does the same on a page.
SAME = str.maketrans({"\u2011": "-", "\u202f": "\u00a0", "\u2007": "\u00a0"})
# No face has it, so it shows what a face draws for what it lacks.
NO_CHARACTER = "\uffff"


@lru_cache(maxsize=128)
def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a face at a size in pixels."""
    return ImageFont.truetype(FOLDER / f"{name}.ttf", size)


@lru_cache(maxsize=8192)
def has(name: str, character: str) -> bool:
    """Tell whether a face can draw a character, a space included."""
    return character.isspace() or drawn(name, character) != drawn(name, NO_CHARACTER)


def drawn(name: str, character: str) -> tuple[tuple[int, int], bytes]:
    """Return the size and the pixels of a character in a face."""
    mask = face(name, 40).getmask(character, "L")
    return mask.size, bytes(mask)


def plain(text: str) -> str:
    """Return a text of one line as it is set: composed letters, single spaces, nothing invisible."""
    composed = unicodedata.normalize("NFC", text).translate(SAME)
    seen = "".join(
        " " if each in "\t\n\r" else each for each in composed if each in "\t\n\r" or unicodedata.category(each) not in ("Cc", "Cf", "Co", "Cn")
    )
    return " ".join(filter(None, seen.split(" "))).strip()


def settable(text: str, *names: str) -> tuple[str, str]:
    """Return (text, face) with the first of the faces that has all its characters.

    Where none has, signs that the last one lacks are left out; of a text whose letters it lacks nothing is left: half of one
    could say something else.
    """
    text = plain(text)
    for name in names:
        if all(has(name, each) for each in text):
            return text, name
    lacking = {each for each in text if not has(names[-1], each)}
    if any(unicodedata.category(each)[0] in "LN" for each in lacking):
        return "", names[-1]
    return plain("".join(each for each in text if each not in lacking)), names[-1]
