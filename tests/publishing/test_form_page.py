"""The page of a record's form: its rows, its rare steps, and what it says goes along with one language."""

import pytest
from django.urls import reverse
from lxml import html

from publishing import drafts
from tests.browser import Form, form_of
from tests.desk_type.factories import make_dossier, make_published_dossier
from tests.factories import publisher
from tests.roles import browser_of, member_of


@pytest.fixture
def form() -> Form:
    """The browser of an editor."""
    return browser_of(member_of("Editor"))


def url(dossier: object) -> str:
    return reverse("admin:desk_type_dossier_change", args=[dossier.pk])


def found(form: Form, path: str) -> list[html.HtmlElement]:
    return html.fromstring(form.page).xpath(path)


def steps_open(form: Form) -> list[str]:
    """Return the names of the rare steps that stand open."""
    return [step.xpath("string(summary)").strip() for step in found(form, "//details[contains(@class, 'record-step')][@open]")]


# Rows


def test_short_rows_are_lines_under_one_head_and_long_ones_are_not(form):
    form.open(url(make_published_dossier(2)))

    heads = [[head.text for head in heads] for heads in found(form, "//div[@class='record-rows__heads']")]
    assert heads == [["Author", "Sources", "Place in the source"], ["Date", "Number", "Weight", "Met"]]


def test_new_rows_are_made_from_a_blank_one_with_a_place_and_a_key_to_fill(form):
    form.open(url(make_published_dossier(2)))

    names = found(form, "//div[@id='deadlines-group']//template//*[@name]/@name")

    assert names == [f"deadlines-__prefix__-{name}" for name in ("DELETE", "on", "number", "weight", "met", "id", "position")]


def test_who_may_not_write_what_languages_share_adds_moves_and_removes_no_row():
    form = browser_of(member_of("Translator (Georgian)")).open(url(make_published_dossier(1)))

    assert found(form, "//template[ancestor::div[@data-rows]]") == []
    assert found(form, "//ol[@data-moves]") == []
    assert found(form, "//input[contains(@name, 'DELETE')]") == []
    assert form.input("exhibits-0-locator").get("disabled") is not None
    assert form.input("remarks-0-text_ka").get("disabled") is None


def test_row_that_the_draft_lacks_is_shown_with_its_box_ticked(form):
    dossier = make_published_dossier(2)
    first, second = (str(row.pk) for row in dossier.remarks.order_by("position"))
    drafts.save(dossier, {"remarks": [second]}, by=publisher())

    form.open(url(dossier))

    ticked = {form[f"remarks-{index}-id"]: f"remarks-{index}-DELETE" in form.fields for index in range(2)}
    assert ticked == {first: True, second: False}


def test_a_choice_offers_to_add_one_only_to_who_may():
    editor, author = browser_of(member_of("Editor")), browser_of(member_of("Author"))
    add = reverse("admin:news_author_add")
    dossier = make_published_dossier(1)

    assert add in editor.open(url(dossier)).page
    assert add not in author.open(reverse("admin:desk_type_dossier_add")).page


def test_moment_with_seconds_is_no_change_when_it_comes_back(form):
    dossier = make_published_dossier(1)

    form.open(url(dossier)).press("_save_draft")

    dossier.refresh_from_db()
    assert not dossier.has_draft


# The rest of the page


def test_heading_says_its_language_where_it_is_not_the_pages(form):
    dossier = make_published_dossier(title_en="", body_en="", title_ka="დოსიე")

    assert found(form.open(url(dossier)), "//h1/@lang") == ["ka"]
    assert found(form.open(url(make_published_dossier())), "//h1/@lang") == []


def test_rare_steps_are_folded_until_one_is_refused(form):
    form.open(url(make_published_dossier()))
    assert steps_open(form) == []

    assert form.fill(_schedule_at="2001-01-01T10:00").press("_schedule").status_code == 422

    assert steps_open(form) == ["Schedule"]


def going_along(form: Form) -> list[str]:
    """Return what the page says goes along, unless it is hidden."""
    return form.texts("record-step__along") if form_of(form.page).xpath(".//p[@data-along and not(@hidden)]") else []


def test_page_says_what_goes_along_with_one_language(form):
    dossier = make_published_dossier(2, tags=["+One"])
    remark = dossier.remarks.first()
    rows = [{"id": row.pk} for row in dossier.exhibits.order_by("-position")]
    changes = {"title_ka": "სხვა", "sealed": True, "tags": ["+Two"], "exhibits": rows, f"remarks/{remark.pk}/text_ka": "სხვა"}
    assert going_along(form.open(url(dossier))) == []

    drafts.save(dossier, changes, by=publisher())

    assert going_along(form.open(url(dossier))) == ["What all languages share goes along with either one: Sealed, Tags, Exhibits (2)"]


def test_page_of_a_record_that_was_never_public_names_everything_that_is_shared(form):
    dossier = make_dossier(1)

    said = going_along(form.open(url(dossier)))

    assert said == ["What all languages share goes along with either one: Author, Exhibits (1), Remarks (1), Deadlines (1)"]
