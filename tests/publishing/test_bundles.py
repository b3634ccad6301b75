"""Bundles: several records become public at one moment, all of them or none."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError
from django.utils import timezone

from actors.models import Actor
from news.models import Article
from publishing import drafts, work
from publishing.bundles import gathering, publishing, reviewing
from publishing.bundles.entries import BundleRefusedError, entries
from publishing.models import Audit, Bundle, BundleItem, Change, DeskNotice, Review
from publishing.publishable import State
from publishing.review import rounds
from publishing.workflow import TransitionError, transition
from tests.factories import make_kind, make_published_article, make_superuser, publisher
from tests.roles import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return member_of("Editor")


def draft(title: str = "A visit", *, by, **fields) -> Article:
    return drafts.create(Article, {"title_en": title, "lead_en": "Lead", "body_en": "<p>Text</p>", "kind": make_kind(), **fields}, by=by)


def states(*records) -> list[str]:
    return [type(record).objects.get(pk=record.pk).state for record in records]


def tokens(bundle) -> dict:
    return {entry.item.record: entry.token for entry in entries(bundle)}


def test_records_of_any_kind_become_public_together(editor):
    article, actor = draft(by=editor), drafts.create(Actor, {"name_en": "Nino"}, by=editor)
    public = make_published_article(title_en="Old")
    drafts.save(public, {"title_en": "New"}, by=editor)
    bundle = gathering.make("The visit", [article, actor, public], by=editor)

    publishing.publish(bundle, by=editor, seen=tokens(bundle))

    assert states(article, actor) == [State.PUBLISHED, State.PUBLISHED]
    assert Article.objects.get(pk=public.pk).title_en == "New"
    assert not bundle.is_open
    assert Change.objects.filter(record__in=[article.pk, actor.pk, public.pk], sequence__gt=1).count() == 3
    assert Audit.objects.filter(action="bundle published").count() == 1


def test_if_one_cannot_be_published_nothing_is_and_the_editor_reads_which_and_why(editor):
    good, bad = draft("Good", by=editor), draft("Bad", by=editor, title_ka="ცუდი")
    drafts.save(bad, {"title_en": "", "title_ka": ""}, by=editor)
    public = make_published_article(title_en="Old")
    drafts.save(public, {"title_en": "New"}, by=editor)
    bundle = gathering.make("The visit", [good, bad, public], by=editor)
    before = Change.objects.count()

    with pytest.raises(BundleRefusedError) as refused:
        publishing.publish(bundle, by=editor)

    assert [refusal.record for refusal in refused.value.refusals] == [bad]
    assert "title is needed" in refused.value.refusals[0].reason
    assert states(good, bad) == [State.DRAFT, State.DRAFT]
    assert Article.objects.get(pk=public.pk).title_en == "Old"
    assert Change.objects.count() == before
    assert Bundle.objects.open().get() == bundle


def test_all_that_refuse_are_named_at_once(editor):
    bad = [draft("", by=editor) for _number in range(3)]
    bundle = gathering.make("The visit", bad, by=editor)

    with pytest.raises(BundleRefusedError) as refused:
        publishing.check(bundle, by=editor)

    assert [refusal.record for refusal in refused.value.refusals] == bad


def test_record_is_in_one_open_bundle_only(editor):
    article = draft(by=editor)
    first = gathering.make("First", [article], by=editor)

    with pytest.raises(TransitionError, match="“A visit” is in another bundle already: First"):
        gathering.make("Second", [draft("Other", by=editor), article], by=editor)

    assert list(Bundle.objects.all()) == [first]
    with pytest.raises(IntegrityError):
        BundleItem.objects.create(bundle=Bundle.objects.create(title="Third"), kind="article", record=article.pk)


def test_published_or_dissolved_bundle_lets_its_records_go(editor):
    article = draft(by=editor)
    publishing.publish(gathering.make("First", [article], by=editor), by=editor)
    drafts.save(article, {"title_en": "Other"}, by=editor)

    second = gathering.make("Second", [article], by=editor)
    gathering.dissolve(second, by=editor)
    third = gathering.make("Third", [article], by=editor)

    assert [entry.record for entry in entries(third)] == [article]


def test_what_is_added_twice_stands_once_and_order_is_the_editors(editor):
    first, second = draft("First", by=editor), draft("Second", by=editor)
    bundle = gathering.make("The visit", [first], by=editor)
    gathering.add(bundle, [first, second], by=editor)
    gathering.move(bundle, bundle.items.get(record=second.pk).pk, by=editor, steps=-1)

    assert [entry.record for entry in entries(bundle)] == [second, first]

    gathering.remove(bundle, bundle.items.get(record=second.pk).pk, by=editor)

    assert [entry.record for entry in entries(bundle)] == [first]
    assert states(second) == [State.DRAFT]


def test_who_lacks_the_right_for_one_record_publishes_nothing(editor):
    author = member_of("Author")
    article = draft(by=author)
    bundle = gathering.make("Mine", [article], by=author)

    with pytest.raises(TransitionError):
        publishing.publish(bundle, by=author)

    articles_only = member_of("Author", "articles")
    articles_only.user_permissions.add(Permission.objects.get(codename="publish_article"))
    actor = drafts.create(Actor, {"name_en": "Nino"}, by=editor)
    other = gathering.make("Both", [draft("Other", by=editor), actor], by=editor)

    with pytest.raises(BundleRefusedError) as refused:
        publishing.publish(other, by=articles_only)

    assert [refusal.record for refusal in refused.value.refusals] == [actor]
    assert states(article, actor) == [State.DRAFT, State.DRAFT]


def test_nobody_puts_in_what_they_may_not_change(editor):
    theirs = draft(by=editor)

    with pytest.raises(TransitionError, match="no right"):
        gathering.make("Mine", [theirs], by=member_of("Author"))

    assert not Bundle.objects.exists()


def test_draft_saved_after_it_was_read_is_not_published(editor):
    article = draft(by=editor)
    bundle = gathering.make("The visit", [article], by=editor)
    seen = tokens(bundle)
    drafts.save(article, {"title_en": "Other"}, by=editor)

    with pytest.raises(BundleRefusedError, match="saved meanwhile"):
        publishing.publish(bundle, by=editor, seen=seen)

    assert states(article) == [State.DRAFT]


def test_nothing_to_publish_is_said(editor):
    public = make_published_article(title_en="Old")
    bundle = gathering.make("Idle", [public], by=editor)

    with pytest.raises(TransitionError, match="nothing to publish"):
        publishing.publish(bundle, by=editor)


def at_its_moment(bundle, *, by) -> dt.datetime:
    """Schedule a bundle, and let its moment come."""
    publishing.schedule(bundle, by=by, at=timezone.now() + dt.timedelta(hours=1))
    Bundle.objects.update(at=timezone.now())
    return timezone.now()


def test_scheduled_bundle_is_published_once_at_its_moment(editor):
    articles = [draft("One", by=editor), draft("Two", by=editor)]
    bundle = gathering.make("The visit", articles, by=editor)
    publishing.schedule(bundle, by=editor, at=timezone.now() + dt.timedelta(hours=1))
    work.settle()

    assert states(*articles) == [State.DRAFT, State.DRAFT]

    Bundle.objects.update(at=timezone.now())
    work.settle()
    before = Change.objects.count()
    work.settle()

    assert states(*articles) == [State.PUBLISHED, State.PUBLISHED]
    assert Change.objects.count() == before
    bundle.refresh_from_db()
    assert bundle.published_by == editor


def test_scheduled_bundle_with_a_draft_saved_since_is_refused_whole_and_told(editor):
    one, two = draft("One", by=editor), draft("Two", by=editor)
    bundle = gathering.make("The visit", [one, two], by=editor)
    at_its_moment(bundle, by=editor)
    drafts.save(two, {"title_en": "Three"}, by=make_superuser())

    work.settle()
    work.settle()

    assert states(one, two) == [State.DRAFT, State.DRAFT]
    bundle.refresh_from_db()
    item = bundle.items.get(record=two.pk)
    assert "saved meanwhile" in item.refusal_en
    assert item.refusal_ka != item.refusal_en
    assert "Three" not in bundle.refusal_en
    assert DeskNotice.objects.filter(person=editor, kind=DeskNotice.Kind.FAILED).count() == 1
    publishing.cancel(bundle, by=editor)
    publishing.publish(bundle, by=editor)
    assert states(one, two) == [State.PUBLISHED, State.PUBLISHED]


def test_scheduled_bundle_of_somebody_who_may_no_more_is_refused(editor):
    article = draft(by=editor)
    bundle = gathering.make("The visit", [article], by=editor)
    at_its_moment(bundle, by=editor)
    editor.groups.clear()

    work.settle()

    assert states(article) == [State.DRAFT]
    assert Bundle.objects.get().refused_at


def test_scheduled_bundle_is_not_changed_and_a_moment_that_passed_is_refused(editor):
    bundle = gathering.make("The visit", [draft(by=editor)], by=editor)
    with pytest.raises(TransitionError, match="has passed"):
        publishing.schedule(bundle, by=editor, at=timezone.now())
    publishing.schedule(bundle, by=editor, at=timezone.now() + dt.timedelta(hours=1))

    with pytest.raises(TransitionError, match="is scheduled"):
        gathering.add(bundle, [draft("Other", by=editor)], by=editor)


def test_bundle_is_submitted_and_approved_for_exactly_the_drafts_that_were_read(editor):
    author = member_of("Author")
    articles = [draft("One", by=author), draft("Two", by=author)]
    bundle = gathering.make("The visit", articles, by=author)
    reviewing.submit(bundle, by=author, assignee=editor, note="Mind the day.")

    assert states(*articles) == [State.IN_REVIEW, State.IN_REVIEW]

    seen = tokens(bundle)
    drafts.save(articles[1], {"title_en": "Three"}, by=author)
    with pytest.raises(BundleRefusedError, match="saved meanwhile"):
        reviewing.approve(bundle, by=editor, seen=seen)
    assert not Review.objects.filter(approved_at__isnull=False).exists()

    reviewing.approve(bundle, by=editor, seen=tokens(bundle))

    assert all(rounds.current(article, rounds.token_of(article)).is_approved for article in articles)


def test_bundle_is_returned_whole(editor):
    author = member_of("Author")
    articles = [draft("One", by=author), draft("Two", by=author)]
    bundle = gathering.make("The visit", articles, by=author)
    reviewing.submit(bundle, by=author)

    reviewing.send_back(bundle, by=editor, said="Say the day.")

    assert states(*articles) == [State.DRAFT, State.DRAFT]
    assert not Review.objects.open().exists()


def test_assignee_without_the_right_for_one_record_is_refused_for_all(editor):
    author = member_of("Author")
    articles = [draft("One", by=author), draft("Two", by=author)]
    bundle = gathering.make("The visit", articles, by=author)

    with pytest.raises(BundleRefusedError, match="may not publish this"):
        reviewing.submit(bundle, by=author, assignee=author)

    assert states(*articles) == [State.DRAFT, State.DRAFT]


def test_record_that_went_to_the_trash_stands_in_the_way(editor):
    one, two = draft("One", by=editor), draft("Two", by=editor)
    bundle = gathering.make("The visit", [one, two], by=editor)
    transition(two, State.TRASHED, by=publisher())

    with pytest.raises(BundleRefusedError) as refused:
        publishing.publish(bundle, by=editor)

    assert [refusal.record for refusal in refused.value.refusals] == [two]
    assert states(one) == [State.DRAFT]
