"""The pages of a record's past in the admin."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from news.models import Article
from publishing import drafts
from publishing.models import Version
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_kind, publisher
from tests.roles import browser_of, member_of


def make(by=None, **fields):
    return drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=by or publisher())


@pytest.fixture
def record():
    """A public article with a pending draft: versions 1 (draft), 2 (publication), 3 (draft)."""
    found = make()
    drafts.publish(found, by=publisher(), note="For editors only", public_note={"en": "First told"})
    drafts.save(found, {"title_en": "Unfinished"}, by=publisher())
    return found


def url(name, record, *more):
    return reverse(f"admin:news_article_{name}", args=[record.pk, *more])


@pytest.fixture
def editor():
    return browser_of(member_of("Editor")).client


def tree(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def texts(page, css_class):
    found = page.xpath(f'//*[contains(concat(" ", normalize-space(@class), " "), " {css_class} ")]')
    return [" ".join(element.text_content().split()) for element in found]


def marked(page, tag):
    """Return what is marked as having come (ins) or gone (del), without the names of the sides."""
    return [element.text_content() for element in page.xpath(f"//section//{tag}")]


def names(page):
    return page.xpath('//input[@name="from"]/@value')


# The list


def test_list_names_draft_public_text_and_every_version(editor, record):
    page = tree(editor, url("history", record))

    assert names(page) == ["draft", "live", "3", "2", "1"]
    assert texts(page, "past-line__note")[3] == "For editors only For readers: First told"
    assert page.xpath('//a[@href="/en/news/talks/v/1/"]')[0].text_content() == "English: public version 1"
    assert [(radio.name, radio.get("value")) for radio in page.xpath("//input[@checked]")] == [("to", "draft"), ("from", "live")]


def test_form_leads_to_the_history(editor, record):
    page = tree(editor, url("change", record))

    assert url("history", record) in page.xpath("//a/@href")


def test_long_history_comes_page_by_page_and_opens_as_fast(editor, record, django_assert_num_queries):
    before = [names(tree(editor, url("history", record)))]
    with django_assert_num_queries(QUERIES):
        editor.get(url("history", record))
    Version.objects.bulk_create(Version(record=record.pk, kind="article", number=number, data={}) for number in range(4, 501))

    with django_assert_num_queries(QUERIES):
        page = tree(editor, url("history", record))

    assert names(page) == ["draft", "live", *map(str, range(500, 450, -1))]
    older = tree(editor, url("history", record) + page.xpath('//nav[@class="past-pages"]/a/@href')[-1])
    assert names(older) == [*map(str, range(450, 400, -1))]
    assert before[0][-1] == "1"


# The page itself costs six: session, user, rights, the record and its right, unread notices;
# then draft, versions, their public numbers, rounds of review.
QUERIES = 10


@pytest.mark.parametrize("query", ["?before=x", "?before=-1", "?before=99999999999999999999", "?before=%00", "?before=0", "?before=1"])
def test_list_takes_any_query(editor, record, query):
    assert editor.get(url("history", record) + query).status_code == 200


# Two side by side


def test_comparison_marks_what_came_and_went_in_words(editor, record):
    page = tree(editor, f"{url('compare', record)}?from=live&to=draft")

    assert (marked(page, "del"), marked(page, "ins")) == (["[removed: Talks]"], ["[added: Unfinished]"])
    assert page.xpath('//*[@class="diff-lines"]//p/@lang') == ["en"] * 2


def test_equal_sides_say_so(editor, record):
    assert texts(tree(editor, f"{url('compare', record)}?from=live&to=live"), "diff-none") == ["The two say the same."]


@pytest.mark.parametrize("query", ["", "?from=1", "?from=1&to=77", "?from=x&to=1", "?from=1&to=99999999999999999999999"])
def test_sides_that_are_not_there_lead_to_the_list(editor, record, query):
    response = editor.get(url("compare", record) + query)

    assert (response.status_code, response.headers["Location"]) == (302, url("history", record))


def test_markup_in_a_text_is_words(editor, record):
    drafts.save(record, {"title_en": "<script>alert(1)</script>"}, by=publisher())

    assert "<script>alert" not in editor.get(f"{url('compare', record)}?from=live&to=draft").content.decode()


# The way back


def test_restore_leads_to_the_form_with_the_old_text(editor, record):
    response = editor.post(url("restore_version", record, 2), follow=True)

    assert drafts.state_of(record)["title_en"] == "Talks"
    assert "Version 2 is the draft now" in response.content.decode()
    record.refresh_from_db()
    assert record.title_en == "Talks"


def test_fields_that_are_gone_are_said(editor, record):
    Version.objects.filter(number=1).update(data={"title_en": "Old", "summary_en": "Gone"})

    response = editor.post(url("restore_version", record, 1), follow=True)

    assert "left out: summary_en." in response.content.decode()


def test_restore_is_no_link(editor, record):
    assert editor.get(url("restore_version", record, 1)).status_code == 405


def test_record_in_the_trash_shows_its_past_and_restores_nothing(editor):
    record = make()
    transition(record, State.TRASHED, by=publisher())

    page = tree(editor, url("history", record))
    response = editor.post(url("restore_version", record, 1), follow=True)

    assert (names(page), page.xpath("//@formaction")) == (["draft", "1"], [])
    assert "lies in the trash" in response.content.decode()


# Who may


def test_author_sees_of_a_public_record_what_was_public(record):
    author = browser_of(member_of("Author")).client

    page = tree(author, url("history", record))

    assert names(page) == ["live", "2"]
    assert ("For editors only" in page.text_content(), "Unfinished" in page.text_content()) == (False, False)
    assert page.xpath("//@formaction") == []
    assert author.get(f"{url('compare', record)}?from=live&to=draft").status_code == 302
    assert author.get(f"{url('compare', record)}?from=2&to=3").status_code == 302
    author.post(url("restore_version", record, 2))
    assert drafts.state_of(record)["title_en"] == "Unfinished"


@pytest.mark.parametrize("name", ["history", "compare"])
def test_draft_of_somebody_else_has_no_past_for_an_author(name):
    author = browser_of(member_of("Author")).client

    assert author.get(url(name, make())).status_code == 404


def test_restore_of_somebody_elses_draft_is_refused():
    author = browser_of(member_of("Author")).client
    record = make()

    assert author.post(url("restore_version", record, 1)).status_code == 404


def test_own_draft_has_a_past():
    author = member_of("Author")

    assert names(tree(browser_of(author).client, url("history", make(by=author)))) == ["draft", "1"]


def test_nobody_without_a_log_in(client, record):
    for path in (url("history", record), url("compare", record)):
        assert client.get(path).status_code == 302


def test_key_that_is_none_is_not_there(editor):
    assert editor.get("/admin/news/article/nonsense/history/").status_code == 404
    assert editor.get("/admin/news/article/nonsense/compare/").status_code == 404


# Notes


def test_note_of_a_save_stands_in_the_history():
    form = browser_of(member_of("Editor"))
    form.open(url("change", make())).fill(title_en="Talks again", _note="Checked with Nino").press("_save_draft")

    assert Version.objects.latest("number").note == "Checked with Nino"
    assert form.follow()["_note"] == ""


@pytest.mark.parametrize("button", ["_publish", "_publish_languages", "_schedule"])
def test_notes_of_a_publication_reach_colleagues_and_readers(button):
    form = browser_of(member_of("Editor"))
    tomorrow = timezone.localtime() + timezone.timedelta(days=1)
    form.open(url("change", make())).fill(
        _note="Checked", _public_note_en="The number was put right.", _schedule_at=tomorrow.strftime("%Y-%m-%dT%H:%M")
    )
    form.press(button, "en" if button == "_publish_languages" else "1")

    version = Version.objects.latest("number")
    assert (version.published, version.note, version.public_note_en) == (True, "Checked", "The number was put right.")


def test_note_that_is_too_long_is_refused_and_kept(record):
    form = browser_of(member_of("Editor"))
    response = form.open(url("change", record)).fill(_public_note_ka="x" * 301).press("_publish")

    assert (response.status_code, len(form["_public_note_ka"])) == (422, 301)
    assert "at most 300 characters" in form.texts("messagelist")[0]


def test_refused_publication_keeps_the_notes(record):
    form = browser_of(member_of("Editor"))
    form.open(url("change", record)).fill(title_en="", title_ka="", _public_note_en="Kept").press("_publish")

    assert form["_public_note_en"] == "Kept"
