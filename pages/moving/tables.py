"""Tables: CSV and XLSX, an item a row, the columns named by their headings or by a mapping file."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext_noop
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pages.moving import dates
from pages.moving.archives import decoded, refuse_bomb
from pages.moving.items import Attached, Item, SourceError, Text, language_of, path_of
from pages.moving.lines import Line
from pages.moving.mapping import Mapping
from publishing import languages
from publishing.publishable import State

TRANSLATED = ("title", "lead", "body", "slug")
PLAIN = ("key", "kind", "state", "date", "language", "authors", "tags", "image", "addresses", "group")
COLUMNS = (*PLAIN, *TRANSLATED, *(f"{name}_{code}" for name in TRANSLATED for code in languages.codes()))
# Between several values of one cell.
SEPARATORS = ("\n", "|", ";")
LARGEST = 200 * 1024 * 1024
# A cell may hold a whole text; the default limit of the reader is shorter than that.
# It holds for the process, so every other reader checks its own cells.
LONGEST_CELL = 20_000_000


class TableSource:
    """A table of texts."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path, self.mapping = path, mapping
        self.name = mapping.source or path.stem
        self.hosts = {host.lower() for host in mapping.hosts}
        self.attached: dict[str, Attached] = {}
        self.skipped: Counter[str] = Counter()
        self.problems: list[Line] = []

    def items(self) -> Iterator[Item]:
        """Yield the rows in their order; SourceError where the table breaks off."""
        self.skipped, self.problems = Counter(), []
        rows = self.rows()
        heads = [str(cell).strip() for cell in next(rows, [])]
        places = self.places(heads)
        number = 1
        try:
            for number, row in enumerate(rows, start=2):
                if any(cell.strip() for cell in row):
                    yield self.item({name: row[place].strip() for name, place in places.items() if place < len(row)}, number)
                else:
                    self.skipped["empty row"] += 1
        except (csv.Error, ValueError, KeyError, zipfile.BadZipFile, OSError) as error:
            raise SourceError(
                gettext_noop("%(file)s: row %(row)s cannot be read: %(why)s. %(read)s rows were read before it."),
                file=self.path.name,
                row=number + 1,
                why=error,
                read=number - 1,
            ) from error

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows of the table as text, the headings first."""
        if self.path.stat().st_size > LARGEST:
            raise SourceError(gettext_noop("%(file)s: a table has at most 200 MB."), file=self.path.name)
        return workbook_rows(self.path) if zipfile.is_zipfile(self.path) else self.csv_rows()

    def csv_rows(self) -> Iterator[list[str]]:
        """Yield the rows of a CSV file, whatever it separates values by."""
        text, doubt = decoded(self.path.read_bytes(), self.mapping.encoding)
        if doubt:
            self.problems.append(doubt)
        first = text.partition("\n")[0]
        separator = max(",;\t", key=first.count)
        usual = csv.field_size_limit(LONGEST_CELL)
        try:
            yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        finally:
            # The limit is the whole process's: whoever reads a table afterwards has the usual one.
            csv.field_size_limit(usual)

    def places(self, heads: Sequence[str]) -> dict[str, int]:
        """Return {our word: place of the column}; SourceError for a mapping that names a column which is not there."""
        named = self.mapping.columns
        if unknown := sorted(set(named) - set(COLUMNS)):
            raise SourceError(
                gettext_noop("columns: nothing reads %(names)s. There are: %(known)s."), names=", ".join(unknown), known=", ".join(COLUMNS)
            )
        if missing := sorted(theirs for theirs in named.values() if theirs not in heads):
            raise SourceError(
                gettext_noop("%(file)s: it has no column %(names)s. It has: %(known)s."),
                file=self.path.name,
                names=", ".join(f"“{head}”" for head in missing),
                known=", ".join(heads),
            )
        small = [head.lower().replace(" ", "_") for head in heads]
        places = {name: small.index(name) for name in COLUMNS if name in small} | {ours: heads.index(theirs) for ours, theirs in named.items()}
        if not any(name.startswith("title") for name in places):
            raise SourceError(gettext_noop("%(file)s: no column holds titles. Call it “title”, or name it in the mapping file."), file=self.path.name)
        return places

    def item(self, row: dict[str, str], number: int) -> Item:
        """Return a row as an item."""
        problems: list[Line] = []
        texts = self.texts(row)
        published = dates.parsed(said, self.mapping.date_formats) if (said := row.get("date", "")) else None
        state, kind = row.get("state") or self.mapping.state, row.get("kind") or "article"
        if state not in {State.PUBLISHED, State.DRAFT, State.IN_REVIEW}:
            problems.append(Line(gettext_noop("“%(text)s” is no state that can be brought: it comes as a draft."), text=state))
            state = State.DRAFT
        if kind not in {"article", "page"}:
            problems.append(Line(gettext_noop("“%(text)s” is neither article nor page: it comes as an article."), text=kind))
            kind = "article"
        if said and published is None:
            problems.append(Line(gettext_noop("“%(text)s” is no date."), text=said))
        if published is None and state == State.PUBLISHED:
            problems.append(Line(gettext_noop("It has no date that can be read: it comes as a draft.")))
            state = State.DRAFT
        addresses = [path_of(address) for address in several(row.get("addresses", ""))]
        return Item(
            key=(row.get("key") or next(iter(addresses), "") or f"row-{number}")[:200],
            kind=kind,
            state=state,
            texts=texts,
            published=published,
            addresses=[path for path in addresses if path not in {"", "/"}],
            authors=several(row.get("authors", "")),
            tags=several(row.get("tags", "")),
            image=row.get("image", ""),
            base=next(iter(addresses), "/"),
            group=row.get("group", "")[:200],
            breaks="<" not in row.get("body", "") and not any("<" in text.body for text in texts.values()),
            problems=problems,
        )

    def texts(self, row: dict[str, str]) -> dict[str, Text]:
        """Return what the row says in each language: in columns of the language, or in its own."""
        found = {code: Text(*(row.get(f"{name}_{code}", "") for name in TRANSLATED)) for code in languages.codes()}
        found = {code: text for code, text in found.items() if text.title or text.body}
        plain = Text(*(row.get(name, "") for name in TRANSLATED))
        if plain.title or plain.body or not found:
            named = row.get("language", "")[:2].lower()
            code = named if named in languages.codes() else language_of(f"{plain.title} {plain.body}", self.mapping.first_language)
            found.setdefault(code, plain)
        return found

    def listings(self) -> dict[str, str]:
        """Return nothing: a table has texts only."""
        return {}

    def address_of(self, named: str) -> str:
        """Return the address."""
        return named

    def file(self, path: str) -> Path | None:
        """Return nothing: files lie in a folder of their own."""
        del path
        return None

    def close(self) -> None:
        """Do nothing: nothing was unpacked."""


def workbook_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of a workbook; a formula is the text that it is written as."""
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_bomb(path, sum(entry.file_size for entry in archive.infolist()), len(archive.infolist()))
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SourceError(gettext_noop("%(file)s: this is no workbook that can be read: %(why)s"), file=path.name, why=error) from error
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield ["" if cell is None else str(cell) for cell in row]


def several(text: str) -> list[str]:
    """Return the values of a cell that may hold several."""
    separator = next((each for each in SEPARATORS if each in text), "\n")
    return [value for part in text.split(separator) if (value := part.strip())]
