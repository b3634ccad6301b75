"""The preview of a form: for those who may change the record, of what stands in the form, whether it is saved or not."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from lxml import html

from news.models import Article
from publishing import drafts
from publishing.models import Draft
from tests.browser import Form, posted_by
from tests.factories import make_kind, make_published_article, publisher
from tests.roles import browser_of, member_of

ADD = "/admin/news/article/add/"


def url_of(record: Article) -> str:
    return f"/admin/news/article/{record.pk}/change/"


def preview(form: Form, language: str = "en", more: str = "") -> str:
    """Send the open form to its preview and return the page; the form stays open."""
    address = form.url.removesuffix("change/") + "preview/"
    response = form.client.post(f"{address}?language={language}{more}", form.fields)
    form.response = response
    return response.content.decode()


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor"))


def test_new_form_is_shown_in_both_languages_and_stored_in_none(form):
    form.open(ADD).fill(title_en="Talks", title_ka="მოლაპარაკება", body_en="<p>Words.</p>", body_ka="<p>სიტყვები.</p>")

    assert "Words." in preview(form)
    assert "სიტყვები." in preview(form, "ka")
    assert not Article.objects.exists()
    assert not Draft.objects.exists()


def test_typed_text_is_shown_and_not_the_stored_draft(form):
    record = make_published_article(title_en="Talks")
    drafts.save(record, {"title_en": "Stored"}, by=publisher())
    form.open(url_of(record)).fill(title_en="Typed")

    seen = preview(form)

    assert "Typed" in seen
    assert "Stored" not in seen[seen.index("<main") : seen.index("</main>")]
    assert drafts.state_of(Article.objects.get())["title_en"] == "Stored"


def test_address_alone_shows_the_stored_draft(form):
    record = make_published_article(title_en="Talks")
    drafts.save(record, {"title_en": "Stored"}, by=publisher())

    response = form.client.get(f"/admin/news/article/{record.pk}/preview/")

    assert "Stored" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_bar_repeats_the_form_for_the_other_language(form):
    form.open(ADD).fill(title_en="Talks", title_ka="მოლაპარაკება")

    page = preview(form)

    (bar,) = html.fromstring(page).xpath("//aside//form")
    assert posted_by(bar) == {name: values for name, values in form.fields.items() if name != "_preview"}
    assert bar.xpath(".//button/@formaction") == ["?language=ka"]


def test_bar_speaks_the_language_of_the_editor_and_the_page_its_own(form):
    form.headers = {"Accept-Language": "ka"}
    form.open(ADD).fill(title_en="Talks")

    seen = form.client.post("/admin/news/article/add/preview/?language=en", form.fields, headers={"Accept-Language": "ka"}).content.decode()

    assert '<html lang="en">' in seen
    assert 'lang="ka"' in seen[seen.index("<aside") : seen.index("</aside>")]


def test_frame_beside_the_form_says_what_is_left_out_and_a_phone_says_nothing(form):
    form.open(ADD).fill(title_en="T" * 300)

    assert "preview__what" not in preview(form, more="&frame=panel")
    assert "preview__out" in preview(form, more="&frame=panel")
    assert "hidden" in preview(form, more="&frame=page").split("<aside")[1].split(">")[0]


def test_frames_are_allowed_for_this_site_only(form):
    form.open(ADD).fill(title_en="Talks")
    preview(form)

    policy = form.response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert form.response.headers["X-Frame-Options"] == "SAMEORIGIN"
    page = form.client.get(ADD).headers
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_damaged_form_is_shown_all_the_same(form):
    record = make_published_article(title_en="Talks")
    form.open(url_of(record)).fill(title_en="Typed", _seen="broken")
    form.fields.pop("_end")

    assert "Typed" in preview(form)


@pytest.mark.parametrize("query", ["language=xx", "language=", "frame=nonsense&language=en%00", "language[]=ka"])
def test_nonsense_in_the_address_is_no_error(form, query):
    form.open(ADD).fill(title_en="Talks")

    assert form.client.post(f"/admin/news/article/add/preview/?{query}", form.fields).status_code == 200


# Who may


def test_author_previews_what_an_author_may_write(form):
    author = browser_of(member_of("Author")).open(ADD).fill(title_en="Mine", kind=make_kind().pk)

    assert "Mine" in preview(author)


def test_those_who_may_not_change_a_record_preview_nothing():
    record = make_published_article(title_en="Talks")
    drafts.save(record, {"title_en": "Secret"}, by=publisher())
    viewer = member_of("Author", "viewer")
    viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
    browser = browser_of(viewer)

    for response in (
        browser.client.get(f"/admin/news/article/{record.pk}/preview/"),
        browser.client.post(f"/admin/news/article/{record.pk}/preview/?language=en", {"title_en": "x"}),
    ):
        assert response.status_code == 403
        assert "Secret" not in response.content.decode()


def test_somebody_unknown_is_led_to_the_log_in():
    record = make_published_article(title_en="Talks")

    response = Client().post(f"/admin/news/article/{record.pk}/preview/?language=en", {})

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("key", ["00000000-0000-0000-0000-000000000000", "nonsense"])
def test_preview_of_nothing_is_not_there(form, key):
    assert form.client.get(f"/admin/news/article/{key}/preview/").status_code == 404
    assert form.client.post(f"/admin/news/article/{key}/preview/", {}).status_code in (403, 404)
    assert form.client.get("/admin/news/article/add/preview/").status_code == 404
