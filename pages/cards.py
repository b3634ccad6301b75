"""What the cards of pages say."""

from library.cards import subjects
from library.cards.drawing import Said
from pages.models import FrontPage, Page, Topic
from publishing.capitals import capfirst


def register() -> None:
    """Make pages known to those who draw cards."""
    subjects.register_records(Page, "page", of_page)
    subjects.register_records(Topic, "topic", of_topic, "image", "card_image")
    subjects.register_records(FrontPage, "frontpage", of_front)


def of_page(page: Page, language: str) -> Said:
    """Return what the card of a page says; that it is one needs no word."""
    lead = getattr(page, f"lead_{language}") if page.is_available_in(language) else ""
    return Said(page.title_in(language)[0], language, lead=lead)


def of_topic(topic: Topic, language: str) -> Said:
    """Return what the card of a topic says."""
    lead = getattr(topic, f"lead_{language}") if topic.is_available_in(language) else ""
    kind, picture = capfirst(str(topic._meta.verbose_name)), subjects.picture_on(topic, language)
    return Said(topic.title_in(language)[0], language, kind, lead=lead, picture=picture)


def of_front(front: FrontPage, language: str) -> Said:
    """Return what the card of the front page says, beside the name of the site."""
    lead = getattr(front, f"lead_{language}") if front.is_available_in(language) else ""
    return Said(front.title_in(language)[0], language, lead=lead)
