import pytest
from django.template.loader import render_to_string

from library import pictures, renditions
from library.intake import take
from library.models import Image, ImageUse
from publishing.fields.richtext import render
from tests.factories import make_article, make_image
from tests.uploads import drawn, upload, written

pytestmark = pytest.mark.usefixtures("own_media")


def make_public_image(formats=("avif", "webp", "jpg"), **fields) -> Image:
    image = make_image(**fields)
    ImageUse.objects.create(image=image, kind="article", record=make_article(title_en="Live").pk)
    renditions.settle(image.pk, formats=formats)
    return Image.objects.get(pk=image.pk)


def test_picture_offers_the_best_format_first_and_jpeg_for_all():
    image = make_public_image()

    picture = pictures.picture_of(image, "en")

    assert [source.type for source in picture.sources] == ["image/avif", "image/webp", "image/jpeg"]
    widths = [[part.split()[1] for part in source.srcset.split(", ")] for source in picture.sources]
    assert widths == [["320w", "640w", "900w"]] * 3
    assert picture.src.endswith(".jpg")
    assert (picture.width, picture.height) == (900, 600)


def test_picture_names_no_file_that_does_not_exist():
    image = make_public_image(formats={"jpg"})

    picture = pictures.picture_of(image, "en")

    assert [source.type for source in picture.sources] == ["image/jpeg"]


def test_image_without_files_is_no_picture():
    image = make_image()

    assert pictures.picture_of(image, "en") is None
    assert pictures.picture_of(None, "en") is None
    assert pictures.pictures_for([image.pk, None], "en") == {}


def test_editors_see_an_image_that_is_not_public():
    image = make_image()

    picture = pictures.pictures_for([image.pk], "ka", private=True)[image.pk]

    assert picture.src == f"/admin/library/image/{image.pk}/file/?w=640&language=ka"


def test_texts_are_in_the_language_or_say_that_they_are_not():
    image = make_public_image(formats={"jpg"}, caption_ka="წარწერა", credit_en="Our own", credit_ka="ჩვენი", licence="CC-BY-4.0")

    picture = pictures.picture_of(image, "en")

    assert (picture.alt, picture.alt_lang) == ("Two chairs", "")
    assert (picture.caption, picture.caption_lang) == ("წარწერა", "ka")
    assert (picture.credit, picture.credit_lang) == ("Our own", "")
    assert picture.licence_url == "https://creativecommons.org/licenses/by/4.0/"


def test_decorative_picture_has_an_empty_alternative_text():
    image = make_public_image(formats={"jpg"}, decorative=True)

    assert pictures.picture_of(image, "en").alt == ""


def test_language_whose_own_file_has_no_renditions_yet_shows_none_of_the_other_language():
    image = make_public_image(formats={"jpg"})
    image.file_variant_ka = take(upload(written(drawn((600, 300)))))

    assert pictures.picture_of(image, "ka") is None
    assert pictures.picture_of(image, "en") is not None


def test_card_for_social_networks_where_others_may_use_the_picture():
    image = make_public_image(formats={"jpg"})
    assert pictures.picture_of(image, "en").card is None
    image.partners_may_use = True

    card = pictures.picture_of(image, "en").card

    assert (card.width, card.height, card.alt) == (900, 472, "Two chairs")


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_of_a_page_take_one_query(django_assert_num_queries, count):
    images = [make_public_image(formats={"jpg"}) for _number in range(count)]

    with django_assert_num_queries(1):
        found = pictures.pictures_for([image.pk for image in images], "en", "thumb")

    assert set(found) == {image.pk for image in images}


def test_pictures_of_a_gallery_and_of_a_post_are_read_together(django_assert_num_queries):
    images = [make_public_image(formats={"jpg"}) for _number in range(4)]
    figures = "".join(f'<figure data-image="{image.pk}"></figure>' for image in images[:3])
    html = f'<figure class="gallery">{figures}</figure><figure class="post" data-image="{images[3].pk}"><blockquote><p>a</p></blockquote></figure>'

    with django_assert_num_queries(1):
        page = render(html, pictures=pictures.figures_for(html, "en"))

    assert page.count("<img") == 4


def test_text_shows_its_pictures_and_leaves_out_those_that_are_gone():
    shown, hidden = make_public_image(formats={"jpg"}, alt_en='"><script>alert(1)</script>'), make_image()
    html = f'<figure data-image="{shown.pk}"></figure><figure data-image="{hidden.pk}"></figure>'

    page = render(html, pictures=pictures.figures_for(html, "en"))

    assert page.count("<img") == 1
    assert "&quot;&gt;&lt;script&gt;" in page
    assert str(hidden.pk) not in page


def test_component_names_the_language_of_a_borrowed_text():
    picture = pictures.picture_of(make_public_image(formats={"jpg"}), "en")

    html = " ".join(render_to_string("components/_picture.html", {"picture": picture}).split())

    assert 'loading="lazy"' in html
    assert 'width="900" height="600"' in html
    assert "lang=" not in html
