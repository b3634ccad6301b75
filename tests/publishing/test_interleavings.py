"""Two editors in the same record, in orders drawn at random: no word that anybody typed is lost, and nothing fails.

Each interleaving is one record and two open forms. In every round both type a word of their own and press something, at the same
moment or one after the other. At the end each word must stand in the public text, the draft, a version or what is scheduled,
or must have been shown to somebody in a form that was refused. SEED repeats a run; DRILL makes it 1,000.
"""

import json
import os
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from library.models import Tag
from news.models import Article, Correction
from publishing import drafts
from publishing.models import Draft, ScheduledStep, Version
from publishing.publishable import Publishable
from tests.browser import Form
from tests.desk_type.factories import make_published_dossier
from tests.desk_type.models import Dossier, Remark
from tests.factories import make_kind, publisher
from tests.publishing.races import PATIENCE, at_once, check_everything, note
from tests.roles import browser_of, member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill, pytest.mark.usefixtures("shared_database")]

DRILL = bool(os.environ.get("DRILL"))
SEED = os.environ.get("SEED", "1")
ROUNDS = 3
# Which interleavings there are of each kind of record, in portions.
PORTIONS = {"article": (10, 100), "dossier": (2, 100)} if DRILL else {"article": (1, 6), "dossier": (1, 3)}
# What is pressed, and how often in comparison.
PRESSED = {
    "autosave": 6,
    "_save_draft": 4,
    "_publish": 4,
    "_publish_languages": 2,
    "_schedule": 1,
    "_withdraw": 1,
    "_withdraw_languages": 1,
    "_discard": 1,
}
TOGETHER, FIRST_BEFORE, SECOND_BEFORE = range(3)
ANSWERS = {200, 302, 409, 422}


@dataclass
class Editor:
    """Somebody with an open form."""

    form: Form
    draw: random.Random
    rows: str
    number: int
    words: list[str] = field(default_factory=list)
    # Words that stand in the open form and nowhere else yet, and those of them that Discard threw away.
    unsent: set[str] = field(default_factory=set)
    discarded: set[str] = field(default_factory=set)
    # Texts of forms that were refused, with both sides' words in them.
    shown: list[str] = field(default_factory=list)
    answers: Counter[Any] = field(default_factory=Counter)
    counter: Any = field(default_factory=count)

    def word(self) -> str:
        """Return a word that stands nowhere else."""
        self.words.append(f"zq{self.number}x{next(self.counter)}qz")
        self.unsent.add(self.words[-1])
        return self.words[-1]

    def type(self) -> None:
        """Write a word behind what stands in one of the texts, or in a row; or take an untouched row away."""
        row = self.draw.randrange(2)
        name = self.draw.choice(["lead_en", "lead_ka", "body_en", "body_ka", f"{self.rows}-{row}-text_en", "delete", "tags"])
        if name == "delete":
            if self.form.fields.get(f"{self.rows}-1-text_en") == ["Base"]:
                self.form.fill(**{f"{self.rows}-1-DELETE": "on"})
        elif name == "tags":
            self.form.fields["tags"] = [*self.form.fields.get("tags", []), f"+{self.word()}"]
        elif name in self.form.fields and f"{name.rpartition('-')[0]}-DELETE" not in self.form.fields:
            # (The page lets nobody write into a row that is struck out.)
            text = f"<p>{self.word()}</p>" if name.startswith("body") else f" {self.word()}"
            self.form.fill(**{name: self.form[name] + text})

    def press(self, button: str) -> None:
        """Send the form by a button, or as the script does, and take over what comes back."""
        if button == "autosave":
            self.autosave()
            return
        value = self.draw.choice(["en", "ka"]) if button.endswith("_languages") else "1"
        if button == "_schedule":
            self.form.fill(_schedule_at="2099-05-01T10:30")
        response = self.form.press(button, value)
        self.answers[response.status_code] += 1
        if response.status_code == 302:
            self.discarded |= self.unsent if button == "_discard" else set()
            self.unsent.clear()
            self.form.follow()
        else:
            self.shown.append(self.form.page)

    def autosave(self) -> None:
        """Save as the script does; a conflict leaves everything in the form."""
        response = self.form.client.post(self.form.url.removesuffix("change/") + "autosave/", self.form.fields)
        self.answers[response.status_code] += 1
        if response.status_code == 200:
            said = json.loads(response.content)
            self.unsent.clear()
            self.form.fill(_token=said["token"], _seen=said["seen"])


@dataclass(frozen=True)
class Kind:
    """A kind of record that two editors meet in."""

    make: Callable[[], Publishable]
    rows: str
    row_model: Any


def make_article() -> Article:
    rows = [{"at": timezone.now(), "text_en": "Base"} for _row in range(2)]
    texts = {"title_en": "Talks", "body_en": "<p>One.</p>", "title_ka": "მოლაპარაკება", "body_ka": "<p>ერთი.</p>"}
    record = drafts.create(Article, {"kind": make_kind().pk, **texts, "corrections": rows}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def make_dossier() -> Dossier:
    return make_published_dossier(2, remarks=[{"text_en": "Base"}, {"text_en": "Base"}])


KINDS = {"article": Kind(make_article, "corrections", Correction), "dossier": Kind(make_dossier, "remarks", Remark)}


def play(editor: Editor, barrier: threading.Barrier, rounds: list[tuple[int, tuple[str, str]]]) -> Callable[[], None]:
    """Return one editor's part: in each round something is typed and pressed, when it is his turn."""

    def turn(pressed: str) -> None:
        editor.type()
        editor.press(pressed)

    def run() -> None:
        try:
            for order, buttons in rounds:
                mine = buttons[editor.number]
                early = order == TOGETHER or order == FIRST_BEFORE + editor.number
                barrier.wait(PATIENCE)
                if early:
                    turn(mine)
                barrier.wait(PATIENCE)
                if not early:
                    turn(mine)
        except BaseException:
            barrier.abort()
            raise

    return run


def kept_in(kind: Kind, record: Publishable, *models: Any) -> str:
    """Return what the public text, its rows and tags, and these tables hold of a record, as one text."""
    parts = [type(record)._default_manager.filter(pk=record.pk).values_list()]
    parts += [model._default_manager.filter(record=record.pk).values_list() for model in models]
    owner = kind.row_model._meta.get_field(type(record)._meta.model_name).name
    parts += [kind.row_model._default_manager.filter(**{owner: record.pk}).values_list(), Tag.objects.values_list()]
    return repr([list(part) for part in parts])


def finish(editors: list[Editor]) -> None:
    """Let both save what is still open; what is asked is decided for the own text."""
    for editor in editors:
        for _try in range(5):
            editor.press("_save_draft")
            if editor.form.response.status_code == 200:
                break
        else:
            raise AssertionError(f"never saved: {editor.form.texts('messagelist')}")


@pytest.mark.parametrize(("name", "portion"), [(name, portion) for name, (portions, _size) in PORTIONS.items() for portion in range(portions)])
def test_no_word_is_lost_between_two_editors(name: str, portion: int) -> None:
    print(f"SEED={SEED}")  # noqa: T201 - repeats the run
    size = PORTIONS[name][1]
    kind, answers = KINDS[name], Counter()
    people = [member_of("Editor", who) for who in ("eka", "giorgi")]
    for number in range(portion * size, (portion + 1) * size):
        draw = random.Random(f"{SEED} {name} {number}")  # noqa: S311 - drawn to be repeated, not to be secret
        record = kind.make()
        url = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"
        editors = [Editor(browser_of(who).open(url), random.Random(draw.random()), kind.rows, place) for place, who in enumerate(people)]  # noqa: S311
        buttons = list(PRESSED)
        weights = list(PRESSED.values())
        rounds = [(draw.randrange(3), tuple(draw.choices(buttons, weights, k=2))) for _round in range(ROUNDS)]
        barrier = threading.Barrier(2)

        failures = at_once(*(play(editor, barrier, rounds) for editor in editors))
        finish(editors)

        told = f"SEED={SEED}, {name} {number}, {rounds}"
        assert failures == [None, None], told
        shown = "".join(text for editor in editors for text in editor.shown)
        words = [word for editor in editors for word in editor.words if word not in editor.discarded and word not in shown]
        kept = kept_in(kind, record, Draft, Version, ScheduledStep)
        assert [word for word in words if word not in kept] == [], told
        if not any("_discard" in pair for _order, pair in rounds):
            # Nobody was asked and nobody threw anything away, so nothing may have been put aside either.
            current = kept_in(kind, record, Draft)
            assert [word for word in words if word not in current] == [], told
        for editor in editors:
            assert set(editor.answers) <= ANSWERS, told
            answers += editor.answers
        if number % 50 == 0:
            check_everything()
    check_everything()
    note(f"interleavings of two editors in one {name}, {number + 1} so far: no word lost; answers in these {size}: {dict(sorted(answers.items()))}")
