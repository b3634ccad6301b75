import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from news.models import Article
from pages.models import ImportRun
from pages.moving.run import OvertakenError, Run
from pages.moving.tasks import move_in
from tests.factories import make_superuser
from tests.pages.moving.sites import SAMPLE, post, wxr

ADD = reverse("admin:pages_importrun_add")


@pytest.fixture
def folder() -> Path:
    """The folder of sources, with the sample in it."""
    found = Path(settings.DATA_DIR) / "import"
    shutil.rmtree(found, ignore_errors=True)
    shutil.copytree(SAMPLE, found)
    return found


def work():
    """Do what the worker would; return in how many pieces. It would close the connection, and with it the test's transaction."""
    pieces = 0
    while run := ImportRun.objects.filter(ended_at=None).first():
        move_in.call(str(run.pk))
        pieces += 1
    return pieces


def begin(client, django_capture_on_commit_callbacks, **fields):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ADD, fields)
    work()
    return response


def test_administrator_looks_first_and_brings_it_then(client, folder, django_capture_on_commit_callbacks):
    client.force_login(make_superuser())
    fields = {"source": str(folder / "wordpress.xml"), "media": str(folder / "uploads")}

    seen = client.get(begin(client, django_capture_on_commit_callbacks, **fields).headers["Location"])
    assert seen.context["numbers"][0] == ("would be made", 10)
    assert Article.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(reverse("admin:pages_importrun_run", args=[seen.context["run"].pk]))
    work()

    after = client.get(begun.headers["Location"])
    assert after.context["numbers"][0] == ("made", 10)
    assert "Crossing point" in after.content.decode()
    assert Article.objects.count() == 9
    assert client.get(reverse("admin:pages_importrun_report", args=[after.context["run"].pk])).json()["counts"]["made"] == 10


def test_source_may_be_sent_along(client, folder, tmp_path, django_capture_on_commit_callbacks):
    client.force_login(make_superuser())
    sent = SimpleUploadedFile("../wordpress.xml", wxr(tmp_path, post(1)).read_bytes())

    begin(client, django_capture_on_commit_callbacks, upload=sent)

    run = ImportRun.objects.get()
    assert (Path(run.source), run.state, run.report["counts"]) == (folder / "2-wordpress.xml", "done", {"made": 1})


def test_source_that_cannot_be_read_says_why(client, folder, tmp_path, django_capture_on_commit_callbacks):
    client.force_login(make_superuser())
    sent = SimpleUploadedFile("cut.xml", wxr(tmp_path, post(1), tail="<item>").read_bytes())

    page = client.get(begin(client, django_capture_on_commit_callbacks, upload=sent).headers["Location"])

    assert "the file ends in the middle" in page.content.decode()
    assert not page.context["may_begin"]


@pytest.mark.parametrize("fields", [{}, {"source": "/etc/passwd"}, {"media": "/etc"}])
def test_only_what_lies_in_the_folder_can_be_chosen(client, folder, fields):
    client.force_login(make_superuser())

    assert client.post(ADD, fields).status_code == 200
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize(("role", "status"), [("Author", 403), ("Editor", 403), ("Administrator", 200)])
def test_administrators_alone_move_in(client, folder, role, status):
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    run = ImportRun.objects.create(source=str(folder / "wordpress.xml"), by=user)

    names = [("add", []), ("changelist", []), ("change", [run.pk]), ("report", [run.pk])]
    assert [client.get(reverse(f"admin:pages_importrun_{name}", args=args)).status_code for name, args in names] == [status] * 4
    if status == 403:
        assert client.post(reverse("admin:pages_importrun_run", args=[run.pk])).status_code == 403


def test_run_is_begun_by_a_form_and_once(client, folder, django_capture_on_commit_callbacks):
    client.force_login(make_superuser())
    begin(client, django_capture_on_commit_callbacks, source=str(folder / "wordpress.xml"))
    address = reverse("admin:pages_importrun_run", args=[ImportRun.objects.get().pk])

    assert client.get(address).status_code == 403
    assert client.post(address).headers["Location"] == client.post(address).headers["Location"]
    assert ImportRun.objects.count() == 2


def test_run_goes_on_where_a_piece_of_it_ended(client, folder, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("pages.moving.tasks.PIECE", 0)
    user = make_superuser()
    path = wxr(tmp_path, *(post(number) for number in range(1, 121)), post(7))
    run = ImportRun.objects.create(source=str(path), dry=False, by=user)

    pieces = work()

    run.refresh_from_db()
    assert (pieces, run.state, run.report["counts"]) == (3, "done", {"made": 120, "refused": 1})
    assert Article.objects.live().count() == 120


def test_run_that_was_broken_off_at_the_command_line_is_gone_on_with_at_the_desk(client, folder, tmp_path, django_capture_on_commit_callbacks):
    user = make_superuser()
    client.force_login(user)
    fields = {"source": str(folder / "wordpress.xml"), "media": str(folder / "uploads")}
    begin(client, django_capture_on_commit_callbacks, **fields)
    broken = ImportRun.objects.create(**fields, dry=False, by=user, state=ImportRun.State.RUNNING)
    dry = ImportRun.objects.get(dry=True)

    with django_capture_on_commit_callbacks() as waiting:
        client.post(reverse("admin:pages_importrun_run", args=[dry.pk]))
    work()

    broken.refresh_from_db()
    assert (len(waiting), ImportRun.objects.count(), broken.state, broken.report["counts"]["made"]) == (1, 2, "done", 10)


def test_process_that_another_one_has_overtaken_brings_nothing(folder):
    row = ImportRun.objects.create(source=str(folder / "wordpress.xml"), dry=False, by=make_superuser())
    run = Run(row, by=row.by)
    ImportRun.objects.filter(pk=row.pk).update(done=3)

    with pytest.raises(OvertakenError):
        run.go()

    assert Article.objects.count() == 0
