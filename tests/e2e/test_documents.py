"""A document from the desk to the reader, in a real browser: uploaded, listed, published, downloaded, replaced."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from library.models import Document
from news.models import Article
from publishing import drafts
from tests.e2e.editors import choose, form_of, wait_for_form
from tests.factories import make_document, make_kind, make_superuser, publisher
from tests.files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser at the desk, before log-in; an error in a script fails the test."""
    context = browser.new_context(base_url=live_server.url, accept_downloads=True)
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert broken == []


def editor() -> str:
    user = make_superuser()
    user.set_password("matiane-demo")
    user.save()
    return user.username


def downloaded(page: Page, path: str) -> tuple[str, bytes]:
    """Return the name and the content of the first file that a page offers."""
    page.goto(path)
    with page.expect_download() as caught:
        page.get_by_role("link", name="Download").first.click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()


def upload(page: Page, tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    page.set_input_files("#id_document_en", path)
    page.click("[name=_continue]")
    expect(page.locator(".messagelist")).to_be_visible()


def test_document_goes_from_the_desk_to_the_reader_and_is_replaced_at_its_address(desk, tmp_path):
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>Text.</p>"}, by=publisher())
    desk.goto("/admin/library/document/add/")
    desk.fill("#id_username", editor())
    desk.fill("#id_password", "matiane-demo")
    desk.click("#login-form [type=submit]")
    desk.fill("#id_title_en", "Minutes of the session")
    upload(desk, tmp_path, "სხდომის ოქმი.pdf", pdf("First"))
    document = Document.objects.get()

    desk.goto(form_of(record))
    wait_for_form(desk)
    desk.get_by_role("tab", name="Documents").click()
    desk.locator("#documents-group .add-row :is(a, button)").click()
    choose(desk, desk.locator("#documents-group .select2-selection").first, "session", "Minutes of the session")
    desk.click("[name=_publish]")
    expect(desk.locator(".messagelist")).to_be_visible()
    assert downloaded(desk, "/en/news/talks/") == ("სხდომის ოქმი.pdf", pdf("First"))

    desk.goto(form_of(document))
    upload(desk, tmp_path, "new.pdf", pdf("Second"))

    assert downloaded(desk, "/en/news/talks/") == ("new.pdf", pdf("Second"))
    desk.goto(f"/en/documents/{document.short_id}/")
    expect(desk.get_by_role("heading", name="Older versions")).to_be_visible()
    with desk.expect_download() as caught:
        desk.locator("ol a[download]").click()
    assert Path(caught.value.path()).read_bytes() == pdf("First")


def test_refused_file_is_explained_beside_its_field(desk, tmp_path):
    path = tmp_path / "minutes.pdf"
    path.write_text("<!DOCTYPE html><script>alert(1)</script>")
    desk.goto("/admin/library/document/add/")
    desk.fill("#id_username", editor())
    desk.fill("#id_password", "matiane-demo")
    desk.click("#login-form [type=submit]")
    desk.fill("#id_title_en", "Minutes")
    desk.set_input_files("#id_document_en", path)

    desk.click("[name=_save]")

    expect(desk.locator(".field-document_en .errorlist")).to_contain_text("web page")
    assert desk.input_value("#id_title_en") == "Minutes"
    assert not Document.objects.exists()


def test_forms_of_documents_have_no_fault(desk, axe):
    document = make_document(title_en="Minutes", title_ka="ოქმი")
    log = editor()
    desk.goto(form_of(document))
    desk.fill("#id_username", log)
    desk.fill("#id_password", "matiane-demo")
    desk.click("#login-form [type=submit]")
    for path in (form_of(document), "/admin/library/document/", "/admin/library/document/add/"):
        desk.goto(path)
        for width in (375, 1280):
            desk.set_viewport_size({"width": width, "height": 900})
            desk.wait_for_load_state("networkidle")
            assert axe(desk) == []
            assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
