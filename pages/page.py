"""What a page shows: plain values, prepared for its templates."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import DateTimeField, Exists, OuterRef, UUIDField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from library.documents.listed import ListedDocument, documents_on
from library.pictures import figures_for
from pages.linked_data import web_page
from pages.models import Page, PageDocument
from publishing import languages, terms
from publishing.fields import richtext
from publishing.fields.richtext_render import Heading
from publishing.models import SiteSettings
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, described, label
from publishing.remembered import Stamp

# A page with as many headings says at its beginning what follows.
LISTED_FROM = 3
NOTICES = {
    "en": gettext_lazy("This page is available in English."),
    "ka": gettext_lazy("This page is available in Georgian."),
    "": gettext_lazy("This page is available in another language."),
}


@dataclass(kw_only=True)
class Shown(RecordPage):
    """A page as its readers see it."""

    # The page above and the pages under it, as far as the public may know of them.
    parent: Label | None
    children: list[Label]
    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    contents: list[Heading] = field(default_factory=list)
    documents: list[ListedDocument] = field(default_factory=list)
    json_ld: SafeString | str = ""


@lru_cache
def pages_by(column: str) -> Prepared:
    """Return the query for the page with a given value in a column of which no two are alike, and for the page above it."""
    rows = Page.objects.filter(**{column: Given("value", Page._meta.get_field(column))})
    # Most pages list no document: to know it spares them a query.
    listed = Exists(PageDocument.objects.filter(page=OuterRef("pk")))
    return Prepared(rows.select_related("parent").annotate(has_documents=listed).order_by())


@lru_cache
def pages_under() -> Prepared:
    """Return the query for the pages under a page that the public sees, in their order."""
    under = Page.objects.live(Given("now", DateTimeField())).filter(parent=Given("page", UUIDField()))
    return Prepared(under.in_order().defer(*(f"{name}_{code}" for name in ("body", "lead") for code in languages.codes())))


def shown(page: Page, language: str, settings: SiteSettings, under: Stamp | None = None) -> Shown:
    """Return what the page in `language` shows; what is around its text may be known `under` a change."""
    found = Shown.of(
        page,
        language,
        NOTICES,
        under,
        parent=label(page.parent, language) if page.parent is not None and page.parent.is_live else None,
        children=[label(child, language) for child in pages_under().records(page=page.pk, now=timezone.now())],
    )
    if page.is_available_in(language):
        add_text(found, page, language, settings, under)
    return found


def add_text(found: Shown, page: Page, language: str, settings: SiteSettings, under: Stamp | None) -> None:
    """Add what a reader of the text sees."""
    found.lead, body = getattr(page, f"lead_{language}"), getattr(page, f"body_{language}")
    figures = figures_for(body, language)
    explained = terms.known(language, under) if settings.mark_terms and page.mark_terms else None
    found.body, headings = richtext.outlined(body, pictures=figures, language=language, terms=explained)
    found.contents = headings if len(headings) >= LISTED_FROM else []
    known = page.lent("documents") if getattr(page, "has_documents", True) else []
    found.documents = documents_on(PageDocument, page.pk, language, licence=settings.licence, known=known)
    found.description = described(page, language, found.lead, body)
    found.json_ld = richtext.script_data(web_page(page, found, language, settings), "application/ld+json")
