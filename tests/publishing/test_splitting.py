"""A joined pair is two records again: each with its language, its moments, and every address that ever led to it."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from library.models import Source
from news.models import ArticleTag
from publishing import drafts, redirects
from publishing.joining import join
from publishing.models import Address, Draft, Edition, Join, Version
from publishing.publishable import State
from publishing.splitting import split
from publishing.workflow import TransitionError, transition
from tests.factories import make_author, make_image, make_tag, publisher
from tests.publishing.halves import LATER, english, georgian, read, written
from tests.publishing.races import check_everything

pytestmark = pytest.mark.django_db


def test_everything_that_led_to_either_leads_on_in_one_hop():
    first, second = english(), georgian()
    drafts.save(second, {"slug_ka": "khidi-2"}, by=publisher())
    drafts.publish(second, by=publisher(), public_note={"ka": "შესწორდა"})
    redirects.remember("/?p=7", second, "ka")
    asked = {
        "/ka/news/khidi-2/": ("/ka/news/khidi-2/", 200),
        "/ka/news/khidi/": ("/ka/news/khidi-2/", 200),
        "/ka/news/khidi-2/v/1/": ("/ka/news/khidi-2/v/1/", 200),
        "/ka/news/khidi/v/2/": ("/ka/news/khidi-2/v/2/", 200),
        "/ka/news/khidi-2/v/": ("/ka/news/khidi-2/v/", 200),
        "/?p=7": ("/ka/news/khidi-2/", 200),
        f"/a/{second.short_id}": ("/ka/news/khidi-2/", 200),
        "/en/news/bridge-reopens/": ("/en/news/bridge-reopens/", 200),
        "/en/news/bridge-reopens/v/1/": ("/en/news/bridge-reopens/v/1/", 200),
    }
    assert {path: read(path) for path in asked} == asked

    for _time in range(2):
        article = join(first, second, by=publisher())
        assert {path: read(path) for path in asked} == asked
        assert read("/en/news/khidi-2/") == ("/en/news/bridge-reopens/", 200)
        assert read(f"/api/v1/articles/{second.pk}/") == (f"/api/v1/articles/{first.pk}/", 200)

        second = split(article, by=publisher())
        assert {path: read(path) for path in asked} == asked
        assert read(f"/api/v1/articles/{second.pk}/") == (f"/api/v1/articles/{second.pk}/", 200)
    check_everything()


def test_split_gives_both_back_as_they_were():
    image, tags = make_image(), [make_tag("Bridges"), make_tag("", "ხიდები")]
    source = Source.objects.create(title="A letter")
    first = english(tags=[tags[0].pk], citations=[{"source": source.pk, "locator": "p. 1"}], bylines=[{"author": make_author("Ann").pk}])
    second = georgian(
        tags=[tags[1].pk],
        image=image.pk,
        citations=[{"source": source.pk, "locator": "p. 1"}, {"source": source.pk, "locator": "p. 2"}],
        bylines=[{"author": make_author("Nino").pk}],
    )
    before = [drafts.state_of(record) for record in (first, second)]
    moments = [(record.short_id, record.created_at, record.published_at_en, record.published_at_ka) for record in (first, second)]

    article = join(first, second, by=publisher())
    assert article.image_id == image.pk
    assert {row.tag_id for row in ArticleTag.objects.filter(content_object=article)} == {tag.pk for tag in tags}
    assert [row.locator for row in article.citations.all()] == ["p. 1", "p. 2"]
    assert [str(author) for author in article.bylines.all()] == ["Ann"]
    other = split(article, by=publisher())

    first.refresh_from_db()
    assert other.pk == second.pk
    assert [drafts.state_of(record) for record in (first, other)] == before
    assert [(record.short_id, record.created_at, record.published_at_en, record.published_at_ka) for record in (first, other)] == moments
    assert not Draft.objects.exists()
    assert not Join.objects.exists()


def test_split_takes_along_what_was_changed_since():
    article = join(
        english(corrections=[{"at": LATER, "text_en": "A date."}]), georgian(corrections=[{"at": LATER, "text_ka": "თარიღი."}]), by=publisher()
    )
    rows = list(article.corrections.values("pk", "at", "text_en", "text_ka"))
    assert [(row["text_en"], row["text_ka"]) for row in rows] == [("A date.", "თარიღი.")]
    fresh = [{"at": timezone.now(), "text_ka": "სახელი."}, {"at": timezone.now(), "text_en": "A name.", "text_ka": "გვარი."}]
    kept = {"id": rows[0]["pk"], "at": rows[0]["at"], "text_en": "A date.", "text_ka": "თარიღი გასწორდა."}
    drafts.save(article, {"title_ka": "ხიდი ღიაა", "slug_ka": "khidi-ghiaa", "licence": "CC-BY-4.0", "corrections": [*fresh, kept]}, by=publisher())
    drafts.publish(article, by=publisher())

    other = split(article, by=publisher())

    article.refresh_from_db()
    assert (article.title_ka, article.licence, other.title_ka, other.licence) == ("", "CC-BY-4.0", "ხიდი ღიაა", "CC-BY-4.0")
    assert {row.text_en for row in article.corrections.all()} == {"A date.", "A name."}
    assert {row.text_ka for row in article.corrections.all()} == {""}
    assert {row.text_ka for row in other.corrections.all()} == {"თარიღი გასწორდა.", "სახელი.", "გვარი."}
    assert [read(f"/ka/news/{slug}/") for slug in ("khidi", "khidi-ghiaa")] == [("/ka/news/khidi-ghiaa/", 200)] * 2
    check_everything()


def test_versions_keep_their_numbers_and_a_join_alone_makes_none():
    first, second = english(), georgian()
    article = join(first, second, by=publisher())
    assert sorted(Edition.objects.values_list("record", "language", "number")) == [(first.pk, "en", 1), (first.pk, "ka", 1)]

    drafts.save(article, {"title_ka": "ხიდი ღიაა"}, by=publisher())
    drafts.publish(article, by=publisher(), languages=["ka"])
    split(article, by=publisher())

    assert sorted(Edition.objects.values_list("record", "language", "number"), key=str) == sorted(
        [(first.pk, "en", 1), (second.pk, "ka", 1), (second.pk, "ka", 2)], key=str
    )


def test_two_drafts_become_one_and_two_again():
    first, second = written(title_en="Bridge", lead_en="Open."), written(title_ka="ხიდი", slug_ka="khidi")
    transition(first, State.IN_REVIEW, by=publisher())

    article = join(second, first, by=publisher())
    assert (article.pk, article.state) == (first.pk, State.IN_REVIEW)
    assert [drafts.state_of(article)[name] for name in ("title_en", "lead_en", "title_ka", "slug_ka")] == ["Bridge", "Open.", "ხიდი", "khidi"]
    other = split(article, by=publisher())

    assert (other.pk, other.state, drafts.state_of(other)["title_ka"], drafts.state_of(other)["title_en"]) == (second.pk, State.DRAFT, "ხიდი", "")
    assert drafts.state_of(article)["title_ka"] == ""
    assert not Address.objects.exists()
    check_everything()


def test_language_published_alone_stays_where_its_readers_are():
    article = join(written(title_en="Bridge"), written(title_ka="ხიდი", slug_ka="khidi", body_ka="<p>ღიაა.</p>"), by=publisher())
    drafts.publish(article, by=publisher(), languages=["ka"])

    other = split(article, by=publisher())

    article.refresh_from_db()
    assert (article.title_ka, drafts.state_of(article)["title_en"]) == ("ხიდი", "")
    assert (other.state, drafts.state_of(other)["title_en"], drafts.state_of(other)["title_ka"]) == (State.DRAFT, "Bridge", "")
    assert read("/ka/news/khidi/") == ("/ka/news/khidi/", 200)


def test_both_wait_for_their_moments_and_still_do():
    soon, later = (timezone.now() + dt.timedelta(days=days) for days in (1, 2))

    article = join(english(at=soon), georgian(at=later), by=publisher())

    assert (article.published_at_en, article.published_at_ka, article.is_live) == (soon, later, False)
    assert Client().get("/ka/news/khidi/").status_code == 404
    other = split(article, by=publisher())
    article.refresh_from_db()
    assert (article.published_at_en, article.published_at_ka, other.published_at_ka) == (soon, None, later)
    check_everything()


def test_withdrawn_text_of_a_joined_record_is_not_split():
    article = join(english(), georgian(), by=publisher())
    drafts.withdraw(article, by=publisher(), languages=["ka"])

    with pytest.raises(TransitionError, match="Its text in Georgian was withdrawn"):
        split(article, by=publisher())
    assert read("/ka/news/khidi/")[1] in (200, 410)


def test_saved_versions_of_both_are_still_there_after_a_split():
    first, second = english(), georgian()
    numbers = {record.pk: Version.objects.filter(record=record.pk).count() for record in (first, second)}

    split(join(first, second, by=publisher()), by=publisher())

    assert all(Version.objects.filter(record=key).count() > count for key, count in numbers.items())
