"""The languages board: what it shows, to whom, in which order, and where its cells lead."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts
from publishing.models import Standing
from publishing.registry import record_types
from tests.factories import make_kind, make_published_actor, make_published_article, make_published_page, publisher
from tests.roles import client_of, member_of

BOARD = reverse("admin:board")
FULL = {"title_en": "Talks", "body_en": "<p>Held.</p>", "title_ka": "მოლაპარაკება", "body_ka": "<p>გაიმართა.</p>"}


def article(by=None, *, public=True, **fields):
    record = drafts.create(Article, {"kind": make_kind().pk, **FULL, **fields}, by=by or publisher())
    if public:
        drafts.publish(record, by=publisher())
    return record


def outdated(**fields):
    record = article(**fields)
    drafts.save(record, {"body_en": "<p>Held again.</p>"}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


@pytest.fixture
def editor() -> Client:
    return client_of(member_of("Editor"))


def shown(client: Client, **asked: object) -> list[tuple[str, list[str]]]:
    """Return what the board shows: (title, its cells)."""
    rows = client.get(BOARD, asked).context["rows"]
    return [(row.record.working_title or row.record.title_in("en")[0], [square.cell for square in row.squares]) for row in rows]


def test_board_begins_with_public_texts_that_lack_something(editor):
    article(title_en="Whole")
    article(title_en="Untranslated", title_ka="", body_ka="")
    article(title_en="Not public", public=False, title_ka="", body_ka="")
    outdated(title_en="Outdated")

    assert sorted(shown(editor)) == [("Outdated", ["current", "outdated"]), ("Untranslated", ["current", "missing"])]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"standing": "all"}, ["Draft", "Outdated", "Page", "Untranslated", "Whole"]),
        ({"standing": "current"}, ["Outdated", "Page", "Untranslated", "Whole"]),
        ({"standing": "current", "language": "ka"}, ["Whole"]),
        ({"standing": "missing"}, ["Page", "Untranslated"]),
        ({"standing": "draft"}, ["Draft"]),
        ({"standing": "outdated", "language": "en"}, []),
        ({"kind": "page"}, ["Page"]),
        ({"standing": "all", "mine": "on"}, []),
        ({"language": "en"}, []),
        ({"language": "xx", "kind": "nothing", "standing": "\x00", "sort": "1", "p": "-1"}, ["Outdated", "Page", "Untranslated"]),
    ],
)
def test_board_answers_what_is_asked(editor, asked, titles):
    article(title_en="Whole")
    article(title_en="Untranslated", title_ka="", body_ka="")
    article(title_en="Draft", public=False)
    outdated(title_en="Outdated")
    make_published_page(title_en="Page")

    assert sorted(title for title, _cells in shown(editor, **asked)) == titles


def test_longest_waiting_stands_first_or_the_most_read(editor):
    for number, title in enumerate(["First", "Second", "Third"]):
        record = article(title_en=title, title_ka="", body_ka="")
        moment = timezone.now() - dt.timedelta(days=9 - number)
        Standing.objects.filter(pk=record.pk).update(since=moment, readers=number)

    assert [title for title, _cells in shown(editor)] == ["First", "Second", "Third"]
    assert [title for title, _cells in shown(editor, sort="readers")] == ["Third", "Second", "First"]


def test_page_says_by_how_many_changes_and_since_when(editor):
    record = outdated()
    Standing.objects.filter(pk=record.pk).update(behind_ka=3, cell_since_ka=dt.datetime(2026, 5, 5, 12, tzinfo=dt.UTC))

    page = " ".join(editor.get(BOARD).content.decode().split())

    assert "by 3 changes since 5 May 2026" in page


def test_pages_are_turned_and_nothing_stands_twice(editor, monkeypatch):
    monkeypatch.setattr("publishing.admin.board.PAGE_SIZE", 2)
    for number in range(5):
        make_published_article(title_en=f"Article {number}")

    pages = [editor.get(BOARD, {"p": number}) for number in (1, 2, 3)]

    titles = [row.record.title_en for page in pages for row in page.context["rows"]]
    assert sorted(titles) == [f"Article {number}" for number in range(5)]
    assert [bool(page.context["before"]) for page in pages] == [False, True, True]
    assert [bool(page.context["after"]) for page in pages] == [True, True, False]


def test_cell_leads_to_its_text_with_the_other_one_beside(editor):
    record = outdated()
    square = editor.get(BOARD).context["rows"][0].squares[1]
    assert square.url.endswith("?beside=1#id_title_ka")

    page = editor.get(square.url).content.decode()

    # In the editor's own field it is escaped.
    assert page.count("<p>Held again.</p>") == 1
    # The English part has the Georgian text beside it.
    assert page.count('class="beside"') == 2
    assert 'class="beside"' not in editor.get(reverse("admin:news_article_change", args=[record.pk])).content.decode()


def test_text_beside_is_that_of_the_draft_and_runs_nothing(editor):
    record = article(title_ka="", body_ka="")
    drafts.save(record, {"lead_en": "<script>alert(1)</script>"}, by=publisher())

    page = editor.get(reverse("admin:news_article_change", args=[record.pk]), {"beside": "1"}).content.decode()

    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page


def test_editor_says_that_a_text_needs_no_change(editor):
    record = outdated()

    editor.post(reverse("admin:board_confirm"), {"record": record.pk, "language": "ka", "back": BOARD})

    assert shown(editor) == []
    drafts.save(record, {"body_en": "<p>Held once more.</p>"}, by=publisher())
    drafts.publish(record, by=publisher())
    assert shown(editor) == [("Talks", ["current", "outdated"])]
    assert Standing.objects.get(pk=record.pk).behind_ka == 1


@pytest.mark.parametrize(
    "posted", [{"language": "en"}, {"language": "xx"}, {"record": "nobody"}, {"record": "00000000-0000-0000-0000-000000000001"}, {}]
)
def test_nothing_is_said_of_what_is_not_outdated(editor, posted):
    record = outdated()

    answer = editor.post(reverse("admin:board_confirm"), {"record": record.pk, **posted} if posted else {}, follow=True)

    assert (answer.status_code, [message.level_tag for message in answer.context["messages"]]) == (200, ["error"])
    assert Standing.objects.get(pk=record.pk).cell_ka == "outdated"


def test_confirming_leads_nowhere_else(editor):
    answer = editor.post(reverse("admin:board_confirm"), {"back": "https://elsewhere.example/"})

    assert answer.url == BOARD


# Rights


def test_author_sees_their_own_and_what_is_public():
    author = member_of("Author")
    article(author, public=False, title_en="Mine")
    article(public=False, title_en="Of others")
    article(title_en="Public", title_ka="", body_ka="")

    titles = [title for title, _cells in shown(client_of(author), standing="all")]

    assert sorted(titles) == ["Mine", "Public"]
    assert shown(client_of(author), standing="all", mine="on") == [("Mine", ["draft", "draft"])]


def test_author_learns_nothing_of_the_drafts_of_others():
    client = client_of(member_of("Author"))
    record = article(title_en="Public", title_ka="", body_ka="")
    drafts.save(record, {"title_ka": "საიდუმლო", "body_ka": "<p>საიდუმლო</p>", "title_en": "Secret"}, by=publisher())

    assert shown(client) == [("Public", ["current", "missing"])]
    assert shown(client, standing="draft") == []
    assert shown(client, standing="missing", language="ka") == [("Public", ["current", "missing"])]
    page = client.get(BOARD).content.decode()
    assert ("Secret" in page, "საიდუმლო" in page, "beside=1" in page) == (False, False, False)


def test_author_learns_nothing_of_a_language_that_waits_for_its_moment(editor):
    record = article(title_en="Waits")
    Article.objects.filter(pk=record.pk).update(published_at_ka=timezone.now() + dt.timedelta(days=1))
    author = client_of(member_of("Author"))

    rows = [client.get(BOARD, {"standing": "all"}).context["rows"] for client in (author, editor)]

    assert [[square.cell for square in row.squares] for (row,) in rows] == [["current", "missing"], ["current", "current"]]
    assert rows[0][0].squares[1].since is None
    assert [shown(client, standing="current", language="ka") for client in (author, editor)] == [[], [("Waits", ["current", "current"])]]


def test_author_cannot_confirm_what_is_not_theirs():
    record = outdated()
    client_of(member_of("Author")).post(reverse("admin:board_confirm"), {"record": record.pk, "language": "ka"})

    assert Standing.objects.get(pk=record.pk).cell_ka == "outdated"


def test_translator_confirms_their_own_language_only():
    record = outdated()
    client = client_of(member_of("Translator (English)"))
    client.post(reverse("admin:board_confirm"), {"record": record.pk, "language": "ka"})
    assert Standing.objects.get(pk=record.pk).cell_ka == "outdated"

    client_of(member_of("Translator (Georgian)")).post(reverse("admin:board_confirm"), {"record": record.pk, "language": "ka"})

    assert Standing.objects.get(pk=record.pk).cell_ka == "current"


def test_whoever_may_open_no_record_sees_none_and_strangers_log_in(client, django_user_model):
    article(title_ka="", body_ka="")

    assert shown(client_of(django_user_model.objects.create_user("clerk", is_staff=True)), standing="all") == []
    assert client.get(BOARD).status_code == 302


def test_trash_is_not_on_the_board(editor):
    record = article(title_ka="", body_ka="")
    Standing.objects.filter(pk=record.pk).update(state="trashed")

    assert shown(editor, standing="all") == []


@pytest.mark.parametrize("number", [3, 30])
def test_board_costs_the_same_with_any_number_of_records(editor, django_assert_max_num_queries, number):
    for each in range(number):
        make_published_article(title_en=f"Article {each}")
        make_published_actor(name_en=f"Person {each}")

    # Session, account, two for rights, the rows, their records, notices.
    with django_assert_max_num_queries(8):
        rows = editor.get(BOARD).context["rows"]

    assert len(rows) == min(2 * number, 50)
    assert len(record_types()) > 2
