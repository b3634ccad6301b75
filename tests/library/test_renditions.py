from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from library import pictures, renditions
from library.intake import take
from library.models import Image, ImageUse
from library.tasks import make_renditions
from publishing.models import ChangeHead
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_image, make_published_article, publisher
from tests.uploads import drawn, noise, picture, upload, written

pytestmark = pytest.mark.usefixtures("own_media")


def names(image: Image) -> set[str]:
    return {entry["name"] for entry in entries(image)}


def stored() -> set[str]:
    if not default_storage.exists("images"):
        return set()
    folders = default_storage.listdir("images")[0]
    return {f"images/{folder}/{name}" for folder in folders for name in default_storage.listdir(f"images/{folder}")[1]}


def step(capture, record, to, **more):
    with capture(execute=True):
        transition(record, to, by=publisher(), **more)


def opened(name: str) -> Pillow.Image:
    with default_storage.open(name) as file:
        return Pillow.open(BytesIO(file.read()))


def entries(image: Image, **wanted) -> list[dict]:
    found = Image.objects.values_list("renditions", flat=True).get(pk=image.pk)
    return [entry for entry in found if all(entry[key] == value for key, value in wanted.items())]


def test_image_of_a_draft_has_no_public_file():
    image = make_image()
    make_article(image=image, title_en="Draft")

    renditions.settle(image.pk)

    assert stored() == set()
    assert names(image) == set()


def test_publication_makes_jpeg_at_once_and_the_task_the_rest(django_capture_on_commit_callbacks):
    image = make_image()
    article = make_article(image=image, title_en="Live", body_en="<p>Text</p>")

    step(django_capture_on_commit_callbacks, article, State.PUBLISHED)

    assert {entry["format"] for entry in entries(image)} == {"jpg"}
    assert stored() == names(image)
    make_renditions.call(str(image.pk))
    assert {entry["format"] for entry in entries(image)} == {"avif", "webp", "jpg"}
    assert stored() == names(image)


def test_withdrawal_removes_the_files(django_capture_on_commit_callbacks):
    image = make_image()
    article = make_article(image=image, title_en="Live")
    step(django_capture_on_commit_callbacks, article, State.PUBLISHED)
    assert stored()

    step(django_capture_on_commit_callbacks, article, State.WITHDRAWN)

    assert stored() == set()
    assert names(image) == set()


def test_files_stay_while_another_live_record_uses_the_image(django_capture_on_commit_callbacks):
    image = make_image()
    first, second = (make_article(image=image, title_en=title) for title in ("First", "Second"))
    step(django_capture_on_commit_callbacks, first, State.PUBLISHED)
    step(django_capture_on_commit_callbacks, second, State.PUBLISHED)
    before = stored()

    step(django_capture_on_commit_callbacks, first, State.WITHDRAWN)

    assert stored() == before
    assert ImageUse.objects.get().record == second.pk


def test_image_in_the_text_of_a_withdrawn_language_is_removed(django_capture_on_commit_callbacks):
    image = make_image()
    figure = f'<figure data-image="{image.pk}"></figure>'
    article = make_article(title_en="Live", title_ka="ცოცხალი", body_en=f"<p>Text</p>{figure}", body_ka="<p>ტექსტი</p>")
    step(django_capture_on_commit_callbacks, article, State.PUBLISHED)
    assert stored()

    step(django_capture_on_commit_callbacks, article, State.WITHDRAWN, languages=["en"])

    assert stored() == set()


def test_text_that_names_an_image_which_does_not_exist_can_be_published(django_capture_on_commit_callbacks):
    article = make_article(title_en="Live", body_en='<figure data-image="11111111-1111-4111-8111-111111111111"></figure>')

    step(django_capture_on_commit_callbacks, article, State.PUBLISHED)

    assert not ImageUse.objects.exists()


def test_new_files_make_cached_pages_old(django_capture_on_commit_callbacks):
    image = make_image()
    article = make_article(image=image, title_en="Live")
    step(django_capture_on_commit_callbacks, article, State.PUBLISHED)
    before = ChangeHead.objects.get().sequence

    make_renditions.call(str(image.pk))

    assert ChangeHead.objects.get().sequence == before + 1
    make_renditions.call(str(image.pk))
    assert ChangeHead.objects.get().sequence == before + 1, "a second run finds nothing to do"


def test_broken_original_does_not_break_the_publication(django_capture_on_commit_callbacks, caplog):
    image = make_image()
    image.file.storage.delete(image.file.name)
    article = make_article(image=image, title_en="Live")

    step(django_capture_on_commit_callbacks, article, State.PUBLISHED)

    assert article.is_live
    assert names(image) == set()
    assert "could not be made" in caplog.text


def test_nothing_is_enlarged(django_capture_on_commit_callbacks):
    image = make_image(upload=picture((500, 400)))
    ImageUse.objects.create(image=image, kind="article", record=make_published_article().pk)

    renditions.settle(image.pk, formats={"jpg"})

    assert [entry["width"] for entry in entries(image, recipe="full")] == [320, 500]
    assert [entry["width"] for entry in entries(image, recipe="thumb")] == [160, 320, 480, 500]
    assert [entry["width"] for entry in entries(image, recipe="card")] == [500]


def test_every_file_is_what_it_says():
    image = make_image(upload=picture((1600, 1200)))
    ImageUse.objects.create(image=image, kind="article", record=make_published_article().pk)

    renditions.settle(image.pk)

    assert len(entries(image)) == 4 * 3 + 4 * 3 + 1
    for entry in entries(image):
        file = opened(entry["name"])
        assert (file.format, *file.size) == ({"jpg": "JPEG"}.get(entry["format"], entry["format"].upper()), entry["width"], entry["height"])
        assert default_storage.size(entry["name"]) == entry["bytes"]
        assert not file.getexif()


def test_thumbnail_is_cut_round_the_focal_point():
    image = make_image(upload=picture((2000, 600)), focal_x=0, focal_y=0)
    ImageUse.objects.create(image=image, kind="article", record=make_published_article().pk)

    renditions.settle(image.pk, formats={"jpg"})

    left = opened(entries(image, recipe="thumb", width=160)[0]["name"])
    assert left.getpixel((150, 10))[0] > 200
    assert left.getpixel((150, 10))[1] < 60, "red up to the right edge: nothing of the green half"
    Image.objects.filter(pk=image.pk).update(focal_x=100)
    renditions.settle(image.pk, formats={"jpg"})
    right = opened(entries(image, recipe="thumb", width=160)[0]["name"])
    assert right.getpixel((10, 10))[1] > 200, "green up to the left edge"
    assert stored() == names(image), "the cut of before is gone"


def test_files_for_phones_are_small():
    image = make_image(upload=upload(written(noise((1400, 900)), quality=90)))
    ImageUse.objects.create(image=image, kind="article", record=make_published_article().pk)

    renditions.settle(image.pk, formats={"avif"})

    assert max(entry["bytes"] for entry in entries(image, width=320)) <= 30_000


def test_names_say_nothing_and_differ_by_image():
    first, second = make_image(), make_image()
    found = [{each.name for each in renditions.wanted(image)} for image in (first, second)]

    assert not found[0] & found[1]
    for name in found[0] | found[1]:
        assert pictures.TYPES[name.rpartition(".")[2]]
        assert len(name) == len("images/00/") + 32 + len(name[name.rindex(".") :])


def test_language_has_its_own_file():
    image = make_image()
    image.file_variant_ka = take(upload(written(drawn((700, 350)))))
    image.save()
    ImageUse.objects.create(image=image, kind="article", record=make_published_article().pk)

    renditions.settle(image.pk, formats={"jpg"})

    image.refresh_from_db()
    english, georgian = (pictures.picture_of(image, code) for code in ("en", "ka"))
    assert (english.width, georgian.width) == (900, 700)
    assert english.src != georgian.src


def test_transparent_drawing_stands_on_white():
    image = make_image(upload=upload(written(Pillow.new("RGBA", (400, 300), (0, 0, 0, 0)), "PNG")))
    ImageUse.objects.create(image=image, kind="article", record=make_published_article().pk)

    renditions.settle(image.pk)

    assert opened(entries(image, format="webp", width=320, recipe="full")[0]["name"]).getpixel((5, 5)) == (255, 255, 255)


def test_file_that_broke_off_is_written_again():
    image = make_image()
    ImageUse.objects.create(image=image, kind="article", record=make_published_article().pk)
    name = renditions.wanted(image)[0].name
    renditions.put(name, b"half")

    renditions.settle(image.pk)

    assert opened(name).size
