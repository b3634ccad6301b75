"""Mentions carry the listing columns of their article, so that what names somebody is one range of one index."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Article, Mention
from publishing import consistency, drafts, languages
from tests.factories import make_kind, make_published_actor, publisher

pytestmark = pytest.mark.django_db
COLUMNS = [f"{name}_{code}" for code in languages.codes() for name in ("listed_at", "available")]


def make_naming(*actors, **fields) -> Article:
    form = {"kind": make_kind().pk, "title_en": "One", "body_en": "<p>Text</p>", "title_ka": "ერთი", "body_ka": "<p>ტექსტი</p>", **fields}
    return drafts.create(Article, {**form, "mentions": [{"actor": actor.pk} for actor in actors]}, by=publisher())


def columns(row: object) -> list[object]:
    return [getattr(row, name) for name in COLUMNS]


def test_mentions_follow_every_step_of_their_article():
    actor = make_published_actor(name_en="Dmitry Kozak")
    article, seen = make_naming(actor), []

    drafts.publish(article, by=publisher(), languages=["ka"], at=timezone.now() + dt.timedelta(days=1))
    seen.append(columns(Mention.objects.get()) == columns(article))
    drafts.publish(article, by=publisher(), languages=["en"])
    seen.append(columns(Mention.objects.get()) == columns(article))
    drafts.withdraw(article, by=publisher())
    seen.append(columns(Mention.objects.get()) == [None, False, None, False])

    assert seen == [True, True, True]


def test_mentions_of_a_draft_are_in_no_list():
    actor = make_published_actor(name_en="Dmitry Kozak")
    article = make_naming(actor)
    drafts.publish(article, by=publisher())
    drafts.save(article, {"mentions": []}, by=publisher())

    assert Mention.objects.listed_in("en").count() == 1
    drafts.publish(article, by=publisher())
    assert Mention.objects.count() == 0


def test_mention_added_by_a_correction_is_listed_with_its_article():
    first, second = make_published_actor(name_en="Dmitry Kozak"), make_published_actor(name_en="Sergey Lavrov")
    article = make_naming(first)
    drafts.publish(article, by=publisher())
    drafts.save(article, {"mentions": [{"actor": second.pk}]}, by=publisher())
    drafts.publish(article, by=publisher())

    assert [(row.actor, columns(row)) for row in Mention.objects.all()] == [(second, columns(article))]


def test_consistency_tells_a_mention_that_is_not_as_its_article_and_repairs_it():
    article = make_naming(make_published_actor(name_en="Dmitry Kozak"))
    drafts.publish(article, by=publisher())
    Mention.objects.update(available_en=False, listed_at_ka=None)

    found = dict(consistency.run(fix=True))["listing columns of rows"]

    assert found == [f"news.Mention {Mention.objects.get().pk}: not as its record"]
    assert columns(Mention.objects.get()) == columns(article)


def test_two_mentions_may_change_places():
    actors = [make_published_actor(name_en=name) for name in ("Dmitry Kozak", "Sergey Lavrov")]
    article = make_naming(*actors)
    drafts.publish(article, by=publisher())
    first, second = Mention.objects.all()

    changed = {"mentions": [{"id": str(first.pk), "actor": second.actor_id}, {"id": str(second.pk), "actor": first.actor_id}]}
    drafts.save(article, changed, by=publisher())
    drafts.publish(article, by=publisher())

    assert [row.actor for row in Mention.objects.all()] == actors[::-1]
