"""Reading an archive back: first its files, each once, then every row in one transaction, so that readers see all of it or nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.temp import NamedTemporaryFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from pages.leaving import files
from pages.leaving.archive import Archive, Part
from pages.leaving.filling import Filling
from pages.leaving.parts import label_of, tables
from pages.leaving.settling import follow_up, settle
from pages.models import ImportRun, Menu, MenuEntry
from pages.moving.items import SourceError
from pages.moving.lines import Line
from pages.moving.report import Report
from publishing import changes
from publishing.models import Audit, SiteSettings
from publishing.registry import record_types

MISSING = gettext_noop("The file %(name)s was missing already when the archive was made.")
READ_BACK = gettext_noop("archive read back")
# What every new site has of itself, and what gives way.
GIVE_WAY = (MenuEntry, Menu, SiteSettings)
# Files between two notes of how far the run came.
NOTED_EVERY = 50
Tell = Callable[[int, int], None]


class Bringing:
    """One reading of an archive, which brings what it holds, or says what it would bring."""

    def __init__(self, run: ImportRun, *, by: User) -> None:
        self.run, self.by = run, by
        if not by.has_perm("pages.move_in"):
            raise SourceError(gettext_noop("%(user)s may not bring a site here."), user=str(by))
        self.archive = Archive(Path(run.source))
        name = next(filter(None, self.archive.manifest["site"].values()), "") or self.archive.path.name
        self.report = Report.of_json(run.report)
        self.report.source, self.report.dry = f"{name} ({self.archive.manifest['made_at']})"[:200], run.dry
        self.media = sorted(self.archive.media.values(), key=lambda part: part.name)
        self.total = len(self.media) + sum(part.rows for part in self.archive.parts.values())

    def go(self, tell: Tell | None = None, *, seconds: float | None = None) -> bool:
        """Bring what was not brought yet; tell whether all of it was. After `seconds` the rest is left for the next call."""
        with closing(self.archive):
            if self.was_read():
                self.say_again()
                return True
            refuse_site(self.archive)
            if self.run.done == 0:
                for part in (*self.archive.parts.values(), *self.media):
                    self.archive.verify(part)
            if self.run.dry:
                return self.look(tell)
            if not self.bring_files(tell, until=None if seconds is None else time.monotonic() + seconds):
                return False
            self.bring_rows(tell)
        follow_up()
        return True

    def was_read(self) -> bool:
        """Tell whether this site was made of the same archive before."""
        return Audit.objects.filter(action=READ_BACK, detail__archive=str(self.archive.manifest["id"])).exists()

    def say_again(self) -> None:
        """Say that there is nothing to do; what a broken run left to the worker is asked for again."""
        self.report.counts["unchanged"] = self.records()
        self.report.images = len(self.media)
        self.end()
        follow_up()

    def look(self, tell: Tell | None) -> bool:
        """Read every row, and write none."""
        filling = Filling(self.archive, by=self.by)
        for done in filling.look():
            if tell is not None:
                tell(done, self.total)
        self.report.counts["made"], self.report.images = self.records(), len(self.media)
        self.end()
        return True

    def records(self) -> int:
        """Return how many records the archive has."""
        labels = {label_of(known.model) for known in record_types()}
        return sum(part.rows for part in self.archive.parts.values() if part.name.removeprefix("rows/").removesuffix(".jsonl") in labels)

    def bring_files(self, tell: Tell | None, *, until: float | None) -> bool:
        """Store the files that are not there yet, until the moment comes; tell whether those were all."""
        for number, part in enumerate(self.media[self.run.done :], self.run.done + 1):
            self.bring_file(part)
            if number % NOTED_EVERY == 0 or number == len(self.media):
                self.run.done, self.run.total = number, self.total
                self.run.save(update_fields=["done", "total"])
                if tell is not None:
                    tell(number, self.total)
            if until is not None and time.monotonic() > until and number < len(self.media):
                self.run.done, self.run.total = number, self.total
                self.run.save(update_fields=["done", "total"])
                return False
        return True

    def bring_file(self, part: Part) -> None:
        """Store a file, unless it lies there already."""
        kind, name = files.from_archive(part.name)
        if files.is_there(kind, name, part.bytes, part.sha256):
            return
        with NamedTemporaryFile(prefix="matiane-") as copy:
            for piece in self.archive.pieces(part.name):
                copy.write(piece)
            copy.flush()
            file = File(copy, name=name)
            try:
                files.refuse(kind, name, file)
            except ValidationError as error:
                raise self.archive.refused(f"“{part.name}”: {' '.join(error.messages)}") from error
            files.put(kind, name, file)

    def bring_rows(self, tell: Tell | None) -> None:
        """Write every row, the change log and the counter among them, and say that it was done: all of it or nothing."""
        with transaction.atomic():
            # Two runs at once: the second waits here, and finds the work done.
            head = changes.locked_head()
            if self.was_read():
                self.say_again()
                return
            refuse_site(self.archive)
            for model in GIVE_WAY:
                model._base_manager.all().delete()
            filling = Filling(self.archive, by=self.by)
            for done in filling.fill():
                if tell is not None:
                    tell(len(self.media) + done, self.total)
            settle(self.archive, by=self.by)
            head.sequence = max(head.sequence, int(self.archive.manifest["sequence"]))
            head.save(update_fields=["sequence"])
            self.report.counts["made"], self.report.images = self.records(), len(self.media)
            detail: dict[str, object] = {"archive": str(self.archive.manifest["id"]), "rows": self.total - len(self.media)}
            changes.write_down(by=self.by, action=READ_BACK, detail=detail, public=True, schedule=True)
            self.end()

    def end(self) -> None:
        """Note that the run is over."""
        if self.archive.missing:
            self.report.problems = [Line(MISSING, name=name) for name in sorted(self.archive.missing)]
        self.run.done = self.run.total = self.total
        self.run.report, self.run.ended_at, self.run.state = self.report.as_json(), timezone.now(), ImportRun.State.DONE
        self.run.save()


def refuse_site(archive: Archive) -> None:
    """Raise SourceError for a site that has content of its own: two sites in one could only be told apart by luck."""
    found = [words for model in tables() if model not in GIVE_WAY for words in content_of(model)]
    if found:
        raise archive.refused(
            gettext_noop("This site has content of its own: %(found)s. An archive is read back into an empty site only."), found=", ".join(found)
        )


def content_of(model: type) -> Iterator[str]:
    """Yield in words what a site has of a table."""
    if count := model._base_manager.count():  # type: ignore[attr-defined]  # every model has it
        yield f"{count} {model._meta.verbose_name_plural if count != 1 else model._meta.verbose_name}"  # type: ignore[attr-defined]  # as above
