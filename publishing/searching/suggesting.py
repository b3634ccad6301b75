"""What may be meant by somebody who is still typing: public records whose names begin so."""

from publishing import reading
from publishing.models import Findable
from publishing.searching.asked import begun
from publishing.searching.finding import RECENT, answering

# From so many letters on; and so many records.
LEAST, MOST = 2, 8


def suggestions(text: str, language: str) -> list[Findable]:
    """Return the public texts that have names which begin so, in the reader's language where there is one, the best first. Two queries."""
    question = begun(text)
    if sum(len(term.name) for term in question.terms) < LEAST:
        return []
    sql, given = answering(question, by_names=True)
    best = "ROW_NUMBER() OVER (PARTITION BY record ORDER BY CASE WHEN language = %s THEN 0 ELSE 1 END, rank DESC, id) AS place"
    own = "CASE WHEN language = %s THEN 0 ELSE 1 END AS other"
    ranked = f"SELECT ranked.id, {RECENT} AS score, {own} FROM (SELECT answering.*, {best} FROM answering) AS ranked WHERE ranked.place = 1"
    with reading.connection().cursor() as cursor:
        cursor.execute(f"{sql} {ranked} ORDER BY other, score DESC, id DESC LIMIT {MOST:d}", [*given, language, language])
        keys = [row[0] for row in cursor.fetchall()]
    found = Findable.objects.defer("body", "names", "lead").in_bulk(keys)
    return [found[key] for key in keys if key in found]
