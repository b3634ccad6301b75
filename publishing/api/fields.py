"""What a parameter may say. A value that cannot be read is refused in words that name what would do."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from publishing import languages
from publishing.partial_dates import LONGEST as LONGEST_DATE
from publishing.partial_dates import PartialDate
from publishing.search import fold

SLUG = r"^[A-Za-z0-9_-]{1,100}$"
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOST_IDS = 100
MOST_WORDS = 8
MOST_NAMES = 50
LONGEST_TEXT = 200
# What nobody has for an id: it stands for a slug that leads nowhere.
NOBODY = uuid.UUID(int=0)


class OnceInput(forms.TextInput):
    """A parameter, with all that is said of it where it is given more than once."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # Any: as in Django
        """Return what is said, or all of it."""
        said = data.getlist(name) if isinstance(data, QueryDict) else [data.get(name)]
        return said if len(said) > 1 else super().value_from_datadict(data, files, name)


class ParameterField(forms.CharField):
    """A parameter of the read API."""

    widget = OnceInput
    # What the description of the API says of a value (JSON Schema).
    schema: ClassVar[dict[str, Any]] = {"type": "string"}
    longest = LONGEST_TEXT

    def to_python(self, value: Any) -> Any:  # Any: what the address says; what is asked by
        """Return what is asked for, None where nothing is said; ValidationError for what cannot be read."""
        if isinstance(value, list):
            raise ValidationError("This was given more than once. Give it once.")
        if value is None:
            return None
        if not value:
            raise ValidationError("This has no value. Give one, or leave it out.")
        if len(value) > self.longest:
            raise ValidationError(f"This is longer than {self.longest} characters.")
        if "\x00" in value:
            raise ValidationError("This holds a NUL character, which no text has.")
        return self.read(value)

    def run_validators(self, value: Any) -> None:  # Any: what is asked by
        """Nothing more: `read` says it all."""

    def read(self, text: str) -> Any:  # Any: what is asked by
        """Return what the text says."""
        return text

    def described(self) -> dict[str, Any]:
        """Return the schema of a value of this field."""
        return dict(self.schema)


class WordField(ParameterField):
    """One word that is the key of something."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "pattern": SLUG}

    def read(self, text: str) -> str:
        """Return it."""
        if not re.fullmatch(SLUG, text):
            raise ValidationError("Give one word of Latin letters, digits, hyphens and underscores.")
        return text


class CursorField(ParameterField):
    """Where a page begins."""

    longest = 1000
    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "cursor", "pattern": "^[A-Za-z0-9_-]{1,1000}$"}


class KeyField(ParameterField):
    """The id of a record, or the last part of its address."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "pattern": SLUG}

    def read(self, text: str) -> uuid.UUID | str:
        """Return the id, or the slug."""
        if (key := as_key(text)) is not None:
            return key
        if not re.fullmatch(SLUG, text):
            raise ValidationError("Give an id, or the last part of an address.")
        return text


class SlugField(KeyField):
    """The last part of an address."""

    def read(self, text: str) -> str:
        """Return it as text, whatever it looks like."""
        if not re.fullmatch(SLUG, text):
            raise ValidationError("Give the last part of an address, as /en/news/LAST-PART/ has it.")
        return text


class IdsField(ParameterField):
    """Ids, separated by commas."""

    longest = MOST_IDS * 40
    schema: ClassVar[dict[str, Any]] = {"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": 1, "maxItems": MOST_IDS}

    def read(self, text: str) -> list[uuid.UUID]:
        """Return them."""
        keys = [as_key(part) for part in text.split(",")]
        if None in keys:
            raise ValidationError("Give ids, separated by commas.")
        if len(keys) > MOST_IDS:
            raise ValidationError(f"Ask for {MOST_IDS} ids at most.")
        return [key for key in keys if key is not None]


class NamesField(ParameterField):
    """Some of the names that are `known`, separated by commas; set for each request."""

    longest = 2000
    known: Collection[str] = ()

    def read(self, text: str) -> list[str]:
        """Return them."""
        names = text.split(",")
        if len(names) > MOST_NAMES:
            raise ValidationError(f"Give {MOST_NAMES} names at most.")
        if not self.known:
            raise ValidationError("There is nothing here that this could name: leave it out.")
        if unknown := [name for name in names if name not in self.known]:
            raise ValidationError(f"“{unknown[0][:40]}” is none of: {', '.join(self.known)}.")
        return names


class ChoiceField(ParameterField):
    """One of several words, or of those that a function returns: once all apps are there."""

    def __init__(self, *args: Any, words: Collection[str] | Callable[[], Collection[str]] = (), **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.words = list(words() if callable(words) else words)

    def read(self, text: str) -> str:
        """Return it."""
        if text not in self.words:
            raise ValidationError(f"“{text[:40]}” is none of: {', '.join(self.words)}.")
        return text

    def described(self) -> dict[str, Any]:
        """Name the words."""
        return {"type": "string", "enum": self.words}


class LanguageField(ChoiceField):
    """One of the site's languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, words=languages.codes(), **kwargs)


class BooleanField(ChoiceField):
    """Yes or no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, words=("true", "false"), **kwargs)


class NumberField(ParameterField):
    """A whole number between two others."""

    longest = 20

    def __init__(self, *args: Any, least: int = 0, most: int = 2**63 - 1, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        """Return it."""
        if not (text.isascii() and text.isdecimal() and self.least <= int(text) <= self.most):
            raise ValidationError(f"Give a whole number from {self.least} to {self.most}.")
        return int(text)

    def described(self) -> dict[str, Any]:
        """Name the bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class MomentField(ParameterField):
    """A moment, with its offset from UTC; or a day, which means its beginning by the clocks of the site."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}

    def read(self, text: str) -> dt.datetime:
        """Return it in UTC."""
        try:
            if DAY.fullmatch(text):
                return in_utc(dt.datetime.combine(dt.date.fromisoformat(text), dt.time.min, timezone.get_default_timezone()))
            # A “+” that nobody escaped arrives as a space.
            moment = parse_datetime(text.replace(" ", "+"))
            if moment is None or moment.tzinfo is None:
                raise ValueError
            return in_utc(moment)
        except ValueError as error:
            raise ValidationError("Give a moment as 2024-10-15T12:00:00Z, or a day as 2024-10-15.") from error


def in_utc(moment: dt.datetime) -> dt.datetime:
    """Return a moment in UTC; what would lie before the year 1 or after 9999 there, as the first or the last moment that can be told."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return dt.datetime.min.replace(tzinfo=dt.UTC) if moment.year == dt.MINYEAR else dt.datetime.max.replace(tzinfo=dt.UTC)


class DayField(ParameterField):
    """A day."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}

    def read(self, text: str) -> dt.date:
        """Return it."""
        try:
            if not DAY.fullmatch(text):
                raise ValueError
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise ValidationError("Write a day as 2024-10-15.") from error


class PeriodField(ParameterField):
    """A time as EDTF has it: a day, a month, a year, or from when to when."""

    longest = LONGEST_DATE
    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "edtf", "minLength": 4, "maxLength": LONGEST_DATE}

    def read(self, text: str) -> PartialDate:
        """Return it; ValidationError that names the part that is wrong."""
        return PartialDate.parse(text)


class WordsField(ParameterField):
    """Words to look for."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "words", "minLength": 1, "maxLength": LONGEST_TEXT}

    def read(self, text: str) -> list[str]:
        """Return them, without those that say nothing."""
        words = [word for word in dict.fromkeys(text.split()) if fold(word)]
        if not words:
            raise ValidationError("There is no word in this.")
        if len(words) > MOST_WORDS:
            raise ValidationError(f"Ask for {MOST_WORDS} words at most.")
        return words


def as_key(text: str) -> uuid.UUID | None:
    """Return the id that a text is, in the one spelling that we give; None for anything else."""
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    return key if str(key) == text.lower() else None
