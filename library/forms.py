"""Forms through which images and tags enter: in the admin, in the editor's picker, from fixtures."""

import unicodedata
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from library import tags
from library.intake import take
from library.models import Image, Tag, tag_key
from publishing import languages

FILES = ("file", *(f"file_variant_{code}" for code in languages.codes()))


def name_languages(form: forms.ModelForm) -> None:
    """Say in the label of each translated field which language it is for, and tell the browser."""
    columns = {column.name: column for column in form._meta.model._meta.fields}
    for name, field in form.fields.items():
        if code := getattr(columns.get(name), "_translated_field_language_code", ""):
            language = get_language_info(code)["name_translated"]
            field.label = _("%(label)s (%(language)s)") % {"label": field.label, "language": language}
            field.widget.attrs["lang"] = code


class PictureInput(forms.ClearableFileInput):
    """A file input for originals, which have no address; the form shows the picture beside it."""

    template_name = "admin/library/image/picture_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png,image/webp,image/avif", **(attrs or {})})

    def is_initial(self, value: Any) -> bool:
        """Tell whether there is a file; the stock question asks for its address."""
        return bool(value)


class PictureField(forms.FileField):
    """A picture, checked and written anew by `library.intake`."""

    widget = PictureInput

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        # The name it had is forgotten, however long it was.
        del max_length
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> File | None:
        """Return the picture as the library stores it."""
        if data in self.empty_values:
            return None
        return take(data)


class ImageForm(forms.ModelForm):
    """An image with what must be said about it."""

    class Meta:
        model = Image
        fields = [
            "title",
            "file",
            *(f"file_variant_{code}" for code in languages.codes()),
            "decorative",
            *(f"{name}_{code}" for name in ("alt", "caption", "credit", "holder") for code in languages.codes()),
            "licence",
            "partners_may_use",
            "focal_x",
            "focal_y",
        ]
        field_classes = dict.fromkeys(("file", *(f"file_variant_{code}" for code in languages.codes())), PictureField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)

    def clean(self) -> dict[str, Any]:
        """Ask for the alternative text in every language, unless the picture says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("decorative"):
            for code in languages.codes():
                name = f"alt_{code}"
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ValidationError(_("Describe the picture, or say that it is decorative."), code="alt_missing"))
        return cleaned


class UploadForm(ImageForm):
    """What the editor's picker sends: a file, its alternative texts, whom to credit. The file's name becomes the title."""

    class Meta(ImageForm.Meta):
        fields = ["file", *(f"{name}_{code}" for name in ("alt", "credit") for code in languages.codes()), "decorative"]

    def save(self, commit: bool = True) -> Image:  # noqa: FBT001, FBT002 - as Django has it
        """Give the image a title to be found by."""
        self.instance.title = title_from(self.files["file"].name or "")
        return super().save(commit)


def title_from(filename: str) -> str:
    """Return a title made from the name of a file."""
    stem = PurePath(unicodedata.normalize("NFC", filename)).stem
    words = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in stem).replace("_", " ")
    return " ".join(words.split())[: Image._meta.get_field("title").max_length] or str(_("untitled"))


class TagForm(forms.ModelForm):
    """A tag's labels, addresses and descriptions. Saving goes through `library.tags.settle`."""

    class Meta:
        model = Tag
        fields = [f"{name}_{code}" for name in ("label", "slug", "description") for code in languages.codes()]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)

    def clean(self) -> dict[str, Any]:
        """Ask for one label at least, and refuse what another tag is called or had as its address."""
        cleaned = super().clean() or self.cleaned_data
        given = {code: cleaned.get(f"label_{code}") for code in languages.codes()}
        if not any(given.values()) and not self.errors:
            raise ValidationError(_("A tag needs a label in at least one language."), code="label_empty")
        for code, label in given.items():
            if label:
                self.take_over(f"label_{code}", lambda label=label: free_label(label, self.instance))
            if slug := cleaned.get(f"slug_{code}"):
                self.take_over(f"slug_{code}", lambda slug=slug: free_slug(slug, self.instance))
        return cleaned

    def take_over(self, name: str, check: Callable[[], str]) -> None:
        """Store what the check makes of a field, or its refusal."""
        try:
            self.cleaned_data[name] = check()
        except ValidationError as error:
            self.add_error(name, error)


def free_label(label: str, tag: Tag) -> str:
    """Return a label as it is stored, if no other tag has it."""
    cleaned = tags.clean_label(label)
    tags.check_free(cleaned, tag)
    return cleaned


def free_slug(slug: str, tag: Tag) -> str:
    """Return a slug if the tag may have it."""
    tags.check_slug(slug, tag)
    return slug


class AliasFormSet(forms.BaseInlineFormSet):
    """Aliases of one tag: each of them finds it, and only it."""

    def clean(self) -> None:
        """Refuse an alias that another tag or another row has."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            label = form.cleaned_data.get("label") if hasattr(form, "cleaned_data") and not form.cleaned_data.get("DELETE") else None
            if not label:
                continue
            try:
                form.cleaned_data["label"] = form.instance.label = free_label(label, self.instance)
            except ValidationError as error:
                form.add_error("label", error)
            if (key := tag_key(label)) in seen:
                form.add_error("label", ValidationError(_("This alias is given twice."), code="alias_twice"))
            seen.add(key)
