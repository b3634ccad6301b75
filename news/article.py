"""What the page of an article shows: plain values, prepared for its templates."""

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import DateTimeField, Exists, OuterRef, UUIDField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from library.documents.listed import ListedDocument, documents_on
from library.pictures import Picture, figures_for, picture_of
from news.items import Label, notice, repeats
from news.linked_data import news_article
from news.models import Article, ArticleCitation, ArticleDocument, Byline, Correction
from news.related import Related, surroundings
from publishing import dates, editions, languages, licences, navigation, terms
from publishing.addresses import record_at
from publishing.dates import Printed
from publishing.fields import richtext
from publishing.models import Change, SiteSettings
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.remembered import Memory, Stamp
from publishing.withdrawn import Gone, gone_in

# What search engines and social networks print of a text.
DESCRIPTION_LENGTH = 200
# How many of the newest entries of the change log are read to find the last one in a language.
RECENT_CHANGES = 20

# {(article, language): when it last changed, where its versions are}
_past = Memory(1024)


@dataclass(frozen=True)
class Name:
    """An author as the byline prints it; no `url` without a profile page."""

    name: str
    lang: str
    url: str


@dataclass(frozen=True)
class Translation:
    """Another language in which the article can be read."""

    code: str
    name: str
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


@dataclass
class ArticlePage:
    """An article in the reader's language, or what can be said there while it exists in another one; `*_lang` where it differs."""

    title: str
    title_lang: str
    kind: str
    short_url: str
    report_url: str
    translations: list[Translation]
    tags: list[Label]
    related: list[Related]
    byline: list[Name]
    published: Printed | None = None
    updated: Printed | None = None
    corrected: Printed | None = None
    # In which language it can be read, and where, if not in the page's.
    notice: str = ""
    notice_url: str = ""
    notice_lang: str = ""
    # What may be said of a text in the page's language that was taken back.
    gone: Gone | None = None
    # Where its earlier versions are listed, if there are any.
    versions_url: str = ""
    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    image: Picture | None = None
    corrections: list[CorrectionNote] = field(default_factory=list)
    citations: list[CitedSource] = field(default_factory=list)
    documents: list[ListedDocument] = field(default_factory=list)
    licence: str = ""
    licence_url: str = ""
    json_ld: SafeString | str = ""


def article_at(slug: str, language: str) -> Article | None:
    """Return the article, whatever its state, that has `slug` in `language`, or has or had it in any."""
    found = articles_by(f"slug_{language}").records(value=slug)
    if not found and (record := record_at("article", slug)) is not None:
        found = articles_by("id").records(value=record)
    return next(iter(found), None)


@lru_cache
def articles_by(column: str) -> Prepared:
    """Return the query for the article with a given value in a column of which no two are alike."""
    rows = Article.objects.filter(**{column: Given("value", Article._meta.get_field(column))})
    # Most articles list no document: to know it spares them a query.
    listed = Exists(ArticleDocument.objects.filter(article=OuterRef("pk")))
    return Prepared(rows.select_related("kind", "image").annotate(has_documents=listed).order_by())


ARTICLE = Given("article", UUIDField())


def article_page(article: Article, language: str, settings: SiteSettings, under: Stamp | None = None) -> ArticlePage:
    """Return what the article's page in `language` shows; what is around its text may be known `under` a change."""
    title, title_lang = article.title_in(language)
    tags, others = surroundings(article, language, untranslated=settings.list_untranslated, under=under)
    page = ArticlePage(
        title=title,
        title_lang=languages.other(title_lang, language),
        kind=kind_of(article),
        short_url=navigation.short_address(article),
        report_url=navigation.report_address(article, language),
        translations=translations(article, language),
        tags=tags,
        related=others,
        byline=byline(article, language),
        published=dates.printed(getattr(article, f"listed_at_{article.language_for(language)}"), language),
    )
    if article.is_available_in(language):
        page.updated, page.versions_url = past(article, language, under)
        add_text(page, article, language, settings, under)
    elif article.available_languages:
        readable = article.language_for(language)
        page.notice, page.notice_lang = notice(readable), readable
        page.notice_url = navigation.record_address(article, readable)
        page.gone = gone_in(article, language)
    return page


def add_text(page: ArticlePage, article: Article, language: str, settings: SiteSettings, under: Stamp | None) -> None:
    """Add what a reader of the text sees."""
    lead, body = getattr(article, f"lead_{language}"), getattr(article, f"body_{language}")
    page.lead = "" if repeats(lead, page.title) else lead
    page.body = richtext.render(body, pictures=figures_for(body, language), language=language, terms=terms.known(language, under))
    page.description = Truncator(lead or richtext.plain_text(body)).chars(DESCRIPTION_LENGTH)
    page.image = picture_of(article.image, language)
    page.corrections = corrections(article, language)
    page.corrected = Printed(page.corrections[0].date, page.corrections[0].iso) if page.corrections else None
    page.citations = citations(article, language)
    known = article.lent("documents") if getattr(article, "has_documents", True) else []
    page.documents = documents_on(ArticleDocument, article.pk, language, licence=settings.licence, known=known)
    page.licence, page.licence_url = licences.named(article.licence or settings.licence)
    page.json_ld = richtext.script_data(news_article(article, page, language, settings), "application/ld+json")


def kind_of(article: Article) -> str:
    """Return the kind as pages name it; "" where it says nothing."""
    return str(article.kind) if article.kind and not article.kind.is_ordinary else ""


def translations(article: Article, language: str) -> list[Translation]:
    """Return the other languages in which the article can be read."""
    codes = [code for code in article.available_languages if code != language]
    return [Translation(code, navigation.name_of(code), navigation.record_address(article, code)) for code in codes]


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


def past(article: Publishable, language: str, under: Stamp | None) -> tuple[Printed | None, str]:
    """Return when the text last changed and where its earlier versions are listed. Read once `under` a change: one query."""
    known = _past.under(under)
    if (article.pk, language) not in known:
        made, address = editions.past(article, language)
        known[article.pk, language] = (updated(article, language, made), address)
    return known[article.pk, language]


def updated(article: Publishable, language: str, made: dt.datetime | None) -> Printed | None:
    """Return the day on which the text in `language` last changed, if later than the day it appeared.

    That is when its newest version was `made`; of a text that keeps none the change log tells it, which is a query more.
    """
    appeared = timezone.localdate(getattr(article, f"published_at_{language}"))
    if made is None and article.updated_at is not None and timezone.localdate(article.updated_at) > appeared:
        made = next((at for codes, at in changes_of().tuples(article=article.pk) if language in codes), None)
    return dates.printed(made, language) if made is not None and timezone.localdate(made) > appeared else None


@lru_cache
def changes_of() -> Prepared:
    """Return the query for what the change log last said of an article."""
    rows = Change.objects.filter(record=ARTICLE).exclude(kind=Change.Kind.WITHDRAWN).order_by("-sequence")
    return Prepared(rows.values_list("languages", "at")[:RECENT_CHANGES])


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
