"""A bundle publishes what was to become public, and brings nothing back that somebody withdrew meanwhile."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts, work
from publishing.bundles import gathering, publishing
from publishing.models import Bundle
from publishing.publishable import State
from tests.factories import make_kind, make_published_article
from tests.roles import client_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return member_of("Editor")


def draft(by) -> Article:
    return drafts.create(Article, {"title_en": "Other", "body_en": "<p>Text</p>", "kind": make_kind()}, by=by)


def states(*records) -> list[str]:
    return [Article.objects.get(pk=record.pk).state for record in records]


def scheduled(records, *, by) -> Bundle:
    bundle = gathering.make("The visit", records, by=by)
    publishing.schedule(bundle, by=by, at=timezone.now() + dt.timedelta(hours=1))
    return bundle


def settle() -> None:
    """Let the moments of all bundles come."""
    Bundle.objects.update(at=timezone.now())
    work.settle()


@pytest.mark.parametrize("title", ["With changes", "Old"])
def test_what_is_withdrawn_after_a_bundle_was_scheduled_does_not_come_back_with_it(editor, title):
    public, other = make_published_article(title_en="Old"), draft(editor)
    drafts.save(public, {"title_en": title}, by=editor)
    bundle = scheduled([public, other], by=editor)
    drafts.withdraw(public, by=editor)

    settle()

    assert states(public, other) == [State.WITHDRAWN, State.DRAFT]
    assert "withdrawn meanwhile" in bundle.items.get(record=public.pk).refusal_en


def test_what_was_withdrawn_before_comes_back_with_its_bundle(editor):
    public = make_published_article(title_en="Old")
    drafts.withdraw(public, by=editor)
    scheduled([public], by=editor)

    settle()

    assert states(public) == [State.PUBLISHED]


def test_page_that_showed_a_text_as_public_does_not_bring_it_back(editor):
    public, other = make_published_article(title_en="Old"), draft(editor)
    client, bundle = client_of(editor), gathering.make("The visit", [public, other], by=editor)
    url = reverse("admin:publishing_bundle_change", args=[bundle.pk])
    seen = {f"_token_{line['item'].record}": line["token"] for line in client.get(url).context["lines"]}
    drafts.withdraw(public, by=editor)

    response = client.post(url, {**seen, "_publish": "1"})

    assert response.status_code == 422
    assert states(public, other) == [State.WITHDRAWN, State.DRAFT]
