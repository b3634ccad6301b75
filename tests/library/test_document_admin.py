"""Documents in the admin: added with a file, replaced, taken back, and kept from going while something lists them."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from library.models import Document, DocumentFile
from news.models import Article
from publishing import drafts
from publishing.models import Audit
from tests.factories import make_document, make_kind, make_superuser, publisher, replace_file
from tests.files import pdf, table
from tests.library.reading import read
from tests.roles import member_of
from tests.uploads import upload


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


def person(role: str) -> Client:
    client = Client()
    client.force_login(member_of(role))
    return client


def form(document: Document | None = None, **values: object) -> dict[str, object]:
    files = list(document.files.all()) if document else []
    rows = {"files-TOTAL_FORMS": len(files), "files-INITIAL_FORMS": len(files)}
    for number, file in enumerate(files):
        rows |= {f"files-{number}-id": str(file.pk), f"files-{number}-document": str(file.document_id)}
        rows |= {f"files-{number}-reason_{code}": getattr(file, f"reason_{code}") for code in ("en", "ka")}
    return {"title_en": "Minutes", "licence": "", **rows, **values}


def add(client: Client, **values: object):
    return client.post(reverse("admin:library_document_add"), form(**values))


def change(client: Client, document: Document, **values: object):
    return client.post(reverse("admin:library_document_change", args=[document.pk]), form(document, **values))


def publish(document: Document) -> Article:
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "documents": [{"document": document.pk}]}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def errors(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def test_document_is_added_with_a_file_for_each_language(editor):
    response = add(editor, title_ka="ოქმი", document_en=upload(pdf(), "minutes.pdf"), document_ka=upload(table(), "ოქმი.csv"))

    assert response.status_code == 302
    found = DocumentFile.objects.order_by("language").values_list("language", "number", "name", "kind", "pages")
    assert list(found) == [("en", 1, "minutes.pdf", "pdf", 1), ("ka", 1, "ოქმი.csv", "csv", None)]
    act = Audit.objects.latest("pk")
    assert (act.action, act.detail["files"]) == ("document added", ["en", "ka"])


def test_document_without_a_file_or_a_title_is_not_added(editor):
    response = add(editor, title_en=" ")

    assert errors(response) == {
        "title_en": ["Give a title in at least one language."],
        "document_en": ["Choose a file in at least one language."],
    }
    assert not Document.objects.exists()


def test_refused_file_is_explained_beside_its_field_and_the_rest_is_kept(editor):
    response = add(editor, document_en=upload(b"<html><script>alert(1)</script>", "minutes.pdf"))

    assert list(errors(response)) == ["document_en"]
    assert "web page" in errors(response)["document_en"][0]
    assert response.context["adminform"].form["title_en"].value() == "Minutes"
    assert not Document.objects.exists()


def test_new_file_replaces_the_one_before_and_keeps_it(editor):
    document = make_document(title_en="Minutes", title_ka="", files={"en": table("first")})

    response = change(editor, document, document_en=upload(pdf(), "new.pdf"))

    assert response.status_code == 302
    first, second = document.files.order_by("number")
    assert (first.kind, first.replaced_at is None) == ("csv", False)
    assert (second.kind, second.number, second.replaced_at) == ("pdf", 2, None)


def test_saving_without_a_file_keeps_the_file(editor):
    document = make_document(files={"en": table()})

    change(editor, document, title_en="Renamed")

    assert Document.objects.get().title_en == "Renamed"
    assert document.files.count() == 1


def test_version_is_taken_back_with_a_reason_and_opened_again(editor):
    document = make_document(files={"en": table()})

    change(editor, document, **{"files-0-is_taken_back": "on", "files-0-reason_en": "It names a witness."})

    file = document.files.get()
    assert file.withdrawn_at is not None
    assert file.reason_en == "It names a witness."
    assert Audit.objects.latest("pk").detail["versions"] == [str(file.pk)]
    assert change(editor, document).status_code == 302
    assert document.files.get().withdrawn_at is None


@pytest.mark.parametrize("is_public", [True, False])
def test_document_that_a_record_lists_is_not_deleted_and_the_record_is_named(editor, is_public):
    document = make_document()
    record = publish(document) if is_public else None
    if record is None:
        drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "documents": [{"document": document.pk}]}, by=publisher())
    address = reverse("admin:library_document_delete", args=[document.pk])

    page = editor.get(address).content.decode()
    editor.post(address, {"post": "yes"})

    assert ">Talks</a>" in page
    assert Document.objects.exists()


def test_document_that_nothing_lists_is_deleted_with_its_files(editor, django_capture_on_commit_callbacks):
    document = make_document(files={"en": table()})
    file = document.files.get().file
    assert file.storage.exists(file.name)

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("admin:library_document_delete", args=[document.pk]), {"post": "yes"})

    assert not Document.objects.exists()
    assert not file.storage.exists(file.name)


def test_form_shows_versions_and_where_it_is_listed(editor):
    document = make_document(files={"en": table("first")})
    replace_file(document, "en", table("second"))
    publish(document)

    page = editor.get(reverse("admin:library_document_change", args=[document.pk])).content.decode()

    assert "English, 1" in page
    assert "English, 2" in page
    assert ">Talks</a>" in page
    assert "Used in 1 record" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(editor, django_assert_num_queries, count):
    for _number in range(count):
        make_document()
    editor.get(reverse("admin:library_document_changelist"))

    with django_assert_num_queries(7):
        page = editor.get(reverse("admin:library_document_changelist"))

    assert page.content.decode().count("EN: CSV") == count


@pytest.mark.parametrize("query", ["?kind=csv", "?kind=nonsense", "?q=Doc%00ument", "?kind=pdf"])
def test_list_is_filtered_and_searched(editor, query):
    make_document()

    assert editor.get(reverse("admin:library_document_changelist") + query).status_code == 200


PRIVATE = "private, no-store, max-age=0, no-cache, must-revalidate"


# Who may what


def test_file_is_handed_out_to_whoever_may_see_documents_and_to_nobody_else():
    file = make_document(files={"en": table()}).files.get()
    address = reverse("admin:library_document_file", args=[file.pk])

    response = read(person("Author").get(address))
    assert (response.status_code, response["Cache-Control"]) == (200, PRIVATE)
    nobody = Client()
    nobody.force_login(User.objects.create_user("nobody", is_staff=True))
    assert nobody.get(address).status_code == 403
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Author", {"add", "view"}),
        ("Editor", {"add", "change", "delete", "view"}),
        ("Administrator", {"add", "change", "delete", "view"}),
        ("Translator (Georgian)", {"view"}),
    ],
)
def test_roles_may_do_with_documents_what_they_may_do_with_images(role, may):
    found = Permission.objects.filter(group__name=role, content_type__app_label="library", content_type__model="document")

    assert {each.codename.partition("_")[0] for each in found} == may


def test_author_adds_a_document_and_changes_none():
    author = person("Author")
    document = make_document(title_en="Minutes")

    assert add(author, title_en="Mine", document_en=upload(table(), "a.csv")).status_code == 302
    assert change(author, document, title_en="Changed").status_code == 403
    assert change(author, document, **{"files-0-is_taken_back": "on"}).status_code == 403
    assert set(Document.objects.values_list("title_en", flat=True)) == {"Minutes", "Mine"}


def test_document_is_found_by_typing_in_the_form_of_an_article(editor):
    document = make_document(title_en="Minutes of the session")
    query = {"term": "session", "app_label": "news", "model_name": "articledocument", "field_name": "document"}

    found = editor.get(reverse("admin:autocomplete"), query).json()

    assert [each["id"] for each in found["results"]] == [str(document.pk)]
