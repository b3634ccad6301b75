"""The form with which an administrator names a site to move in."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.models import ImportRun
from pages.moving.sources import ARCHIVES, TABLES

MAPPINGS = (".yaml", ".yml")
ENDINGS = (".xml", ".wxr", *TABLES, *ARCHIVES)


LABELS = {"source": gettext_lazy("Source"), "mapping": gettext_lazy("Mapping file"), "media": gettext_lazy("Folder of files")}
HELP = gettext_lazy("The pictures of the old site, such as its folder “uploads”.")


def folder() -> Path:
    """Return the folder in which sources lie, made where it lacks."""
    found = Path(settings.DATA_DIR) / "import"
    found.mkdir(parents=True, exist_ok=True)
    return found


def choices(*endings: str, folders: bool) -> list[tuple[str, str]]:
    """Return what lies in that folder, to choose from."""
    found = sorted(path for path in folder().iterdir() if not path.name.startswith("."))
    fitting = [path for path in found if (path.is_dir() and folders) or (path.is_file() and path.name.lower().endswith(endings))]
    return [("", "---------"), *((str(path), f"{path.name}/" if path.is_dir() else path.name) for path in fitting)]


class MovingForm(forms.ModelForm):
    """A source, and what goes with it: from the folder of the server, or sent along."""

    upload = forms.FileField(
        label=gettext_lazy("Or send it"),
        required=False,
        help_text=gettext_lazy("A WordPress export, an archive of saved pages, a table. What is larger goes into the folder “import” of the server."),
    )
    mapping_upload = forms.FileField(
        label=gettext_lazy("Or send it"),
        required=False,
        help_text=gettext_lazy("Says what saved pages and tables call things. WordPress exports need none."),
    )

    class Meta:
        model = ImportRun
        fields = ["source", "mapping", "media", "fetch"]
        help_texts = {"fetch": gettext_lazy("Pictures that lie nowhere here are asked of the old site, on public addresses only.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {"source": choices(*ENDINGS, folders=True), "mapping": choices(*MAPPINGS, folders=False), "media": choices(folders=True)}
        for name, offered in found.items():
            self.fields[name] = forms.ChoiceField(label=LABELS[name], choices=offered, required=False)
        self.fields["media"].help_text = HELP

    def clean(self) -> dict[str, Any] | None:
        """Keep what was sent, and ask for a source."""
        cleaned = super().clean() or self.cleaned_data
        for sent, endings in (("upload", ENDINGS), ("mapping_upload", MAPPINGS)):
            if (file := cleaned.get(sent)) and sent not in self.errors:
                self.check(sent, file, endings)
        if not cleaned.get("source") and not cleaned.get("upload") and not self.errors:
            self.add_error("source", ValidationError(_("Choose a source, or send one."), code="required"))
        return cleaned

    def check(self, name: str, file: UploadedFile, endings: tuple[str, ...]) -> None:
        """Refuse a file that nothing could read, or that did not arrive whole."""
        if not (file.name or "").lower().endswith(endings):
            self.add_error(name, ValidationError(_("The name of this file ends in none of: %(endings)s.") % {"endings": ", ".join(endings)}))
        elif file.size and not file.file.read(1):
            limit = filesizeformat(settings.IMAGE_MAX_BYTES)
            self.add_error(
                name, ValidationError(_("At most %(limit)s can be sent. Put it into the folder “import” of the server.") % {"limit": limit})
            )

    def save(self, commit: bool = True) -> ImportRun:  # noqa: FBT001, FBT002 - as Django has it
        """Keep the files that were sent, and let the run read them."""
        for name, sent in (("source", "upload"), ("mapping", "mapping_upload")):
            if file := self.cleaned_data.get(sent):
                setattr(self.instance, name, str(kept(file)))
        return super().save(commit)


def kept(file: UploadedFile) -> Path:
    """Write a file that was sent into the folder, under a name that no other one has."""
    name = get_valid_filename(Path(file.name or "source").name)[-100:]
    path, number = folder() / name, 2
    while path.exists():
        path, number = folder() / f"{number}-{name}", number + 1
    file.seek(0)
    with path.open("wb") as out:
        out.writelines(file.chunks())
    return path
