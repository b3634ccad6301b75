"""Events at the desk, in a browser: a visit entered from scratch, with what the form proposes, warns of, and adds without being left."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from actors.models import Actor, Office, Post, Tenure
from chronicle.models import Event
from news.models import Article
from publishing import drafts
from tests.e2e.editors import choose, form_of, wait_for_form
from tests.factories import make_place, make_published_actor, make_published_chronology, make_published_event, make_published_office, publisher

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/chronicle/event/add/"


@pytest.fixture
def minister() -> Tenure:
    ministry = make_published_office("Minister of Foreign Affairs", name_en="Ministry", name_ka="სამინისტრო")
    post = ministry.posts.get()
    Post.objects.update(title_ka="საგარეო საქმეთა მინისტრი")
    lavrov = make_published_actor(name_en="Sergei Lavrov", name_ka="სერგეი ლავროვი")
    return Tenure.objects.create(actor=lavrov, post=post, start="2004-03-09", end_status="ongoing")


def tab(page: Page, name: str) -> Locator:
    page.get_by_role("tab", name=name).click()
    return page.get_by_role("tabpanel")


def add(page: Page, part: str, kind: str) -> Locator:
    """Add a row of a kind, and return it."""
    panel = tab(page, part)
    panel.get_by_role("button", name=f"Add: {kind}").click()
    return page.locator(f"#{panel.locator('.record-row:visible').last.get_attribute('id')}")


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    wait_for_form(page)


def missing(page: Page, row: Locator, field: str) -> Page:
    """Open the window in which what a choice lacks is added."""
    with page.expect_popup() as opened:
        row.get_by_role("link", name=f"{field}: Add a new one").click()
    return opened.value


def made(window: Page, name: str, button: str = "Publish") -> None:
    """Fill the window with a new record, press a button, and wait until it is gone."""
    wait_for_form(window)
    window.fill("[name=name_en]", name)
    with window.expect_event("close"):
        window.get_by_role("button", name=button, exact=True).click()


def add_stop(page: Page) -> None:
    # A place that lacks is added without leaving, and is chosen.
    row = add(page, "Itinerary", "stop")
    made(missing(page, row, "Place"), "Tskhinvali")
    expect(row.get_by_role("combobox", name="Place")).to_have_text(re.compile("Tskhinvali"))
    choose(page, row.get_by_role("combobox", name="Came from"), "Sokhumi", "Sokhumi")


def add_people(page: Page) -> None:
    # The title of the day is proposed; another one is warned of.
    first = add(page, "Participants", "participant")
    choose(page, first.get_by_role("combobox", name="Actor"), "Lavrov", "Sergei Lavrov")
    first.get_by_label("Role").select_option("visitor")
    capacity = first.get_by_label("Capacity as printed (English)")
    expect(capacity).to_have_attribute("placeholder", re.compile("Minister of Foreign Affairs"))
    expect(first.get_by_label("Capacity as printed (Georgian)")).to_have_attribute("placeholder", re.compile("მინისტრი"))
    capacity.fill("former Minister of Foreign Affairs")
    expect(first.locator(".capacity-note--warning")).to_contain_text("surely still held this")
    capacity.fill("")
    expect(first.locator(".capacity-note--warning")).to_have_count(0)

    # So is a person: kept as a draft, the name is chosen all the same.
    second = add(page, "Participants", "participant")
    made(missing(page, second, "Actor"), "Andrei Kelin", "Save draft")
    expect(second.locator(".record-row__title")).to_contain_text("Andrei Kelin")
    second.get_by_label("Role").select_option("delegation")
    second.get_by_label("Capacity as printed (English)").fill("Director of the 4th CIS Department")
    second.get_by_role("button", name="Move up").press("Enter")


def add_words(page: Page) -> None:
    statement = add(page, "Statements", "statement")
    choose(page, statement.get_by_role("combobox", name="Actor"), "Lavrov", "Sergei Lavrov")
    statement.get_by_label("What was said (English)").fill("Relations are like those of allied states.")
    outcome = add(page, "Outcomes", "outcome")
    outcome.get_by_label("What came of it (English)").fill("The embassy started working.")
    outcome.get_by_label("Date", exact=True).fill("April 2009")
    link = add(page, "Background", "link to an event")
    link.get_by_label("Relation").select_option("first_since")
    choose(page, link.get_by_role("combobox", name="Other event"), "Recognition", "Recognition")
    entry = add(page, "Chronologies", "chronology")
    choose(page, entry.get_by_role("combobox", name="Chronology"), "Visits", "Chronology of Visits")


def test_editor_enters_a_visit_from_scratch(desk, minister):
    make_place("Sokhumi")
    visits = make_published_chronology(title_en="Chronology of Visits", title_ka="ვიზიტების ქრონოლოგია")
    recognition = make_published_event(title_en="Recognition", date="2008-08-26")
    page = desk(ADD)
    page.fill("#id_title_en", "Sergei Lavrov’s Visit in Tskhinvali Region")
    page.fill("#id_lead_en", "A visit of several hours.")
    tab(page, "Georgian")
    page.fill("#id_title_ka", "სერგეი ლავროვის ვიზიტი ცხინვალის რეგიონში")

    # The year stands in the words of the source.
    tab(page, "English").locator("summary.further__head").click()
    page.fill("#id_date_words_en", "soon after the 2008 war")
    tab(page, "Date and tags")
    page.get_by_label("Kind").select_option("visit")
    page.fill("#id_date", "15 September")
    page.locator("#id_date").press("Tab")
    expect(page.locator("#id_date")).to_have_value("15 September 2008")
    expect(page.locator(".year-note")).to_contain_text("2008 is inferred from what this form says")
    tab(page, "Details")
    expect(page.locator("#id_year_inferred")).to_be_checked()

    add_stop(page)
    add_people(page)
    add_words(page)
    press(page, "Publish")

    # Every part of the form is in sight, and neither language lacks what the other has.
    tabs = page.get_by_role("tab")
    assert all(box["x"] + box["width"] <= 1280 for box in (each.bounding_box() for each in tabs.all()))
    assert tabs.count() == 11
    assert [each.split("\n") for each in tabs.all_inner_texts()[:2]] == [["English"], ["Georgian", "incomplete"]]
    warning = page.locator(".messagelist .warning", has_text="“Andrei Kelin” is not public")
    expect(warning.get_by_role("link", name="Andrei Kelin")).to_have_attribute("href", form_of(Actor.objects.get(name_en="")))
    event = Event.objects.get(title_en__startswith="Sergei")
    assert event.year_inferred
    assert [row.role for row in event.participants.all()] == ["delegation", "visitor"]
    assert event.links.get().other == recognition

    for language, words in {
        "en": ("15 September 2008", "Minister of Foreign Affairs", "Relations are like those of allied states.", "April 2009", "Director of the 4th"),
        "ka": ("15 სექტემბერი, 2008", "საგარეო საქმეთა მინისტრი", "სერგეი ლავროვი", "აპრილი, 2009"),
    }.items():
        page.goto(f"/{language}/events/{event.slug_en if language == 'en' else event.slug_ka}/")
        for text in words:
            expect(page.get_by_role("main")).to_contain_text(text)
        expect(page.get_by_role("main")).not_to_contain_text("Kelin")
    page.goto(f"/en/chronology/{visits.slug_en}/")
    expect(page.get_by_role("main")).to_contain_text("Sergei Lavrov’s Visit in Tskhinvali Region")


def test_missing_post_and_office_are_added_without_leaving_the_form(desk, minister):
    event = make_published_event(title_en="Talks", date="2008-09-15")
    page = desk(form_of(event))
    row = add(page, "Participants", "participant")
    row.locator("summary.further__head").click()
    window = missing(page, row, "Post")
    # The list that searches, not the plain one that stands there until the script has come.
    choose(window, window.locator(".select2 [role=combobox]"), "Ministry", "Ministry")
    window.get_by_role("button", name="Go on").click()
    wait_for_form(window)
    window.get_by_role("tabpanel").get_by_role("button", name="Add: post").click()
    window.get_by_role("tabpanel").locator(".record-row:visible").last.get_by_label("Title (English)").fill("Director")
    with window.expect_event("close"):
        window.get_by_role("button", name="Publish changes", exact=True).click()
    expect(row.get_by_role("combobox", name="Post")).to_have_text(re.compile("Director – Ministry"))
    press(page, "Publish changes")
    assert event.participants.get().post == Post.objects.get(title_en="Director")

    # In an article it is the same.
    article = drafts.create(Article, {"title_en": "News"}, by=publisher())
    page.goto(form_of(article))
    wait_for_form(page)
    row = add(page, "People and offices", "mention")
    made(missing(page, row, "Office"), "OSCE Mission")
    expect(row.get_by_role("combobox", name="Office")).to_have_text(re.compile("OSCE Mission"))
    press(page, "Save draft")
    assert str(Office.objects.get(name_en="OSCE Mission").pk) in drafts.state_of(article).values()


def test_reader_finds_the_visits_of_one_person_and_prints_them(browser: Browser, live_server):
    visits = make_published_chronology(title_en="Chronology of Visits")
    for title, name, day in (("Visit of Lavrov", "Sergei Lavrov", "2008-09-15"), ("Visit of Novak", "Alexander Novak", "2024-09-25")):
        actor = make_published_actor(name_en=name)
        rows = {"participants": [{"actor": actor.pk, "role": "visitor"}], "entries": [{"chronology": visits.pk}]}
        event = drafts.create(Event, {"title_en": title, "date": day, "kind": "visit", **rows}, by=publisher())
        drafts.publish(event, by=publisher())
    page = browser.new_context(locale="en", base_url=live_server.url).new_page()
    page.goto(f"/en/chronology/{visits.slug_en}/")
    page.get_by_text("Find in this chronology", exact=True).click()
    page.get_by_label("Person").select_option("Lavrov, Sergei")
    with page.expect_navigation():
        page.get_by_role("button", name="Show", exact=True).click()

    assert "actor=" in page.url
    page.emulate_media(media="print")
    main = page.get_by_role("main")
    expect(main.get_by_text("Visit of Lavrov")).to_be_visible()
    expect(main.get_by_text("Visit of Novak")).to_have_count(0)
    for on_screen_only in (main.get_by_text("Find in this chronology", exact=True), main.get_by_role("link", name="Table (CSV)")):
        expect(on_screen_only).to_be_hidden()
    assert page.pdf().startswith(b"%PDF-")
    page.context.close()
