"""Slugs: the last part of an address, in Latin letters whatever the title is written in."""

import re
import unicodedata

# The national system of romanisation of Georgian (2002), without its apostrophes, which an address cannot hold.
GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),  # noqa: SIM905 - letter under letter
        strict=True,
    )
)
# Russian by the rules of passports (ICAO 9303), for names and aliases.
RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia".split(),  # noqa: SIM905 - letter under letter
        strict=True,
    )
)
RUSSIAN["ь"] = ""
LETTERS = str.maketrans(GEORGIAN | RUSSIAN | {"ə": "a", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d"})
MAX_LENGTH = 80
# A slug that is all digits would read as the year of an archive.
PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
BARE_NUMBER = r"[0-9]+"


def slugify(text: str) -> str:
    """Return `text` as a slug of at most 80 characters: lower case, Latin letters, digits and single hyphens; "" if nothing is left."""
    latin = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’`]", "", plain)).strip("-")
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def is_allowed(slug: str, reserved: frozenset[str]) -> bool:
    """Tell whether `slug` may stand in an address: well formed, not a bare number, not one of the type's reserved words."""
    return bool(re.fullmatch(PATTERN, slug)) and not re.fullmatch(BARE_NUMBER, slug) and slug not in reserved
