import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

pytestmark = pytest.mark.usefixtures("own_media")

NAME = f"images/ab/{'ab' * 16}"


@pytest.mark.parametrize(("ending", "kind"), [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")])
def test_rendition_is_served_for_ever_and_as_nothing_but_a_picture(client, ending, kind):
    default_storage.save(f"{NAME}.{ending}", ContentFile(b"picture"))

    response = client.get(f"/media/{NAME}.{ending}")

    assert b"".join(response.streaming_content) == b"picture"
    assert response["Content-Type"] == kind
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not response.cookies


@pytest.mark.parametrize(
    "name",
    [
        f"{NAME}.jpg",
        "../matiane.sqlite3",
        "images/../../matiane.sqlite3",
        "images/%2e%2e/%2e%2e/matiane.sqlite3",
        "secret.jpg",
        f"{NAME}.html",
        f"{NAME}.jpg/",
        f"{NAME}.jpg%00",
        "images/",
        "",
    ],
)
def test_nothing_else_is_served(client, name):
    default_storage.save("secret.jpg", ContentFile(b"secret"))
    default_storage.save(f"{NAME}.html", ContentFile(b"<script>"))

    assert client.get(f"/media/{name}").status_code == 404


def test_files_cannot_be_sent(client):
    assert client.post(f"/media/{NAME}.jpg", {"a": "b"}).status_code == 405
