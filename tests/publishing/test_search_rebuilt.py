"""Search while its index is made anew: at every step of the command, whoever asks gets all of it."""

import pytest
from django.core.management import call_command
from django.db import connection

from publishing.searching.replying import reply
from publishing.searching.suggesting import suggestions
from tests.factories import make_published_actor, make_published_article
from tests.publishing.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]


def answers() -> list[object]:
    """Return what a reader is told: by words in both languages, by a word typed wrongly, while typing."""
    asked = [("talks", "en"), ("მოლაპარაკება", "ka"), ("demarcaton", "en")]
    replies = [reply(*each) for each in asked]
    found = [(len(said.found.hits), said.found.counts["kind"], said.meant) for said in replies]
    return [*found, [text.title for text in suggestions("lavr", "en")]]


def test_readers_find_everything_while_the_index_is_made_anew():
    for number in range(3):
        make_published_article(title_en=f"Talks {number} on demarcation", title_ka=f"მოლაპარაკება {number}")
    make_published_actor(name_en="Sergey Lavrov")
    before = answers()
    meanwhile = []

    def look_between(execute, *statement):
        done = execute(*statement)
        meanwhile.extend(at_once(answers))
        return done

    with connection.execute_wrapper(look_between):
        call_command("rebuild_search")

    assert before == [(3, {"article": 3}, "")] * 2 + [(3, {"article": 3}, "demarcation"), ["Sergey Lavrov"]]
    assert len(meanwhile) > 5
    assert [each for each in meanwhile if each != before] == []
    assert answers() == before
