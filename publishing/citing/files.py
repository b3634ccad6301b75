"""A reference in the formats of reference managers."""

import json
from functools import lru_cache
from typing import Any

import bibtexparser
import rispy
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from pylatexenc.latexencode import UnicodeToLatexEncoder

from publishing.citing.reference import Reference


def csl(reference: Reference) -> str:
    """Return a reference as CSL-JSON (CSL 1.0.2, `csl-data.json`): a list of one item."""
    published = reference.published
    found: dict[str, Any] = {
        "id": reference.key,
        "type": "article-newspaper" if reference.authors else "webpage",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.site,
        "publisher": reference.site,
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "version": str(reference.version),
        "note": note(reference),
        "language": reference.language,
        "URL": reference.url,
    }
    return json.dumps([{name: value for name, value in found.items() if value}], ensure_ascii=False)


def ris(reference: Reference) -> str:
    """Return a reference in the RIS format."""
    found = {
        "type_of_reference": "NEWS" if reference.authors else "ELEC",
        "id": reference.key,
        "title": reference.title,
        "authors": list(reference.authors),
        "secondary_title": reference.site,
        "publisher": reference.site,
        "year": f"{reference.published:%Y}",
        "date": f"{reference.published:%Y/%m/%d}/",
        "edition": str(reference.version),
        "notes": [note(reference)],
        "language": reference.language,
        "urls": [reference.url],
    }
    return rispy.dumps([{name: value for name, value in found.items() if value}], implementation=RisWriter)


class RisWriter(rispy.RisWriter):
    """A writer that does not number references: the format knows no such line."""

    def set_header(self, count: int) -> str:
        del count
        return ""


def bibtex(reference: Reference) -> str:
    """Return a reference as BibTeX, in UTF-8: letters that LaTeX has no command for stand as they are."""
    found = {
        # In braces, each name is one name: that of a newsroom is not parted into a given and a family name.
        "author": " and ".join(f"{{{in_latex(name)}}}" for name in reference.authors),
        "title": f"{{{in_latex(reference.title)}}}",
        "howpublished": in_latex(reference.site),
        "year": f"{reference.published:%Y}",
        "month": f"{reference.published:%m}",
        "edition": str(reference.version),
        "note": note(reference),
        "language": reference.language,
        "url": reference.url,
    }
    return bibtexparser.write_string(Library([Entry("misc", reference.key, [Field(name, value) for name, value in found.items() if value])]))


def note(reference: Reference) -> str:
    """Return what tells apart two versions of a text; in English, as the names of fields are."""
    return f"Version of {reference.made.isoformat()}"


def in_latex(text: str) -> str:
    """Return a text with what LaTeX would read as commands escaped."""
    return encoder().unicode_to_latex(text)


@lru_cache
def encoder() -> UnicodeToLatexEncoder:
    """Return what escapes texts. Built once: it reads a table of two thousand letters."""
    return UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)


# {ending of the address: (media type, what writes it)}
FORMATS = {
    "ris": ("application/x-research-info-systems", ris),
    "bib": ("application/x-bibtex", bibtex),
    "json": ("application/vnd.citationstyles.csl+json", csl),
}
