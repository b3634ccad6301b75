"""Entries as broken sites have them: each comes as well as it can, or is refused by name; the run goes on."""

import pytest
from django.contrib.auth.models import User

from news.models import Article
from pages.models import ImportedItem
from tests.factories import make_superuser
from tests.pages.moving.sites import move_in, post, wxr


@pytest.fixture
def editor() -> User:
    return make_superuser()


@pytest.mark.parametrize("date", ["0000-00-00 00:00:00", "0000-01-01 10:00:00", "0001-01-01 00:00:00", "2020-13-45 99:00:00", "yesterday", ""])
def test_entry_whose_date_cannot_be_read_comes_as_a_draft(editor, tmp_path, date):
    report = move_in(wxr(tmp_path, post(1, post_date_gmt=date), post(2)), by=editor)

    assert report.items["article:1"].problems[-1] == "It has no date that can be read: it comes as a draft."
    assert [article.state for article in Article.objects.order_by("title_en", "working_title")] == ["draft", "published"]


def test_number_that_comes_twice_is_brought_once(editor, tmp_path):
    report = move_in(wxr(tmp_path, post(1, title="First"), post(1, title="Second"), post("", title="None"), post("", title="Neither")), by=editor)

    assert dict(report.counts) == {"made": 3, "refused": 1}
    assert report.items["article:1 (again)"].problems == ["Another item of the source has this number; this one was left out."]
    assert sorted(Article.objects.values_list("title_en", flat=True)) == ["First", "Neither", "None"]


def test_entries_of_one_address_and_one_slug_each_keep_an_address_of_their_own(client, editor, tmp_path):
    same = "<link>https://old.example/same/</link><wp:post_name>same</wp:post_name>"
    entries = [post(number, title="Same").replace(f"<link>https://old.example/post-{number}/</link>", same) for number in (1, 2)]

    report = move_in(wxr(tmp_path, *entries), by=editor)

    assert sorted(Article.objects.values_list("slug_en", flat=True)) == ["same", "same-2"]
    assert report.items["article:2"].problems == ["Its address /same/ does not lead here: “/same” leads to another place already."]
    assert [client.get(path).headers["Location"] for path in ("/same/", "/?p=2")] == ["/en/news/same/", "/en/news/same-2/"]


def test_body_of_five_megabytes_is_refused_by_name_and_the_others_come(editor, tmp_path):
    report = move_in(wxr(tmp_path, post(1, "<p>word</p>" * 480_000), post(2)), by=editor)

    assert dict(report.counts) == {"refused": 1, "made": 1}
    assert report.items["article:1"].problems[-1].startswith("Its text has 5,")


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ('<p onclick="x()" style="color:red">Text</p>', "<p>Text</p>"),
        ("<p>Text</p><script>alert(1)</script>", "<p>Text</p>"),
        ('<p>Text</p><svg onload="x()"><script>alert(1)</script></svg>', "<p>Text</p>"),
        ('<p><a href="jav&#x09;ascript:alert(1)">Text</a></p>', "<p>Text</p>"),
        ('<p><a href="data:text/html,<script>alert(1)</script>">Text</a></p>', "<p>Text</p>"),
        ('<p>Text<img src="x" onerror="alert(1)"></p>', "<p>Text</p>"),
        ("<p>Text<p><b>", "<p>Text</p>"),
    ],
)
def test_text_passes_the_sanitiser(editor, tmp_path, body, kept):
    move_in(wxr(tmp_path, post(1, body, title="&lt;script&gt;alert(1)&lt;/script&gt;Plain &amp;amp; simple")), by=editor)

    article = Article.objects.get()
    assert (article.body_en, "<" in article.title_en) == (kept, False)


def test_names_and_labels_of_any_length_and_kind_do_no_harm(editor, tmp_path):
    more = f'<dc:creator>{"n" * 500}</dc:creator><category domain="post_tag" nicename="t">{"t" * 500}</category>'
    more += '<category domain="post_tag" nicename="e">!!!</category><category domain="category" nicename="u">Uncategorized</category>'

    report = move_in(wxr(tmp_path, post(1, title="t" * 500, more=more)), by=editor)

    article = Article.objects.get()
    assert (len(article.title_en), article.is_live, article.tagged.count()) == (200, True, 0)
    assert [line.partition(":")[0] for line in report.items["article:1"].problems] == [
        f"The tag “{'t' * 100}” was left out",
        "The tag “!!!” was left out",
        "Its title is longer than 200 letters and was cut",
    ]


def test_what_is_refused_leaves_nothing(editor, tmp_path):
    move_in(wxr(tmp_path, post(1, "<p>word</p>" * 60_000)), by=editor)

    assert (Article.objects.count(), ImportedItem.objects.count()) == (0, 0)
