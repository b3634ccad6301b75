"""The public pages of topics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library.cards import subjects
from news.views import lists_for
from pages.models import Topic
from pages.topic_page import topic_page, topics, topics_by
from publishing import navigation, site
from publishing.opening import opened
from publishing.remembered import stamp


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """Every topic. Context: topics [(label, lead, language of the lead)]. One query."""
    head = navigation.head(navigation.addresses("pages:topics"), section="topics")
    return render(request, "pages/topic_list.html", {"topics": topics(lists_for(request)), **head})


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic. Context: page, feed (of its tag, where that lists articles), and the head of the page."""
    found = opened(request, slug, Topic, topics_by, section="topics")
    if isinstance(found, HttpResponse):
        return found
    settings = site.of(request)
    page = topic_page(found.record, lists_for(request), settings, stamp(request))
    context: dict[str, object] = {"page": page, "description": page.description}
    context["social_image"] = subjects.of_record(found.record, found.language, settings)
    if page.archive is not None:
        mail = navigation.mail_address("tag", found.language, found.record.tag_id)
        context["feed"] = {"title": _("Tag: %(tag)s") % {"tag": page.archive.label}, "url": page.archive.url, "mail": mail}
    return render(request, "pages/topic_detail.html", {**context, **found.head})
