from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library.cards import subjects
from news import archives, authors, cards, events, tagged, tags
from news.archives import Lists
from news.article import article_page, articles_by
from news.corrections import corrections_page
from news.items import ItemRows, page_of_items
from news.models import Article
from publishing import alphabet, dates, languages, navigation, site
from publishing.opening import opened
from publishing.paging import MICROSECOND, Page
from publishing.record_page import label
from publishing.remembered import stamp


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Every article, newest first. Context: page (items), years."""
    lists = lists_for(request)
    page = page_of_items(request, ItemRows(Lists.listed, lists))
    context = {
        "years": archives.year_links(archives.span(lists, under=stamp(request)), lists.language),
        "feed": {"title": _("News"), "url": reverse("news:list"), "mail": navigation.mail_address("general", lists.language)},
    }
    return answer_list(request, "news/article_list.html", page, navigation.addresses("news:list"), context, section="news")


@require_safe
def tag_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles of one tag, newest first, and what else has it. Context: tag, place and topic (of the tag, or None), page (items), sections."""
    lists = lists_for(request)
    found = tags.tag_at(slug, lists, stamp(request))
    if found is None:
        raise Http404(_("There is no such tag."))
    tag = found.tag
    rows = ItemRows(tags.tagged, lists, path="content_object__", key="content_object_id")
    page = page_of_items(request, rows, tag=tag.pk)
    sections = tagged.sections(tag, found.others, lists) if page.is_first and not page.moved_to else []
    if page.is_first and not page.rows and not sections and not page.moved_to:
        # A tag is public while something live carries it; until then not even its address is told.
        raise Http404(_("There is no such tag."))
    where = tags.tag_addresses(tag)
    if where[lists.language] != request.path and not page.moved_to:
        return HttpResponsePermanentRedirect(where[lists.language])
    shown = tags.counted(found, lists)
    context: dict[str, object] = {"social_image": cards.tag_card(tag, lists.language, site.of(request))}
    place, topic = tags.made_for(tag, lists.language)
    context |= {"tag": shown, "place": place, "topic": topic, "sections": sections}
    if shown.count:
        # The feed of a tag is that of its articles; events come in those of the chronicle.
        mail = navigation.mail_address("tag", lists.language, tag.pk)
        context["feed"] = {"title": _("Tag: %(tag)s") % {"tag": shown.label}, "url": where[lists.language], "mail": mail}
    return answer_list(request, "news/tag_archive.html", page, where, context, section="tags")


@require_safe
def tag_records(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The events or the agreements under one tag, those listed last first. Context: tag, title, page (entries)."""
    lists = lists_for(request)
    found = tags.tag_at(slug, lists, stamp(request))
    if found is None:
        raise Http404(_("There is no such tag."))
    page = tagged.page_of(request, found.tag, kind, lists)
    if page.is_first and not page.rows and not page.moved_to:
        raise Http404(_("There is no such tag."))
    where = {code: tagged.address(found.tag, kind, code) for code in languages.codes()}
    if where[lists.language] != request.path and not page.moved_to:
        return HttpResponsePermanentRedirect(where[lists.language])
    context = {"tag": tags.counted(found, lists), "title": str(tagged.OTHERS[kind].title)}
    return answer_list(request, "news/tag_records.html", page, where, context, section="tags")


@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    """Every tag in use, in alphabetical order. Context: groups (tags by letter), is_long (letters to jump to are of use)."""
    lists = lists_for(request)
    found = tags.tag_index(lists)
    head = navigation.head(navigation.addresses("news:tags"), section="tags")
    return render(request, "news/tag_list.html", {"groups": alphabet.groups(found, lists.language), "is_long": len(found) > alphabet.LONG, **head})


@require_safe
def year_archive(request: HttpRequest, year: int) -> HttpResponse:
    """The articles of one year. Context: period, years, months with articles, page (items)."""
    lists = lists_for(request)
    begin, end = archives.bounds(year)
    span = archives.span(lists, year, stamp(request))
    span.refuse_outside(begin, end)
    page = page_of_items(request, ItemRows(Lists.since, lists), begin=begin, until=end - MICROSECOND)
    context = {
        "period": year,
        "years": archives.year_links(span, lists.language, year),
        "months": archives.month_links(span, lists.language, year),
    }
    return answer_list(request, "news/period_archive.html", page, navigation.addresses("news:year", year=year), context, section="news")


@require_safe
def month_archive(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The articles of one month. Context: period ("September 2024"), years, months with articles, page (items)."""
    lists = lists_for(request)
    begin, end = archives.bounds(year, month)
    span = archives.span(lists, year, stamp(request))
    span.refuse_outside(begin, end)
    page = page_of_items(request, ItemRows(Lists.since, lists), begin=begin, until=end - MICROSECOND)
    context = {
        "period": dates.month(year, month, lists.language),
        "years": archives.year_links(span, lists.language, year),
        "months": archives.month_links(span, lists.language, year, month),
    }
    where = navigation.addresses("news:month", year=year, month=month)
    return answer_list(request, "news/period_archive.html", page, where, context, section="news")


@require_safe
def event_articles(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles about an event, newest first. Context: event (label), page (items)."""
    found = events.event_at(request, slug)
    if isinstance(found, HttpResponse):
        return found
    lists = lists_for(request)
    page = page_of_items(request, events.rows_of(lists.language, untranslated=lists.untranslated), event=found.pk)
    if page.is_first and not page.rows and not page.moved_to:
        raise Http404(_("No article about this event has been published."))
    where = {code: events.articles_address(found, code) for code in languages.codes()}
    context = {"event": label(found, lists.language)}
    return answer_list(request, "news/event_articles.html", page, where, context, section="chronology")


@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    """Every correction in the page's language, newest first. Context: page (corrections with their articles)."""
    page = corrections_page(request, languages.active())
    mail = navigation.mail_address("corrections", languages.active())
    context = {"feed": {"title": _("Corrections"), "url": reverse("news:corrections"), "mail": mail}}
    return answer_list(request, "news/correction_list.html", page, navigation.addresses("news:corrections"), context, section="corrections")


@require_safe
def author_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An author who wants a page, with the articles. Context: author, page (items)."""
    lists = lists_for(request)
    author = authors.author_at(slug)
    if author is None:
        raise Http404(_("There is no such author."))
    where = authors.author_addresses(author)
    if where[lists.language] != request.path:
        return HttpResponsePermanentRedirect(where[lists.language])
    page = page_of_items(request, ItemRows(authors.written, lists), author=author.pk)
    context = {"author": authors.profile(author, lists.language)}
    return answer_list(request, "news/author_detail.html", page, where, context)


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An article in the page's language, or where to read it. Context: article, and the head of the page.

    An old slug, or one of another language, redirects; what was public and is no longer is gone (410); what never was is not there.
    """
    found = opened(request, slug, Article, articles_by, section="news")
    if isinstance(found, HttpResponse):
        return found
    settings = site.of(request)
    shown = article_page(found.record, found.language, settings, stamp(request))
    context = {"article": shown, "description": shown.description, "social_image": subjects.of_record(found.record, found.language, settings)}
    return render(request, "news/article_detail.html", {**context, **found.head})


def lists_for(request: HttpRequest) -> Lists:
    """Return what the lists of the page's language show."""
    head = getattr(request, "change_head", None)
    scheduled = head is None or head.next_due_at is not None
    return Lists(languages.active(), untranslated=site.of(request).list_untranslated, may_hold_future=scheduled)


def answer_list(
    request: HttpRequest, template: str, page: Page, where: Mapping[str, str], context: Mapping[str, object], *, section: str = ""
) -> HttpResponse:
    """Answer a page of a list. In another language it is another list, so the way there leads to its first page."""
    if page.moved_to:
        return HttpResponseRedirect(page.moved_to)
    head = navigation.head(where, section=section, canonical=request.get_full_path(), available=None if page.is_first else ())
    return render(request, template, {"page": page, **context, **head})
