"""Pass phrases: which are refused, from lists that lie here, and what follows when one is changed."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import factors, sessions
from publishing import languages, site

CHANGED = gettext_noop("pass phrase changed")
# What is left of a phrase without the words that are tried first must have so many letters, and a phrase so many different ones.
LEAST_LEFT, LEAST_DIFFERENT = 8, 6
WORDS = Path(__file__).with_name("first_tried.txt")
# Rows of keyboards, Latin and Georgian, and of the alphabets.
RUNS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "ქწერტყუიოპ",
    "ასდფგჰჯკლ",
)
RUN = 4


@lru_cache
def first_tried() -> tuple[str, ...]:
    """Return the words that are tried first, the longest in front."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    runs = {
        way[start : start + size]
        for run in RUNS
        for way in (run, run[::-1])
        for size in range(RUN, len(run) + 1)
        for start in range(len(run) - size + 1)
    }
    return tuple(sorted(words | runs, key=lambda word: (-len(word), word)))


class FirstTriedValidator:
    """Refuses what is little more than the name of the site, a word that everybody thinks of, a row of keys, or one letter again and again."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError with the reason."""
        plain = unicodedata.normalize("NFKC", password).casefold()
        if len(set(plain)) < LEAST_DIFFERENT:
            raise ValidationError(_("This pass phrase repeats few letters. Take several words."), code="repeated")
        names = {word for code in languages.codes() for word in re.findall(r"\w{4,}", getattr(site.current(), f"name_{code}").casefold())}
        left = plain
        for word in (*names, *first_tried()):
            left = left.replace(word, " ")
        if len(re.sub(r"[\W\d_]", "", left)) < LEAST_LEFT:
            raise ValidationError(
                _("This pass phrase is made of words and rows that are tried first. Take four words that have nothing to do with each other."),
                code="first_tried",
            )

    def get_help_text(self) -> str:
        """Say what makes a good one."""
        return _("Four words that have nothing to do with each other make a good pass phrase: easy to remember, hard to guess.")


def changed(user: User, *, by: User | None, keep: str | None = None) -> None:
    """End the sessions of somebody whose pass phrase is another one now, all but the one with the key `keep`, and write it down."""
    factors.noted(user, CHANGED, by=by, sessions=sessions.end(user, but=keep))
