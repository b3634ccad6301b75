"""Screens of the desk that have no story of their own yet, under axe: filled, in both languages, light and dark, wide and narrow."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from news.models import Article
from pages.leaving.tasks import move_out
from pages.models import Export
from publishing import drafts, preview_links
from publishing.bundles import gathering, reviewing
from publishing.review import comments, inviting, rounds
from syndication import keys, signing
from syndication.models import ApiKey, Attempt, Delivery, Partner
from tests.actors.tables import sent
from tests.chronicle.books import put, workbook
from tests.e2e.editors import wait_for_form
from tests.e2e.test_admin_axe import WAYS, overflow
from tests.factories import make_kind, make_published_actor, make_published_agreement, make_published_office, make_published_place, publisher

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=WAYS, ids=["-".join(map(str, way)) for way in WAYS])
def desk(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer):
    """A page of the desk, after log-in."""
    language, scheme, width = request.param
    User.objects.create_superuser("editor", password="matiane-demo")
    context = browser.new_context(color_scheme=scheme, locale=language, viewport={"width": width, "height": 900}, base_url=live_server.url)
    page = context.new_page()
    page.goto("/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def faults(page: Page, axe: Axe, address: str) -> list[str]:
    """Return what is wrong at an address."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return [f"{address}: {fault}" for fault in axe(page)] + [f"{address} is {wide} pixels too wide" for wide in [overflow(page)] if wide]


def test_moving_out(desk, axe):
    user = User.objects.get()
    waiting, ready = Export.objects.create(by=user), Export.objects.create(by=user)
    move_out.call(str(ready.pk))
    ready.refresh_from_db()
    assert ready.bytes

    at = "/admin/pages/export/"
    for address in (at, f"{at}add/", f"{at}{waiting.pk}/change/", f"{at}{ready.pk}/change/"):
        assert faults(desk, axe, address) == []


def test_people_offices_places_and_agreements(desk, axe):
    place = make_published_place("Tskhinvali", name_ka="ცხინვალი")
    office = make_published_office("Minister", name_en="Ministry", name_ka="სამინისტრო")
    actor = make_published_actor(name_en="Ann Smith", name_ka="ენ სმითი")

    for name in ("actor", "office", "place"):
        assert faults(desk, axe, f"/admin/actors/{name}/") == []
    drafts.save(actor, {"tenures": [{"post": office.posts.get().pk, "start": "2004", "end": "2008", "end_status": "ended"}]}, by=publisher())
    for record in (office, actor, place, make_published_agreement("announced", title_en="Agreement", title_ka="შეთანხმება")):
        address = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"
        assert faults(desk, axe, address) == []
        tabs = wait_for_form(desk).get_by_role("tab")
        for number in range(tabs.count()):
            tabs.nth(number).click()
            # Folded, and then with everything open, a new row too.
            assert [f"{address}, tab {number}: {fault}" for fault in axe(desk)] == []
            assert overflow(desk) == 0
            for add in desk.locator(".add-row button:visible").all():
                add.click()
            for fold in desk.locator("details:is(.record-row__fold, .further):not([open]) > summary:visible").all():
                fold.click()
            # Wherever the page was scrolled to, its bar lies over some button.
            desk.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
            assert [f"{address}, tab {number}, open: {fault}" for fault in axe(desk)] == []
            assert overflow(desk) == 0


def test_merging_and_adding_a_missing_post(desk, axe):
    first, second = (
        make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი", born="1950"),
        make_published_actor(name_en="Sergei Lavroff"),
    )
    office = make_published_office("Minister", name_en="Ministry", name_ka="სამინისტრო")

    merges = [f"/admin/actors/{record._meta.model_name}/{record.pk}/merge/" for record in (first, office)]
    for address in (*merges, f"{merges[0]}?other={second.pk}", "/admin/actors/post/add/?_to_field=id&_popup=1"):
        assert faults(desk, axe, address) == []


def test_tables(desk, axe):
    user = User.objects.get()
    good = sent("actors", "name_en,born", "Ann Smith,1950", by=user)
    bad = sent("actors", "id,name_en,born", "abc,Ann Smith,2008-13-45", by=user)
    wrong = sent("tenures", "actor,actor,begin", "a,b,c", by=user)
    events = {"events": [["key", "title_en", "date"], ["a", "Meeting", "2024-13-45"]], "participants": [["event", "actor"], ["a", "Nobody"]]}
    book = put(workbook(**events), by=user)

    at = "/admin/actors/tableimport/"
    for address in (at, f"{at}add/", *(f"{at}{run.pk}/change/" for run in (good, bad, wrong, book)), f"{at}{good.pk}/change/?show=unchanged"):
        assert faults(desk, axe, address) == []


def test_partners_and_keys(desk, axe):
    partner = Partner.objects.create(name="Library", mail="lib@example.org", address="https://example.org/hook", secret=signing.new_secret())
    delivery = Delivery.objects.create(partner=partner, event="test", tries=2)
    for status, said in ((500, "Internal Server Error " * 8), (None, "ReadTimeoutError: no answer in time")):
        Attempt.objects.create(delivery=delivery, status=status, seconds=1.25, said=said)
    text = keys.new()
    key = ApiKey.objects.create(name="Library", beginning=keys.beginning_of(text), digest=keys.digest_of(text))
    key.uses.create(day="2026-01-02", path="/api/v1/articles/{pk}/", requests=12345)

    shown = {"partner": partner, "delivery": delivery, "apikey": key}
    for name, row in shown.items():
        for address in ("", f"{row.pk}/change/", *(["add/"] if name != "delivery" else [])):
            assert faults(desk, axe, f"/admin/syndication/{name}/{address}") == []
    # The pages that show a secret once.
    desk.goto("/admin/syndication/apikey/add/")
    desk.fill("#id_name", "Archive")
    desk.click("[name=_save]")
    desk.wait_for_selector("#secret")
    assert (axe(desk), overflow(desk)) == ([], 0)
    desk.goto(f"/admin/syndication/partner/{partner.pk}/change/")
    desk.click("[formaction$='/secret/']")
    desk.wait_for_selector("#secret")
    assert (axe(desk), overflow(desk)) == ([], 0)


def test_review_comments_and_notices(desk, axe):
    user = User.objects.get()
    record = drafts.create(Article, {"title_en": "Talks", "lead_en": "They met.", "kind": make_kind().pk}, by=publisher())
    rounds.submit(record, by=publisher(), assignee=user, note="Mind the day.")
    said = comments.add(record, by=publisher(), text="@editor, which day?", key="lead_en")
    comments.reply(record, said.pk, by=user, text="Monday.")
    link, token = preview_links.make(record, by=user, may_comment=True)
    inviting.say(link, name="Ann", text="A word is missing.", key="lead_en")

    bundle = gathering.make("The visit", [record], by=user)
    _link, of_bundle = reviewing.invite(bundle, by=user)

    form, review = f"/admin/news/article/{record.pk}", f"/review/{of_bundle}"
    reviews = (f"/review/{token}/", f"{review}/", f"{review}/{record.pk}/", f"/admin/publishing/bundle/{bundle.pk}/change/")
    for address in (f"{form}/change/", f"{form}/history/", "/admin/notices/", "/admin/notices/choices/", *reviews):
        assert faults(desk, axe, address) == []
