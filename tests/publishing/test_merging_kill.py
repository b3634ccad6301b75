"""Merges that are killed half way, and two editors who merge the same two records into each other."""

import pytest

from actors.models import Actor, Office
from publishing.absorbing import merge
from publishing.uniting import Plan
from publishing.workflow import TransitionError
from tests.actors.merged import article, office, person
from tests.factories import publisher
from tests.publishing import killing
from tests.publishing.races import at_once, check_everything
from tests.publishing.test_kill import places
from tests.roles import member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]


def test_of_two_who_merge_each_into_the_other_one_is_told():
    first, second = person("Sergey Lavrov"), person("Lavroff")
    article(first, second)
    one, other = member_of("Editor", "one"), member_of("Editor", "other")

    found = at_once(lambda: merge(first, second, by=one), lambda: merge(second, first, by=other))

    kept = Actor.objects.get()
    assert [each for each in found if isinstance(each, Actor)] == [kept]
    assert "is no longer there" in str(next(each for each in found if isinstance(each, TransitionError)))
    check_everything()


@pytest.mark.drill
@pytest.mark.parametrize("model", [Actor, Office])
def test_killed_merge_did_nothing_or_everything(model, monkeypatch):
    monkeypatch.setattr(killing, "APPS", (*killing.APPS, "actors"))
    one, other = office("Ministry", "Minister"), office("The Ministry", "Minister", parent=None)
    posts = [each.posts.get() for each in (one, other)]
    first, second = (person(name, tenures=[{"post": post.pk, "start": "2004"}]) for name, post in zip(("One", "Two"), posts, strict=True))
    article(first, second, other)
    article(second, public=False)
    pair, rows = ((first, second), {}) if model is Actor else ((one, other), {str(posts[1].pk): str(posts[0].pk)})
    by = publisher()

    def act() -> None:
        merge(*pair, by=by, plan=Plan(rows=rows))

    before, snapshot = killing.stored(), killing.Snapshot()
    count = killing.run(act)
    check_everything()
    done = killing.shape()
    snapshot.restore()
    for place in places(count):
        assert killing.run(act, place) is None, "it went another way than the first time"
        check_everything()
        if killing.stored() != before:
            assert killing.shape() == done, f"half done at place {place} of {count}"
            snapshot.restore()
    snapshot.forget()
