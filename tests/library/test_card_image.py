"""Another picture for the card of a record: in place of its own beside links, nowhere else, and only where partners may use it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chronicle.models import Agreement, Event
from library.models import Image
from news.models import Article
from publishing import drafts
from publishing.looks import looks
from publishing.models import Use, Version
from tests.factories import make_image, make_kind, make_published_article, publisher
from tests.library.cards import address, told
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def images() -> tuple[Image, Image]:
    return tuple(make_image(alt_en=alt, partners_may_use=True) for alt in ("Two chairs", "A bridge"))


@pytest.fixture
def publish(django_capture_on_commit_callbacks) -> Callable[..., Article | Event | Agreement]:
    """Return what publishes a record with its pictures."""

    def act(model: type = Article, **fields: object) -> Article | Event | Agreement:
        with django_capture_on_commit_callbacks(execute=True):
            record = drafts.create(model, {"title_en": "Talks", "body_en": "<p>Text.</p>", **fields}, by=publisher())
            drafts.publish(record, by=publisher())
        return record

    return act


@pytest.mark.parametrize("model", [Article, Event, Agreement])
def test_chosen_picture_stands_on_the_card_and_the_own_one_on_the_page(publish, images, model):
    own, other = images
    more = {"kind": make_kind().pk} if model is Article else {}
    record = publish(model, image=own.pk, card_image=other.pk, **more)

    path = record.get_absolute_url()
    page = Client().get(path).text

    assert told(path)["image:alt"].endswith("A bridge")
    assert Client().get(address(path))["Content-Type"] == "image/jpeg"
    assert ('alt="Two chairs"' in page, 'alt="A bridge"' in page) == (True, False)


def test_picture_for_the_card_alone_needs_no_other(publish, images):
    record = publish(kind=make_kind().pk, card_image=images[1].pk)

    assert told(record.get_absolute_url())["image:alt"].endswith("A bridge")


@pytest.mark.parametrize(("forbidden", "shown"), [([1], "Two chairs"), ([0, 1], ""), ([0], "A bridge")])
def test_picture_that_partners_may_not_use_gives_way_to_the_own_one(publish, images, forbidden, shown):
    own, other = images
    record = publish(kind=make_kind().pk, image=own.pk, card_image=other.pk)
    Image.objects.filter(pk__in=[images[each].pk for each in forbidden]).update(partners_may_use=False)

    said = told(record.get_absolute_url())

    assert [alt for alt in ("Two chairs", "A bridge") if alt in said["image:alt"]] == [shown] * bool(shown)
    assert said["image"].endswith(".jpg") is bool(shown)


def test_picture_of_a_draft_is_on_no_card_and_is_kept_in_versions(publish, images):
    own, other = images
    record = publish(kind=make_kind().pk, image=own.pk)

    drafts.save(record, {"card_image": other.pk}, by=publisher())
    assert told(record.get_absolute_url())["image:alt"].endswith("Two chairs")
    assert Use.objects.filter(used=other.pk, record=record.pk, is_in_draft=True).exists()
    drafts.publish(record, by=publisher())

    assert Version.objects.filter(record=record.pk).order_by("number").last().data["card_image"] == str(other.pk)


def test_editor_chooses_it_in_the_form_and_sees_it_beside_the_words(images):
    own, other = images
    record = drafts.create(Article, {"title_en": "Talks", "kind": make_kind().pk, "image": own.pk}, by=publisher())
    form = browser_of(member_of("Editor")).open(f"/admin/news/article/{record.pk}/change/")

    form.fill(card_image=str(other.pk)).press("_save")
    page = form.client.get(reverse("admin:news_article_advice", args=[record.pk])).text

    assert reverse("admin:library_image_file", args=[other.pk]) in page
    Image.objects.filter(pk=other.pk).update(partners_may_use=False)
    shown = [look.picture for look in looks(drafts.opened(Article.objects.get(pk=record.pk)))]
    assert [str(own.pk) in each for each in shown] == [True]


def test_page_costs_no_query_more_for_it(publish, images):
    plain = make_published_article(title_en="Plain", image=images[0])
    record = publish(kind=make_kind().pk, image=images[0].pk, card_image=images[1].pk)
    costs = []
    for path in [each.get_absolute_url() for each in (plain, record)]:
        Client().get(path)
        with CaptureQueriesContext(connection) as queries:
            Client().get(path)
        costs.append(len(queries))

    assert costs[0] == costs[1]
