"""What the form of an event proposes while somebody writes: the title of the day, what speaks against another one, and the year of a date."""

import uuid
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from actors.contradictions import Record
from actors.models import Actor, Tenure
from chronicle import inferred
from chronicle.capacities import LONGEST, titles_at
from chronicle.in_office import against, typed
from chronicle.models import Participant
from publishing import languages
from publishing.partial_dates import PartialDate
from publishing.typed_dates import read


class Proposes(admin.ModelAdmin):
    """Admin mixin: the addresses that the script of the form asks. They store nothing."""

    def get_urls(self) -> list[Any]:
        """Put them before Django's own, which take any text for a key."""
        own = [
            path("titles/", self.admin_site.admin_view(require_GET(self.titles_view)), name="chronicle_event_titles"),
            path("year/", self.admin_site.admin_view(require_GET(self.year_view)), name="chronicle_event_year"),
        ]
        return [*own, *super().get_urls()]

    def titles_view(self, request: HttpRequest) -> JsonResponse:
        """Answer {titles: {language: what is printed where no capacity is typed}, said: a hint, warnings: [what speaks against the row]}."""
        row, date = participant_of(request), date_of(request)
        answer: dict[str, Any] = {"titles": {}, "said": "", "warnings": []}
        if not self.has_view_permission(request) or date is None or date.upper - date.lower > LONGEST:
            return JsonResponse(answer)
        actor, post = row.actor_id, row.post_id
        for code in languages.codes():
            found = titles_at(date, [actor] if actor else [], [post] if post else [], code)
            if actor and actor in found.of_actors:
                title, lang = found.of_actors[actor]
                answer["titles"] |= {code: title} if lang == code else {}
            elif post and not actor and code == languages.active() and (holders := found.holders.get(post)):
                answer["said"] = _("Held on this day by: %(names)s.") % {"names": ", ".join(map(str, holders))}
        if row.actor is not None:
            record = Record.of([row.actor.pk], typed(row), date.lower)
            answer["warnings"] = against(row, record, date, is_former=row.is_former)
        return JsonResponse(answer)

    def year_view(self, request: HttpRequest) -> JsonResponse:
        """Answer {text: the date with its year, said: where the year comes from}; {} for a date that has a year, or that is none."""
        if not self.has_view_permission(request):
            return JsonResponse({})
        around = inferred.Around(request.GET.getlist("words"), key_of(request, "parent"), key_of(request, "chronology"))
        found = inferred.proposed(request.GET.get("text", "").strip(), around)
        return JsonResponse({} if found is None else {"text": found.text, "said": found.said})


def key_of(request: HttpRequest, name: str) -> uuid.UUID | None:
    """Return the key that a request names; None for what is none."""
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def participant_of(request: HttpRequest) -> Participant:
    """Return an unsaved row that says what the request says of a participant."""
    row = Participant(is_former=request.GET.get("is_former") == "true", post_id=key_of(request, "post"))
    row.actor = Actor.objects.filter(pk=key_of(request, "actor")).first()
    if key := key_of(request, "tenure"):
        row.tenure = Tenure.objects.filter(pk=key, actor=row.actor).select_related("post__office").first()
    for code in languages.codes():
        setattr(row, f"capacity_{code}", request.GET.get(f"capacity_{code}", "")[:300])
    return row


def date_of(request: HttpRequest) -> PartialDate | None:
    """Return the date that a request names; None for what is none."""
    try:
        return read(request.GET["date"]) if request.GET.get("date", "").strip() else None
    except ValidationError:
        return None
