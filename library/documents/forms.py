"""The form of a document: what is said of it, a file for each language, and the versions before."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from library.documents.intake import Taken, take
from library.forms import name_languages
from library.models import Document, DocumentFile
from library.models.documents import MEDIA_TYPES
from library.uploads import DOCUMENTS
from publishing import languages

ACCEPTED = ",".join(f".{kind}" for kind in MEDIA_TYPES)


class DocumentInput(forms.FileInput):
    """A file input that offers the kinds we accept."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPTED, **(attrs or {})})


class DocumentField(forms.FileField):
    """A file, looked at by `library.documents.intake`."""

    widget = DocumentInput

    def to_python(self, data: Any) -> Any:  # Any: an upload comes in, what was taken goes out
        """Return the file as the library stores it."""
        return None if data in self.empty_values else take(data)

    def clean(self, data: File | None, initial: object = None) -> Taken | None:
        """Check what came in, once."""
        del initial
        taken: Taken | None = self.to_python(data)
        return taken


def field_of(language: str) -> str:
    """Return the name of the field that takes the file of a language."""
    return f"{DOCUMENTS}{language}"


def uploads() -> dict[str, DocumentField]:
    """Return a field for the file of each language."""
    words = gettext_lazy("PDF, DOCX, XLSX, CSV or ZIP. A new file takes the place of the one before, which stays under older versions.")
    return {field_of(code): DocumentField(required=False, help_text=words) for code in languages.codes()}


Uploads = type("Uploads", (forms.Form,), uploads())


class DocumentForm(forms.ModelForm, Uploads):  # type: ignore[valid-type]  # made of the site's languages
    """A document with its files by language."""

    class Meta:
        model = Document
        fields = [
            *(f"{name}_{code}" for code in languages.codes() for name in ("title", "description", "credit", "holder")),
            *("licence", "partners_may_use", "source"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            if field := self.fields.get(field_of(code)):
                field.label = _("File (%(language)s)") % {"language": get_language_info(code)["name_translated"]}
        name_languages(self)

    def clean(self) -> dict[str, Any]:
        """Ask for a title in one language at least, and for a file of a new document."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first = languages.codes()[0]
        if not any(cleaned.get(f"title_{code}") for code in languages.codes()) and f"title_{first}" in self.fields:
            self.add_error(f"title_{first}", ValidationError(_("Give a title in at least one language."), code="required"))
        names = [field_of(code) for code in languages.codes()]
        if self.instance._state.adding and not any(cleaned.get(name) for name in names) and not set(names) & self.errors.keys():
            self.add_error(names[0], ValidationError(_("Choose a file in at least one language."), code="required"))
        return cleaned

    def validate_constraints(self) -> None:
        """Leave the title to `clean`, which says it beside its field."""

    @property
    def taken(self) -> dict[str, Taken]:
        """The files that came with the form, by language."""
        return {code: taken for code in languages.codes() if (taken := self.cleaned_data.get(field_of(code)))}


class VersionForm(forms.ModelForm):
    """A version of a file, which may be taken back."""

    is_taken_back = forms.BooleanField(label=gettext_lazy("taken back"), required=False)

    class Meta:
        model = DocumentFile
        fields = [f"reason_{code}" for code in languages.codes()]
        labels = dict.fromkeys(fields, gettext_lazy("Reason, for readers"))
        help_texts = dict.fromkeys(fields, "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_taken_back"].initial = self.instance.withdrawn_at is not None
        name_languages(self)
