from dataclasses import replace
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from library.pictures import Files, Picture
from news.items import Item
from publishing import stencils
from publishing.record_page import Label

PLAIN = Item(language="en", title="Title", title_lang="", url="/en/news/title/", date="1 May 2020", iso="2020-05-01")
PICTURE = Picture(
    **dict.fromkeys(["alt_lang", "caption", "caption_lang", "credit", "credit_lang", "licence", "licence_url"], ""),
    id="0",
    src="/a.jpg",
    width=640,
    height=480,
    sources=(Files("image/avif", "/a.avif 640w, /b.avif 960w"), Files("image/webp", "/a.webp 640w")),
    alt='Two "empty" chairs',
    holder="",
    partners_may_use=False,
    focal_x=0,
    focal_y=50,
    card=None,
)
MORE = {
    "title_lang": "ka",
    "kind": "News & <i>views</i>",
    "lead": "What \"it\" says: <script>alert('x')</script>",
    "lead_lang": "ka",
    "corrected": True,
    "notice": "Article is available in Georgian.",
    "hreflang": "ka",
    "image": PICTURE,
    "tags": (Label("A & B", "/en/news/tag/a/"), Label("ბ", "/en/news/tag/b/", "ka")),
}


def rendered(item: Item) -> str:
    with override(item.language):
        return render_to_string("components/_card.html", {"item": item})


@pytest.mark.parametrize(("count", "language"), [(0, "en"), (1, "ka"), (2, "en"), (len(MORE), "ka")])
def test_card_is_what_its_template_prints(count: int, language: str):
    items = [replace(PLAIN, language=language, **{name: MORE[name] for name in names}) for names in combinations(MORE, count)]

    assert [item.card for item in items] == [rendered(item) for item in items]


def test_card_of_the_same_shape_has_its_own_words():
    first, second = (replace(PLAIN, **MORE, title=title).card for title in ("One", "Two <b>"))

    assert second == first.replace("One", "Two &lt;b&gt;")


def test_words_that_look_like_marks_are_printed_as_they_are():
    item = replace(PLAIN, title=stencils.MARK.format(1))

    assert item.card == rendered(item)


def test_a_number_is_a_word_even_if_it_is_nothing():
    item = replace(PLAIN, image=replace(PICTURE, width=0))

    assert item.card == rendered(item)
