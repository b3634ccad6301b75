import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from publishing.models import Audit, Redirect
from publishing.redirects import find, remember, remember_target
from tests.factories import make_published_article, publisher


def test_remember_leads_to_a_record_once():
    article = make_published_article(title_en="Visit")

    assert remember("/2019/visit/?p=1", article, "en")
    assert not remember("/2019/visit?p=1", article, "en")

    redirect = Redirect.objects.get()
    assert (redirect.path, redirect.kind, redirect.record, redirect.language) == ("/2019/visit?p=1", "article", article.pk, "en")


def test_address_that_leads_elsewhere_is_refused_unless_replaced():
    first, second = make_published_article(), make_published_article()
    remember("/a", first, "en")

    with pytest.raises(ValidationError, match="another place"):
        remember("/a", second, "en")
    remember("/a", second, "en", replace=True)

    assert Redirect.objects.get().record == second.pk


def test_own_path_of_a_record_becomes_the_record():
    article = make_published_article(title_en="Visit", title_ka="ვიზიტი")

    remember_target("/a", f"/ka/news/{article.slug_ka}/")
    remember_target("/b", f"/en/news/{article.slug_en}")

    assert [(each.record, each.language) for each in Redirect.objects.all()] == [(article.pk, "ka"), (article.pk, "en")]


def test_chains_are_collapsed_both_ways():
    remember_target("/a", "/b")
    remember_target("/b", "/c/")
    remember_target("/z", "/a?")

    assert dict(Redirect.objects.values_list("path", "target")) == {"/a": "/c/", "/b": "/c/", "/z": "/c/"}

    article = make_published_article()
    remember("/c", article, "en")

    assert set(Redirect.objects.values_list("record", "target")) == {(article.pk, "")}


@pytest.mark.parametrize("last", ["/a", "/a/", "/a/#part", "https://testserver.example/a"])
def test_loops_are_refused_with_the_chain_named(last, settings):
    settings.SITE_URL = "https://testserver.example"
    Redirect.objects.create(path="/b", target="/c", toward="/c")

    with pytest.raises(ValidationError, match="/a → /a"):
        remember_target("/a", last)
    remember_target("/a", "/b")
    with pytest.raises(ValidationError, match="/c → /a → /c"):
        remember_target("/c", last)

    assert not Redirect.objects.filter(path="/c").exists()


@pytest.mark.parametrize(
    "target", ["", "example.org", "http://example.org/", "//example.org", "/\\example.org", "javascript:x", "https://a:b@example.org/"]
)
def test_targets_that_are_no_address_are_refused(target):
    with pytest.raises(ValidationError):
        remember_target("/a", target)


def test_front_page_and_unknown_languages_are_refused():
    article = make_published_article()

    with pytest.raises(ValidationError):
        remember("https://old.example/", article, "en")
    with pytest.raises(ValidationError):
        remember("/a", article, "xx")


def test_remembering_in_somebodys_name_is_written_down():
    remember_target("/a", "https://example.org/", by=publisher())

    assert Audit.objects.get().detail["name"] == "/a"


def test_find_is_one_query_and_prefers_the_exact_address(django_assert_num_queries):
    remember_target("/a", "https://example.org/bare")
    remember_target("/a?p=1", "https://example.org/one")
    remember_target("/a?p=1&utm_source=x", "https://example.org/exact")

    with django_assert_num_queries(1):
        exact = find("/a?p=1&utm_source=x")
    assert exact is not None
    assert exact.target == "https://example.org/exact"
    assert find("/a?p=1&utm_source=other").target == "https://example.org/one"
    assert find("/a?fbclid=1").target == "https://example.org/bare"
    assert find("/a?p=2") is None
    assert find("/a?fbclid=1", with_query=True) is None


def test_database_keeps_one_thing_behind_an_address():
    for wrong in ({}, {"kind": "article", "language": "en"}, {"kind": "article", "record": publisher_uuid(), "language": "en", "target": "/x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(path="/a", **wrong)


def publisher_uuid():
    return make_published_article().pk
