"""The workbook of events: its sheets, and the columns of each. One declaration for both ways, documented in docs/tables.md."""

from django.utils.translation import gettext_lazy as _

from actors.tables import names
from actors.tables.kinds import Column, Kind, dates, plain, register, table, to_read, translated
from actors.tables.widgets import Choice, Named, Number, Rows, Sources, YesNo
from chronicle.models import Agreement, Chronology, Event, Format, Outcome, Participant, Statement
from chronicle.tables import widgets
from chronicle.tables.widgets import Html, Key, OneImage, OneSource, Places, PostOf, Prose, Tags
from publishing import languages

# What rows of events name.
names.MODELS.update({"event": Event, "format": Format, "chronology": Chronology, "agreement": Agreement})


def prose(*names_: str) -> dict[str, Column]:
    """Return columns of texts of several lines, one for each language."""
    return {f"{name}_{code}": Column(Prose()) for name in names_ for code in languages.codes()}


def of_event() -> dict[str, Column]:
    """Return the columns with which the row of a further sheet begins."""
    return {**plain("id"), "event": Column(Named("event"))}


def sourced() -> dict[str, Column]:
    """Return the columns that say where a fact comes from, and those to read."""
    return {"sources": Column(Sources()), **plain("locator"), **to_read("event_name", "state")}


EVENTS = table(
    "EventTable",
    {
        **plain("id", "key"),
        **translated("title", "slug"),
        **prose("lead"),
        **{f"body_{code}": Column(Html()) for code in languages.codes()},
        **dates("date"),
        **translated("date_words"),
        "year_inferred": Column(YesNo()),
        **translated("duration"),
        "kind": Column(Choice(Event.Kind)),
        "status": Column(Choice(Event.Status)),
        "access": Column(Choice(Event.Access)),
        **translated("venue"),
        "parent": Column(Named("event")),
        "format": Column(Named("format")),
        "ordinal": Column(Number()),
        "image": Column(OneImage()),
        "tags": Column(Tags()),
        "chronologies": Column(Rows(widgets.read_chronology, widgets.write_chronology)),
        "links": Column(Rows(widgets.read_link, widgets.write_link)),
        **to_read("state"),
    },
)
STOPS = table("StopTable", {**of_event(), "place": Column(Named("place")), **dates("date"), "came_from": Column(Named("place")), **sourced()})
PARTICIPANTS = table(
    "ParticipantTable",
    {
        **of_event(),
        "actor": Column(Named("actor")),
        "post": Column(PostOf()),
        "office": Column(Named("office")),
        "role": Column(Choice(Participant.Role)),
        **translated("capacity"),
        "is_former": Column(YesNo()),
        "tenure": Column(Key()),
        "came_from": Column(Named("place")),
        **sourced(),
    },
)
STATEMENTS = table(
    "StatementTable",
    {
        **of_event(),
        "actor": Column(Named("actor")),
        "office": Column(Named("office")),
        **translated("attribution"),
        "mode": Column(Choice(Statement.Mode)),
        **prose("text"),
        "original": Column(Prose()),
        **plain("original_language"),
        "about": Column(Places()),
        **translated("gloss"),
        **sourced(),
    },
)
OUTCOMES = table(
    "OutcomeTable",
    {
        **of_event(),
        "kind": Column(Choice(Outcome.Kind)),
        "status": Column(Choice(Outcome.Status)),
        "is_main": Column(YesNo()),
        **prose("text"),
        **dates("date"),
        **translated("date_words"),
        "tenure": Column(Key()),
        "office": Column(Named("office")),
        "led_to": Column(Named("event")),
        "agreement": Column(Named("agreement")),
        **sourced(),
    },
)
SOURCES = table(
    "SourceTable",
    {
        **of_event(),
        "source": Column(OneSource()),
        **plain("locator"),
        "quote": Column(Prose()),
        **plain("quote_language"),
        **to_read("event_name", "state"),
    },
)
TEXTS = tuple(f"text_{code}" for code in languages.codes())
ATTRIBUTIONS = tuple(f"attribution_{code}" for code in languages.codes())


def sheet(key: str, prefix: str, resource: type, *, needed: tuple[str, ...] = (), twins: tuple[str, ...]) -> Kind:
    """Return a further sheet: rows of the form of an event. Rows of which all of `twins` are the same say the same."""
    needed = ("event", *needed)
    return Kind(key, key.capitalize(), Event, resource, prefix=prefix, owner="event", needed=needed, is_named=False, twins=twins)


register(
    Kind(
        "events",
        _("Events"),
        Event,
        EVENTS,
        needed=("title",),
        lists={"chronologies": ("entries", ("chronology",)), "links": ("links", ("relation", "other"))},
        above="parent",
        nickname="key",
        sheets=(
            sheet("stops", "stops", STOPS, needed=("place",), twins=("place", "date")),
            sheet("participants", "participants", PARTICIPANTS, twins=("actor", "post", "office", "role")),
            sheet("statements", "statements", STATEMENTS, twins=("actor", "office", *ATTRIBUTIONS, *TEXTS, "original")),
            sheet("outcomes", "outcomes", OUTCOMES, twins=("kind", *TEXTS, "tenure", "office", "led_to", "agreement")),
            sheet("sources", "citations", SOURCES, needed=("source",), twins=("source", "locator")),
        ),
    )
)
