"""The picker of the editor of texts, as static/js/editor/picker.js asks."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from library.models import Image
from tests.factories import make_image, make_superuser
from tests.uploads import picture, upload

PICK = "/admin/library/image/pick/"


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


def status(response) -> int:
    list(response.streaming_content)
    return response.status_code


def test_picker_finds_images_newest_first(editor):
    images = [make_image(title=f"Chairs {number}") for number in range(26)]
    make_image(title="Bridge", alt_en="A bridge")

    answer = editor.get(PICK, {"q": "chairs"}).json()

    assert [found["title"] for found in answer["results"]] == [image.title for image in images[:1:-1]]
    assert answer["more"]
    first = answer["results"][0]
    assert first["id"] == str(images[-1].pk)
    assert first["alt"] == "Two chairs"
    assert status(editor.get(first["thumbnail"])) == 200


@pytest.mark.parametrize("query", [{"q": "a\0b"}, {"page": "NaN"}, {"page": "9" * 5000}, {"q": "x" * 10_000}, {"page": "-1"}])
def test_picker_survives_odd_questions(editor, query):
    assert editor.get(PICK, query).status_code == 200


def test_picker_takes_an_upload(editor):
    response = editor.post(PICK, {"file": picture(name="two_chairs <b>.jpg"), "alt_en": "Two chairs", "alt_ka": "ორი სკამი"})

    image = Image.objects.get()
    assert response.status_code == 201
    assert response.json()["id"] == str(image.pk)
    assert image.title == "two chairs <b>"


def test_picker_takes_the_credit_that_pictures_of_a_gallery_share(editor):
    words = {"alt_en": "Two chairs", "alt_ka": "ორი სკამი", "credit_en": "Agency", "credit_ka": "სააგენტო"}

    assert editor.post(PICK, {"file": picture(), **words}).status_code == 201

    image = Image.objects.get()
    assert (image.credit_en, image.credit_ka) == ("Agency", "სააგენტო")


def test_picker_takes_a_decorative_upload(editor):
    response = editor.post(PICK, {"file": picture(), "decorative": "on", "alt_en": "", "alt_ka": ""})

    assert response.status_code == 201
    assert response.json()["alt"] == ""


def test_picker_says_what_is_wrong_with_each_field(editor):
    response = editor.post(PICK, {"file": upload(b"<html>", "photo.jpg"), "alt_en": "Two chairs"})

    assert response.status_code == 400
    assert set(response.json()["errors"]) == {"file", "alt_ka"}
    assert not Image.objects.exists()


def test_picker_is_for_those_who_may(client):
    sent = {"file": picture(), "decorative": "on"}

    assert client.get(PICK).status_code == 302
    assert person().get(PICK).status_code == 403
    assert person("view_image").get(PICK).status_code == 200
    assert person("view_image").post(PICK, sent).status_code == 403
    assert person("add_image").post(PICK, {"file": picture(), "decorative": "on"}).status_code == 201


def test_picker_refuses_a_foreign_form():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())

    assert client.post(PICK, {"file": picture(), "decorative": "on"}).status_code == 403
    assert not Image.objects.exists()
