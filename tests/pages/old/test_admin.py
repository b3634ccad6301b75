"""Old addresses at the desk: who may, what is refused, what is led on."""

import pytest
from django.urls import reverse

from publishing.models import Audit, Redirect
from publishing.redirects import remember, remember_target
from tests.factories import make_article, make_published_article
from tests.roles import browser_of, member_of

LIST = "/admin/publishing/redirect/"
ADD = f"{LIST}add/"


@pytest.fixture
def client():
    return browser_of(member_of("Editor")).client


@pytest.mark.parametrize("role", ["Author", "Translator (English)"])
def test_old_addresses_are_for_editors(role):
    client = browser_of(member_of(role, "somebody")).client

    assert [client.get(f"{LIST}{name}").status_code for name in ("", "add/", "missing/", "import/", "export/", "records/")] == [403] * 6


def test_list_costs_the_same_at_any_length(client, django_assert_max_num_queries):
    article = make_published_article(title_en="Visit")
    for number in range(30):
        remember(f"/old/{number}", article, "en")
    remember_target("/shop", "https://shop.example/")

    with django_assert_max_num_queries(9):
        page = client.get(LIST).content.decode()

    assert "Visit (English)" in page
    assert "https://shop.example/" in page
    assert "/old/7" in client.get(f"{LIST}?q=old/7").content.decode()


def test_form_leads_an_old_address_to_a_record_and_writes_it_down(client):
    article = make_published_article(title_en="Visit", title_ka="ვიზიტი")

    response = client.post(ADD, {"path": "https://old.example/2019/Visit/?p=1", "to": f"article:{article.pk}:ka"})

    assert response.status_code == 302
    redirect = Redirect.objects.get()
    assert (redirect.path, redirect.record, redirect.language) == ("/2019/Visit?p=1", article.pk, "ka")
    assert Audit.objects.latest("id").action == "old address added"


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        ("", "/en/news/", "This field is required."),
        ("old", "/en/news/", "is not an old address"),
        ("/", "/en/news/", "The front page itself"),
        ("/en/news/", "/en/tags/", "answers itself"),
        ("/en/news/visit/", "/en/tags/", "answers itself"),
        ("/taken/", "/en/tags/", "in the list already"),
        ("/a", "/a/", "/a → /a"),
        ("/b", "http://example.org/", "neither an address of this site"),
        ("/b", "javascript:alert(1)", "neither an address of this site"),
        ("/b", "article:6a5ad3b6-0000-7000-8000-000000000000:en", "no longer exists"),
        ("/b", "article:x:en", "no longer exists"),
        ("/" + "ა" * 900, "/en/tags/", "longer than any"),
    ],
)
def test_form_refuses_in_words(client, path, to, said):
    make_published_article(title_en="Visit")
    remember_target("/taken", "https://example.org/")

    response = client.post(ADD, {"path": path, "to": to})

    assert response.status_code == 200
    assert said in response.content.decode()
    assert Redirect.objects.count() == 1


def test_form_changes_where_an_old_address_leads_and_deletes_it(client):
    remember_target("/old", "https://example.org/one")
    key = Redirect.objects.get().pk

    client.post(f"{LIST}{key}/change/", {"path": "/other", "to": "https://example.org/two"})
    assert list(Redirect.objects.values_list("pk", "path", "target")) == [(key, "/old", "https://example.org/two")]

    client.post(f"{LIST}{key}/delete/", {"post": "yes"})
    assert not Redirect.objects.exists()
    assert [act.action for act in Audit.objects.order_by("-id")[:2]] == ["old address deleted", "old address changed"]


def test_autocomplete_offers_public_records_only(client):
    article = make_published_article(title_en="Visit one", title_ka="ვიზიტი")
    make_article(title_en="Visit two", working_title="Visit two")

    found = client.get(reverse("admin:publishing_redirect_records"), {"term": "visit", "app_label": "", "model_name": ""}).json()

    assert found["results"] == [{"id": f"article:{article.pk}:en", "text": "Visit one (English)"}]
    assert client.get(reverse("admin:publishing_redirect_records"), {"term": "ვიზ\0"}).json()["results"][0]["id"].endswith(":ka")
