"""Where an agreement and its facts come from, read together."""

from collections import defaultdict
from typing import Any

from django.db.models import Value

from actors.facts import Receipt
from chronicle.event_page import Cited
from chronicle.facts import Receipts
from chronicle.models import Agreement, AgreementCitation, Party, Signatory, Stage
from publishing import dates, languages

# Whose rows state something of an agreement, by the name of the row in the tables of its sources.
SOURCED: dict[str, Any] = {"party": Party, "stage": Stage, "signatory": Signatory}
COLUMNS = [f"source__{name}" for name in ("title", "language", "publisher", "url", "archived_url", "accessed_on")]
# What a citation says beside its source; a fact says it of itself.
OWN = ("locator", "quote", "quote_language", "position")
# The place of a row that is no citation.
NOWHERE = -1


def sources_of(agreement: Agreement, language: str) -> tuple[Receipts, list[Cited]]:
    """Return (the sources of all facts of an agreement, those of the agreement as a whole, in their order). One query."""
    whole = AgreementCitation.objects.filter(agreement=agreement).order_by().values_list("pk", *COLUMNS, *OWN)
    blank = {f"of_{name}": Value("") for name in OWN[:-1]} | {"of_position": Value(NOWHERE)}
    parts = [
        model.sources.through.objects.filter(**{f"{name}__agreement": agreement}).annotate(**blank).values_list(f"{name}_id", *COLUMNS, *blank)
        for name, model in SOURCED.items()
    ]
    receipts: Receipts = defaultdict(list)
    citations: list[tuple[int, str, Cited]] = []
    for key, title, lang, publisher, url, archived_url, accessed_on, locator, quote, quote_lang, position in whole.union(*parts, all=True):
        said = languages.other(lang, language)
        if position == NOWHERE:
            receipts[key].append(Receipt(title, said, publisher, url, archived_url))
            continue
        accessed = dates.printed(accessed_on, language) if accessed_on else None
        of_quote = languages.other(quote_lang or lang, language)
        citations.append((position, str(key), Cited(title, said, publisher, url, archived_url, accessed, locator, quote, of_quote)))
    return receipts, [cited for _position, _key, cited in sorted(citations, key=lambda row: row[:2])]
