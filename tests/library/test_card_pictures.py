"""Pictures on cards: those that partners may use, with their credit, and no others."""

from collections.abc import Callable

import pytest
from django.test import Client

from library import storage
from library.models import Image
from library.pictures import picture_of
from tests.factories import make_image, make_published_article
from tests.library.cards import address, pixels, told, written

pytestmark = pytest.mark.django_db


def picture(capture: Callable, **fields: object) -> Image:
    """Return a picture that an article shows."""
    image = make_image(**fields)
    with capture(execute=True):
        make_published_article(title_en="Talks", slug_en="talks", image=image)
    image.refresh_from_db()
    return image


def test_picture_that_partners_may_use_stands_on_the_card_with_its_credit(django_capture_on_commit_callbacks):
    image = picture(django_capture_on_commit_callbacks, partners_may_use=True, credit_en="Ann Lee", alt_en="Two chairs", licence="CC-BY-4.0")

    answer = Client().get(address("/en/news/talks/"))

    assert answer["Content-Type"] == "image/jpeg"
    assert told("/en/news/talks/")["image:alt"].endswith(" – Matiane – Two chairs")
    assert b"Ann Lee, Creative Commons Attribution 4.0" in answer.content
    card = pixels(answer.content)
    assert written(card, (1000, 0, 1200, 630)) == (1000, 0, 1200, 630)
    # Words and picture keep apart, and the credit is printed.
    assert card.crop((730, 0, 772, 630)).convert("L").getextrema()[0] > 240
    assert written(card, (500, 560, 720, 620)) is not None
    assert picture_of(image, "en").card is not None


def test_picture_that_partners_may_not_use_is_on_no_card(django_capture_on_commit_callbacks):
    image = picture(django_capture_on_commit_callbacks, partners_may_use=True)
    with_picture = address("/en/news/talks/")
    assert with_picture.endswith(".jpg")
    Image.objects.filter(pk=image.pk).update(partners_may_use=False)

    answer = Client().get(with_picture, follow=True)

    assert [status for _path, status in answer.redirect_chain] == [302]
    assert answer["Content-Type"] == "image/png"
    assert pixels(answer.content).getpixel((1150, 20)) == (252, 252, 250)


@pytest.mark.usefixtures("own_media")
def test_picture_whose_file_is_missing_is_not_kept(django_capture_on_commit_callbacks):
    image = picture(django_capture_on_commit_callbacks, partners_may_use=True)
    card = address("/en/news/talks/")
    for entry in image.renditions:
        storage.renditions().delete(entry["name"])

    answer = Client().get(card)

    assert (answer.status_code, answer["Cache-Control"]) == (404, "public, max-age=0, must-revalidate")
