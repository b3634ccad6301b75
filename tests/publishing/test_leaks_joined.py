"""A draft that was joined with a public text of another language leaves no trace in public."""

import pytest
from django.test import TestCase

from publishing import drafts, languages
from publishing.joining import join
from publishing.registry import by_kind
from publishing.splitting import split
from tests.factories import publisher
from tests.publishing.hidden import FILLED, Words
from tests.publishing.test_leaks import leaks
from tests.publishing.walk import see_everything

pytestmark = pytest.mark.django_db


def half(state, code):
    """Return what a form says in one language, and to all."""
    others = tuple(f"_{each}" for each in languages.codes() if each != code)
    said = {key: value for key, value in state.items() if not key.endswith(others)}
    rows = {key: value for key, value in said.items() if isinstance(value, list) and any(isinstance(row, dict) for row in value)}
    return said | {key: [{name: text for name, text in row.items() if not name.endswith(others)} for row in value] for key, value in rows.items()}


@pytest.mark.parametrize("is_split", [False, True], ids=["joined", "split again"])
@pytest.mark.parametrize("kind", ["article", pytest.param("page", marks=pytest.mark.any_database)])
def test_draft_half_leaves_no_trace(kind, is_split):
    words, model = Words("joined"), by_kind(kind).model
    state = FILLED[kind](words)
    english, georgian = (drafts.create(model, half(state, code), by=publisher()) for code in ("en", "ka"))
    # The files of pictures are made after the commit.
    with TestCase.captureOnCommitCallbacks(execute=True):
        drafts.publish(english, by=publisher())
    see_everything()

    article = join(english, georgian, by=publisher())
    if is_split:
        split(article, by=publisher())

    hidden = {
        name: word
        for name, word in words.made.items()
        if name in {f"{part}_ka" for part in ("title", "slug", "lead", "body", "heading", "correction")}
    }
    assert len(hidden) >= 4
    assert leaks(hidden) == []
