"""Pictures of the old site: found in the source, in a folder, or fetched; each becomes one image of the library."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_noop

from library import intake
from library.forms import ImageForm, title_from
from library.models import Image
from pages.models import ImportedItem, ImportRun
from pages.moving.archives import file_at
from pages.moving.fetching import NotFetchedError, fetch
from pages.moving.items import Attached, Item, Source, path_of
from pages.moving.lines import Line, as_json, reasons
from pages.moving.links import Links
from pages.moving.survey import record_key_of
from publishing import languages

# What WordPress puts behind the name of a picture that it made smaller.
SMALLER = re.compile(r"-(?:\d+x\d+|scaled|rotated|e\d{10,})(?=\.\w+$)")
# What stands for a picture in a dry run.
WOULD_BE = "00000000-0000-4000-8000-000000000000"


class Media:
    """The pictures of a source, each looked for once."""

    def __init__(self, source: Source, links: Links, run: ImportRun) -> None:
        self.source, self.links, self.run = source, links, run
        self.folder = Path(run.media) if run.media else None
        # {path: (key of the image or "", what is wrong)}
        self.known: dict[str, tuple[str, Line | None]] = {}
        # What the pictures are that a dry run found.
        self.found: set[str] = set()

    def forget(self) -> None:
        """Forget what was made in a transaction that was undone."""
        self.known.clear()

    def find(self, named: str, item: Item, alt: str, problems: list[Line]) -> str:
        """Return the key of the image that a text names, "" if there is none; what is wrong is said."""
        if not named:
            return ""
        if named.startswith("data:"):
            problems.append(Line(gettext_noop("A picture stood within the text itself, not in a file; it was left out.")))
            return ""
        address = self.links.whole(self.source.address_of(named), item.base)
        path = path_of(address)
        if not address or not path:
            problems.append(Line(gettext_noop("A picture has no address that can be read: %(address)s"), address=named[:100]))
            return ""
        if path not in self.known:
            self.known[path] = self.taken(address, path, item, alt)
        key, wrong = self.known[path]
        if wrong:
            problems.append(wrong)
        return key

    def taken(self, address: str, path: str, item: Item, alt: str) -> tuple[str, Line | None]:
        """Return (key of the image, what is wrong) of a picture that was not asked for before."""
        try:
            data = self.read(address, path, settings.IMAGE_MAX_BYTES)
        except NotFetchedError as error:
            return "", Line(gettext_noop("The picture %(address)s was not fetched: %(why)s."), address=address[:200], why=error.line)
        if data is None:
            return "", Line(gettext_noop("The picture %(address)s was not found."), address=path[:200])
        key = f"file:{hashlib.sha256(data).hexdigest()}"
        if image := self.stored(key):
            self.found.add(key)
            return image, None
        said = next((known for each in self.paths(path) if (known := self.source.attached.get(each))), Attached(address))
        upload = SimpleUploadedFile(Path(unquote(path)).name[:100] or "picture", data)
        try:
            if self.run.dry:
                check(upload)
                self.found.add(key)
                return WOULD_BE, None
            return self.make(key, upload, Attached(address, said.title, said.alt or alt, said.caption), item), None
        except ValidationError as error:
            return "", Line("%(address)s: %(why)s", address=path[:200], why=reasons(error))

    def stored(self, key: str) -> str:
        """Return the image that the same file became before, "" if there is none any more."""
        row = ImportedItem.objects.filter(source=self.source.name, key=key).first()
        return str(row.record) if row and Image.objects.filter(pk=row.record).exists() else ""

    def make(self, key: str, upload: SimpleUploadedFile, said: Attached, item: Item) -> str:
        """Make an image and note where it came from; ValidationError, in an editor's words, if the file is refused."""
        words = " ".join((said.alt or said.caption).split())[:300]
        title = title_from(said.title or upload.name or "")
        typed: dict[str, object] = {"title": title, "licence": Image.Licence.RESERVED, "focal_x": 50, "focal_y": 50}
        typed |= {f"alt_{code}": words for code in languages.codes()} if words else {"decorative": True}
        if said.caption:
            typed[f"caption_{item.language}"] = " ".join(said.caption.split())[:500]
        # The same key in every run, since texts name it.
        form = ImageForm(typed, {"file": upload}, instance=Image(pk=record_key_of(self.source.name, key, None)))
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.as_data().values() for error in errors])
        image = form.save()
        doubt = [] if words else [Line(gettext_noop("It has no alternative text, and passes for decorative until somebody describes it."))]
        ImportedItem.objects.filter(source=self.source.name, key=key).delete()
        ImportedItem.objects.create(
            source=self.source.name,
            key=key,
            kind="image",
            record=image.pk,
            digest=key.partition(":")[2],
            addresses=[path_of(said.address)],
            problems=as_json(doubt),
            run=self.run,
        )
        return str(image.pk)

    def read(self, address: str, path: str, limit: int) -> bytes | None:
        """Return the file, from wherever it can be had; None if there is none. A smaller copy gives way to the whole picture."""
        for file in self.files(path):
            if file.stat().st_size <= limit:
                return file.read_bytes()
        if self.run.fetch and address.startswith(("http:", "https:")):
            return fetch(address, limit)
        return None

    def files(self, path: str) -> Iterator[Path]:
        """Yield the files that may be meant by a path."""
        for each in self.paths(path):
            if found := self.source.file(each):
                yield found
            parts = unquote(each.partition("?")[0]).strip("/").split("/")
            for start in range(len(parts)) if self.folder else ():
                if self.folder and (found := file_at(self.folder, "/".join(parts[start:]))):
                    yield found

    def paths(self, path: str) -> list[str]:
        """Return the paths of a picture: of the whole one, if this is a smaller copy, then its own."""
        return list(dict.fromkeys([SMALLER.sub("", path), path]))


def check(upload: SimpleUploadedFile) -> None:
    """Refuse what the library would refuse, as far as can be told without decoding it."""
    intake.refuse_by_size(upload)
    head = intake.peek(upload)
    for looks_like, code, message in intake.REFUSED:
        if looks_like(head):
            raise ValidationError(str(message), code=code)
    intake.open_header(upload)
