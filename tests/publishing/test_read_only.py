"""The desk is closed, nothing is written, and readers notice nothing."""

import datetime as dt
import threading

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.doctor.tasks import answer
from news.models import Article
from publishing import closing, work
from publishing.models import Change, ChangeHead
from tests.factories import make_article, make_published_article, publisher


@pytest.fixture
def closed(settings, tmp_path):
    """Close the desk, with a word."""
    settings.DATA_DIR = tmp_path
    closing.close("Back at noon.")


def test_readers_notice_nothing(client, closed):
    make_published_article(title_en="Meeting", by=publisher())

    for path in ("/en/", "/en/news/", "/en/news/meeting/", "/en/search/?q=meeting", "/en/news/feed.atom", "/api/v1/articles/", "/sitemap.xml"):
        assert client.get(path).status_code == 200
    assert client.head("/en/news/meeting/").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/admin/"),
        ("get", "/admin/login/"),
        ("post", "/admin/login/"),
        ("get", "/en/news/meeting/edit"),
        ("post", "/en/subscribe/mail/"),
        ("post", "/i18n/setlang/"),
        ("delete", "/en/news/"),
    ],
)
def test_desk_and_forms_are_closed_with_a_word(client, closed, method, path):
    response = getattr(client, method)(path)

    assert (response.status_code, response.headers["Retry-After"], response.headers["Cache-Control"]) == (503, "300", "no-store")
    assert "Nothing can be written for the moment" in response.content.decode()
    assert "Back at noon." in response.content.decode()
    assert not response.cookies


def test_machine_is_refused_in_its_language(client, closed):
    response = client.post("/api/v1/articles/")

    assert (response.status_code, response.json()["detail"]) == (503, "The site is read only for the moment.")


def test_page_of_the_closed_desk_is_in_the_language_of_its_address(client, closed):
    assert "ახლა ვერაფერი" in client.post("/ka/subscribe/mail/").content.decode()


def test_open_desk_takes_what_the_closed_one_refused(client, closed):
    closing.reopen()

    assert client.get("/admin/login/").status_code == 200


def test_setting_closes_the_desk_for_good(client, settings, tmp_path):
    settings.DATA_DIR, settings.READ_ONLY = tmp_path, True

    assert client.get("/admin/").status_code == 503


def test_what_comes_due_is_announced_once_the_desk_is_open_again(client, closed):
    make_published_article(title_en="Before", by=publisher())
    article = make_published_article(title_en="Scheduled", by=publisher())
    Article.objects.filter(pk=article.pk).update(first_published_at=None)
    Change.objects.filter(record=article.pk).delete()

    assert work.settle() == 0
    assert not Change.objects.filter(record=article.pk).exists()

    closing.reopen()
    assert work.settle() == 1
    assert Change.objects.filter(record=article.pk).count() == 1


def test_reader_announces_nothing_while_the_desk_is_closed(client, closed):
    make_published_article(title_en="Before", by=publisher())
    ChangeHead.objects.update(next_due_at=timezone.now() - dt.timedelta(minutes=1))
    client.get("/en/news/")
    assert ChangeHead.objects.get().next_due_at is not None

    closing.reopen()
    client.get("/en/")
    assert ChangeHead.objects.get().next_due_at is None


@pytest.mark.django_db(transaction=True)
def test_worker_rests_and_goes_on(closed, monkeypatch):
    asked = answer.enqueue()
    stop, looks = threading.Event(), []

    def wait(_seconds: float) -> None:
        # The third look finds the desk open; the next one finds nothing more to do.
        looks.append(DBTaskResult.objects.get(pk=asked.id).status)
        if len(looks) == 2:
            closing.reopen()
        if len(looks) == 4:
            stop.set()

    monkeypatch.setattr(stop, "wait", wait)
    monkeypatch.setattr(work, "_beside", [])
    work.work_until(stop)

    assert looks == ["READY", "READY", "SUCCESSFUL", "SUCCESSFUL"]


def test_command_closes_opens_and_tells(settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path

    call_command("read_only", "on", "Back at noon.")
    assert closing.is_closed()
    call_command("read_only", "status")
    call_command("read_only", "off")

    assert not closing.is_closed()
    assert capsys.readouterr().out == "Read only: Back at noon.\nRead only: Back at noon.\nOpen.\n"


def test_drafts_lie_as_they_lay(client, closed):
    article = make_article(title_en="Draft")
    client.force_login(publisher())

    client.post(f"/admin/news/article/{article.pk}/change/", {"title_en": "Changed"})

    article.refresh_from_db()
    assert article.title_en == "Draft"
