"""Where references to records are."""

from publishing import navigation
from publishing.publishable import Publishable
from publishing.registry import record_type

# {ending of the address: what the format is called}
NAMES = {"ris": "RIS", "bib": "BibTeX", "json": "CSL-JSON"}


def address(record: Publishable, language: str, form: str) -> str:
    """Return where a reference to a record is, by the ending of its format."""
    return navigation.address(f"{record_type(record).url_name}_cite", language, slug=record.slug_in(language), form=form)
