"""A run: every item of a source becomes a record, once; batch by batch, so that a broken run is gone on with."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from library.documents.usage import public_among
from library.models import Document
from library.tags import find
from library.usage import files_by_task
from pages.models import ImportedItem, ImportRun
from pages.moving import broken, mapping, sources
from pages.moving.answers import Answers
from pages.moving.files import Files
from pages.moving.items import Item, Source, SourceError
from pages.moving.lines import Line, as_json, reasons
from pages.moving.links import Links
from pages.moving.media import Media
from pages.moving.records import ItemRefusedError, Maker, Names
from pages.moving.report import Report
from pages.moving.survey import Survey, merges, survey
from publishing import audit, languages, navigation, redirects
from publishing.publishable import PublishableQuerySet
from publishing.registry import by_kind

# Items in one transaction: a reader on SQLite never waits for longer than they take.
BATCH = 50
# Nor does an editor who saves something meanwhile wait for longer than this, and one item, in seconds: a document takes its time to be looked at.
MOMENT = 3
# How many old addresses are looked up at once.
PIECE = 500
Tell = Callable[[int, int], None]


class OvertakenError(SourceError):
    """A run that another process goes on with."""


class Run:
    """One reading of a source that brings its items, or says what it would bring."""

    def __init__(self, run: ImportRun, *, by: User) -> None:
        self.run, self.by = run, by
        self.is_resumed = run.done > 0
        self.mapping = mapping.read(Path(run.mapping) if run.mapping else None)
        self.source: Source = sources.opened(Path(run.source), self.mapping)
        try:
            self.found: Survey = survey(self.source)
        except BaseException:
            self.source.close()
            raise
        self.links = Links(self.source, self.found.short_ids)
        self.media = Media(self.source, self.links, run)
        self.names = Names(by, run.dry, self.mapping.first_language, self.mapping.tags)
        self.files = Files(self.source, self.links, run, self.media, by)
        self.maker = Maker(self.names, self.files)
        self.report = Report.of_json(run.report)
        self.report.source, self.report.dry = self.source.name, run.dry
        self.seen: set[str] = set()

    def go(self, tell: Tell | None = None, *, seconds: float | None = None) -> bool:
        """Bring what was not brought yet; tell whether all of it was. After `seconds` the rest is left for the next call."""
        # Refusals are kept in English, and told in the language of whoever reads them.
        with closing(self.source), override("en"):
            return self.bring_all(tell, until=None if seconds is None else time.monotonic() + seconds)

    def bring_all(self, tell: Tell | None, *, until: float | None) -> bool:
        """Bring batch after batch, until the moment comes; tell whether that was all."""
        items = self.source.items()
        # What this run has seen to already, in an earlier call.
        self.seen.update(item.key for item in islice(items, self.run.done))
        for batch in batches(items, BATCH):
            rest = batch
            while rest:
                rest = rest[self.bring(rest) :]
            if tell is not None:
                tell(self.run.done, self.found.total)
            if until is not None and time.monotonic() > until and self.run.done < self.found.total:
                return False
        self.finish()
        return True

    def bring(self, batch: list[Item]) -> int:
        """Bring the first items of a batch, as many as a moment suffices for, all of them or nothing; return how many."""
        keys, done = [item.key for item in batch], 0
        with files_by_task():
            try:
                with transaction.atomic():
                    self.refuse_overtaken()
                    known = {row.key: row for row in ImportedItem.objects.filter(source=self.source.name, key__in=keys)}
                    self.names.begin()
                    until = time.monotonic() + MOMENT
                    for item in batch:
                        self.bring_one(item, known.get(item.key))
                        done += 1
                        if time.monotonic() > until:
                            break
                    self.note(done)
            except BaseException:
                self.names.forget()
                self.media.forget()
                self.files.forget()
                raise
        return done

    def refuse_overtaken(self) -> None:
        """Stop if another process goes on with this run, or has ended it. Locks the run until the end of the transaction."""
        stored = ImportRun.objects.select_for_update().get(pk=self.run.pk)
        if stored.done != self.run.done or stored.ended_at is not None:
            raise OvertakenError(gettext_noop("Another process goes on with this run, or has ended it."))

    def note(self, done: int) -> None:
        """Keep how far the run came, and what it has to say so far."""
        self.run.done, self.run.total, self.run.report = self.run.done + done, self.found.total, self.report.as_json()
        self.run.save(update_fields=["done", "total", "report"])

    def bring_one(self, item: Item, known: ImportedItem | None) -> None:
        """Bring an item, or say why not."""
        if item.key in self.seen:
            self.report.say(f"{item.key} (again)", item.title, "refused", [Line(AGAIN)])
            return
        self.seen.add(item.key)
        digest = item.digest
        if known is not None:
            same = known.digest == digest
            self.report.say(item.key, item.title, "unchanged" if same else "changed", [] if same else [Line(LEFT)])
            return
        try:
            record = self.maker.make(item)
        except (ItemRefusedError, ValidationError) as error:
            lines = reasons(error) if isinstance(error, ValidationError) else error.lines
            self.report.say(item.key, item.title, "refused", [*item.problems, *lines])
            return
        problems = list(dict.fromkeys(item.problems))
        self.report.say(item.key, item.title, "made", problems)
        if record is not None:
            ImportedItem.objects.create(
                source=self.source.name,
                key=item.key,
                kind=item.kind,
                record=record.pk,
                digest=digest,
                language=item.language,
                group=item.group,
                addresses=item.addresses,
                problems=as_json(problems),
                run=self.run,
            )

    def finish(self) -> None:
        """Say what the source is as a whole, and ask every old address."""
        report = self.report
        report.problems = list(dict.fromkeys(self.source.problems))
        report.skipped = dict(self.source.skipped)
        labels: Counter[str] = Counter()
        for label, times in self.found.labels.items():
            labels[self.mapping.tags.get(label, label)] += times
        report.merges = merges(labels)
        if self.run.dry:
            report.images, report.documents = len(self.media.found), len(self.files.found)
        else:
            self.lead_from_lists()
            rows = ImportedItem.objects.filter(source=self.source.name)
            report.images, report.documents = rows.filter(kind="image").count(), rows.filter(kind="document").count()
            self.ask()
            broken.complete(self.run, self.source.name, is_resumed=self.is_resumed)
        with transaction.atomic():
            self.end()

    def end(self) -> None:
        """Note that the run is over. In a transaction."""
        self.run.report, self.run.ended_at, self.run.state = self.report.as_json(), timezone.now(), ImportRun.State.DONE
        self.run.save()
        if not self.run.dry:
            audit.note(by=self.by, action=BROUGHT, source=self.source.name, made=self.report.counts["made"])

    def lead_from_lists(self) -> None:
        """Let the lists of categories and tags lead to the lists of their tags."""
        for path, label in self.source.listings().items():
            tag = find(self.mapping.tags.get(label, label))
            slug = tag and (getattr(tag, f"slug_{self.mapping.first_language}") or tag.slug)
            if not slug or not tag.article_rows.exists():
                continue
            try:
                redirects.remember_target(path, navigation.address_of_slug("news:tag", self.mapping.first_language, slug))
            except ValidationError as error:
                self.report.problems.append(Line("%(address)s: %(why)s", address=path, why=reasons(error)))

    def ask(self) -> None:
        """Ask every old address of a public record, and count those of drafts."""
        report, answers = self.report, Answers()
        report.addresses, report.silent, report.waiting, report.opened, report.matched = 0, {}, 0, 0, 0
        rows = ImportedItem.objects.filter(source=self.source.name).exclude(kind="image").order_by("pk")
        last = 0
        while piece := list(rows.filter(pk__gt=last)[:PIECE]):
            last = piece[-1].pk
            public = public_pages(piece)
            for row in piece:
                report.addresses += len(row.addresses)
                if row.record in public:
                    report.silent |= dict(answers.silent(row.addresses, public[row.record]))
                else:
                    report.waiting += len(row.addresses)
            report.opened, report.matched = answers.opened, answers.matched


BROUGHT = gettext_noop("content moved in")
AGAIN = gettext_noop("Another item of the source has this number; this one was left out.")
LEFT = gettext_noop("The record was left as it is.")


def public_pages(rows: list[ImportedItem]) -> dict[object, list[str]]:
    """Return {key: addresses} of the records and documents that the public can read. A query for each kind."""
    files = Document.objects.filter(pk__in=public_among({row.record for row in rows if row.kind == "document"}))
    found: dict[object, list[str]] = {
        each.pk: [navigation.address("library:document_file", code, short_id=each.short_id) for code in languages.codes()] for each in files
    }
    for kind in {row.kind for row in rows} - {"document"}:
        known = by_kind(kind)
        bodies = [f"{known.model.body_field}_{code}" for code in languages.codes()]
        records: PublishableQuerySet = PublishableQuerySet(known.model)
        live = records.live().filter(pk__in=[row.record for row in rows if row.kind == kind]).defer(*bodies)
        found |= {record.pk: list(navigation.record_addresses(record).values()) for record in live}
    return found


def batches(items: Iterator, size: int) -> Iterator[list]:
    """Yield lists of at most `size`."""
    while batch := list(islice(items, size)):
        yield batch
