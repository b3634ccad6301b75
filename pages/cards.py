"""What the cards of pages say."""

from library.cards import subjects
from library.cards.drawing import Said
from pages.models import Page


def register() -> None:
    """Make pages known to those who draw cards."""
    subjects.register_records(Page, "page", of_page)


def of_page(page: Page, language: str) -> Said:
    """Return what the card of a page says; that it is one needs no word."""
    lead = getattr(page, f"lead_{language}") if page.is_available_in(language) else ""
    return Said(page.title_in(language)[0], language, lead=lead)
