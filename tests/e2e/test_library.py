"""Images and tags as an editor meets them, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from library import tags
from library.models import Image, Tag
from tests.factories import make_image, make_superuser, make_tag
from tests.uploads import drawn, written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The admin, after log-in; an error in a script fails the test."""
    user = make_superuser()
    user.set_password("matiane-demo")
    user.save()
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto("/admin/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.wait_for_url("**/admin/")
    yield page
    context.close()
    assert broken == []


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "two chairs.jpg"
    path.write_bytes(written(drawn()))
    return path


def save(page: Page) -> None:
    page.click("[name=_save]")
    page.wait_for_load_state("networkidle")


def test_focal_point_is_set_by_a_click_before_the_upload(desk, photo):
    desk.goto("/admin/library/image/add/")
    desk.fill("#id_title", "Chairs")
    desk.fill("#id_alt_en", "Two chairs")
    desk.fill("#id_alt_ka", "ორი სკამი")
    desk.set_input_files("#id_file", photo)
    picture = desk.locator(".focal-point__frame img")
    picture.wait_for(state="visible")
    desk.wait_for_function("document.querySelector('.focal-point__frame img').naturalWidth > 0")
    size = picture.bounding_box()

    picture.click(position={"x": size["width"] * 0.25, "y": size["height"] * 0.75})
    save(desk)

    image = Image.objects.get()
    assert (image.focal_x, image.focal_y) == (pytest.approx(25, abs=1), pytest.approx(75, abs=1))


def test_focal_point_is_set_by_the_keyboard(desk):
    image = make_image(focal_x=10, focal_y=10)
    desk.goto(f"/admin/library/image/{image.pk}/change/")

    desk.focus("#id_focal_x")
    desk.keyboard.press("ArrowUp")

    mark = desk.locator(".focal-point__mark")
    assert mark.evaluate("mark => mark.style.left") == "11%"
    save(desk)
    assert Image.objects.get().focal_x == 11


def test_refused_file_is_explained_beside_its_field(desk, tmp_path):
    page = tmp_path / "photo.jpg"
    page.write_text("<!DOCTYPE html><script>alert(1)</script>")
    desk.goto("/admin/library/image/add/")
    desk.fill("#id_title", "Chairs")
    desk.set_input_files("#id_file", page)

    save(desk)

    assert "web page" in desk.locator(".field-file .errorlist").inner_text()
    assert desk.input_value("#id_title") == "Chairs"
    assert not Image.objects.exists()


def test_tags_are_merged_into_one_found_by_another_spelling(desk):
    make_tag("South Ossetia")
    into = make_tag("Tskhinvali Region", "ცხინვალის რეგიონი")
    desk.goto("/admin/library/tag/")
    desk.check("tr:has-text('South Ossetia') .action-select")
    desk.select_option("select[name=action]", "merge")
    desk.click(".actions button[type=submit]")

    desk.click(".select2-selection")
    desk.fill(".select2-search__field", "ცხინვალის")
    desk.locator(".select2-results__option", has_text="Tskhinvali Region").click()
    desk.click("text=Merge >> nth=-1")
    desk.wait_for_url("**/admin/library/tag/")

    assert list(Tag.objects.all()) == [into]
    assert tags.find("south ossetia") == into
