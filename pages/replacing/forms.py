"""What the page of find and replace asks for, and what it sends back."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pages.models import Replacement
from pages.replacing.acting import Chosen
from pages.replacing.hits import Wanted, canonical
from pages.replacing.searching import kinds_for
from publishing import languages
from publishing.registry import record_types
from publishing.rights import User

LONGEST = Replacement._meta.get_field("find").max_length
# What one line of the page's form is made of: kind, key, key of the form, digest or number.
PARTS = 4


class FindForm(forms.Form):
    """The words, and where they are looked for; all of it in the address of the page."""

    find = forms.CharField(label=_("Find"), max_length=LONGEST, help_text=_("Plain words."))
    replacement = forms.CharField(label=_("Replace with"), max_length=LONGEST, required=False, help_text=_("Left empty, the words are taken out."))
    language = forms.ChoiceField(label=_("In texts of"), choices=settings.LANGUAGES, initial=languages.codes)
    whole_words = forms.BooleanField(label=_("Whole words only"), required=False, initial=True)
    match_case = forms.BooleanField(label=_("Match case"), required=False)
    kinds = forms.MultipleChoiceField(label=_("Types"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen means all."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        kinds = cast("forms.MultipleChoiceField", self.fields["kinds"])
        kinds.choices = [(kind.kind, kind.model._meta.verbose_name_plural) for kind in kinds_for(by)]
        self.fields["language"].initial = languages.active()

    def clean(self) -> dict[str, Any]:
        """Refuse words in place of themselves."""
        cleaned = super().clean() or self.cleaned_data
        if "find" in cleaned and canonical(cleaned["find"]) == canonical(cleaned.get("replacement", "")):
            self.add_error("replacement", ValidationError(_("These are the same words."), code="same"))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        names = ("language", "find", "replacement", "whole_words", "match_case")
        return Wanted(**{name: self.cleaned_data[name] for name in names})


def chosen(posted: QueryDict) -> list[Chosen]:
    """Return the hits that were ticked, with the texts as the page showed them; what cannot be is left out."""
    read = {(kind, record, key): digest for kind, record, key, digest in parts(posted.getlist("text"))}
    ticked: defaultdict[tuple[str, UUID], defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for kind, record, key, number in parts(posted.getlist("hit")):
        if (kind, record, key) in read and number.isascii() and number.isdigit() and len(number) <= PARTS:
            ticked[kind, record][key].add(int(number))
    return [
        Chosen(kind, record, {key: (read[kind, record, key], frozenset(numbers)) for key, numbers in texts.items()})
        for (kind, record), texts in ticked.items()
    ]


def parts(lines: Iterable[str]) -> Iterable[tuple[str, UUID, str, str]]:
    """Yield the lines of the page's form that are whole, and of a type that there is."""
    kinds = {kind.kind for kind in record_types()}
    for line in lines:
        found = line.split(" ")
        if len(found) == PARTS and found[0] in kinds:
            try:
                yield found[0], UUID(found[1]), found[2], found[3]
            except ValueError:
                continue
