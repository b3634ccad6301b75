"""What machines read of every kind of record in the same words (schema.org, JSON-LD 1.1)."""

from publishing import navigation
from publishing.publishable import Publishable
from publishing.record_page import RecordPage


def translations(record: Publishable, page: RecordPage, language: str) -> dict[str, list[dict[str, str]]]:
    """Return the other languages of the text: translations of it, or what it is a translation of, by who came first."""
    found: dict[str, list[dict[str, str]]] = {"workTranslation": [], "translationOfWork": []}
    for other in page.translations:
        earlier = getattr(record, f"published_at_{other.code}") < getattr(record, f"published_at_{language}")
        found["translationOfWork" if earlier else "workTranslation"].append({"@id": navigation.absolute(other.url)})
    return found
