"""Forms of the news: what an article and what belongs to it must have."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from chronicle.forms import OnceFormSet
from library.forms import name_languages
from news.models import Author, Kind
from publishing import addresses, languages
from publishing.forms import RecordForm
from publishing.rows import RowForm, RowFormSet


class ArticleForm(RecordForm):
    """An article."""

    needed = ["kind"]


class CorrectionForm(RowForm):
    """A correction."""

    def clean(self) -> dict[str, Any] | None:
        """Ask for a text in at least one language."""
        cleaned = super().clean()
        need_one(self, "text", _("Say in at least one language what was corrected."))
        if (at := self.cleaned_data.get("at")) and at > timezone.now():
            self.add_error("at", _("This date has not come yet."))
        return cleaned


class MentionForm(RowForm):
    """A mention."""

    def clean(self) -> dict[str, Any] | None:
        """Ask for one thing that is mentioned."""
        cleaned = super().clean()
        if bool(self.cleaned_data.get("actor")) == bool(self.cleaned_data.get("office")) and not {"actor", "office"} & self.errors.keys():
            self.add_error("actor", ValidationError(_("Choose an actor or an office, one of them in each row."), code="one_of_them"))
        return cleaned


class MentionFormSet(RowFormSet):
    """The mentions of an article."""

    def clean(self) -> None:
        """Refuse to name somebody twice."""
        super().clean()
        seen: set[Any] = set()
        for form in self.standing():
            key = form.instance.actor_id or form.instance.office_id
            if key is not None and key in seen:
                form.add_error(None, ValidationError(_("This is listed twice."), code="twice"))
            seen.add(key)


class EventFormSet(OnceFormSet):
    """The events of an article, each once."""

    once = ("event_id",)


class KindForm(forms.ModelForm):
    """A kind of article."""

    class Meta:
        model = Kind
        fields = ["key", "position", *(f"label_{code}" for code in languages.codes())]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)

    def clean(self) -> dict[str, Any] | None:
        """Ask for a label in at least one language."""
        cleaned = super().clean()
        need_one(self, "label", _("Give a label in at least one language."))
        return cleaned


class AuthorForm(forms.ModelForm):
    """A name in bylines."""

    class Meta:
        model = Author
        fields = [*(f"{name}_{code}" for code in languages.codes() for name in ("name", "slug", "about")), "has_profile"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)

    def clean(self) -> dict[str, Any] | None:
        """Ask for a name in at least one language, and for addresses that can be."""
        cleaned = super().clean()
        need_one(self, "name", _("Give a name in at least one language."))
        for code in languages.codes():
            if slug := self.cleaned_data.get(f"slug_{code}"):
                try:
                    addresses.check("author", slug, self.instance.pk, frozenset())
                except ValidationError as error:
                    self.add_error(f"slug_{code}", error)
        return cleaned

    def save(self, commit: bool = True) -> Author:  # noqa: FBT001, FBT002 - as Django calls it
        """Give the author addresses; a changed one keeps leading to the same name."""
        addresses.settle_slugs(self.instance, "author", frozenset(), fields=("name", "slug"))
        return super().save(commit)


def need_one(form: forms.ModelForm, name: str, message: str) -> None:
    """Add an error to a translated field that is empty in every language."""
    fields = [f"{name}_{code}" for code in languages.codes()]
    if not any(form.cleaned_data.get(field) for field in fields) and not set(fields) & form.errors.keys():
        form.add_error(fields[0], ValidationError(message, code="required"))
