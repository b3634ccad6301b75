"""Files of the old site that are no pictures: each becomes one document of the library, at an address that stays."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_noop

from library.documents import filing
from library.documents.forms import DocumentForm, field_of
from library.documents.intake import take
from library.forms import title_from
from library.models import Document
from pages.models import ImportedItem, ImportRun
from pages.moving.fetching import NotFetchedError
from pages.moving.items import Attached, Item, Source, path_of
from pages.moving.lines import Line, reasons
from pages.moving.links import Links
from pages.moving.media import WOULD_BE, Media
from pages.moving.survey import record_key_of, short_id_of
from publishing import navigation, redirects

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Brought:
    """A document that a file became: its key, its short id, and the language its file stands in."""

    key: str
    short_id: str
    language: str

    @property
    def address(self) -> str:
        """Where readers fetch it for ever."""
        return navigation.address("library:document_file", self.language, short_id=self.short_id)


class Files:
    """The files of a source that are no pictures, each looked for once."""

    def __init__(self, source: Source, links: Links, run: ImportRun, media: Media, by: User) -> None:
        self.source, self.links, self.run, self.media, self.by = source, links, run, media, by
        # {path: (what it became, what is wrong)}
        self.known: dict[str, tuple[Brought | None, Line | None]] = {}
        # What the files are that a dry run found.
        self.found: set[str] = set()

    def forget(self) -> None:
        """Forget what was made in a transaction that was undone."""
        self.known.clear()

    def find(self, named: str, item: Item, code: str, problems: list[Line]) -> Brought | None:
        """Return the document that a file became which a text in language `code` names, None if there is none; what is wrong is said."""
        address = self.links.whole(named, item.base)
        path = path_of(address)
        if path not in self.known:
            self.known[path] = self.taken(address, path, code)
        brought, wrong = self.known[path]
        if wrong is not None:
            problems.append(wrong)
        return brought

    def taken(self, address: str, path: str, code: str) -> tuple[Brought | None, Line | None]:
        """Return (document, what is wrong) of a file that was not asked for before."""
        try:
            data = self.media.read(address, path, settings.DOCUMENT_MAX_BYTES)
        except NotFetchedError as error:
            return None, Line(gettext_noop("The file %(address)s was not fetched: %(why)s."), address=address[:200], why=error.line)
        if data is None:
            return None, Line(gettext_noop("The file %(address)s was not found."), address=path[:200])
        key = f"file:{hashlib.sha256(data).hexdigest()}"
        upload = SimpleUploadedFile(Path(unquote(path.partition("?")[0])).name[-100:] or "document", data)
        try:
            if self.run.dry:
                if key not in self.found:
                    take(upload)
                    self.found.add(key)
                return Brought(WOULD_BE, "", code), None
            brought = self.stored(key) or self.make(key, upload, self.source.attached.get(path, Attached(address)), code)
            return brought, self.remember(key, path, brought)
        except ValidationError as error:
            return None, Line("%(address)s: %(why)s", address=path[:200], why=reasons(error))

    def stored(self, key: str) -> Brought | None:
        """Return the document that the same file became before, None if there is none any more."""
        row = ImportedItem.objects.filter(source=self.source.name, key=key, kind="document").first()
        document = row and Document.objects.filter(pk=row.record).first()
        return Brought(str(document.pk), document.short_id, row.language) if row and document else None

    def make(self, key: str, upload: SimpleUploadedFile, said: Attached, code: str) -> Brought:
        """Make a document and note where it came from; ValidationError, in an editor's words, if the file is refused."""
        title = " ".join((said.title or title_from(upload.name or "")).split())[:LONGEST_TITLE]
        # The same key and address in every run, since texts name them.
        document = Document(pk=record_key_of(self.source.name, key, None), short_id=short_id_of(self.source.name, key))
        form = DocumentForm({f"title_{code}": title or key[-8:], "partners_may_use": True}, {field_of(code): upload}, instance=document)
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.as_data().values() for error in errors])
        document = form.save()
        filing.keep(document, form.taken, by=self.by, is_new=True)
        ImportedItem.objects.filter(source=self.source.name, key=key).delete()
        ImportedItem.objects.create(
            source=self.source.name,
            key=key,
            kind="document",
            record=document.pk,
            digest=key.partition(":")[2],
            language=code,
            run=self.run,
        )
        return Brought(str(document.pk), document.short_id, code)

    def remember(self, key: str, path: str, brought: Brought) -> Line | None:
        """Let the old address of the file lead to the document; return what is wrong with it."""
        row = ImportedItem.objects.get(source=self.source.name, key=key)
        if path in row.addresses:
            return None
        try:
            redirects.remember_target(path, brought.address)
        except ValidationError as error:
            return Line(gettext_noop("Its address %(address)s does not lead here: %(why)s"), address=path[:200], why=reasons(error))
        row.addresses = [*row.addresses, path]
        row.save(update_fields=["addresses"])
        return None
