import uuid
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from library.models import Image
from news.models import Article
from publishing import changes, drafts
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_image, make_kind, make_published_article, make_superuser, publisher
from tests.uploads import bomb, drawn, exif, picture, upload, written

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def editor(client) -> Client:
    client.force_login(make_superuser())
    return client


def person(*permissions: str) -> Client:
    """Log somebody in who may enter the admin and has these permissions on images."""
    user = User.objects.create_user(f"person{User.objects.count()}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def form(**values) -> dict:
    filled = {"title": "Chairs", "alt_en": "Two chairs", "alt_ka": "ორი სკამი", "licence": "reserved", "focal_x": 50, "focal_y": 50}
    return {key: value for key, value in {**filled, **values}.items() if value is not None}


def add(client, **values):
    return client.post(reverse("admin:library_image_add"), form(**values))


def size_of(response) -> tuple[int, int]:
    return Pillow.open(BytesIO(b"".join(response.streaming_content))).size


def status(response) -> int:
    list(response.streaming_content)
    return response.status_code


def stored_originals() -> set[str]:
    return set(storages["originals"].listdir("")[1])


# The form


def test_form_says_of_each_text_which_language_it_is_for(editor):
    page = editor.get(reverse("admin:library_image_add")).content.decode()

    for label in ("Alternative text", "Caption", "Credit", "Rights holder", "Other file"):
        assert all(f"{label} ({language}):" in page for language in ("English", "Georgian"))


def test_image_is_added_without_what_the_camera_wrote(editor):
    response = add(editor, file=upload(written(drawn(), exif=exif().tobytes()), '"><script>alert(1)</script>.php.jpg'))

    image = Image.objects.get()
    assert response.status_code == 302
    assert (image.width, image.height) == (900, 600)
    with image.file.open() as file:
        assert b"SECRET" not in file.read()
    assert image.file.name.removesuffix(".jpg").isalnum()
    assert len(image.file.name) == 32 + len(".jpg")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (upload(b"<html><script>alert(1)</script>", "photo.jpg"), "html"),
        (upload(b"<svg onload='alert(1)'/>", "drawing.svg"), "svg"),
        (upload(bomb(), "small.png"), "too_many_pixels"),
        (upload(written(drawn())[:5000], "photo.jpg"), "damaged"),
        (None, "required"),
    ],
)
def test_bad_file_is_refused_with_words_and_the_rest_is_kept(editor, file, code):
    response = add(editor, file=file)

    assert response.status_code == 200
    assert not Image.objects.exists()
    assert response.context["adminform"].form["title"].value() == "Chairs"
    found = response.context["adminform"].form.errors["file"].as_data()
    assert [error.code for error in found] == [code]


def test_alternative_text_is_asked_for_in_every_language(editor):
    response = add(editor, file=picture(), alt_ka="  ")

    assert list(response.context["adminform"].form.errors) == ["alt_ka"]
    assert not Image.objects.exists()


def test_decorative_picture_needs_no_alternative_text(editor):
    add(editor, file=picture(), alt_en="", alt_ka="", decorative="on")

    assert Image.objects.get().decorative


def test_focal_point_lies_in_the_picture(editor):
    response = add(editor, file=picture(), focal_x=101)

    assert list(response.context["adminform"].form.errors) == ["focal_x"]


def test_script_in_the_alternative_text_is_text(editor):
    add(editor, file=picture(), alt_en='"><script>alert(1)</script>')

    page = editor.get(reverse("admin:library_image_change", args=[Image.objects.get().pk])).content.decode()
    assert "<script>alert(1)" not in page


def test_long_file_name_is_no_obstacle(editor):
    add(editor, file=picture(name="a" * 180 + ".jpg"))

    assert Image.objects.count() == 1


def test_replacing_the_file_keeps_the_record_and_renews_what_readers_see(editor, django_capture_on_commit_callbacks):
    image = make_image()
    article = make_article(image=image, title_en="Live")
    with django_capture_on_commit_callbacks(execute=True):
        transition(article, State.PUBLISHED, by=publisher())
    assert status(editor.get(reverse("admin:library_image_file", args=[image.pk]))) == 200
    old = Image.objects.get()
    before = changes.head().sequence

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("admin:library_image_change", args=[image.pk]), form(file=picture((600, 600))))

    new = Image.objects.get()
    assert new.pk == old.pk
    assert (new.width, new.height) == (600, 600)
    assert not {entry["name"] for entry in new.renditions} & {entry["name"] for entry in old.renditions}
    assert changes.head().sequence > before
    assert not [name for name in stored_originals() if name.startswith(old.file.name[:32])]


def test_form_is_saved_without_sending_the_file_again(editor):
    image = make_image()

    response = editor.post(reverse("admin:library_image_change", args=[image.pk]), form(title="New title"))

    assert response.status_code == 302
    assert Image.objects.get().title == "New title"
    assert Image.objects.get().file.name == image.file.name


def test_other_file_of_a_language_can_be_added_and_taken_away(editor):
    image = make_image()
    address = reverse("admin:library_image_change", args=[image.pk])

    editor.post(address, form(file_variant_ka=picture((300, 300))))
    assert Image.objects.get().file_variant_ka
    editor.post(address, form(**{"file_variant_ka-clear": "on"}))

    assert not Image.objects.get().file_variant_ka


def test_image_in_use_cannot_be_deleted(editor):
    published, drafted, free = make_image(), make_image(), make_image()
    make_published_article(title_en="Live", image=published)
    text = f'<figure data-image="{drafted.pk}"></figure>'
    drafts.create(Article, {"title_en": "Draft", "kind": make_kind(), "body_en": text}, by=publisher())

    for image in (published, drafted, free):
        editor.post(reverse("admin:library_image_delete", args=[image.pk]), {"post": "yes"})

    assert set(Image.objects.all()) == {published, drafted}


def test_deleted_image_takes_its_files_along(editor, django_capture_on_commit_callbacks):
    image = make_image()
    assert status(editor.get(reverse("admin:library_image_file", args=[image.pk]))) == 200

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("admin:library_image_delete", args=[image.pk]), {"post": "yes"})

    assert not [name for name in stored_originals() if name.startswith(image.file.name[:32])]


def test_form_says_where_the_image_is_used(editor):
    image = make_image()
    make_published_article(title_en="A visit", image=image)

    page = editor.get(reverse("admin:library_image_change", args=[image.pk])).content.decode()

    assert "A visit" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(editor, django_assert_num_queries, count):
    for _number in range(count):
        make_image()

    with django_assert_num_queries(6):
        response = editor.get(reverse("admin:library_image_changelist"))

    assert len(response.context["cl"].result_list) == count


def test_list_finds_by_alternative_text_and_survives_a_nul(editor):
    found = make_image(alt_en="An empty bridge")
    make_image()
    address = reverse("admin:library_image_changelist")

    assert list(editor.get(address, {"q": "bridge"}).context["cl"].result_list) == [found]
    assert editor.get(address, {"q": "a\0b"}).status_code in {200, 302}


# Files for editors


def test_editor_sees_a_small_picture_of_a_draft_that_no_cache_keeps(editor):
    image = make_image(upload=picture((2000, 1000)))

    response = editor.get(reverse("admin:library_image_file", args=[image.pk]), {"w": "160"})

    assert size_of(response) == (160, 80)
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("width", ["0", "-1", "9" * 5000, "NaN", "", "161", "١٦٠"])
def test_odd_widths_give_the_usual_one(editor, width):
    image = make_image()

    response = editor.get(reverse("admin:library_image_file", args=[image.pk]), {"w": width, "language": "xx"})

    assert size_of(response)[0] == 640


def test_language_sees_its_own_picture(editor):
    image = make_image()
    editor.post(reverse("admin:library_image_change", args=[image.pk]), form(file_variant_ka=picture((640, 64))))

    response = editor.get(reverse("admin:library_image_file", args=[image.pk]), {"language": "ka"})

    assert size_of(response) == (640, 64)


def test_lost_original_is_not_found(editor):
    image = make_image()
    storages["originals"].delete(image.file.name)

    assert editor.get(reverse("admin:library_image_file", args=[image.pk])).status_code == 404
    assert editor.get(reverse("admin:library_image_file", args=[uuid.uuid4()])).status_code == 404


def test_files_are_for_those_who_may_see_images(client):
    address = reverse("admin:library_image_file", args=[make_image().pk])

    assert client.get(address).status_code == 302
    assert person().get(address).status_code == 403
    assert status(person("view_image").get(address)) == 200
