"""What spellings of one name share, so that any of them finds it."""

import re
import unicodedata
from functools import lru_cache

from publishing.slugs import LETTERS

# Ways of writing one sound in Latin letters, longest first: “Sergey” and “Sergei”, “Gagloyev” and “Gagloev”, “Dmitriy” and “Dmitry”.
SOUNDS = {
    "shch": "sh",
    "ph": "f",
    "kh": "h",
    "gh": "g",
    "tz": "ts",
    "x": "ks",
    "w": "v",
    "j": "i",
    "y": "i",
    "ie": "e",
    "ia": "a",
    "iu": "u",
}
# What is written within a word without being a letter of it.
INSIDE = re.compile("['’‘ʼ`\"“”„«»]")


# What is written about a record has its titles several times.
@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Return the text as search compares it: Latin letters, small, without accents, one spelling of each sound, single spaces."""
    latin = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    plain = INSIDE.sub("", unicodedata.normalize("NFKD", latin))
    # What has no Latin letters stays findable as it is.
    words = re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return " ".join(sounded(word) for word in words)


def sounded(word: str) -> str:
    """Return a word with one spelling of each sound."""
    for written, sound in SOUNDS.items():
        word = word.replace(written, sound)
    # Doubled letters, as transliterations differ in them most.
    return re.sub(r"(\D)\1+", r"\1", word)
