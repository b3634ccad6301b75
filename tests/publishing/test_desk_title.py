"""What the desk calls a record: in the editor's language where it has that title, and as its draft does."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from news.models import Article
from publishing import drafts, languages
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


def test_draft_that_was_never_public_is_called_by_its_first_title():
    assert called(drafts.create(Article, {"kind": make_kind().pk, **BOTH}, by=publisher())) == ["Talks", "Talks"]


def test_title_in_a_language_that_waits_is_not_told():
    record = make()
    Article.objects.update(published_at_ka=timezone.now() + dt.timedelta(days=1))

    assert called(record) == ["Talks", "Talks"]


@pytest.mark.parametrize("name", ["admin:index", "admin:news_article_changelist", "admin:calendar"])
def test_pages_of_the_desk_name_it_so_and_say_in_which_language(name):
    make()
    client = client_of(member_of("Editor"))

    def names(code: str) -> set[tuple[str, str]]:
        page = html.fromstring(client.get(reverse(name), headers={"accept-language": code}).content.decode())
        return {(each.text, each.get("lang")) for each in page.xpath("//span[@class='record-name']")}

    assert [names("en"), names("ka")] == [{("Talks", "en")}, {("მოლაპარაკება", "ka")}]
