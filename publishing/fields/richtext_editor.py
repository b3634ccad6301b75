"""The editor: form field and widget of rich text, configured by the same allowlist that cleans it."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django_prose_editor.widgets import prose_editor_base_media, prose_editor_presets
from js_asset import ImportMap, Media

from publishing.fields.richtext_clean import clean
from publishing.fields.richtext_labels import editor_labels, menu_labels
from publishing.fields.richtext_schema import LONGEST_TEXT, QUOTATION_MARKS, editor_extensions

MODULES = (
    *("below", "clipboard", "dialog", "embed", "extensions", "footnote", "gallery", "link", "marks", "paste", "picker", "picture", "post", "quote"),
    *("structure", "table", "textbox", "toolbar", "word"),
)
_STYLES = ("css/editor.css", "css/editor-text.css", "css/editor-dialog.css")
_ANY_ID = UUID(int=0)
_MENU = (
    "headings",
    "lists",
    "nodes -headings -lists -blockType",
    "marks",
    "link",
    "insert",
    "table",
    "history",
)


@dataclass
class ImageAddresses:
    """Where the editor finds pictures. The app that keeps them names its views, in its `ready`."""

    # View name of the JSON list and upload; see static/js/editor/picker.js for what it must answer.
    pick: str = ""
    # View name of the file of one image, which takes its id.
    file: str = ""

    def register(self, *, pick: str, file: str) -> None:
        """Name the views, such as "admin:library_image_pick"."""
        self.pick, self.file = pick, file

    def options(self) -> dict[str, str]:
        """Return the addresses as the editor takes them; none where no app keeps images."""
        if not self.pick:
            return {}
        file = reverse(self.file, args=[_ANY_ID])
        return {"pick": reverse(self.pick), "file": file.replace(str(_ANY_ID), "{id}")}


image_addresses = ImageAddresses()


class RichTextWidget(forms.Textarea):
    """A textarea that the editor takes over. Without JavaScript it shows the HTML, which is cleaned like any other."""

    @property
    def media(self) -> Media:
        """Return scripts and styles. The import map needs the nonce: `Media.from_media(media).with_nonce(...)`."""
        modules = {f"editor/{name}": f"js/editor/{name}.js" for name in MODULES}
        return prose_editor_base_media + Media(
            # The packaged styles first: ours correct them.
            css={"all": ["django_prose_editor/editor.css", *_STYLES]},
            js=prose_editor_presets()["configurable"],
            importmap=ImportMap(modules),
        )

    # Any: the context of a widget, as Django has it.
    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the editor's script reads."""
        context = super().get_context(name, value, attrs)
        config = {"extensions": self.extensions(), "js_modules": ["editor/extensions"]}
        context["widget"]["attrs"]["data-django-prose-editor-configurable"] = json.dumps(config)
        return context

    def extensions(
        self,
    ) -> dict[str, Any]:  # Any: options of the editor's extensions are JSON
        """Return the editor's extensions with their words and addresses, for this request's language."""
        extensions, labels = editor_extensions(), editor_labels()
        for name in ("Link", "Footnote", "Picture", "Gallery", "Embed", "Quote", "Post", "Table"):
            options = extensions[name] if isinstance(extensions[name], dict) else {}
            extensions[name] = {**options, "labels": labels}
        languages = [[code, str(name)] for code, name in settings.LANGUAGES]
        for name in ("Picture", "Gallery", "Post"):
            extensions[name] |= {"languages": languages, **image_addresses.options()}
        extensions["Textbox"] = {"labels": labels, "buttons": menu_labels(), "marks": QUOTATION_MARKS}
        extensions["Menu"] = {"groups": [{"group": group} for group in _MENU]}
        return extensions

    def use_required_attribute(self, initial: Any) -> bool:  # Any: as in Django
        """Never: the browser could not focus the hidden textarea to say what is missing."""
        return False


class RichTextFormField(forms.CharField):
    """Rich text in a form. What it returns, and `canonical` of what is stored, compare equal if the text is equal."""

    widget = RichTextWidget

    def __init__(self, *, language: str = "", **kwargs: Any) -> None:  # Any: whatever a CharField takes
        super().__init__(**kwargs)
        if language:
            self.widget.attrs["lang"] = language

    def canonical(self, value: str) -> str:
        """Return the form in which two equal texts are equal strings, whatever the editor made of them on loading."""
        return clean(value)

    def to_python(self, value: Any) -> str:  # Any: what a widget hands over
        """Return the text as it will be stored."""
        text = super().to_python(value) or ""
        if len(text) > LONGEST_TEXT:
            message = _("The text is longer than %(limit)s characters. Divide it into several.")
            raise ValidationError(message, code="too_long", params={"limit": f"{LONGEST_TEXT:,}"})
        return self.canonical(text)

    def has_changed(self, initial: Any, data: Any) -> bool:  # Any: as in Django
        """Compare texts, not spellings of texts."""
        return not self.disabled and clean(initial or "") != clean(data or "")
