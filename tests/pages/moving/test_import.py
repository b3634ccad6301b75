import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from library.models import Image, Tag
from news.models import Article, Author
from pages.models import ImportedItem, ImportRun, Page
from pages.moving.report import Report
from publishing import drafts
from publishing.models import Redirect, Version
from tests.factories import make_superuser
from tests.pages.moving.sites import SAMPLE, move_in, post, wxr

UPLOADS = SAMPLE / "uploads"


@pytest.fixture
def editor() -> User:
    return make_superuser()


def sample(editor, **options):
    return move_in(SAMPLE / "wordpress.xml", by=editor, media=UPLOADS, **options)


def test_dry_run_writes_nothing_and_says_what_it_would_do(editor):
    report = sample(editor, dry=True)

    assert dict(report.counts) == {"made": 10, "refused": 1}
    assert report.skipped == {"nav_menu_item": 1, "post (trash)": 1}
    assert report.merges == {"Crossing points": ["Crossing point"]}
    assert [model.objects.count() for model in (Article, Page, Image, Tag, Author, Redirect, ImportedItem)] == [0, 0, 0, 0, 0, 0, 0]


def test_sample_keeps_states_dates_languages_authors_and_tags(editor):
    sample(editor)

    bridge = Article.objects.get(slug_en="bridge-reopens")
    assert bridge.is_live
    assert bridge.published_at_en == dt.datetime(2019, 5, 14, 6, 30, tzinfo=dt.UTC)
    assert bridge.published_at_ka is None
    assert [str(row.author) for row in bridge.bylines.all()] == ["Tamar Example"]
    assert {str(row.tag) for row in bridge.tagged.all()} == {"Bridge", "Crossing points"}
    assert bridge.lead_en == "Walkers cross the river again, three weeks after the flood."
    assert Article.objects.get(title_ka__startswith="ხიდი").available_languages == ["ka"]
    assert Page.objects.get(slug_en="who-we-are").is_live


def test_private_and_protected_entries_and_those_without_title_or_date_come_as_drafts(client, editor):
    sample(editor)

    states = {row.key: Article.objects.get(pk=row.record).state for row in ImportedItem.objects.filter(kind="article")}
    assert {key: state for key, state in states.items() if state != "published"} == {
        "article:105": "draft",
        "article:106": "draft",
        "article:107": "draft",
        "article:108": "in_review",
    }
    assert [client.get(path).status_code for path in ("/?p=105", "/2020/04/for-members/")] == [302, 404]


def test_every_old_address_answers_in_one_hop(client, editor):
    report = sample(editor)

    assert (report.addresses, report.waiting, report.silent) == (17, 5, {})
    for path in ("/2019/05/bridge-reopens/", "/?p=101"):
        assert client.get(path).headers["Location"] == "/en/news/bridge-reopens/"
    assert client.get("/ka/2019/05/khidi/").headers["Location"] == "/ka/news/khidi/"
    assert client.get("/category/crossings/").headers["Location"] == "/en/news/tag/crossing-points/"


def test_pictures_links_and_embeds_of_a_text_become_ours(editor):
    sample(editor)

    bridge, winter = (Article.objects.get(slug_en=slug) for slug in ("bridge-reopens", "winter-without-gas"))
    image = Image.objects.get(alt_en="A low bridge over a wide river")
    assert bridge.image == image
    assert f'<figure data-image="{image.pk}"><figcaption>The bridge on the morning it reopened</figcaption></figure>' in bridge.body_en
    assert '<figure class="embed"><a href="https://www.youtube.com/watch?v=abcdefghijk">' in bridge.body_en
    assert f'<a href="/a/{winter.short_id}">' in bridge.body_en
    assert f'<a href="/a/{bridge.short_id}">the bridge</a>' in winter.body_en
    assert [word for word in ("wp:", "script", "iframe", "[contact", "javascript") if word in winter.body_en] == []


def test_what_was_lost_is_said_item_by_item(editor):
    said = sample(editor).items["article:103"]

    assert said.problems == [
        "/wp-content/uploads/2020/02/scan.jpg: This is not a picture we can read. JPEG, PNG, WebP and AVIF are accepted.",
        "Shortcodes were taken out: [contact-form-7] × 1.",
        "A frame of another site became a link: https://maps.example/embed?village=11",
        "A link was taken out that no browser should follow: javascript:alert(1)",
        "Left out: script × 1.",
    ]


def test_second_run_adds_nothing_and_tells_what_changed(editor, tmp_path):
    move_in(wxr(tmp_path, post(1), post(2)), by=editor)
    before = list(Article.objects.order_by("pk").values())

    report = move_in(wxr(tmp_path, post(1, "Another text."), post(2)), by=editor)

    assert dict(report.counts) == {"changed": 1, "unchanged": 1}
    assert list(Article.objects.order_by("pk").values()) == before


def test_item_that_cannot_be_published_waits_as_a_draft_and_says_why(editor, tmp_path):
    report = move_in(wxr(tmp_path, post(1, title="")), by=editor)

    assert report.items["article:1"].problems == ["It has no title: it comes as a draft."]
    article = Article.objects.get()
    assert (article.state, drafts.state_of(article)["body_en"]) == ("draft", "<p>Text.</p>")


def test_text_longer_than_the_editor_takes_is_refused_and_the_others_come(editor, tmp_path):
    report = move_in(wxr(tmp_path, post(1, "<p>" + "long " * 1_000_000 + "</p>"), post(2)), by=editor)

    assert dict(report.counts) == {"refused": 1, "made": 1}
    assert [row.key for row in ImportedItem.objects.all()] == ["article:2"]
    assert "more than any text here may have" in report.items["article:1"].problems[0]


def test_future_entry_waits_for_its_moment(editor, tmp_path):
    move_in(wxr(tmp_path, post(1, status="future", post_date_gmt="2190-01-01 00:00:00")), by=editor)

    assert Article.objects.get().is_scheduled


def test_tags_of_the_mapping_are_merged(editor):
    report = move_in(SAMPLE / "pages", by=editor, mapping=SAMPLE / "pages.yaml")

    assert report.merges == {}
    assert [str(tag) for tag in Tag.objects.all()] == ["Crossing points"]


def test_accounts_without_rights_bring_nothing_public(tmp_path):
    reader = User.objects.create_user("reader")

    with pytest.raises(Exception, match="no right"):
        move_in(wxr(tmp_path, post(1)), by=reader)

    assert Article.objects.count() == 0


def test_report_is_told_in_the_language_of_its_reader(editor, tmp_path):
    broken = '<p><a href="https://old.example/files/gone.pdf">File</a> <img src="gone.jpg"></p>'
    move_in(wxr(tmp_path, post(1, broken, status="private", more="<wp:comment></wp:comment>"), post(2, post_type="event")), by=editor)

    kept = Report.of_json(ImportRun.objects.get().report)
    with override("en"):
        assert kept.items["article:1"].problems == kept.in_words()["items"]["article:1"]["problems"]
        assert "Passed over: 1 comments, 1 event." in kept.details()
    with override("ka"):
        assert kept.in_words()["items"]["article:1"]["problems"] == [
            "პირადი იყო: შემოდის მონახაზად.",
            "ფაილი /files/gone.pdf ვერ მოიძებნა.",
            "სურათი /post-1/gone.jpg ვერ მოიძებნა.",
        ]
        assert "გამოტოვებულია: 1 კომენტარი, 1 event." in kept.details()


def test_refusals_of_the_kernel_are_told_in_the_language_of_the_reader_too(editor, tmp_path):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "fake.jpg").write_bytes(b"<html>")
    with override("ka"):
        report = move_in(wxr(tmp_path, post(1, '<img src="/fake.jpg">')), by=editor, media=uploads)

    (line,) = report.items["article:1"].problems
    assert line == "/fake.jpg: This is a web page or a text, not a picture, whatever its name says."
    with override("ka"):
        assert line.told().startswith("/fake.jpg: სახელის მიუხედავად")


def test_draft_tells_in_its_history_where_it_comes_from_and_of_when_it_is(editor, tmp_path):
    move_in(wxr(tmp_path, post(1, status="private")), by=editor)

    assert Version.objects.get().note == "old.example, 2020-01-02 07:04"


def test_item_costs_no_more_queries_than_before(editor, tmp_path, django_assert_max_num_queries):
    tag = '<category domain="post_tag" nicename="t">Bridge</category>'
    move_in(wxr(tmp_path, post(1, more=tag)), by=editor)
    items = [post(number, more=tag) for number in range(1, 11)]

    with django_assert_max_num_queries(65 * 9):
        move_in(wxr(tmp_path, *items), by=editor)
