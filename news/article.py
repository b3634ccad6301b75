"""What the page of an article shows: plain values, prepared for its templates."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import DateTimeField, Exists, OuterRef, UUIDField
from django.utils import timezone
from django.utils.safestring import SafeString

from library.documents.listed import ListedDocument, documents_on
from library.pictures import Picture, figures_for, picture_of
from news.events import Dated, events_of
from news.items import NOTICES, repeats
from news.linked_data import news_article
from news.mentions import Named, mentions
from news.models import Article, ArticleCitation, ArticleDocument, ArticleEvent, Byline, Correction, Mention
from news.related import Related, surroundings
from publishing import dates, languages, licences, navigation, terms
from publishing.dates import Printed
from publishing.fields import richtext
from publishing.models import SiteSettings
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, described
from publishing.remembered import Stamp


@dataclass(frozen=True)
class Name:
    """An author as the byline prints it; no `url` without a profile page."""

    name: str
    lang: str
    url: str


@dataclass(frozen=True)
class CorrectionNote:
    """A correction as the article prints it."""

    date: str
    iso: str
    text: str
    lang: str = ""


@dataclass(frozen=True)
class CitedSource:
    """A source as the article prints it; `lang` is the language of the source."""

    title: str
    lang: str
    publisher: str
    url: str
    archived_url: str
    accessed: Printed | None
    locator: str
    quote: str
    quote_lang: str


@dataclass(kw_only=True)
class ArticlePage(RecordPage):
    """An article as its page shows it."""

    kind: str
    tags: list[Label]
    related: list[Related]
    byline: list[Name]
    published: Printed | None = None
    corrected: Printed | None = None
    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    image: Picture | None = None
    corrections: list[CorrectionNote] = field(default_factory=list)
    citations: list[CitedSource] = field(default_factory=list)
    mentions: list[Named] = field(default_factory=list)
    events: list[Dated] = field(default_factory=list)
    documents: list[ListedDocument] = field(default_factory=list)
    licence: str = ""
    licence_url: str = ""
    # Where partners read it as ninjs.
    ninjs_url: str = ""
    json_ld: SafeString | str = ""


@lru_cache
def articles_by(column: str) -> Prepared:
    """Return the query for the article with a given value in a column of which no two are alike."""
    rows = Article.objects.filter(**{column: Given("value", Article._meta.get_field(column))})
    # Most articles list no document, and many name nobody or no event: to know it spares them a query.
    listed = Exists(ArticleDocument.objects.filter(article=OuterRef("pk")))
    named = Exists(Mention.objects.filter(article=OuterRef("pk")))
    dated = Exists(ArticleEvent.objects.filter(article=OuterRef("pk")))
    return Prepared(
        rows.select_related("kind", "image", "card_image").annotate(has_documents=listed, has_mentions=named, has_events=dated).order_by()
    )


ARTICLE = Given("article", UUIDField())


def article_page(article: Article, language: str, settings: SiteSettings, under: Stamp | None = None) -> ArticlePage:
    """Return what the article's page in `language` shows; what is around its text may be known `under` a change."""
    tags, others = surroundings(article, language, untranslated=settings.list_untranslated, under=under)
    page = ArticlePage.of(
        article,
        language,
        NOTICES,
        under,
        kind=kind_of(article),
        tags=tags,
        related=others,
        byline=byline(article, language),
        published=dates.printed(getattr(article, f"listed_at_{article.language_for(language)}"), language),
    )
    if article.is_available_in(language):
        add_text(page, article, language, settings, under)
    return page


def add_text(page: ArticlePage, article: Article, language: str, settings: SiteSettings, under: Stamp | None) -> None:
    """Add what a reader of the text sees."""
    lead, body = getattr(article, f"lead_{language}"), getattr(article, f"body_{language}")
    page.lead = "" if repeats(lead, page.title) else lead
    explained = terms.known(language, under) if settings.mark_terms and article.mark_terms else None
    page.body = richtext.render(body, pictures=figures_for(body, language), language=language, terms=explained)
    page.description = described(article, language, lead, body)
    page.image = picture_of(article.image, language)
    page.corrections = corrections(article, language)
    page.corrected = Printed(page.corrections[0].date, page.corrections[0].iso) if page.corrections else None
    page.citations = citations(article, language)
    page.mentions = mentions(article, language)
    page.events = events_of(article, language)
    known = article.lent("documents") if getattr(article, "has_documents", True) else []
    page.documents = documents_on(ArticleDocument, article.pk, language, licence=settings.licence, known=known)
    page.licence, page.licence_url = licences.named(article.licence or settings.licence)
    page.ninjs_url = f"{navigation.record_address(article, language)}ninjs.json"
    page.json_ld = richtext.script_data(news_article(article, page, language, settings), "application/ld+json")


def kind_of(article: Article) -> str:
    """Return the kind as pages name it; "" where it says nothing."""
    return str(article.kind) if article.kind and not article.kind.is_ordinary else ""


def byline(article: Article, language: str) -> list[Name]:
    """Return the article's authors in their order. One query, none if its rows were read already."""
    found, rows = [], article.lent("bylines")
    for row in authors_on().records(article=article.pk) if rows is None else rows:
        author = row.author
        name, lang = languages.filled(author, "name", language)
        slug = languages.filled(author, "slug", language)[0]
        url = navigation.address_of_slug("news:author", language, slug) if author.has_profile and slug else ""
        found.append(Name(name=name, lang=languages.other(lang, language), url=url))
    return found


@lru_cache
def authors_on() -> Prepared:
    """Return the query for the authors of an article."""
    return Prepared(Byline.objects.filter(article=ARTICLE).select_related("author"))


def corrections(article: Article, language: str) -> list[CorrectionNote]:
    """Return the corrections of the text in `language`, newest first. One query, none if its rows were read already."""
    found, now, rows = [], timezone.now(), article.lent("corrections")
    if rows is None:
        said = corrections_of(language).tuples(article=article.pk, now=now)
    else:
        newest = sorted(rows, key=lambda row: (row.at, row.pk), reverse=True)
        said = [(row.at, text) for row in newest if row.at <= now and (text := getattr(row, f"text_{language}"))]
    for at, text in said:
        printed = dates.printed(at, language)
        found.append(CorrectionNote(date=printed.text, iso=printed.iso, text=text))
    return found


@lru_cache
def corrections_of(language: str) -> Prepared:
    """Return the query for the corrections of an article."""
    rows = Correction.objects.filter(article=ARTICLE, at__lte=Given("now", DateTimeField())).exclude(**{f"text_{language}": ""})
    return Prepared(rows.order_by("-at", "-id").values_list("at", f"text_{language}"))


def citations(article: Article, language: str) -> list[CitedSource]:
    """Return the article's sources in their order. One query, none if its rows were read already."""
    rows = article.lent("citations")
    return [cited(row, language) for row in (sources_on().records(article=article.pk) if rows is None else rows)]


@lru_cache
def sources_on() -> Prepared:
    """Return the query for the sources of an article."""
    return Prepared(ArticleCitation.objects.filter(article=ARTICLE).select_related("source"))


def cited(citation: ArticleCitation, language: str) -> CitedSource:
    """Return one source as the article prints it."""
    source = citation.source
    return CitedSource(
        title=source.title,
        lang=languages.other(source.language, language),
        publisher=source.publisher,
        url=source.url,
        archived_url=source.archived_url,
        accessed=dates.printed(source.accessed_on, language) if source.accessed_on else None,
        locator=citation.locator,
        quote=citation.quote,
        quote_lang=languages.other(citation.quote_language or source.language, language),
    )
