"""How near the search comes to what an editor expects of it: nDCG@10 over the questions in `search_judgements.toml`, on each database."""

import math
import sys
import tomllib
from pathlib import Path

import pytest
from django.db import connection

from publishing.models import Findable
from publishing.searching.replying import reply
from tests.config.test_load_demo import demo

# Loaded for this file too.
__all__ = ["demo"]

QUESTIONS = tomllib.loads(Path(__file__).with_name("search_judgements.toml").read_text())["question"]
# Järvelin and Kekäläinen's measure, with the gains of the web tracks: 2 to the power of the grade, less one.
GAINS = {"best": 7, "good": 3, "fair": 1}
SIZE = 10
# What the search must reach at least.
FLOORS = {"en": 0.85, "ka": 0.85}


def score(question, records):
    """Return the nDCG@10 of one question; `records` is {kind/address: record}."""
    gains = {records[name]: gain for grade, gain in GAINS.items() for name in question.get(grade, ())}
    shown = reply(question["words"], question["language"], size=SIZE).found.hits
    best = sorted(gains.values(), reverse=True)[:SIZE]
    return worth(gains.get(hit.record, 0) for hit in shown) / worth(best)


def worth(gains):
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def worst(scores):
    """Return (score, words) of the questions that the search answers worst, to be looked at before it is changed."""
    return sorted(((value, words) for words, value in scores.items() if value < 0.8))


@pytest.fixture
def records():
    return {f"{kind}/{slug}": record for kind, slug, record in Findable.objects.values_list("kind", "slug", "record")}


def test_there_are_sixty_questions_half_of_them_in_each_language():
    assert [sum(each["language"] == code for each in QUESTIONS) for code in FLOORS] == [30, 30]


@pytest.mark.parametrize("language", FLOORS)
def test_search_finds_what_an_editor_expects(language, records, capsys):
    scores = {each["words"]: score(each, records) for each in QUESTIONS if each["language"] == language}
    mean = sum(scores.values()) / len(scores)

    lines = [f"nDCG@{SIZE} {language} on {connection.vendor}: {mean:.3f}", *(f"  {value:.2f} {words}" for value, words in worst(scores))]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert mean >= FLOORS[language]
