"""What the desk calls a record: in the editor's language where it has that title, and as its draft does."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from news.models import Article
from publishing import drafts, languages, seen
from publishing.rights import as_seen_by
from tests.factories import make_kind, publisher
from tests.roles import client_of, member_of

pytestmark = pytest.mark.django_db
BOTH = {"title_en": "Talks", "body_en": "<p>Held.</p>", "title_ka": "მოლაპარაკება", "body_ka": "<p>გაიმართა.</p>"}


def make(**fields: object) -> Article:
    record = drafts.create(Article, {"kind": make_kind().pk, **BOTH, **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def called(record: Article) -> list[str]:
    """What an editor of each language reads."""
    record = Article.objects.get(pk=record.pk)
    found = []
    for code in languages.codes():
        with translation.override(code):
            found.append(record.desk_title)
    return found


def test_each_editor_reads_the_title_in_their_language():
    assert called(make()) == ["Talks", "მოლაპარაკება"]


def test_title_of_another_language_stands_where_there_is_none():
    assert called(make(title_ka="", body_ka="")) == ["Talks", "Talks"]
    assert called(make(title_en="", body_en="")) == ["მოლაპარაკება", "მოლაპარაკება"]


def test_new_name_of_a_draft_comes_before_the_public_one():
    record = make()
    drafts.save(record, {"title_en": "New talks"}, by=publisher())

    assert called(record) == ["New talks", "New talks"]


def test_record_alone_knows_the_first_title_of_its_draft():
    assert called(drafts.create(Article, {"kind": make_kind().pk, **BOTH}, by=publisher())) == ["Talks", "Talks"]


def test_title_in_a_language_that_waits_is_not_told():
    record = make()
    Article.objects.update(published_at_ka=timezone.now() + dt.timedelta(days=1))

    assert called(record) == ["Talks", "Talks"]


def read(code: str) -> list[str]:
    with translation.override(code):
        keys = [("article", key) for key in Article.objects.values_list("pk", flat=True)]
        lists = [seen.with_draft_titles(Article.objects.all()), seen.read(keys).values()]
        names = [[record.desk_title for record in found] for found in lists]
    assert names[0] == names[1]
    return names[0]


def test_lists_call_a_draft_as_it_does_in_the_language_of_the_editor():
    record = drafts.create(Article, {"kind": make_kind().pk, **BOTH}, by=publisher())

    assert [read("en"), read("ka")] == [["Talks"], ["მოლაპარაკება"]]
    drafts.save(record, {"title_ka": ""}, by=publisher())
    assert [read("en"), read("ka")] == [["Talks"], ["Talks"]]
    drafts.publish(record, by=publisher(), languages=["en"])
    drafts.save(record, {"title_en": "New talks", "title_ka": "ახალი"}, by=publisher())
    assert [read("en"), read("ka")] == [["New talks"], ["ახალი"]]


def test_title_of_a_draft_is_told_to_those_alone_who_may_read_it():
    drafts.create(Article, {"kind": make_kind().pk, **BOTH}, by=publisher())
    record = seen.with_draft_titles(Article.objects.all()).get()

    assert as_seen_by(member_of("Author"), record).desk_title == ""


@pytest.mark.parametrize("name", ["admin:index", "admin:news_article_changelist", "admin:calendar"])
def test_pages_of_the_desk_name_it_so_and_say_in_which_language(name):
    make()

    assert names(reverse(name)) == [{("Talks", "en")}, {("მოლაპარაკება", "ka")}]


@pytest.mark.parametrize("address", ["/admin/", "/admin/news/article/", "/admin/languages/?standing=all"])
def test_pages_of_the_desk_name_a_draft_so_too(address):
    drafts.create(Article, {"kind": make_kind().pk, **BOTH}, by=member_of("Editor"))

    assert [{name for name, _language in found} for found in names(address)] == [{"Talks"}, {"მოლაპარაკება"}]


def names(address: str) -> list[set[tuple[str, str]]]:
    """Return what a page of the desk calls records, and in which language it says so, for an editor of each language."""
    client = client_of(User.objects.filter(username="editor").first() or member_of("Editor"))
    pages = [html.fromstring(client.get(address, headers={"accept-language": code}).content.decode()) for code in languages.codes()]
    return [{(each.text, each.get("lang")) for each in page.xpath("//span[@class='record-name']")} for page in pages]
