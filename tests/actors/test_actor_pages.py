"""The page of a person: what is held and was held, with dates of any precision, and where each fact comes from."""

import pytest
from django.urls import reverse
from lxml import html

from actors.models import Actor, ActorName, Remit, Tenure
from library.models import Source
from tests.factories import make_actor, make_office, make_published_actor, make_published_office, make_published_place

pytestmark = pytest.mark.django_db


def make_tenure(actor: Actor, title: str = "Minister", *, office=None, **fields) -> Tenure:
    office = office or make_published_office(title, name_en="Ministry of Foreign Affairs", name_ka="საგარეო საქმეთა სამინისტრო")
    return Tenure.objects.create(actor=actor, post=office.posts.get(title_en=title), **fields)


@pytest.fixture
def lavrov() -> Actor:
    return make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


def page(client, actor: Actor, language: str = "en") -> html.HtmlElement:
    response = client.get(f"/{language}/actors/{actor.slug_en if language == 'en' else actor.slug_ka}/")
    assert response.status_code == 200
    return html.fromstring(response.content)


def texts(tree: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def test_profile_lists_what_goes_on_first_then_the_last_begun(client, lavrov):
    make_tenure(lavrov, "Envoy", start="1994", end="2004-03", end_status="ended")
    make_tenure(lavrov, "Minister", start="2004-03-09", end_status="ongoing")
    make_tenure(lavrov, "Student")

    tree = page(client, lavrov)

    assert texts(tree, "//p[@class='tenure__title']") == ["Minister", "Envoy", "Student"]
    assert texts(tree, "//p[@class='tenure__when']") == ["since 9 March 2004", "1994 – March 2004", "dates unknown"]


def test_profile_speaks_georgian(client, lavrov):
    make_tenure(lavrov, start="2004-03-09", end_status="ongoing")

    tree = page(client, lavrov, "ka")

    assert texts(tree, "//h1") == ["სერგეი ლავროვი"]
    assert texts(tree, "//p[@class='tenure__when']") == ["2004 წლის 9 მარტიდან"]


def test_every_fact_has_an_anchor_and_says_its_source_or_that_there_is_none(client, lavrov):
    sourced, bare = make_tenure(lavrov, start="2004", end_status="ongoing"), make_tenure(lavrov, "Envoy", start="1994")
    sourced.sources.add(Source.objects.create(title="Decree", publisher="Government", url="https://example.org/decree"))

    tree = page(client, lavrov)

    assert tree.xpath("//li[contains(@class, 'tenure')]/@id") == [f"tenure-{sourced.pk}", f"tenure-{bare.pk}"]
    assert texts(tree, "//*[@class='receipts']") == ["Source: Government, Decree", "Source not recorded."]


def test_remit_tells_what_over_which_place_within_which_body(client, lavrov):
    tenure = make_tenure(lavrov, start="2020", end_status="ongoing")
    body = make_published_office(name_en="Presidential Administration")
    place = make_published_place("Tskhinvali Region", mark="occupied")
    Remit.objects.create(actor=lavrov, tenure=tenure, place=place, within=body, start="2020", end_status="ongoing")

    fact = texts(page(client, lavrov), "//li[starts-with(@id, 'remit-')]")

    assert fact == ["since 2020 Supervises occupied Tskhinvali Region · Presidential Administration Source not recorded."]


def test_other_names_carry_their_language(client, lavrov):
    ActorName.objects.create(actor=lavrov, name="Сергей Лавров", language="ru", script="Cyrl")

    assert page(client, lavrov).xpath("//ul[contains(@class, 'names')]//span[@lang='ru']/text()") == ["Сергей Лавров"]


def test_profile_without_posts_says_so(client, lavrov):
    assert "No post is recorded." in page(client, lavrov).text_content()


def test_tenure_in_an_office_that_is_not_public_is_not_told(client, lavrov):
    hidden = make_office("Spy", name_en="Secret service")
    make_tenure(lavrov, "Spy", office=hidden, start="1990")

    assert "Secret service" not in page(client, lavrov).text_content()


def test_person_without_a_profile_has_no_page_and_stands_in_no_list(client):
    actor = make_published_actor(name_en="Giga Otkhozoria", has_profile=False)

    assert client.get(f"/en/actors/{actor.slug_en}/").status_code == 404
    assert "Otkhozoria" not in client.get("/en/actors/").content.decode()


def test_profile_costs_the_same_however_long_its_history(client, lavrov, django_assert_max_num_queries):
    office = make_published_office(*(f"Post {number}" for number in range(30)), name_en="Ministry")
    source = Source.objects.create(title="Decree")
    for number in range(30):
        tenure = make_tenure(lavrov, f"Post {number}", office=office, start=str(1990 + number))
        remit = Remit.objects.create(actor=lavrov, tenure=tenure, place=make_published_place(f"Place {number}"))
        for fact in (tenure, remit):
            fact.sources.add(source)
    # What a process remembers of the site.
    client.get("/en/actors/")

    with django_assert_max_num_queries(12):
        page(client, lavrov)


# The index


def test_index_lists_family_names_by_letter_with_present_titles(client, lavrov):
    make_tenure(lavrov, start="2004", end_status="ongoing")
    make_published_actor(name_en="Dmitry Kozak", name_ka="დმიტრი კოზაკი")
    make_actor(name_en="Not Public")

    english, georgian = (html.fromstring(client.get(f"/{code}/actors/").content) for code in ("en", "ka"))

    assert texts(english, "//h2[@class='index__letter']") == ["K", "L"]
    assert texts(english, "//li[contains(@class, 'index__entry')]") == ["Kozak, Dmitry", "Lavrov, Sergey Minister"]
    assert texts(georgian, "//h2[@class='index__letter']") == ["კ", "ლ"]


def test_index_costs_the_same_for_many(client, django_assert_max_num_queries):
    for number in range(30):
        make_tenure(make_published_actor(name_en=f"Person {number}"), start="2004", end_status="ongoing")
    # What a process remembers of the site.
    client.get("/en/news/")

    with django_assert_max_num_queries(6):
        assert client.get(reverse("actors:list")).status_code == 200
