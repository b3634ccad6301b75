"""Written once: an article that begins from an event, and an event that begins from an article; each filled in all languages, linked.

Who begins sees no more of the one than they may open: its draft if they may change it, else what the public reads.
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from chronicle.models import Event
from news import counterparts
from news.models import Article, ArticleEvent, Kind
from publishing import drafts, languages
from publishing.publishable import Publishable
from publishing.rights import may
from publishing.state import State, complete, of_model, row_keys
from publishing.transactions import editorial_act
from publishing.values import Value
from publishing.workflow import TransitionError, User

# What both have under the same names: texts in every language, and what languages share.
TEXTS = ("title", "lead", "body")
SHARED = ("image", "tags")
CITATIONS, PARTICIPANTS, MENTIONS, EVENTS = "citations", "participants", "mentions", "events"
CITED = ("source", "locator", "quote", "quote_language")


def article_about(event: Event, *, by: User) -> State:
    """Return the form of a new article that reports an event: its texts, tags and sources, and whoever took part as mentioned."""
    known = drafts.copy_of(event, by=by)
    work = drafts.opened(drafts.blank(Article))
    fields = said_by(known) | {
        "kind": Kind.objects.filter(key=Kind.ORDINARY).values_list("pk", flat=True).first(),
        MENTIONS: list(people(known)),
        EVENTS: [{"event": event.pk, "relation": ArticleEvent.Relation.REPORTS}],
    }
    return complete(work.desk.schema, {**of_model(work.desk.schema, work.record, {}), **work.desk.typed(fields)}, work.state)


@editorial_act
def event_of(article: Article, *, by: User) -> Event:
    """Make a draft of an event from what an article says, and list it among the events of the article's draft; return the event.

    Its date and who took part are left to the editor: an article names more people than were there, and more days than one.
    TransitionError if `by` may not change the article, or make events.
    """
    if not may(by, "change", article):
        raise TransitionError(_("You have no right to do this with this record."))
    # Before anything is written, as in every act: whoever saves the article meanwhile would wait for this one, and this one for them.
    known = drafts.state_of(drafts.locked(article))
    event = drafts.create(Event, said_by(drafts.copy_of(article, by=by)), by=by)
    rows = row_keys(known, EVENTS)
    drafts.save(article, {EVENTS: [*rows, {"event": event.pk, "relation": ArticleEvent.Relation.REPORTS}]}, by=by)
    counterparts.begin(article, event, known, drafts.state_of(event))
    return event


def note_of(event: Event, *, by: User) -> Callable[[Publishable, State], None]:
    """Return what notes that an article, with the form it is first stored with, began from an event as `by` knows it."""
    known = drafts.copy_of(event, by=by)
    return lambda article, state: counterparts.begin(article, event, state, known)


def said_by(known: State) -> dict[str, Value | list[dict[str, Value]]]:
    """Return what an event and an article say in the same manner."""
    texts = {f"{name}_{code}": known[f"{name}_{code}"] for name in TEXTS for code in languages.codes()}
    cited = [{name: known[f"{CITATIONS}/{row}/{name}"] for name in CITED} for row in row_keys(known, CITATIONS)]
    return {**texts, **{name: known[name] for name in SHARED}, CITATIONS: cited}


def people(known: State) -> Iterator[dict[str, Value]]:
    """Yield a mention of each person, or institution, that took part in an event, once and in their order."""
    seen = set()
    for row in row_keys(known, PARTICIPANTS):
        name = next((name for name in ("actor", "office") if known[f"{PARTICIPANTS}/{row}/{name}"]), "")
        if name and (value := str(known[f"{PARTICIPANTS}/{row}/{name}"])) not in seen:
            seen.add(value)
            yield {name: value}
