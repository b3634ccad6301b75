"""What an address of the search asks for, on its page and wherever else it is asked: words, and what narrows them."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from actors.filters import OnceField
from config.page_query import IN_SEARCH
from publishing import languages
from publishing.models import Findable
from publishing.remembered import Memory, Stamp
from publishing.searching import aspects, index
from publishing.searching.asked import LONGEST, Asked, asked
from publishing.searching.aspects import Named
from publishing.searching.finding import Narrowed, newest

# Parts of addresses are no longer.
LONGEST_NAME = 100

# {(aspect, part of an address, language): what it means}
_known = Memory(1024)


class WordsField(OnceField):
    """Words to look for."""

    def read(self, text: str) -> str:
        """Return as many of them as anybody types."""
        return text[:LONGEST]


class KindField(OnceField):
    """A type of record, by its word in addresses."""

    def read(self, text: str) -> str:
        """Return it."""
        if text not in {known.kind for known in index.kinds()}:
            raise ValidationError(_("There is nothing of this kind."), code="unknown")
        return text


class LanguageField(OnceField):
    """A language of the site, by its code."""

    def read(self, text: str) -> str:
        """Return it."""
        if text not in languages.codes():
            raise ValidationError(_("Nothing is published in this language."), code="unknown")
        return text


class YearField(OnceField):
    """A year."""

    def read(self, text: str) -> int:
        """Return it."""
        if not re.fullmatch(r"[1-9][0-9]{3}", text, re.ASCII):
            raise ValidationError(_("A year has four digits."), code="no_year")
        return int(text)


class ExactField(OnceField):
    """Whether words are meant as they are typed."""

    def read(self, text: str) -> bool:
        """Return it: whatever is said means yes."""
        del text
        return True


class NamedField(OnceField):
    """A tag, a person or a place, by the last part of its address."""

    def __init__(self, name: str, under: Stamp | None) -> None:
        super().__init__(required=False)
        self.name, self.under = name, under

    def read(self, text: str) -> Named:
        """Return what is meant; ValidationError for what the public does not know. Asked for once under a change."""
        kept, question = _known.under(self.under), (self.name, text, languages.active())
        found = kept.get(question) or (aspects.known(*question) if len(text) <= LONGEST_NAME else None)
        if found is None:
            raise ValidationError(_("Nothing of this name is recorded: “%(text)s”.") % {"text": text[:LONGEST_NAME]}, code="unknown")
        kept[question] = found
        return found


class SearchForm(forms.Form):
    """What a reader asks for. `under` is the change under which it may be remembered what names mean."""

    q, kind, exact = WordsField(required=False), KindField(required=False), ExactField(required=False)
    year, to = YearField(required=False), YearField(required=False)

    def __init__(self, data: QueryDict, under: Stamp | None = None) -> None:
        super().__init__(data)
        # Words of Python, so no names in a class.
        self.fields["in"], self.fields["from"] = LanguageField(required=False), YearField(required=False)
        for name in aspects.NAMES:
            self.fields[name] = NamedField(name, under)

    def clean(self) -> dict[str, Any]:  # Any: what is asked for
        """Refuse a time that ends before it begins."""
        said = self.cleaned_data
        if (begin := said.get("from")) and (end := said.get("to")) and begin > end:
            raise ValidationError(_("This time ends before it begins."), code="turned")
        return said

    @property
    def question(self) -> Asked:
        """The words."""
        return asked(self.cleaned_data.get("q") or "")

    @property
    def narrowed(self) -> Narrowed:
        """What else is asked."""
        said = self.cleaned_data
        begin = dt.date(said["from"], 1, 1) if said["from"] else None
        end = dt.date(said["to"], 12, 31) if said["to"] else None
        keys = {name: said[name].key for name in aspects.NAMES if said[name]}
        return Narrowed(said["kind"] or "", said["in"] or "", said["year"], begin, end, **keys)

    def named(self, name: str) -> Named | None:
        """Return the tag, person or place that is chosen."""
        return self.cleaned_data.get(name) or None


def query_of(query: Mapping[str, str], **changed: str) -> str:
    """Return what stands behind `?` of this search, with something else chosen."""
    said = {name: query[name] for name in IN_SEARCH if query.get(name)} | changed
    return urlencode({name: value for name, value in said.items() if value})


def newest_of(query: str, language: str, *, since: dt.datetime | None, limit: int) -> list[Findable]:
    """Return what answers the query of an address of the search in a language and became public there after a moment, newest first.

    None of it where the query asks for nothing, or for what is not known (any more). `since` None is from the beginning.
    """
    form = SearchForm(QueryDict(query))
    if not form.is_valid():
        return []
    return newest(form.question, language, form.narrowed, since=since, limit=limit)
