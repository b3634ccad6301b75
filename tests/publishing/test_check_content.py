import datetime as dt
from contextlib import suppress
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from library import renditions
from library.models import Image, ImageUse, TagAlias, TagCount, TagSpelling
from library.tasks import make_renditions
from news.models import Article, ArticleTag, Correction
from publishing.models import Address, ChangeHead
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_image, make_published_article, make_tag, publisher


@pytest.fixture(autouse=True)
def _content(settings, tmp_path):
    """A site that agrees with itself: a draft, a live and a scheduled article, with tags, a picture and a correction."""
    settings.MEDIA_ROOT = tmp_path / "media"
    tags = [make_tag("Tskhinvali Region", "ცხინვალის რეგიონი"), make_tag("", "აფხაზეთი")]
    TagAlias.objects.create(tag=tags[0], label="South Ossetia")
    TagSpelling.objects.create(tag=tags[0], key="south ossetia")
    make_article(title_en="Draft", tags=tags, image=make_image())
    live = make_article(title_en="Live", tags=tags, image=make_image(), body_en="<p>Text</p>")
    Correction.objects.create(article=live, text_en="A date was wrong.")
    publish(live)
    make_published_article(title_en="Coming", tags=tags[:1], at=timezone.now() + dt.timedelta(days=1))
    for image in Image.objects.all():
        make_renditions.call(str(image.pk))


def publish(article):
    transition(article, State.PUBLISHED, by=publisher())


def live() -> Article:
    return Article.objects.get(title_en="Live")


def shown_image() -> Image:
    return Image.objects.get(pk=live().image_id)


def break_record():
    Article.objects.filter(pk=live().pk).update(listed_at_ka=None)


def break_draft():
    Article.objects.filter(title_en="Draft").update(available_en=True)


def break_row():
    ArticleTag.objects.filter(content_object=live()).update(available_en=False)


def break_count():
    TagCount.objects.update(listed=7)


def lose_count():
    TagCount.objects.all().delete()


def break_address():
    Address.objects.filter(record=live().pk).delete()


def break_moment():
    ChangeHead.objects.update(next_due_at=None)


def break_spelling():
    TagSpelling.objects.filter(key="south ossetia").delete()


def leave_spelling():
    TagSpelling.objects.create(tag=make_tag("Other"), key="forgotten")


def break_use():
    ImageUse.objects.all().delete()


def leave_use():
    ImageUse.objects.create(image=Image.objects.get(articles__title_en="Draft"), kind="article", record=live().pk)


def lose_file():
    default_storage.delete(shown_image().renditions[0]["name"])


def break_file():
    name = shown_image().renditions[0]["name"]
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"half"))


def forget_files():
    Image.objects.update(renditions=[])


def leave_file():
    renditions.put(f"images/00/{'0' * 32}.jpg", b"left behind")


def break_corrected():
    Article.objects.update(corrected_at_en=None)


def leave_corrected():
    Article.objects.update(corrected_at_ka=timezone.now())


def check(*options: str) -> list[str]:
    out = StringIO()
    with suppress(CommandError):
        call_command("check_content", *options, stdout=out)
    return out.getvalue().splitlines()


def test_content_written_through_the_workflow_agrees():
    assert check() == ["Everything agrees."]


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        (break_record, "listing columns of records"),
        (break_draft, "listing columns of records"),
        (break_row, "listing columns of rows"),
        (break_count, "counts of tags"),
        (lose_count, "counts of tags"),
        (break_address, "addresses"),
        (break_moment, "next scheduled moment"),
        (break_spelling, "spellings of tags"),
        (leave_spelling, "spellings of tags"),
        (break_use, "uses of images"),
        (leave_use, "uses of images"),
        (lose_file, "files of images"),
        (break_file, "files of images"),
        (forget_files, "files of images"),
        (leave_file, "files of images"),
        (break_corrected, "dates of corrections"),
        (leave_corrected, "dates of corrections"),
    ],
)
def test_damage_is_found_and_set_right(damage, name):
    damage()

    assert any(line.startswith(f"{name}: ") for line in check())
    check("--fix")
    assert check() == ["Everything agrees."]


def test_difference_is_a_failure_of_the_command():
    break_count()

    with pytest.raises(CommandError) as caught:
        call_command("check_content", stdout=StringIO())

    assert caught.value.returncode == 1


def test_missing_original_is_told_and_does_not_stop_the_repair():
    image = shown_image()
    image.file.storage.delete(image.file.name)
    break_count()

    check("--fix")

    assert check() == [f"files of images: image {image.pk}: the original is missing"]


def test_repair_makes_cached_pages_old():
    before = ChangeHead.objects.get().sequence
    break_count()

    check("--fix")

    assert ChangeHead.objects.get().sequence == before + 1
