"""Items become records: the form an editor would have filled in, handed to the kernel with its dates."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_noop

from library import tags
from news.forms import AuthorForm, KindForm
from news.models import Author, Kind
from pages.moving.files import Files
from pages.moving.items import Item, Text, language_of
from pages.moving.lines import Line, reasons
from pages.moving.survey import record_key_of, short_id_of
from pages.moving.text import brought, is_too_long
from publishing import addresses, drafts, redirects
from publishing.desk import desk_of
from publishing.fields.text import readable
from publishing.picks import Picks
from publishing.publishable import Publishable, State
from publishing.registry import RecordType, by_kind
from publishing.slugs import is_allowed, slugify
from publishing.workflow import TransitionError, transition

LONGEST_TITLE = 200
LONGEST_NOTE = 200
# What stands for something in a dry run that the real one would make.
WOULD_BE = "00000000-0000-4000-8000-000000000000"


class ItemRefusedError(Exception):
    """An item that cannot be brought; the lines say why."""

    def __init__(self, *lines: Line) -> None:
        self.lines = list(lines)
        super().__init__(*lines)


@dataclass
class Names:
    """Tags, authors and kinds, each looked up or made once."""

    by: User
    dry: bool
    language: str
    # {tag there: tag here}
    renamed: dict[str, str]
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    # What the forms of one transaction have looked up.
    picks: Picks = field(default_factory=Picks)

    def begin(self) -> None:
        """Begin a transaction: look up again what others may have changed."""
        self.picks = Picks()

    def forget(self) -> None:
        """Forget what was made in a transaction that was undone."""
        self.known.clear()

    def found(self, noun: str, name: str, find: Callable[[str], str]) -> str:
        """Return the key of what is called so."""
        key = (noun, name)
        if key not in self.known:
            self.known[key] = find(name)
        return self.known[key]

    def tags(self, labels: list[str], problems: list[Line]) -> list[str]:
        """Return the keys of tags."""
        keys = []
        for label in labels:
            try:
                keys.append(self.found("tag", self.renamed.get(label, label), self.tag))
            except ValidationError as error:
                problems.append(Line(gettext_noop("The tag “%(label)s” was left out: %(why)s"), label=label[:100], why=reasons(error)))
        return list(dict.fromkeys(keys))

    def tag(self, label: str) -> str:
        """Find or make a tag."""
        if self.dry:
            return str(found.pk) if (found := tags.find(tags.clean_label(label))) else f"+{label}"
        return str(tags.find_or_make(label, language_of(label, self.language), by=self.by).pk)

    def bylines(self, names: list[str]) -> list[dict[str, str]]:
        """Return the rows of a byline."""
        clean = [words[:120] for name in names if (words := " ".join(readable(name).split()))]
        return [{"author": self.found("author", name, self.author)} for name in dict.fromkeys(clean)]

    def author(self, name: str) -> str:
        """Find or make an author."""
        code = language_of(name, self.language)
        if author := Author.objects.filter(**{f"name_{code}": name}).order_by("pk").first():
            return str(author.pk)
        form = AuthorForm({f"name_{code}": name})
        return WOULD_BE if self.dry else str(form.save().pk)

    def kind(self) -> str:
        """Return the kind of ordinary articles, made where there is none."""

        def find(key: str) -> str:
            found = Kind.objects.filter(key=key).first() or Kind.objects.order_by("position", "key").first()
            if found is None and not self.dry:
                found = KindForm({"key": key, "position": 1, "label_en": "News", "label_ka": "სიახლეები"}).save()
            return str(found.pk) if found else WOULD_BE

        return self.found("kind", Kind.ORDINARY, find)


class Maker:
    """Makes records of the items of one source."""

    def __init__(self, names: Names, files: Files) -> None:
        self.names, self.files = names, files
        self.source, self.run, self.links, self.media = files.source, files.run, files.links, files.media

    def make(self, item: Item) -> Publishable | None:
        """Make a record of an item, in the state that it had; None in a dry run. ItemRefusedError if it cannot be one."""
        try:
            known = by_kind(item.kind)
        except KeyError:
            known = by_kind("article")
        fields = self.fields(item, known)
        if self.run.dry:
            return None
        with transaction.atomic():
            record = self.published(item, known, fields) or self.kept(item, known, fields)
            self.remember(record, item)
        return record

    def blank(self, item: Item, known: RecordType) -> Publishable:
        """Return the record of an item, which holds nothing yet, under the keys that others know."""
        return known.model(pk=record_key_of(self.source.name, item.key, item.published), short_id=short_id_of(self.source.name, item.key))

    def published(self, item: Item, known: RecordType, fields: dict[str, Any]) -> Publishable | None:
        """Publish an item that was public; None, and why, if it cannot be."""
        if item.state != State.PUBLISHED:
            return None
        titled = [code for code, text in item.texts.items() if text.title.strip()]
        try:
            record = self.blank(item, known)
            return drafts.issue(known.model, fields, by=self.names.by, languages=titled, at=item.published, record=record, picks=self.names.picks)
        except TransitionError as error:
            item.problems.append(Line(gettext_noop("It comes as a draft: %(why)s"), why=[Line(str(reason)) for reason in refusals(error)]))
            return None

    def kept(self, item: Item, known: RecordType, fields: dict[str, Any]) -> Publishable:
        """Keep an item that is not public as a draft, or hand it in for review."""
        # The history of the draft tells its editors where it comes from, and when it was written there.
        note = f"{self.source.name}, {timezone.localtime(item.published):%Y-%m-%d %H:%M}" if item.published else self.source.name
        record = drafts.create(known.model, fields, by=self.names.by, record=self.blank(item, known), note=note[:LONGEST_NOTE])
        if item.state == State.IN_REVIEW:
            transition(record, State.IN_REVIEW, by=self.names.by)
        return record

    def fields(self, item: Item, known: RecordType) -> dict[str, Any]:  # Any: values of the form's fields
        """Return what an editor would have typed."""
        schema = desk_of(known.model).schema
        fields: dict[str, Any] = {
            "kind": self.names.kind(),
            "tags": self.names.tags(item.tags, item.problems),
            "bylines": self.names.bylines(item.authors),
            "image": self.media.find(item.image, item, "", item.problems),
        }
        if item.kind != "article" and item.tags:
            item.problems.append(Line(gettext_noop("A page carries no tags: %(tags)s."), tags=", ".join(item.tags)))
        documents: dict[str, None] = {}
        for code, text in item.texts.items():
            fields |= self.translated(item, code, text, known, documents)
        for address in item.files:
            self.file(address, item, item.language, documents)
        fields["documents"] = [{"document": key} for key in documents]
        if not any(text.title.strip() for text in item.texts.values()):
            item.problems.append(Line(gettext_noop("It has no title: it comes as a draft.")))
            item.state = State.DRAFT
        return {name: value for name, value in fields.items() if name in schema or name in schema[""].fields}

    def file(self, address: str, item: Item, code: str, documents: dict[str, None]) -> str:
        """Put a file among the documents of the record; return where it lies now, "" if it did not come."""
        brought = self.files.find(address, item, code, item.problems)
        if brought is None:
            return ""
        documents[brought.key] = None
        return "" if self.run.dry else brought.address

    def translated(self, item: Item, code: str, text: Text, known: RecordType, documents: dict[str, None]) -> dict[str, str]:
        """Return the fields of one language; the documents that its text links to join `documents`."""
        html, problems = brought(
            text,
            item,
            self.links,
            lambda address, alt: self.media.find(address, item, alt, item.problems),
            lambda address: self.file(address, item, code, documents),
        )
        item.problems += problems
        if is_too_long(html):
            raise ItemRefusedError(
                Line(
                    gettext_noop("Its text has %(number)s characters, more than any text here may have. Part it into several."),
                    number=f"{len(html):,}",
                )
            )
        title = words_of(text.title)
        if len(title) > LONGEST_TITLE:
            item.problems.append(
                Line(gettext_noop("Its title is longer than %(limit)s letters and was cut: %(title)s"), limit=LONGEST_TITLE, title=title)
            )
            title = title[: LONGEST_TITLE - 1].rstrip() + "…"
        return {f"title_{code}": title, f"lead_{code}": words_of(text.lead), f"body_{code}": html, f"slug_{code}": self.slug(text.slug, known, item)}

    def slug(self, text: str, known: RecordType, item: Item) -> str:
        """Return the last part of the old address, if the record may have it; "" lets one be made from the title."""
        slug = slugify(text)
        key = record_key_of(self.source.name, item.key, item.published)
        return slug if slug and is_allowed(slug, known.reserved_slugs) and addresses.is_free(known.kind, slug, key) else ""

    def remember(self, record: Publishable, item: Item) -> None:
        """Let the old addresses lead to the record."""
        for path, error in redirects.remember_all(item.addresses, record, item.language).items():
            item.problems.append(Line(gettext_noop("Its address %(address)s does not lead here: %(why)s"), address=path[:200], why=reasons(error)))


def refusals(error: TransitionError) -> list[str]:
    """Return what a refused publication says, sentence by sentence."""
    return [str(problem) for problem in error.problems] if isinstance(error, drafts.RefusedError) else [str(error)]


def words_of(html: str) -> str:
    """Return the words of a title or lead that may hold tags and entities."""
    if "<" in html or "&" in html:
        html = unescape(strip_tags(html))
    return " ".join(readable(html).split())
