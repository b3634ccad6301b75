"""Looking for words in the embedded database: FTS5 over the texts of `Findable`, one index that stems English and one of plain words."""

from typing import Any

from django.db import connection, transaction

from publishing.searching.asked import MOST, Asked, Term

# {index: (how it takes words apart, which rows it holds)}
INDEXES = {
    "publishing_findable_english": ("porter unicode61 remove_diacritics 2", "{row}.language = 'en'"),
    "publishing_findable_plain": ("unicode61 remove_diacritics 2", "{row}.language <> 'en'"),
}
COLUMNS = "title, names, lead, body"
TEXTS = "{title lead body}"
# What a hit in each column counts.
WEIGHTS = "10.0, 8.0, 4.0, 1.0"


def prepare() -> None:
    """Lay the indexes and what keeps them, where they are not: Django drops triggers whenever it makes the table anew."""
    with connection.cursor() as cursor:
        for index, (tokens, holds) in INDEXES.items():
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [index])
            is_new = cursor.fetchone() is None
            options = f"content='publishing_findable', content_rowid='id', tokenize='{tokens}', prefix='2 3 4'"
            cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5({COLUMNS}, {options})")
            for name, event, steps in triggers(index):
                when = holds.format(row="new" if event == "INSERT" else "old")
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {index}_{name} AFTER {event} ON publishing_findable WHEN {when} BEGIN {steps} END")
            if is_new:
                fill(index)


def triggers(index: str) -> list[tuple[str, str, str]]:
    """Return (name, event, what is done) of what lets an index follow the table. A text never changes its language."""
    new, old = (", ".join(f"{row}.{column}" for column in COLUMNS.split(", ")) for row in ("new", "old"))
    add = f"INSERT INTO {index}(rowid, {COLUMNS}) VALUES (new.id, {new});"
    drop = f"INSERT INTO {index}({index}, rowid, {COLUMNS}) VALUES ('delete', old.id, {old});"
    return [("added", "INSERT", add), ("dropped", "DELETE", drop), ("changed", f"UPDATE OF {COLUMNS}", drop + add)]


def fill(index: str) -> None:
    """Index all texts anew, in one statement."""
    holds = INDEXES[index][1].format(row="publishing_findable")
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {index}({index}) VALUES ('delete-all')")
        cursor.execute(f"INSERT INTO {index}(rowid, {COLUMNS}) SELECT id, {COLUMNS} FROM publishing_findable WHERE {holds}")


def rebuild() -> None:
    """Index all texts anew. Readers find what they found before until it is done; whoever writes waits for it."""
    with transaction.atomic():
        for index in INDEXES:
            fill(index)


def hits(question: Asked, *, by_names: bool = False) -> tuple[str, list[Any]]:  # Any: parameters of a query
    """Return (SQL of rows (id, rank), its parameters): the texts that answer, by their names alone or not; the higher the rank, the better."""
    newest = f"ORDER BY rowid DESC LIMIT {MOST}"
    parts = [f"SELECT rowid AS id, -bm25({index}, {WEIGHTS}) AS rank FROM {index} WHERE {index} MATCH %s {newest}" for index in INDEXES]
    return " UNION ALL ".join(f"SELECT id, rank FROM ({part})" for part in parts), [named(question) if by_names else match(question)] * len(parts)


def named(question: Asked) -> str:
    """Return the question as one after names alone: of what has names that begin so."""
    return " AND ".join(f'names : "{each.name}" *' for each in question.terms if each.name)


def match(question: Asked) -> str:
    """Return the question in the words of FTS5 (its section 3): every term quoted, so that none is taken for an operator."""
    wanted = f" {'OR' if question.is_any else 'AND'} ".join(f"({term(each)})" for each in question.terms)
    return f"({wanted})" + "".join(f" NOT ({term(each)})" for each in question.without)


def term(each: Term) -> str:
    """Return one term: in the texts as it is written, or among the names by its beginning."""
    words = f'"{" ".join(each.words)}"'
    said = f'{TEXTS} : "{each.stem}" *' if each.stem else f"{TEXTS} : {words}"
    return f'{said} OR names : "{each.name}" *' if each.name else said


def highlights(question: Asked, keys: list[int], marks: tuple[str, str]) -> dict[int, tuple[str, str, str]]:
    """Return {id: (title, lead, a piece of the text)} with marks around what was found. One query."""
    begin, end = marks
    parts: list[str] = []
    given: list[Any] = []
    for index in INDEXES:
        columns = f"highlight({index}, 0, %s, %s), highlight({index}, 2, %s, %s), snippet({index}, 3, %s, %s, '…', 30)"
        places = ", ".join(["%s"] * len(keys))
        parts.append(f"SELECT rowid, {columns} FROM {index} WHERE {index} MATCH %s AND rowid IN ({places})")
        given += [begin, end, begin, end, begin, end, match(question), *keys]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return {key: (title or "", lead or "", text or "") for key, title, lead, text in cursor.fetchall()}


# How many years old a text is; text of days compares, but does not subtract.
AGE = "(julianday(%s) - julianday(text.first_day)) / 365.25"
YEAR = "CAST(substr(text.first_day, 1, 4) AS INTEGER)"
