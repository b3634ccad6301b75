"""Looking for words in PostgreSQL: a generated vector of each text of `Findable`, English stemmed and every other language as it is written."""

from typing import Any

from django.db import connection

from publishing import reading
from publishing.searching.asked import MOST, Asked, Term

# {language: text search configuration}; of other languages, words are taken as they are.
CONFIGURATIONS = {"en": "publishing_english"}
PLAIN = "simple"
# English stems, of every word: the server's own configuration passes over short words, so that “in Geneva” would be no phrase.
CONFIGURATION = """
CREATE TEXT SEARCH DICTIONARY {name} (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION {name} (COPY = english);
ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING REPLACE english_stem WITH {name};
"""
WEIGHTS = "'{0.1, 0.4, 0.8, 1.0}'"
# The server's parser takes “<word>” for a tag, and passes over it: no text that we keep has these (Unicode, section 23.1).
UNTAGGED = str.maketrans({"\x04": "<", "\x05": ">"})
# How texts are shown: whole, or the piece around what was found.
WHOLE, PIECE = "HighlightAll=true", "MaxFragments=1, MaxWords=32, MinWords=16"


def prepare() -> None:
    """Lay the vector and its index, where they are not."""
    with connection.cursor() as cursor:
        for name in CONFIGURATIONS.values():
            cursor.execute("SELECT 1 FROM pg_ts_config WHERE cfgname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(CONFIGURATION.format(name=name))
        cursor.execute(f"ALTER TABLE publishing_findable ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ({vector()}) STORED")
        cursor.execute("CREATE INDEX IF NOT EXISTS publishing_findable_vector ON publishing_findable USING gin (vector)")


def vector() -> str:
    """Return the expression of the vector: titles weigh most, then names, leads, texts."""
    cases = "".join(f"WHEN '{code}' THEN {of_texts(name)} " for code, name in CONFIGURATIONS.items())
    return f"CASE language {cases}ELSE {of_texts(PLAIN)} END"


def of_texts(configuration: str) -> str:
    """Return the vector of one text, taken apart as a language is."""
    columns = {"title": ("A", configuration), "names": ("B", PLAIN), "lead": ("C", configuration), "body": ("D", configuration)}
    return " || ".join(f"setweight(to_tsvector('{how}', {words(column)}), '{weight}')" for column, (weight, how) in columns.items())


def words(column: str) -> str:
    """Return the expression of a text in which nothing can be taken for a tag."""
    return f"translate({column}, '<>', chr(4) || chr(5))"


def rebuild() -> None:
    """Index all texts anew, without keeping anybody from reading or writing."""
    with connection.cursor() as cursor:
        cursor.execute("REINDEX INDEX CONCURRENTLY publishing_findable_vector")


def hits(question: Asked, *, by_names: bool = False) -> tuple[str, list[Any]]:  # Any: parameters of a query
    """Return (SQL of rows (id, rank), its parameters): the texts that answer, by their names alone or not; the higher the rank, the better."""
    parts: list[str] = []
    given: list[Any] = []
    for configuration, where in conditions():
        query, values = named(question) if by_names else match(question, configuration)
        newest = f"SELECT id, vector FROM publishing_findable WHERE {where} AND vector @@ {query} ORDER BY id DESC LIMIT {MOST}"
        parts.append(f"SELECT id, ts_rank({WEIGHTS}, vector, {query}, 1) AS rank FROM ({newest}) AS newest_{len(parts)}")
        given += [*values, *values]
    return " UNION ALL ".join(parts), given


def conditions() -> list[tuple[str, str]]:
    """Return (configuration, which texts are taken apart by it)."""
    known = ", ".join(f"'{code}'" for code in CONFIGURATIONS)
    return [*((name, f"language = '{code}'") for code, name in CONFIGURATIONS.items()), (PLAIN, f"language NOT IN ({known})")]


def named(question: Asked) -> tuple[str, list[Any]]:  # Any: as above
    """Return the question as one after names alone: of what has names that begin so."""
    names = [each.name for each in question.terms if each.name]
    each = f"to_tsquery('{PLAIN}', %s)"
    return f"({' && '.join([each] * len(names))})", [begun(name) for name in names]


def begun(name: str) -> str:
    """Return a name as PostgreSQL asks for its beginning, in its order."""
    return " <-> ".join(f"'{word}':*B" for word in name.split())


def match(question: Asked, configuration: str) -> tuple[str, list[Any]]:  # Any: parameters of a query
    """Return (the question as an expression of type tsquery, its parameters)."""
    wanted, without = [term(each, configuration) for each in question.terms], [term(each, configuration) for each in question.without]
    together = f" {'||' if question.is_any else '&&'} ".join(f"({text})" for text, _given in wanted)
    sql = " && ".join([f"({together})", *(f"!!({text})" for text, _given in without)])
    return f"({sql})", [value for _text, given in (*wanted, *without) for value in given]


def term(each: Term, configuration: str) -> tuple[str, list[Any]]:  # Any: parameters of a query
    """Return one term: in the texts as it is written, or among the names by its beginning."""
    if each.stem:
        said, given = f"to_tsquery('{PLAIN}', %s)", [f"'{each.stem}':*ACD"]
    else:
        said, given = f"phraseto_tsquery('{configuration}', %s)", [" ".join(each.words)]
    if each.name:
        said, given = f"{said} || to_tsquery('{PLAIN}', %s)", [*given, begun(each.name)]
    return said, list(given)


def highlights(question: Asked, keys: list[int], marks: tuple[str, str]) -> dict[int, tuple[str, str, str]]:
    """Return {id: (title, lead, a piece of the text)} with marks around what was found. One query."""
    begin, end = marks
    parts, given = [], []
    for configuration, where in conditions():
        query, values = match(question, configuration)
        columns = []
        for column, extent in (("title", WHOLE), ("lead", WHOLE), ("body", PIECE)):
            columns.append(f"ts_headline('{configuration}', {words(column)}, {query}, %s)")
            given += [*values, f"StartSel={begin}, StopSel={end}, {extent}"]
        parts.append(f"SELECT id, {', '.join(columns)} FROM publishing_findable WHERE {where} AND id = ANY(%s)")
        given.append(keys)
    with reading.connection().cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return {key: (title.translate(UNTAGGED), lead.translate(UNTAGGED), text.translate(UNTAGGED)) for key, title, lead, text in cursor.fetchall()}


AGE = "(CAST(%s AS date) - text.first_day) / 365.25"
YEAR = "CAST(extract(year FROM text.first_day) AS integer)"
