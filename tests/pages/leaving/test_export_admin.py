import datetime as dt
import zipfile
from contextlib import ExitStack, closing
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from pages.leaving.tasks import delete_archive, move_out
from pages.models import Export
from publishing.models import Audit
from tests.factories import make_published_article, make_superuser

ADD = reverse("admin:pages_export_add")


def address(name, export):
    return reverse(f"admin:pages_export_{name}", args=[export.pk])


def made(user=None):
    """An archive that the worker has written."""
    export = Export.objects.create(by=user or make_superuser())
    move_out.call(str(export.pk))
    export.refresh_from_db()
    return export


def test_administrator_asks_for_an_archive_and_fetches_it(client, django_capture_on_commit_callbacks):
    make_published_article(title_en="First")
    client.force_login(make_superuser())

    assert "Make the archive" in client.get(ADD).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(ADD).headers["Location"]
    assert "being written behind the pages" in client.get(asked).content.decode()
    move_out.call(str(Export.objects.get().pk))
    ready = client.get(asked).content.decode()

    assert address("file", Export.objects.get()) in ready
    response = client.get(address("file", Export.objects.get()))
    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert b"First" in archive.read("rows/news.Article.jsonl")
    assert (response["Content-Type"], "no-store" in response["Cache-Control"]) == ("application/zip", True)
    actions = list(Audit.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["archive of the site asked for", "archive of the site downloaded"]


# Closing a response ends the connection, which PostgreSQL notices.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "status"), [("Author", 403), ("Editor", 403), ("Administrator", 200)])
def test_administrators_alone_take_everything_along(client, role, status):
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    export = made()
    client.force_login(user)

    addresses = [ADD, reverse("admin:pages_export_changelist"), address("change", export), address("file", export)]
    with ExitStack() as opened:
        assert [opened.enter_context(closing(client.get(each))).status_code for each in addresses] == [status] * 4
    if status == 403:
        assert client.post(address("remove", export)).status_code == 403
        assert export.path.exists()


def test_stranger_is_sent_to_the_log_in(client):
    response = client.get(address("file", made()))

    assert (response.status_code, "login" in response.headers["Location"]) == (302, True)


def test_archive_is_deleted_by_a_task_after_its_days():
    export = made()

    delete_archive.call(str(export.pk))

    export.refresh_from_db()
    assert (export.state, export.path.exists()) == ("deleted", False)


def test_archive_whose_days_are_over_is_offered_to_nobody(client):
    export = made()
    client.force_login(make_superuser())
    Export.objects.update(ended_at=timezone.now() - dt.timedelta(days=4))

    assert client.get(address("file", export)).status_code == 404
    assert "Its file was deleted." in client.get(address("change", export)).content.decode()


def test_archive_can_be_deleted_before_its_days_are_over(client):
    export = made()
    client.force_login(make_superuser())

    assert client.get(address("remove", export)).status_code == 403
    assert client.post(address("remove", export)).status_code == 302

    export.refresh_from_db()
    assert (export.state, export.path.exists()) == ("deleted", False)


def test_one_archive_is_written_at_a_time(client):
    client.force_login(make_superuser())
    going = Export.objects.create()

    assert client.get(ADD).headers["Location"] == client.post(ADD).headers["Location"] == address("change", going)
    assert Export.objects.count() == 1


def test_who_may_not_any_more_gets_none():
    user = User.objects.create_user("somebody", is_staff=True)

    export = made(user)

    assert (export.state, export.path.exists()) == ("failed", False)


def test_archive_that_cannot_be_written_says_why(client, monkeypatch, tmp_path):
    (tmp_path / "export").write_text("in the way")
    monkeypatch.setattr("django.conf.settings.DATA_DIR", tmp_path)

    export = made()

    client.force_login(make_superuser())
    assert export.state == "failed"
    assert "It could not be written." in client.get(address("change", export)).content.decode()
