"""Tables at the desk: who sends what, reads which report, and downloads which rows."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actors.models import Actor, TableImport
from actors.tables import running
from actors.tables.tasks import check_table, import_table
from publishing.models import Audit
from tests.actors.tables import brought, exported, sent
from tests.factories import make_published_actor, make_published_office, make_superuser
from tests.roles import member_of

pytestmark = pytest.mark.django_db
ADD = reverse("admin:actors_tableimport_add")
LIST = reverse("admin:actors_tableimport_changelist")


def table(text: str, name: str = "people.csv") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, text.encode())


def work():
    """Do what the worker would. It would close the connection, and with it the test's transaction."""
    for run in TableImport.objects.filter(ended_at=None):
        (import_table if run.stage == "writing" else check_table).call(str(run.pk))


def send(client, django_capture_on_commit_callbacks, text: str, **fields):
    """Send a file; return its page once it was looked at."""
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ADD, {"kind": "actors", "upload": table(text), **fields})
    assert response.status_code == 302, response.context["errors"]
    work()
    return client.get(response.headers["Location"])


def download(client, model: str, action: str, *records):
    """Return the lines that an action of a list hands out."""
    chosen = {"action": action, ACTION_CHECKBOX_NAME: [str(record.pk) for record in records]}
    response = client.post(reverse(f"admin:actors_{model}_changelist"), chosen)
    return response, b"".join(response.streaming_content).decode().splitlines()


def test_editor_looks_first_and_imports_then(client, django_capture_on_commit_callbacks):
    client.force_login(member_of("Editor"))

    page = send(client, django_capture_on_commit_callbacks, "name_en\nSergey Lavrov\n", publish="on")
    assert "looked at. Nothing was written." in page.content.decode()
    assert (page.context["may_begin"], Actor.objects.count()) == (True, 0)
    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(reverse("admin:actors_tableimport_import", args=[page.context["run"].pk]))
    work()

    after = client.get(begun.headers["Location"])
    assert "imported. The history of every record names this file." in after.content.decode()
    assert Actor.objects.live().get().name_en == "Sergey Lavrov"
    assert TableImport.objects.get().content is None


def test_file_with_a_refused_row_cannot_be_imported(client, django_capture_on_commit_callbacks):
    client.force_login(member_of("Editor"))

    page = send(client, django_capture_on_commit_callbacks, "name_en,born\nOne,1950\nTwo,2008-13-45\n")
    client.post(reverse("admin:actors_tableimport_import", args=[page.context["run"].pk]))
    work()

    assert (page.context["may_begin"], page.context["chosen"], Actor.objects.count()) == (False, "refused", 0)
    assert "correct these rows in the file" in page.content.decode()
    assert TableImport.objects.get().stage == "checked"


def test_import_is_begun_by_a_form_and_once(client, django_capture_on_commit_callbacks):
    client.force_login(make_superuser())
    address = reverse("admin:actors_tableimport_import", args=[sent("actors", "name_en", "One").pk])

    assert client.get(address).status_code == 403
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address).status_code == 302
        work()

    assert Actor.objects.count() == 1


@pytest.mark.parametrize("name", ["people.exe", "people.xls"])
def test_file_of_another_kind_is_refused_at_once(client, name):
    client.force_login(make_superuser())

    response = client.post(ADD, {"kind": "actors", "upload": table("name_en\nOne", name)})

    assert response.context["adminform"].errors["upload"] == ["The name of this file ends in none of: .csv, .tsv, .txt, .xlsx."]
    assert not TableImport.objects.exists()


def test_reports_belong_to_whoever_sent_the_file_and_to_those_who_publish(client):
    author, other = member_of("Author"), member_of("Author", "other")
    run = sent("actors", "name_en,born", "One,2008-13-45", by=author)
    pages = [reverse(f"admin:actors_tableimport_{name}", args=[run.pk]) for name in ("change", "report")]

    found = {}
    for user in (author, other, member_of("Editor"), member_of("Translator (English)", "translator")):
        client.force_login(user)
        found[user.username] = [client.get(page).status_code for page in pages]

    assert found == {"author": [200, 200], "other": [302, 404], "editor": [200, 200], "translator": [302, 404]}


def test_somebody_without_rights_sees_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    run = sent("actors", "name_en", "One")

    pages = [ADD, LIST, *(reverse(f"admin:actors_tableimport_{name}", args=[run.pk]) for name in ("change", "report", "import"))]

    assert [client.get(page).status_code for page in pages] == [403] * 5
    assert client.get(reverse("admin:actors_tableimport_template", args=["actors"])).status_code == 403


def test_author_is_not_asked_about_publication(client):
    client.force_login(member_of("Author"))

    assert "publish" not in client.get(ADD).context["adminform"].form.fields


def test_publication_that_an_author_asks_for_all_the_same_is_refused(client, django_capture_on_commit_callbacks):
    client.force_login(member_of("Author"))

    send(client, django_capture_on_commit_callbacks, "name_en\nOne\n", publish="on")

    assert TableImport.objects.get().publish is False


def test_report_is_a_table_in_which_nothing_is_computed(client):
    client.force_login(make_superuser())
    run = sent("actors", "name_en,born", "'=1+1,2008-13-45")

    lines = b"".join(client.get(reverse("admin:actors_tableimport_report", args=[run.pk])).streaming_content).decode().splitlines()

    assert lines[0] == '\ufeffrow,what happens,name,"why, and what changes"'
    assert lines[1].startswith("2,refused,'=1+1,")


def test_empty_table_holds_the_headings(client):
    client.force_login(member_of("Author"))

    response = client.get(reverse("admin:actors_tableimport_template", args=["tenures"]))

    heads = b"".join(response.streaming_content).decode()
    assert heads == "\ufeffid,actor,office,post,title_as_printed,start,end,end_status,end_reason,is_acting,ordinal,sources,locator\r\n"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tenures.csv"')
    assert client.get(reverse("admin:actors_tableimport_template", args=["nonsense"])).status_code == 404


def test_chosen_records_are_downloaded_as_tables(client):
    actor = make_published_actor(name_en="Sergey Lavrov")
    make_published_actor(name_en="Somebody Else")
    office = make_published_office("Minister", name_en="Ministry")
    brought("tenures", "actor,office,post,start", "sergey-lavrov,ministry,Minister,2004", publish=True)
    client.force_login(member_of("Editor"))

    tables = [("actor", "actors", actor), ("actor", "tenures", actor), ("office", "offices", office), ("office", "posts", office)]
    for model, kind, record in tables:
        response, lines = download(client, model, f"download_{kind}", record)

        assert (response.status_code, len(lines)) == (200, 2), kind
        assert f"-{kind}-" in response.headers["Content-Disposition"]
    assert Audit.objects.filter(action="table downloaded").count() == 4


def test_drafts_are_downloaded_by_those_who_may_open_them(client):
    public = make_published_actor(name_en="Sergey Lavrov", born="1949")
    brought("actors", "id,born", f"{public.pk},1950")
    brought("actors", "name_en", "Hidden Person")
    hidden = Actor.objects.get(working_title="Hidden Person")

    found = {}
    for role in ("Author", "Editor"):
        client.force_login(member_of(role))
        found[role] = "".join(download(client, "actor", "download_actors", public, hidden)[1])

    assert ("1949" in found["Author"], "1950" in found["Author"], "Hidden" in found["Author"]) == (True, False, False)
    assert ("1949" in found["Editor"], "1950" in found["Editor"], "Hidden" in found["Editor"]) == (False, True, True)


def test_download_costs_the_same_queries_for_many_rows(django_assert_max_num_queries):
    for number in range(30):
        make_published_actor(name_en=f"Actor {number}")
    make_published_office("Minister", name_en="Ministry")
    brought("tenures", "actor,office,post", *(f"actor-{number},ministry,Minister" for number in range(30)), publish=True)

    with django_assert_max_num_queries(12):
        assert len(exported("tenures")) == 31


def test_import_that_breaks_off_says_so(client, monkeypatch):
    client.force_login(make_superuser())
    run = sent("actors", "name_en", "One")
    TableImport.objects.filter(pk=run.pk).update(stage="writing", beat_at=None)

    def fail(*args: object, **more: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("actors.tables.running.write", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        import_table.call(str(run.pk))

    page = client.get(reverse("admin:actors_tableimport_change", args=[run.pk])).content.decode()
    assert "It broke off through an error of the site" in page
    assert Actor.objects.count() == 0


def test_record_that_is_deleted_meanwhile_refuses_the_import():
    actor = make_published_actor(name_en="One")
    run = sent("actors", "id,born", f"{actor.pk},1950")

    def forget(plan, **more):
        for row in plan.rows:
            row.changes = ["born"]
        Actor.objects.filter(pk=actor.pk).delete()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("actors.tables.running.compare", forget)
        running.bring(run)

    run.refresh_from_db()
    assert (run.stage, run.report["rows"][0][1]) == ("refused", "refused")
