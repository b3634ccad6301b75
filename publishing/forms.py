"""Base of the forms in which records are edited."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing import addresses, languages
from publishing.picks import KeptChoice, Pick, PickLabels, Picks
from publishing.registry import record_type

# {name of the field: what is wrong with it}; "__all__" for the form.
Wrong = dict[str, list[str]]


class CheckedForm(forms.ModelForm):
    """A form whose choices are looked up once. `showing`: it is printed, with the errors it is given, and checks nothing."""

    def __init__(self, *args: Any, picks: Picks | None = None, showing: bool = False, wrong: Wrong | None = None, **kwargs: Any) -> None:
        # The browser's own refusal of an empty field would keep an editor from saving a draft.
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.showing = showing
        self.wrong = wrong or {}
        picks = picks or Picks()
        for name, field in self.fields.items():
            if isinstance(field, Pick):
                field.picks = picks
            elif isinstance(field, KeptChoice) and self.instance._meta.get_field(name).is_cached(self.instance):
                field.chosen = getattr(self.instance, name)

    def full_clean(self) -> None:
        """Check the form, unless it is only shown."""
        if not self.showing:
            super().full_clean()
            return
        self.cleaned_data = {}
        self._errors = forms.utils.ErrorDict(renderer=self.renderer)
        for name, messages in self.wrong.items():
            self._errors[name] = self.error_class(messages, renderer=self.renderer, error_class="nonfield" if name == "__all__" else "")

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out choices that the form has looked up: the model would look them up again."""
        picked = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField) and self.cleaned_data.get(name)}
        return super()._get_validation_exclusions() | picked

    def _save_m2m(self) -> None:
        """Save only the sets of choices that changed."""
        for name in self.changed_data:
            field = self.fields[name]
            if isinstance(field, PickLabels):
                field.save(self.instance, self.cleaned_data[name])
            elif isinstance(field, forms.ModelMultipleChoiceField):
                getattr(self.instance, name).set(self.cleaned_data[name])


class RecordForm(CheckedForm):
    """The form of a record. When it is checked for publication, `publishing` names the languages that become public."""

    # Fields that a record needs to be published, beside its title.
    needed: Sequence[str] = ()

    def __init__(self, *args: Any, publishing: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.publishing = publishing

    def clean(self) -> dict[str, Any] | None:
        """Name what publication lacks, and addresses that cannot be."""
        cleaned = super().clean()
        if self.publishing:
            for name in self.needed:
                self.need(name, _("This is needed to publish."))
        for code in self.publishing:
            language = get_language_info(code)["name_translated"]
            message = _("A title is needed to publish in this language: %(language)s.") % {"language": language}
            self.need(f"{self._meta.model.title_field}_{code}", message)
        self.check_slugs()
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Leave addresses to `check_slugs`: it knows those of the past too, and costs no query for one that did not change."""
        return super()._get_validation_exclusions() | {f"{self._meta.model.slug_field}_{code}" for code in languages.codes()}

    def need(self, name: str, message: str) -> None:
        """Add an error to an empty field."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, ValidationError(message, code="required"))

    def check_slugs(self) -> None:
        """Refuse a typed slug that is reserved or another record's."""
        kind = record_type(self._meta.model)
        for code in languages.codes():
            name = f"{self._meta.model.slug_field}_{code}"
            slug = self.cleaned_data.get(name)
            if slug and name in self.changed_data:
                try:
                    addresses.check(kind.kind, slug, self.instance.pk, kind.reserved_slugs)
                except ValidationError as error:
                    self.add_error(name, error)
