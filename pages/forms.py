"""Forms of pages: what editors are told before anything is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from actors.callings import WORD
from library.forms import name_languages
from news.forms import need_one
from pages.models import HouseTerm, Term
from pages.models.house_term import parted
from pages.tree import why_not_under
from publishing import languages, slugs
from publishing.forms import RecordForm


class PageForm(RecordForm):
    """A page."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a place in which no page can stand."""
        cleaned = super().clean()
        parent = self.cleaned_data.get("parent")
        if parent is not None and (reason := why_not_under(self.instance.pk, parent)):
            self.add_error("parent", reason)
        return cleaned


class TermForm(forms.ModelForm):
    """A term of the glossary."""

    class Meta:
        model = Term
        fields = [*(f"{name}_{code}" for code in languages.codes() for name in ("name", "also", "definition")), "anchor", "is_shown"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)

    def clean_anchor(self) -> str:
        """Make an anchor from the first name there is; refuse one that stands for something else on the page."""
        names = [self.cleaned_data.get(f"name_{code}", "") for code in languages.codes()]
        anchor = self.cleaned_data["anchor"] or next((slug for name in names if (slug := slugs.slugify(name))), "")
        if not slugs.is_allowed(anchor, Term.RESERVED):
            raise forms.ValidationError(_("Give an anchor of small Latin letters, digits and hyphens, for example “gid”."))
        return anchor

    def clean(self) -> dict[str, Any] | None:
        """Ask for a name, and for what readers need if they are to see the term."""
        cleaned = super().clean()
        need_one(self, "name", _("Give a name in at least one language."))
        complete = [code for code in languages.codes() if all(self.cleaned_data.get(f"{name}_{code}") for name in ("name", "definition"))]
        if self.cleaned_data.get("is_shown") and not complete and not self.errors:
            self.add_error("is_shown", _("Readers need a name and a definition in the same language."))
        return cleaned


class HouseTermForm(forms.ModelForm):
    """A word that the house avoids."""

    class Meta:
        model = HouseTerm
        fields = ["language", "avoided", "also", "preferred", "reason", "left_alone_in", "in_quotation"]

    def clean(self) -> dict[str, Any] | None:
        """Refuse what no text could be searched for, and an advice against what it advises."""
        cleaned = super().clean()
        ways = [self.cleaned_data.get("avoided", ""), *parted(self.cleaned_data.get("also", ""))]
        if not self.errors and not all(WORD.search(way) for way in ways):
            self.add_error("avoided" if not WORD.search(ways[0]) else "also", _("Give words: there is nothing here to search a text for."))
        if not self.errors and self.cleaned_data.get("preferred", "") in ways:
            self.add_error("preferred", _("This is the word to avoid."))
        return cleaned
