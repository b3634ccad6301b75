"""Places as records: drafts, states, the tree, and where the public sees their names."""

import pytest
from lxml import html

from actors.models import Place, Remit, Tenure
from publishing import drafts, erasing
from publishing.drafts import RefusedError
from publishing.publishable import State
from publishing.workflow import TransitionError, transition
from tests.actors.test_actor_pages import texts
from tests.factories import make_place, make_published_actor, make_published_office, make_published_place, make_tag, publisher

pytestmark = pytest.mark.django_db


def created(**fields: object) -> Place:
    return drafts.create(Place, {"kind": "region", "mark": "none", **fields}, by=publisher())


def refused(place: Place) -> list[str]:
    with pytest.raises(RefusedError) as refusal:
        drafts.publish(place, by=publisher())
    return [str(problem) for problem in refusal.value.problems]


def page(client, place: Place, query: str = "", *, language: str = "en", status: int = 200) -> html.HtmlElement:
    response = client.get(f"/{language}/places/{getattr(place, f'slug_{language}')}/{query}")
    assert response.status_code == status
    return html.fromstring(response.content)


# A record


def test_place_is_a_draft_until_it_is_published(client):
    place = created(name_en="Tskhinvali Region", name_ka="ცხინვალის რეგიონი")

    assert client.get("/en/places/tskhinvali-region/").status_code == 404
    drafts.publish(place, by=publisher())

    assert client.get("/en/places/tskhinvali-region/").status_code == 200
    assert client.get("/ka/places/tskhinvalis-regioni/").status_code == 200


def test_place_without_a_name_is_refused():
    assert refused(created()) == ["Name (English): A title is needed in at least one language."]


def test_places_cannot_lie_in_a_ring():
    country = created(name_en="Country")
    drafts.publish(country, by=publisher())
    region = make_published_place("Region", parent=country)
    village = make_published_place("Village", parent=region)
    drafts.save(country, {"parent": village.pk}, by=publisher())

    assert refused(country) == ["Lies in: “Village” stands in this one already, so this cannot stand in it."]
    assert Place.objects.get(pk=country.pk).parent is None


def test_ring_that_comes_in_past_the_form_is_refused_at_the_step():
    country = make_published_place("Country")
    region = make_published_place("Region", parent=country)
    country.parent = region

    with pytest.raises(TransitionError, match="stands in this one already"):
        transition(country, State.PUBLISHED, by=publisher())


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"latitude": "42.2"}, "Give both the latitude and the longitude, or neither."),
        ({"latitude": "95", "longitude": "43"}, "Latitudes go from −90 to 90, longitudes from −180 to 180."),
        ({"latitude": "north", "longitude": "43"}, "Latitude: Enter a number."),
    ],
)
def test_coordinates_that_cannot_be_are_refused_in_words(typed, wrong):
    assert refused(created(name_en="Region", **typed)) == [wrong]


def test_tag_of_another_place_is_refused():
    tag = make_tag("Abkhazia")
    make_published_place("Abkhazia", tag=tag)

    assert refused(created(name_en="Other", tag=tag.pk)) == ["Tag: Another place has this tag."]


def test_place_that_something_names_cannot_be_deleted():
    place = make_published_place("Region")
    make_published_office(name_en="Embassy", place=place)
    drafts.withdraw(place, by=publisher())
    transition(place, State.TRASHED, by=publisher())

    with pytest.raises(TransitionError, match="Embassy"):
        erasing.erase(place, by=publisher())

    assert Place.objects.filter(pk=place.pk).exists()


def test_withdrawn_place_answers_gone(client):
    place = make_published_place("Region")
    drafts.withdraw(place, by=publisher())

    assert client.get("/en/places/region/").status_code == 410


def test_old_slug_leads_to_the_place(client):
    place = make_published_place("Region")
    drafts.save(place, {"slug_en": "tskhinvali-region"}, by=publisher())
    drafts.publish(place, by=publisher())

    response = client.get("/en/places/region/")

    assert (response.status_code, response["Location"]) == (301, "/en/places/tskhinvali-region/")


def test_version_of_a_place_shows_what_it_said(client):
    place = created(name_en="Region", status_note_en="Before.", mark="occupied")
    drafts.publish(place, by=publisher())
    drafts.save(place, {"status_note_en": "After."}, by=publisher())
    drafts.publish(place, by=publisher())

    tree = html.fromstring(client.get("/en/places/region/v/1/").content)

    assert "Before." in tree.text_content()
    assert "After." not in tree.xpath("string(//article)")
    assert "occupied Region" in texts(tree, "//h1")


# Where it is named


@pytest.fixture
def hidden() -> Place:
    """A place that was never public, with everything around it that would name it."""
    hidden = make_place("Secretia", name_ka="საიდუმლეთი", slug_en="secretia")
    office = make_published_office("Supervisor", name_en="Embassy", place=hidden)
    actor = make_published_actor(name_en="Ann Smith")
    tenure = Tenure.objects.create(actor=actor, post=office.posts.get(), start="2020", end_status="ongoing")
    Remit.objects.create(actor=actor, tenure=tenure, place=hidden, as_printed="in the region")
    Remit.objects.create(holder=office, post=office.posts.get(), place=hidden)
    make_published_place("Village", parent=hidden)
    return hidden


@pytest.mark.parametrize(
    "path",
    [
        *("/en/places/", "/en/places/village/", "/en/offices/embassy/", "/en/actors/ann-smith/", "/ka/places/", "/en/offices/"),
        *("/api/v1/places/", "/api/v1/offices/", "/api/v1/actors/", "/sitemap-places-en.xml"),
    ],
)
def test_hidden_place_is_named_nowhere(client, hidden, path):
    response = client.get(path)

    assert response.status_code == 200
    assert not [word for word in ("Secretia", "secretia", "საიდუმლეთი", str(hidden.pk)) if word in response.content.decode()]


def test_remit_over_a_hidden_place_is_told_in_the_words_of_its_source(client, hidden):
    tree = html.fromstring(client.get("/en/actors/ann-smith/").content)

    assert "in the region" in tree.text_content()


def test_place_is_linked_once_it_is_public(client, hidden):
    transition(hidden, State.PUBLISHED, by=publisher())

    tree = html.fromstring(client.get("/en/actors/ann-smith/").content)

    # By the tenure, and by the post that it is of.
    assert texts(tree, "//a[@href='/en/places/secretia/']") == ["Secretia", "Secretia"]


def test_place_is_named_in_no_language_that_waits(client):
    place = make_published_place("Region", name_ka="რეგიონი", languages=["en"])
    office = make_published_office(name_en="Embassy", name_ka="საელჩო", place=place)

    tree = html.fromstring(client.get(f"/ka/offices/{office.slug_ka}/").content)

    assert [(link.text, link.get("lang")) for link in tree.xpath("//dd/a[contains(@href, '/places/')]")] == [("რეგიონი", None)]


# The tree


def test_places_stand_in_what_they_lie_in(client):
    country = make_published_place("Georgia", kind="country")
    make_published_place("Tskhinvali Region", parent=country, mark="occupied")
    make_published_place("Orphan", parent=make_place("Hidden"))

    tree = html.fromstring(client.get("/en/places/").content)

    assert texts(tree, "//ul[@class='branches'][not(ancestor::ul[@class='branches'])]/li/a") == ["Georgia", "Orphan"]
    assert texts(tree, "//ul[@class='branches']//ul//a") == ["occupied Tskhinvali Region"]


@pytest.mark.parametrize("count", [3, 30])
def test_index_costs_the_same_however_many_places_there_are(client, django_assert_max_num_queries, count):
    country = make_published_place("Country")
    for number in range(count):
        make_published_place(f"Region {number}", parent=country)
    client.get("/en/offices/")

    with django_assert_max_num_queries(6):
        client.get("/en/places/")


def test_index_without_places_says_so(client):
    assert "No place has been published yet." in client.get("/en/places/").content.decode()


# The page


def test_place_says_what_it_lies_in_and_what_lies_in_it(client):
    country = make_published_place("Georgia", kind="country")
    region = make_published_place(
        "Tskhinvali Region",
        parent=country,
        mark="occupied",
        status_note_en="Under control.",
        also_en="Samachablo",
        latitude="42.2258",
        longitude="43.9695",
    )
    make_published_place("Ergneti", parent=region, kind="village")
    make_published_office(name_en="Embassy", place=region)

    tree = page(client, region)

    assert texts(tree, "//h1") == ["Occupied Tskhinvali Region"]
    assert texts(tree, "//p[@class='article__lead']") == ["Under control."]
    assert texts(tree, "//nav[@class='above']//li") == ["Places", "Georgia"]
    assert texts(tree, "//dl[contains(@class, 'facts')][not(contains(@class, 'article'))]//dd") == [
        *("Region", "Samachablo", "42.2258° N, 43.9695° E", "Ergneti", "Embassy"),
    ]


def test_region_is_an_administrative_area_and_never_a_country(client):
    def sort(place: Place) -> str:
        return page(client, place).xpath("string(//script[@type='application/ld+json'])").split('"@type":')[1].split('"')[1]

    assert sort(make_published_place("Georgia", kind="country")) == "Country"
    assert sort(make_published_place("Abkhazia", kind="region")) == "AdministrativeArea"
    assert sort(make_published_place("Republic", kind="country", mark="occupied")) == "Place"
