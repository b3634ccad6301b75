"""Public records that tell of others, the hidden ones too."""

from typing import Any

from django.apps import apps

from actors.models import Actor
from chronicle.models import Agreement, Event, Participant, Party
from news.models import ArticleEvent
from publishing import listing
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_published_actor, make_published_article, publisher
from tests.publishing.words import neighbour


def tell(kind: str) -> None:
    """Let public records tell of all records of a kind that they can tell of, hidden ones too."""
    if kind == "event":
        article = make_published_article(title_en="Report", title_ka="ცნობა")
        for number, event in enumerate(Event.objects.all()):
            ArticleEvent.objects.create(article=article, event=event, position=number, **listing.columns(article))
    if kind in {"actor", "office", "place"}:
        named = [{kind: record} for record in apps.get_model("actors", kind)._default_manager.all()]
        agreed = Agreement.objects.create(title_en="Pact", title_ka="შეთანხმება")
        Party.objects.bulk_create(Party(agreement=agreed, position=number, **each) for number, each in enumerate(named))
        transition(agreed, State.PUBLISHED, by=publisher())
        if kind != "place":
            met(named)


def met(named: list[dict[str, Any]]) -> None:
    """Let somebody public meet all these at a public event."""
    keeper = neighbour(Actor, make_published_actor, name_en="Keeper")
    event = Event.objects.create(title_en="Meeting", title_ka="შეხვედრა", date="2008-09-15")
    Participant.objects.create(event=event, actor=keeper, role=Participant.Role.VISITOR)
    others = [each for each in named if each.get("actor") != keeper]
    rows = [Participant(event=event, role=Participant.Role.HOST, position=number, **each) for number, each in enumerate(others, start=1)]
    Participant.objects.bulk_create(rows)
    transition(event, State.PUBLISHED, by=publisher())
