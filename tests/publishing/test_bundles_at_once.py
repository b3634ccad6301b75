"""Bundles that are published twice at once, made of one record at once, and killed half way."""

import pytest

from news.models import Article
from publishing import drafts
from publishing.bundles import gathering, publishing
from publishing.models import Bundle, BundleItem, Change
from publishing.publishable import State
from publishing.workflow import TransitionError
from tests.factories import make_kind, make_published_article, publisher
from tests.publishing import killing
from tests.publishing.races import at_once, check_everything
from tests.publishing.test_kill import places
from tests.roles import member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]


def draft(title: str, *, by) -> Article:
    return drafts.create(Article, {"title_en": title, "lead_en": "Lead", "body_en": "<p>Text</p>", "kind": make_kind(), "tags": ["+New"]}, by=by)


def test_of_two_who_publish_a_bundle_at_once_one_does_and_the_other_is_told():
    one, other = member_of("Editor", "one"), member_of("Editor", "other")
    bundle = gathering.make("The visit", [draft("One", by=one), draft("Two", by=one)], by=one)

    found = at_once(lambda: publishing.publish(bundle, by=one), lambda: publishing.publish(Bundle.objects.get(), by=other))

    assert sorted(type(each).__name__ for each in found) == ["NoneType", "TransitionError"]
    assert "published already" in str(next(each for each in found if isinstance(each, TransitionError)))
    assert Change.objects.filter(kind=Change.Kind.PUBLISHED).count() == 2
    check_everything()


def test_of_two_who_put_a_record_into_bundles_at_once_one_is_told():
    one, other = member_of("Editor", "one"), member_of("Editor", "other")
    article = draft("One", by=one)

    found = at_once(lambda: gathering.make("First", [article], by=one), lambda: gathering.make("Second", [article], by=other))

    assert sorted(type(each).__name__ for each in found) == ["Bundle", "TransitionError"]
    assert BundleItem.objects.count() == Bundle.objects.count() == 1


@pytest.mark.drill
def test_killed_bundle_published_nothing_or_everything():
    by = publisher()
    public = make_published_article(title_en="Old")
    drafts.save(public, {"title_en": "New"}, by=by)
    bundle = gathering.make("The visit", [draft("One", by=by), public], by=by)

    def act() -> None:
        publishing.publish(bundle, by=by)

    before, snapshot = killing.stored(), killing.Snapshot()
    count = killing.run(act)
    check_everything()
    assert set(Article.objects.values_list("state", flat=True)) == {State.PUBLISHED}
    done = killing.shape()
    snapshot.restore()
    for place in places(count):
        assert killing.run(act, place) is None, "it went another way than the first time"
        check_everything()
        if killing.stored() != before:
            assert killing.shape() == done, f"half done at place {place} of {count}"
            snapshot.restore()
    snapshot.forget()
