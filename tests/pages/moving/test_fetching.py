import pytest

from library.models import Image
from news.models import Article
from pages.moving import fetching
from tests.factories import make_superuser
from tests.pages.moving.sites import move_in, post, wxr


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.jpg",
        "http://localhost/a.jpg",
        "http://10.0.0.8/a.jpg",
        "http://192.168.1.1/a.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/a.jpg",
        "http://[::ffff:127.0.0.1]/a.jpg",
        "http://0.0.0.0/a.jpg",
        "http://2130706433/a.jpg",
    ],
)
def test_addresses_within_a_network_are_never_asked(address):
    with pytest.raises(fetching.NotFetchedError, match="its address is not public"):
        fetching.fetch(address, 1000)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://old.example/a.jpg", "http://user@old.example/a.jpg", "http://93.184.215.14:22/a.jpg", "x"]
)
def test_addresses_that_are_no_web_pages_are_never_asked(address):
    with pytest.raises(fetching.NotFetchedError, match="no ordinary web address"):
        fetching.fetch(address, 1000)


def test_text_comes_without_a_picture_that_may_not_be_fetched(tmp_path):
    path = wxr(tmp_path, post(1, 'Before. <img src="http://127.0.0.1:8000/secret.jpg"> After.'))

    report = move_in(path, by=make_superuser(), fetch=True)

    assert report.items["article:1"].problems == ["The picture http://127.0.0.1:8000/secret.jpg was not fetched: it is no ordinary web address."]
    assert (Article.objects.get().is_live, Image.objects.count()) == (True, 0)


def test_nothing_is_fetched_unasked(tmp_path):
    report = move_in(wxr(tmp_path, post(1, '<img src="https://old.example/a.jpg">')), by=make_superuser())

    assert report.items["article:1"].problems == ["The picture /a.jpg was not found."]
