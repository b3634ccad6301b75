"""A newsroom that does what comes to its mind: editorial acts of every kind, drawn from a seed, through the functions of the desk."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actors.models import Actor, Office, Place
from chronicle.models import Agreement, Chronology, Event, Format
from library import tags
from library.models import Tag
from news.models import Article
from pages.models import FrontPage, Page, Topic
from publishing import changes, drafts, erasing, joining
from publishing.absorbing import merge
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.workflow import transition
from tests.factories import make_kind, make_tag, publisher, rename_tag

# An act that the desk refuses is none: another one is drawn.
REFUSED = (TransitionError, ValidationError)


class Newsroom:
    """Its acts, and how often each was done."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - drawn to be repeated, not to be secret
        self.by = publisher()
        self.kind = make_kind()
        self.number = 0
        self.done: Counter[str] = Counter()
        self.writers: dict[type[Publishable], Callable[[], dict[str, Any]]] = {
            Article: self.article,
            Page: dict,
            FrontPage: lambda: {"entries": 6},
            Topic: lambda: {"tag": make_tag(self.word()).pk},
            Actor: self.actor,
            Office: lambda: {"posts": [{"title_en": self.word(), "seats": "1"}]},
            Place: lambda: {"kind": "region"},
            Chronology: lambda: {"rules": [{"kind": "visit"}]},
            Format: dict,
            Event: self.event,
            Agreement: lambda: {"parties": self.rows("actor", Actor)},
        }
        self.acts: list[tuple[int, Callable[[], None]]] = [
            (30, self.publish_something_new),
            (12, self.retitle),
            (8, self.rewrite_rows),
            (8, self.translate),
            (4, self.leave_in_the_draft),
            (8, self.withdraw),
            (3, self.withdraw_one_language),
            (6, self.publish_again),
            (4, self.delete),
            (4, self.merge),
            (3, self.join),
            (4, self.rename_a_tag),
            (2, self.merge_tags),
            (1, self.delete_a_tag),
            (3, self.schedule),
        ]

    def act(self) -> str:
        """Do something; return what."""
        weights, acts = zip(*self.acts, strict=True)
        while True:
            act = self.random.choices(acts, weights)[0]
            try:
                with transaction.atomic():
                    act()
            except REFUSED:
                continue
            self.done[act.__name__] += 1
            return act.__name__

    def word(self) -> str:
        """Return a text that nobody has written before."""
        self.number += 1
        return f"{self.random.choice(('Talks', 'Visit', 'Bridge', 'Council'))} {self.number}"

    def one_of(self, *models: type[Publishable], state: State = State.PUBLISHED) -> Any:
        """Return a record in a state; TransitionError if there is none."""
        model = self.random.choice(models or tuple(self.writers))
        found = list(model._default_manager.filter(state=state).order_by("pk"))
        if not found:
            raise TransitionError("There is none.")
        return self.random.choice(found)

    def some(self, model: Any, most: int = 2) -> list[Any]:
        """Return some rows of a model, public or not."""
        found = list(model.objects.order_by("pk"))
        return self.random.sample(found, min(len(found), self.random.randint(0, most)))

    def rows(self, name: str, model: Any) -> list[dict[str, Any]]:
        """Return rows of a form that name some records."""
        return [{name: each.pk} for each in self.some(model)]

    def article(self) -> dict[str, Any]:
        """Return what an article says beside its texts."""
        mentions = [*self.rows("actor", Actor), *self.rows("office", Office)]
        return {"kind": self.kind.pk, "tags": [tag.pk for tag in self.some(Tag)], "mentions": mentions, "events": self.rows("event", Event)}

    def actor(self) -> dict[str, Any]:
        """Return what somebody's form says beside texts: the posts."""
        posts = [post.pk for office in self.some(Office) for post in office.posts.all()[:1]]
        return {"tenures": [{"post": post, "start": str(self.random.randint(1990, 2020))} for post in posts]}

    def event(self) -> dict[str, Any]:
        """Return what an event says beside its texts."""
        year = self.random.randint(1990, 2020)
        met = {"participants": self.rows("actor", Actor), "stops": self.rows("place", Place), "tags": [tag.pk for tag in self.some(Tag)]}
        return {"kind": "visit", "date": f"{year}-09", **met}

    def texts(self, model: type[Publishable], code: str = "en") -> dict[str, Any]:
        """Return a title and a text in a language."""
        return {f"{model.title_field}_{code}": self.word(), **({f"{model.body_field}_{code}": f"<p>{self.word()}</p>"} if model.body_field else {})}

    def change(self, record: Publishable, fields: dict[str, Any]) -> None:
        """Write into a record, and publish it."""
        drafts.save(record, fields, by=self.by)
        drafts.publish(record, by=self.by)

    def publish_something_new(self) -> None:
        models = list(self.writers)
        model = self.random.choices(models, [6, 1, 1, 1, 3, 3, 2, 1, 1, 5, 2])[0]
        if model is Article and self.random.random() < 0.5:
            make_tag(self.word())
        drafts.publish(drafts.create(model, {**self.texts(model), **self.writers[model]()}, by=self.by), by=self.by)

    def retitle(self) -> None:
        record = self.one_of()
        self.change(record, {f"{record.title_field}_en": self.word()})

    def rewrite_rows(self) -> None:
        record = self.one_of()
        self.change(record, self.writers[type(record)]())

    def translate(self) -> None:
        record = self.one_of()
        self.change(record, self.texts(type(record), "ka"))

    def leave_in_the_draft(self) -> None:
        record = self.one_of()
        drafts.save(record, self.texts(type(record)), by=self.by)

    def withdraw(self) -> None:
        drafts.withdraw(self.one_of(), by=self.by)

    def withdraw_one_language(self) -> None:
        drafts.withdraw(self.one_of(), by=self.by, languages=["ka"])

    def publish_again(self) -> None:
        drafts.publish(self.one_of(state=State.WITHDRAWN), by=self.by)

    def delete(self) -> None:
        record = self.one_of(state=State.WITHDRAWN)
        transition(record, State.TRASHED, by=self.by)
        erasing.erase(record, by=self.by)

    def merge(self) -> None:
        model = self.random.choice((Actor, Office))
        merge(self.one_of(model), self.one_of(model), by=self.by)

    def join(self) -> None:
        english = self.one_of(Article)
        georgian = drafts.create(Article, {**self.texts(Article, "ka"), "kind": self.kind.pk}, by=self.by)
        drafts.publish(georgian, by=self.by)
        joining.join(english, georgian, by=self.by)

    def tag(self) -> Tag:
        """Return a tag."""
        found = list(Tag.objects.order_by("pk"))
        if not found:
            raise TransitionError("There is none.")
        return self.random.choice(found)

    def rename_a_tag(self) -> None:
        rename_tag(self.tag(), en=self.word())
        changes.touch(self.by)

    def merge_tags(self) -> None:
        tags.merge(self.tag(), self.tag(), by=self.by)

    def delete_a_tag(self) -> None:
        tags.delete(self.tag(), by=self.by)

    def schedule(self) -> None:
        record = drafts.create(Article, {**self.texts(Article), "kind": self.kind.pk}, by=self.by)
        drafts.publish(record, by=self.by, at=timezone.now() + dt.timedelta(seconds=self.random.random()))
