"""What a page shows: plain values, prepared for its templates."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import DateTimeField, Exists, OuterRef, UUIDField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.documents.listed import ListedDocument, documents_on
from library.pictures import figures_for
from news.article import Translation, past
from news.items import Label
from pages.linked_data import web_page
from pages.models import Page, PageDocument
from publishing import languages, navigation, terms
from publishing.addresses import record_at
from publishing.dates import Printed
from publishing.fields import richtext
from publishing.fields.richtext_render import Heading
from publishing.models import SiteSettings
from publishing.prepared import Given, Prepared
from publishing.remembered import Stamp
from publishing.withdrawn import Gone, gone_in

# What search engines and social networks print of a text.
DESCRIPTION_LENGTH = 200
# A page with as many headings says at its beginning what follows.
LISTED_FROM = 3
# A language's name bends in some languages, so each sentence is translated whole.
NOTICES = {"en": gettext_lazy("This page is available in English."), "ka": gettext_lazy("This page is available in Georgian.")}


@dataclass
class Shown:
    """A page in the reader's language, or what can be said there while it exists in another one; `*_lang` where it differs."""

    title: str
    title_lang: str
    short_url: str
    report_url: str
    translations: list[Translation]
    # The page above and the pages under it, as far as the public may know of them.
    parent: Label | None
    children: list[Label]
    updated: Printed | None = None
    versions_url: str = ""
    notice: str = ""
    notice_url: str = ""
    notice_lang: str = ""
    # What may be said of a text in the page's language that was taken back.
    gone: Gone | None = None
    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    contents: list[Heading] = field(default_factory=list)
    documents: list[ListedDocument] = field(default_factory=list)
    json_ld: SafeString | str = ""


def page_at(slug: str, language: str) -> Page | None:
    """Return the page, whatever its state, that has `slug` in `language`, or has or had it in any."""
    found = pages_by(f"slug_{language}").records(value=slug)
    if not found and (record := record_at("page", slug)) is not None:
        found = pages_by("id").records(value=record)
    return next(iter(found), None)


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
    title, title_lang = page.title_in(language)
    found = Shown(
        title=title,
        title_lang=languages.other(title_lang, language),
        short_url=navigation.short_address(page),
        report_url=navigation.report_address(page, language),
        translations=[
            Translation(code, navigation.name_of(code), navigation.record_address(page, code))
            for code in page.available_languages
            if code != language
        ],
        parent=label(page.parent, language) if page.parent is not None and page.parent.is_live else None,
        children=[label(child, language) for child in pages_under().records(page=page.pk, now=timezone.now())],
    )
    if page.is_available_in(language):
        found.updated, found.versions_url = past(page, language, under)
        add_text(found, page, language, settings, under)
    elif page.available_languages:
        readable = page.language_for(language)
        found.notice, found.notice_lang = str(NOTICES.get(readable) or _("This page is available in another language.")), readable
        found.notice_url = navigation.record_address(page, readable)
        found.gone = gone_in(page, language)
    return found


def label(page: Page, language: str) -> Label:
    """Return another page as this one names it: in the reader's language if it says something there."""
    title, title_lang = page.title_in(language)
    return Label(title, navigation.record_address(page, language), languages.other(title_lang, language))


def add_text(found: Shown, page: Page, language: str, settings: SiteSettings, under: Stamp | None) -> None:
    """Add what a reader of the text sees."""
    found.lead, body = getattr(page, f"lead_{language}"), getattr(page, f"body_{language}")
    figures = figures_for(body, language)
    found.body, headings = richtext.outlined(body, pictures=figures, language=language, terms=terms.known(language, under))
    found.contents = headings if len(headings) >= LISTED_FROM else []
    known = page.lent("documents") if getattr(page, "has_documents", True) else []
    found.documents = documents_on(PageDocument, page.pk, language, licence=settings.licence, known=known)
    found.description = Truncator(found.lead or richtext.plain_text(body)).chars(DESCRIPTION_LENGTH)
    found.json_ld = richtext.script_data(web_page(page, found, language, settings), "application/ld+json")
