"""The desk's ways from an event to an article about it, and from an article to an event of its own."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from chronicle.models import Event
from news.begun import article_about, event_of, note_of
from news.models import Article
from publishing.admin.posted import Posted
from publishing.admin.ways import Way
from publishing.publishable import Publishable, State
from publishing.rights import as_seen_by, may
from publishing.state import State as FormState
from publishing.workflow import TransitionError, User

ABOUT = "event"


class BeginsWithEvents(admin.ModelAdmin):
    """Admin mixin of articles: a new one begins from an event (`?event=`), and an event begins from an article."""

    def get_urls(self) -> list[Any]:
        """Put the page before Django's own, which take any text for a key."""
        view = self.admin_site.admin_view(self.begin_event)
        return [path("<path:object_id>/event/", view, name=f"{self.opts.app_label}_{self.opts.model_name}_event"), *super().get_urls()]

    def copied(self, request: HttpRequest) -> Publishable | None:
        """Return the event that a new article begins from."""
        if ABOUT not in request.GET:
            return super().copied(request)
        events = self.admin_site.get_model_admin(Event)
        event = events.get_object(request, request.GET[ABOUT])
        if event is None:
            self.message_user(request, _("The event to begin from does not exist any more."), messages.WARNING)
        elif not events.has_view_permission(request, event):
            raise PermissionDenied
        return event

    def begun_from(self, request: HttpRequest, source: Publishable) -> FormState:
        """Begin with what the event says, and who took part."""
        if not isinstance(source, Event):
            return super().begun_from(request, source)
        said = _("Begun from “%(event)s”, with whoever took part. Nothing is stored yet.")
        self.message_user(request, said % {"event": as_seen_by(request.user, source)})
        return article_about(source, by=cast("User", request.user))

    def posted(self, request: HttpRequest, key: Any, *, lock: bool = False) -> Posted:
        """Let an article that is stored for the first time know the event that it began from."""
        found = super().posted(request, key, lock=lock)
        if lock and ABOUT in request.GET and found.work.record._state.adding:
            event = self.copied(request)
            if isinstance(event, Event):
                note = note_of(event, by=cast("User", request.user))
                found.work.once_stored = lambda article: note(article, found.work.state)
        return found

    def begin_event(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what the event will have, and make it."""
        try:
            article = Article.objects.filter(pk=object_id).first()
        except ValidationError:
            article = None
        if article is None:
            self.message_user(request, _("The article to begin from does not exist any more."), messages.WARNING)
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:news_article_changelist"))
        if not leads_to_event(request, article):
            raise PermissionDenied
        if request.method == "POST":
            try:
                event = event_of(article, by=cast("User", request.user))
            except TransitionError as error:
                self.message_user(request, str(error), messages.ERROR)
                return HttpResponseRedirect(reverse(f"{self.admin_site.name}:news_article_change", args=[article.pk]))
            self.message_user(request, _("The event has the texts, the tags and the sources of the article. Say when it was, and who took part."))
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:chronicle_event_change", args=[event.pk]))
        context = {**self.admin_site.each_context(request), "title": _("An event from this article"), "opts": self.opts, "record": article}
        return TemplateResponse(request, "admin/news/article/event.html", context)


def leads_to_event(request: HttpRequest, article: Article) -> bool:
    """Tell whether an editor may make an event of an article."""
    return article.state != State.TRASHED and may(request.user, "change", article) and request.user.has_perm("chronicle.add_event")


def ways_of_article(request: HttpRequest, article: Publishable) -> Iterator[Way]:
    """Lead from an article to an event of its own."""
    if isinstance(article, Article) and leads_to_event(request, article):
        yield Way(_("Make an event of it"), reverse("admin:news_article_event", args=[article.pk]))


def ways_of_event(request: HttpRequest, event: Publishable) -> Iterator[Way]:
    """Lead from an event to an article about it."""
    if event.state != State.TRASHED and request.user.has_perm("news.add_article"):
        yield Way(_("Write an article about it"), f"{reverse('admin:news_article_add')}?{ABOUT}={event.pk}")
