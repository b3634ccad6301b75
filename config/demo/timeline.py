"""What happened to the articles of the demo, told in the order of its dates, as the change log of a real site would have it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from config.demo import reviews
from config.demo.articles import CORRECTION, correction, form, pending
from config.demo.entries import Entry, Known
from config.demo.forms import named
from config.demo.moments import moment, past
from config.demo.users import Cast
from news.models import Article
from publishing import drafts, languages, scheduling
from publishing.publishable import State
from publishing.workflow import Notice, transition

# What a file says of a withdrawal.
WITHDRAWN = ("at", "reason", "show_date", "show_title", "successor")

# Characters that a note for readers holds.
PUBLIC_NOTE_LENGTH = 300


@dataclass(frozen=True)
class Step:
    """Something that happened to an article."""

    at: dt.datetime
    entry: Entry
    act: Callable[[], object]

    def take(self) -> None:
        """Do it, or raise FixtureError with the reason of the refusal."""
        with named(self.entry):
            self.act()


@dataclass(frozen=True)
class Story:
    """One article of the demo, from its first draft on."""

    entry: Entry
    record: Article
    cast: Cast
    known: Known
    now: dt.datetime

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        state = self.entry.text("state")
        if state not in State.values:
            raise self.entry.error(f"“{state}” is no state")
        if state in {State.PUBLISHED, State.WITHDRAWN}:
            yield from self.publications()
            yield from self.corrections()
            yield from self.withdrawals(State(state))
        elif state == State.IN_REVIEW:
            yield self.step(self.now, lambda: reviews.submit(self.entry, self.record, self.cast))
        elif state != State.DRAFT:
            yield self.step(self.now, lambda: transition(self.record, state, by=self.cast.author))
        yield from self.work_in_progress()

    def work_in_progress(self) -> Iterator[Step]:
        """Yield the pending draft, and that it is scheduled."""
        changes, at = pending(self.entry, self.known)
        if changes:
            yield self.step(self.now, lambda: drafts.save(self.record, changes, by=self.cast.editor))
        if at:
            moment_of_change = moment(self.entry, at, self.now)
            yield self.step(self.now, lambda: scheduling.change(self.record, by=self.cast.editor, at=moment_of_change))

    def step(self, at: dt.datetime, act: Callable[[], object]) -> Step:
        """Return a step of this story."""
        return Step(at, self.entry, act)

    def publications(self) -> Iterator[Step]:
        """Yield a publication for each moment, in the languages that became public then."""
        times = {code: moment(self.entry, text, self.now) for code, text in self.entry.texts("published_at").items() if text}
        if not times:
            raise self.entry.error("“published_at” names no language")
        for at in sorted(set(times.values())):
            yield self.step(at, self.publication([code for code in times if times[code] == at], at))

    def publication(self, codes: Sequence[str], at: dt.datetime) -> Callable[[], object]:
        """Return the act that publishes languages."""
        return lambda: drafts.publish(self.record, by=self.cast.editor, languages=codes, at=at)

    def corrections(self) -> Iterator[Step]:
        """Yield what was corrected, each with the publication that said so."""
        for part in self.entry.parts("corrections", CORRECTION):
            yield self.step(past(part, part.text("at"), self.now), self.correction(part))

    def correction(self, part: Entry) -> Callable[[], object]:
        """Return the act that adds a correction and publishes it."""

        def act() -> None:
            codes = [code for code in languages.codes() if part.text(code)]
            rows = [*drafts.state_of(self.record)["corrections"], correction(part)]
            drafts.save(self.record, {"corrections": rows}, by=self.cast.editor)
            told = {code: Truncator(part.text(code)).chars(PUBLIC_NOTE_LENGTH) for code in codes}
            at = past(part, part.text("at"), self.now)
            drafts.publish(self.record, by=self.cast.editor, languages=codes, at=at, note="Correction", public_note=told)

        return act

    def withdrawals(self, state: State) -> Iterator[Step]:
        """Yield the withdrawal of the article, or of single languages; one that lies in the future is scheduled."""
        chosen = self.entry.many("withdrawn_languages")
        if state != State.WITHDRAWN and not chosen and "withdrawn" not in self.entry.values:
            return
        part = self.entry.part("withdrawn", self.entry.values.get("withdrawn"), WITHDRAWN)
        at = moment(part, part.text("at"), self.now)
        if at > self.now:
            if state == State.WITHDRAWN:
                raise part.error("“at” lies in the future, so the article is still published")
            yield self.step(self.now, lambda: scheduling.withdrawal(self.record, **self.withdrawal(part, chosen or None, at)))
        else:
            yield self.step(at, lambda: drafts.withdraw(self.record, **self.withdrawal(part, chosen or None, at)))

    def withdrawal(self, part: Entry, codes: Sequence[str] | None, at: dt.datetime) -> dict[str, Any]:  # Any: arguments
        """Return who withdraws what and when, and what the public is told of it."""
        successor = part.text("successor")
        found = part.id_of(successor, "articles", self.known) if successor else ""
        notice = Notice(
            show_date=part.flag("show_date"),
            show_title=part.flag("show_title"),
            reason=part.texts("reason"),
            successor=Article(pk=found) if found else None,
        )
        return {"by": self.cast.editor, "languages": codes, "at": at, "notice": notice}


def load(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Load articles: all of them, or none. Return {key: id}."""
    now = timezone.now()
    records: dict[str, Article] = {}
    # The archive's order is newest first; ids are made in the order of time.
    for entry in reversed(entries):
        with named(entry):
            records[entry.key] = drafts.create(Article, form(entry, known), by=cast.author)
    made = {key: str(record.pk) for key, record in records.items()}
    # Articles name each other.
    everything = {**known, "articles": {**known.get("articles", {}), **made}}
    stories = [Story(entry, records[entry.key], cast, everything, now) for entry in reversed(entries)]
    for step in sorted((step for story in stories for step in story.steps()), key=lambda step: step.at):
        step.take()
    return made
