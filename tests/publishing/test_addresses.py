import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from news.models import Article
from publishing import addresses, drafts
from publishing.models import Address
from publishing.publishable import State
from publishing.slugs import MAX_LENGTH, is_allowed, slugify
from publishing.workflow import TransitionError, transition
from tests.factories import make_article, make_kind, make_published_article, publisher


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Meetings in the State Duma", "meetings-in-the-state-duma"),
        ("ცხინვალის რეგიონი", "tskhinvalis-regioni"),
        ("ჯანმრთელობა და ყოველდღიურობა", "janmrteloba-da-qoveldghiuroba"),
        ("Гагалоев встретился с Новаком", "gagaloev-vstretilsia-s-novakom"),
        ("The “Foreign-Political” Activity", "the-foreign-political-activity"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("Lavrov’s visit", "lavrovs-visit"),
        ("🙂", ""),
    ],
)
def test_slugify_reads_georgian_and_russian(title, slug):
    assert slugify(title) == slug


@pytest.mark.drill
@given(st.text(max_size=300))
def test_slugify_gives_an_address_or_nothing(text):
    slug = slugify(text)

    assert len(slug) <= MAX_LENGTH
    assert slug == "" or slug.isascii()
    assert slugify(slug) == slug


@pytest.mark.parametrize("slug", ["2024", "tag", "feed", "kind", "", "Big", "a b", "a--b", "ქ", "a\n", "a-"])
def test_is_allowed_refuses_what_would_shadow_or_break_an_address(slug):
    assert not is_allowed(slug, frozenset({"tag", "feed", "kind"}))


def test_first_publication_gives_every_language_an_address():
    article = make_published_article(title_ka="ერთი")

    assert (article.slug_en, article.slug_ka) == ("erti", "erti")


def test_the_translations_own_slug_replaces_the_copy_and_the_copy_still_leads_there():
    article = make_published_article(title_ka="ერთი")
    article.title_en = "One"

    transition(article, State.PUBLISHED, by=publisher(), languages=["en"])

    assert (article.slug_en, article.slug_ka) == ("one", "erti")
    assert addresses.record_at("article", "erti") == addresses.record_at("article", "one") == article.pk


def test_one_slug_typed_for_both_languages_is_the_address_in_both(client):
    slugs = {f"slug_{code}": "visits" for code in ("en", "ka")}
    article = drafts.issue(Article, {"kind": make_kind().pk, "title_en": "One", "title_ka": "ერთი", **slugs}, by=publisher())

    assert (article.slug_en, article.slug_ka) == ("visits", "visits")
    assert [client.get(f"/{code}/news/visits/").status_code for code in ("en", "ka")] == [200, 200]


def test_a_changed_slug_leaves_the_old_address_with_the_record():
    article = make_published_article(title_en="One")
    for slug in ("two", "three", "one"):
        article.slug_en = slug
        transition(article, State.PUBLISHED, by=publisher())

    assert {addresses.record_at("article", slug) for slug in ("one", "two", "three")} == {article.pk}
    assert Address.objects.count() == 3


def test_equal_titles_get_a_number():
    slugs = [make_published_article(title_en="Meeting with Alexander Novak").slug_en for _time in range(3)]

    assert slugs == ["meeting-with-alexander-novak", "meeting-with-alexander-novak-2", "meeting-with-alexander-novak-3"]


def test_an_address_that_another_article_had_is_refused():
    first = make_published_article(title_en="One")
    first.slug_en = "two"
    transition(first, State.PUBLISHED, by=publisher())

    with pytest.raises(TransitionError, match="one"):
        make_published_article(title_en="Other", slug_en="one")


@pytest.mark.parametrize("slug", ["tag", "2024", "kind", "With space", "ცხინვალი"])
def test_a_reserved_or_malformed_slug_is_refused_with_its_reason(slug):
    article = make_article(title_en="One")
    article.slug_en = slug

    with pytest.raises(TransitionError, match=slug):
        transition(article, State.PUBLISHED, by=publisher())


@pytest.mark.parametrize(("title", "slug"), [("2024", "article-2024"), ("Tag", "article-tag"), ("🙂", "article")])
def test_a_title_that_makes_no_address_gets_one_all_the_same(title, slug):
    assert make_published_article(title_en=title).slug_en == slug


@pytest.mark.parametrize("slug", ["tag", "2024", "feed"])
def test_the_database_refuses_a_reserved_slug_on_every_path(slug):
    article = make_article(title_en="One")

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(slug_en=slug)
