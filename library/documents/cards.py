"""What the cards of documents say."""

from django.utils.translation import gettext as _

from library.cards import subjects
from library.cards.drawing import Said
from library.cards.subjects import Found
from library.documents.usage import gone, public
from library.models import Document
from library.pictures import Card
from publishing import languages
from publishing.models import SiteSettings

KIND = "document"


def register() -> None:
    """Make documents known to those who draw cards."""
    subjects.register(subjects.Subject(KIND, find, said))


def find(key: str, _language: str) -> Found | None:
    """Return the document with a key, live while a live record shows it."""
    if (document := public().filter(short_id=key).first()) is not None:
        return Found(document)
    known = Document.objects.filter(short_id=key).first()
    return Found(known, is_live=False, is_gone=gone(known) is not None) if known is not None else None


def said(found: Found, language: str) -> Said:
    """Return what the card of a document says."""
    return Said(languages.filled(found.record, "title", language)[0], language, _("Document"))


def card(document: Document, language: str, settings: SiteSettings) -> Card:
    """Return the card of a document for its page in a language."""
    return subjects.card(KIND, document.short_id, Found(document), language, settings)
