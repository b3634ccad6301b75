"""Advice on pictures: those whose alternative text lacks where it would say something, or says nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Image
from news.models import Article
from publishing import drafts
from publishing.advice.looking import advice_on
from tests.factories import make_image, make_kind, publisher


def told(**fields: object) -> list[tuple[str, str]]:
    """Return (field, language) of what is said of the pictures of a draft."""
    article = drafts.create(Article, {"kind": make_kind().pk, **fields}, by=publisher())
    return [(each.advice.key, each.advice.language) for each in advice_on(drafts.opened(article)) if each.advice.code == "missing-alt"]


def figure(image: object, caption: str = "") -> str:
    return f'<p>Text.</p><figure data-image="{image.pk}">{caption and f"<figcaption>{caption}</figcaption>"}</figure>'


def decorative(**fields: str) -> Image:
    return make_image(alt_en="", alt_ka="", decorative=True, **fields)


def test_decorative_picture_with_a_caption_is_told():
    assert told(title_en="Talks", title_ka="ვიზიტი", image=decorative(caption_ka="სხდომის დარბაზი").pk) == [("image", "ka")]
    assert told(title_en="Talks", body_en=figure(decorative(), "The hall")) == [("body_en", "en")]
    in_both = decorative(caption_en="The hall", caption_ka="სხდომის დარბაზი")
    assert told(title_en="Talks", title_ka="ვიზიტი", image=in_both.pk) == [("image", "en")]


@pytest.mark.parametrize("alt", ["IMG_2034.JPG", "img 2034", "photo-of-hall.png"])
def test_name_of_a_file_as_alternative_text_is_told(alt):
    image = make_image(alt_en=alt, alt_ka=alt)

    assert told(title_en="Talks", title_ka="ვიზიტი", body_ka=figure(image)) == [("body_ka", "ka")]
    assert told(title_en="Talks", body_en=figure(image)) == [("body_en", "en")]


def test_picture_that_is_described_or_says_nothing_is_not_told():
    described = make_image(alt_en="Two chairs, photographed in 2008", alt_ka="ორი სკამი", caption_en="The hall")

    assert told(title_en="Talks", title_ka="ვიზიტი", image=described.pk, body_en=figure(decorative()), body_ka=figure(described, "დარბაზი")) == []


def test_language_in_which_nothing_is_written_is_not_looked_at():
    assert told(title_en="Talks", image=decorative(caption_ka="დარბაზი").pk) == []


def test_pictures_are_looked_up_in_one_query():
    figures = "".join(figure(decorative(), "The hall") for _number in range(8))
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": figures}, by=publisher())
    work = drafts.opened(article)

    with CaptureQueriesContext(connection) as queries:
        (*_first, last) = [each for each in advice_on(work) if each.advice.code == "missing-alt"]

    assert last.more == 3
    assert sum("library_image" in query["sql"] for query in queries) == 1
