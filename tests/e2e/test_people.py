"""People and offices at the desk, in a browser: dates that echo and answer, rows that fold, choices that follow rows, and two in one seat."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect

from actors.models import Actor, Office, Remit, Tenure
from publishing import drafts
from tests.e2e.editors import choose, form_of, log_in, wait_for_form
from tests.factories import make_place, make_published_actor, make_published_office, publisher

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/actors/actor/add/"
MINISTER = "Minister – Ministry"


@pytest.fixture
def ministry() -> Office:
    return make_published_office("Minister", "Deputy", name_en="Ministry", name_ka="სამინისტრო")


def tab(page: Page, name: str) -> Page:
    page.get_by_role("tab", name=name).click()
    return page


def panel(page: Page) -> Locator:
    return page.get_by_role("tabpanel")


def add(page: Page, kind: str) -> Locator:
    """Add a row of a kind, and return it."""
    panel(page).get_by_role("button", name=f"Add: {kind}").click()
    row = page.locator(f"#{panel(page).locator('.record-row:visible').last.get_attribute('id')}")
    expect(row.locator("details.record-row__fold")).to_have_attribute("open", "")
    return row


def add_tenure(page: Page, post: str, *, start: str = "", end: str = "") -> Locator:
    """Add a tenure by hand."""
    row = add(tab(page, "Tenures"), "tenure")
    choose(page, row.get_by_role("combobox", name="Post"), post.partition(" – ")[0], post)
    for label, text in (("Start", start), ("End", end)):
        date(row, label, text)
    return row


def date(row: Locator, label: str, text: str) -> None:
    """Type a date and go on, once what it means has come."""
    box = row.get_by_label(label, exact=True)
    if text == box.input_value():
        return
    with row.page.expect_response("**/dates/**"):
        box.fill(text)
    box.press("Tab")


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    wait_for_form(page)


def line_of(row: Locator) -> Locator:
    return row.locator(".record-row__title")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("since 2020", "goes on", "has ended")), ("ka", ("2020 წლიდან", "გრძელდება", "დასრულდა"))],
)
def test_date_says_what_it_means_and_answers_whether_it_is_over(browser: Browser, live_server, ministry, language, words):
    typed, ongoing, ended = words
    User.objects.create_superuser("nino", password="matiane-demo")
    actor = drafts.create(Actor, {"name_en": "Ann", "tenures": [{"post": ministry.posts.first().pk}]}, by=publisher())
    page = log_in(browser.new_context(locale=language, base_url=live_server.url).new_page(), form_of(actor), "nino")
    page.get_by_role("tab").nth(4).click()
    page.locator(".record-row__line:visible").click()
    start, end = (page.locator(f"#id_tenures-0-{name}") for name in ("start", "end"))

    start.fill(typed)
    expect(page.locator("#id_tenures-0-start + output")).to_have_text(typed)
    start.press("Tab")
    expect(start).to_have_value("2020")
    expect(page.get_by_role("radio", name=ongoing)).to_be_checked()

    end.fill("2024-03-09")
    expect(page.get_by_role("radio", name=ended)).to_be_checked()
    expect(page.get_by_role("radio", name=ongoing)).to_be_disabled()

    end.fill("")
    expect(page.get_by_role("radio", name=ongoing)).to_be_checked()
    expect(page.get_by_role("radio", name=ended)).to_be_enabled()
    page.context.close()


def test_date_says_what_it_means_without_script(browser: Browser, live_server, ministry):
    User.objects.create_superuser("nino", password="matiane-demo")
    post = ministry.posts.first().pk
    actor = drafts.create(
        Actor, {"name_en": "Ann", "tenures": [{"post": post, "start": "since 2020"}, {"post": post, "start": "2020-13"}]}, by=publisher()
    )
    page = browser.new_context(locale="en", java_script_enabled=False, base_url=live_server.url).new_page()
    page.goto(form_of(actor))
    page.fill("#id_username", "nino")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")

    expect(page.locator("#id_tenures-0-start + output")).to_have_text("since 2020")
    expect(page.locator("#id_tenures-1-start + output")).to_contain_text("“13” is not a month")
    page.context.close()


def test_remit_names_a_tenure_that_is_not_stored_yet(desk, ministry):
    make_place("Abkhazia")
    page = desk(ADD)
    page.fill("#id_name_en", "Ann")
    first = add_tenure(page, MINISTER, start="since 2004")
    second = add_tenure(page, "Deputy – Ministry", start="2001")
    expect(line_of(first)).to_have_text(f"{MINISTER}, 2004 – goes on")

    row = add(tab(page, "Remits"), "remit")
    tenure = row.get_by_label("Tenure", exact=True)
    expect(tenure.locator("option")).to_have_text(["", f"{MINISTER}, 2004 – goes on", "Deputy – Ministry, 2001 – ?"])
    tenure.focus()
    page.keyboard.type("Dep")
    choose(page, row.get_by_role("combobox", name="Place"), "Abkhazia", "Abkhazia")
    expect(line_of(row)).to_have_text("supervises, Abkhazia")

    # What is chosen stays chosen while the tenure changes, moves, and until it goes.
    tab(page, "Tenures")
    date(second, "Start", "2002")
    second.get_by_role("button", name="Move up").click()
    tab(page, "Remits")
    expect(tenure.locator("option:checked")).to_have_text("Deputy – Ministry, 2002 – ?")
    tab(page, "Tenures")
    panel(page).locator(".record-row").first.get_by_label("Remove").check()
    tab(page, "Remits")
    expect(tenure.locator("option:checked")).to_have_text("(no longer exists)")
    tenure.select_option(label=f"{MINISTER}, 2004 – goes on")
    press(page, "Publish")

    remit = Remit.objects.get()
    assert (str(remit.tenure.post), str(remit.tenure.start), remit.tenure.end_status) == (MINISTER, "2004", "ongoing")
    assert Tenure.objects.count() == 1


def test_two_in_one_seat_are_refused_then_warned_of_then_published(desk, ministry):
    holder = make_published_actor(name_en="Igor Ivanov")
    minister = ministry.posts.get(title_en="Minister")
    Tenure.objects.create(actor=holder, post=minister, start="2004", end="2008-05", end_status="ended")
    page = desk(ADD)
    page.fill("#id_name_en", "Ann Smith")
    tab(page, "Georgian")
    page.fill("#id_name_ka", "ენ სმითი")
    add_tenure(page, "Deputy – Ministry", start="2001", end="2004")
    add_tenure(page, MINISTER, start="2006", end="2012")

    # Surely at the same time: refused, and the row with it is open.
    press(page, "Publish")
    expect(page.locator(".record-hints--errors")).to_contain_text("Igor Ivanov (2004 – 2008-05)")
    tab(page, "Tenures")
    rows = panel(page).locator(".record-row")
    assert [fold.get_attribute("open") is not None for fold in rows.locator("details.record-row__fold").all()] == [False, True]

    # Possibly at the same time: published, and told.
    date(rows.nth(1), "Start", "May 2008")
    press(page, "Publish")
    warning = page.locator(".messagelist .warning", has_text="may have been held by two at the same time")
    expect(warning.get_by_role("link", name="Igor Ivanov")).to_have_attribute("href", form_of(holder))

    # A day later: nothing to say.
    tab(page, "Tenures")
    rows.nth(1).locator(".record-row__line").click()
    date(rows.nth(1), "Start", "1 June 2008")
    press(page, "Publish changes")
    expect(page.locator(".messagelist .warning", has_text="may have been held")).to_have_count(0)

    page.goto(f"/en/offices/{ministry.slug_en}/")
    expect(page.locator("table.succession").first.locator("tbody th")).to_have_text(["Ann Smith", "Igor Ivanov"])
    page.goto(f"/ka/offices/{ministry.slug_ka}/")
    expect(page.locator("table.succession").first.locator("tbody th").first).to_have_text("ენ სმითი")
    actor = Actor.objects.get(name_en="Ann Smith")
    for address, words in ((f"/en/actors/{actor.slug_en}/", "1 June 2008"), (f"/ka/actors/{actor.slug_ka}/", "1 ივნისი, 2008")):
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text(words)


def test_rows_fold_and_open_where_a_link_leads(desk, ministry):
    page = desk(form_of(ministry))
    tab(page, "Posts")
    folds = panel(page).locator("details.record-row__fold")
    assert [fold.get_attribute("open") for fold in folds.all()] == [None, None]

    folds.first.locator("summary").first.press("Enter")
    row = panel(page).locator(".record-row").first
    row.get_by_label("Seats", exact=True).fill("0")
    row.locator("summary.further__head").press("Enter")
    expect(row.get_by_label("Deputy to", exact=True)).to_be_visible()
    press(page, "Publish changes")
    page.get_by_role("link", name="post 1: Seats").click()

    expect(panel(page).locator("[name$='-0-seats']")).to_be_focused()
