"""What machines read of every kind of page (JSON-LD): in the words of schema.org, and nothing that the page does not print."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from actors.linked_data import is_of_government
from actors.models import Office, Tenure
from chronicle.models import Stop
from library.documents import usage
from library.models import Source
from news.models import ArticleCitation, ArticleDocument, ArticleEvent, Byline, Correction, Mention
from pages.models import PageDocument
from tests.factories import (
    make_author,
    make_document,
    make_kind,
    make_published_actor,
    make_published_agreement,
    make_published_article,
    make_published_event,
    make_published_office,
    make_published_page,
    make_published_place,
    make_tag,
)

pytestmark = pytest.mark.django_db
KNOWN = json.loads((Path(__file__).parent.parent / "schemas" / "schema_org.json").read_text())
# Whose values are words that a reader sees.
PRINTED = {"name", "headline", "roleName", "alternateName", "text", "caption", "creditText", "keywords"}
Node = dict[str, Any]


def addresses() -> list[str]:
    """Make a page of every kind with everything it may say, and return the addresses."""
    region = make_published_place(name_en="Region", kind="region", latitude="42.5", longitude="44.0")
    town = make_published_place(name_en="Town", parent=region)
    above = make_published_office(name_en="Government", kind="government")
    ministry = make_published_office("Head", name_en="Ministry", mark_en="de_facto", recognition="de_facto", parent=above, existed_from="2008")
    ann = make_published_actor(name_en="Ann Lee", born="1950", summary_en="A politician.")
    head = ministry.posts.get()
    Tenure.objects.create(actor=ann, post=head, start="2008-09", end="2010", end_status="ended")
    Tenure.objects.create(actor=ann, post=head, start="2012~", end_status="ongoing", is_acting=True)
    event = make_published_event(title_en="Visit", date="2008-09-15", lead_en="A visit.")
    Stop.objects.create(event=event, place=town)
    agreement = make_published_agreement(title_en="Plan", lead_en="A plan.", validity="2024/2025")
    document = make_document(title_en="Minutes")
    article = make_published_article(
        title_en="Talks", title_ka="მოლაპარაკება", lead_en="In short.", kind=make_kind("analysis"), tags=[make_tag("Duma")]
    )
    Byline.objects.create(article=article, author=make_author("Nino"))
    Correction.objects.create(article=article, text_en="The date was wrong.")
    ArticleCitation.objects.create(article=article, source=Source.objects.create(title="Report", publisher="Press", url="https://example.org/"))
    ArticleDocument.objects.create(article=article, document=document)
    ArticleEvent.objects.create(article=article, event=event)
    for named in ({"actor": ann}, {"office": ministry}):
        Mention.objects.create(article=article, **named)
    page = make_published_page(title_en="About", purpose="AboutPage")
    child = make_published_page(title_en="Below", parent=page)
    PageDocument.objects.create(page=child, document=document)
    usage.settle(article)
    records = (region, town, above, ministry, ann, event, agreement, article, page, child)
    return [*(f"/en/{place_of(record)}/{record.slug_en}/" for record in records), "/ka/news/molaparakeba/", f"/en/documents/{document.short_id}/"]


def place_of(record: Any) -> str:
    return {"article": "news"}.get(record._meta.model_name, f"{record._meta.model_name}s")


def read(address: str) -> tuple[Node, str]:
    """Return the data of a page, and what stands on it."""
    response = Client().get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    root = html.fromstring(page)
    for script in root.xpath("//script"):
        script.drop_tree()
    return json.loads(data), " ".join(root.text_content().split())


def nodes(value: Any) -> Iterator[Node]:  # Any: JSON
    """Yield each thing in the data that has a type."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for each in value.values():
            yield from nodes(each)


def kinds_of(name: str) -> set[str]:
    """Return a type with all above it."""
    return {name}.union(*(kinds_of(each) for each in KNOWN["types"][name]))


def wrong_in(node: Node, holder: str = "") -> list[str]:
    """Return what schema.org does not know of a thing: its type, a property, or the type of a value. A role holds the property that holds it."""
    if node["@type"] not in KNOWN["types"]:
        return [f"type {node['@type']}"]
    found = []
    for name, value in node.items():
        if not name.startswith("@"):
            is_role = name == holder and "Role" in kinds_of(node["@type"])
            about = KNOWN["properties"].get(name, {"of": [], "is": []})
            stands = is_role or bool(kinds_of(node["@type"]) & set(about["of"]))
            unfit = [each for each in kinds_in(value) if not kinds_of(each) & {*about["is"], "Role"}]
            found += [f"{node['@type']}.{name} is no {each}" for each in unfit] if stands else [f"{node['@type']}.{name}"]
    return found


def kinds_in(value: Any) -> list[str]:  # Any: JSON
    """Return the types of the things that are a value; what is named by its address alone is described elsewhere."""
    things = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    assert all("@type" in each or set(each) == {"@id"} for each in things), things
    return [each["@type"] for each in things if "@type" in each]


def holders(node: Node, holder: str = "") -> Iterator[tuple[Node, str]]:
    """Yield each thing with the property that holds it."""
    yield node, holder
    for name, value in node.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and "@type" in each:
                yield from holders(each, name)


def test_every_type_and_property_is_one_of_schema_org_where_it_stands():
    for address in addresses():
        data, _text = read(address)
        assert data["@context"] == "https://schema.org"
        assert [fault for node, holder in holders(data) for fault in wrong_in(node, holder)] == [], address


def test_what_is_wrong_would_be_found():
    assert wrong_in({"@type": "Ministry"}) == ["type Ministry"]
    assert wrong_in({"@type": "Person", "headline": "x"}) == ["Person.headline"]
    assert wrong_in({"@type": "Person", "memberOf": {"@type": "Place"}}) == ["Person.memberOf is no Place"]
    assert wrong_in({"@type": "OrganizationRole", "member": {"@type": "Person"}}, "memberOf") == ["OrganizationRole.member"]


def test_nothing_is_said_that_the_page_does_not_print():
    for address in addresses():
        data, text = read(address)
        for node in nodes(data):
            for name in PRINTED & node.keys():
                for value in node[name] if isinstance(node[name], list) else [node[name]]:
                    assert " ".join(value.split()).casefold() in text.casefold(), (address, name, value)
            for name in {"startDate", "endDate", "foundingDate", "birthDate"} & node.keys():
                assert node[name][:4] in text, (address, name)


def test_tenures_are_roles_with_the_dates_that_are_known():
    found = {address: read(address)[0] for address in addresses()}

    person, office = found["/en/actors/ann-lee/"], found["/en/offices/ministry/"]
    known, since = {"startDate": "2008-09", "endDate": "2010"}, {}
    said = [{name: value for name, value in row.items() if name.endswith("Date")} for row in person["memberOf"]]
    assert sorted(said, key=len) == [since, known]
    assert {row["roleName"] for row in person["memberOf"]} == {"de facto Head", "acting de facto Head"}
    assert {row["memberOf"]["name"] for row in person["memberOf"]} == {"de facto Ministry"}
    assert {row["member"]["name"] for row in office["member"]} == {"Ann Lee"}
    assert {row["@type"] for row in (*person["memberOf"], *office["member"])} == {"OrganizationRole"}


def test_what_is_not_recognised_is_no_part_of_a_government_and_a_region_no_country():
    found = {address: read(address)[0]["@type"] for address in addresses()}

    assert (found["/en/offices/ministry/"], found["/en/offices/government/"]) == ("Organization", "GovernmentOrganization")
    assert found["/en/places/region/"] == "AdministrativeArea"


@pytest.mark.parametrize(("kind", "is_one"), [("ministry", True), ("embassy", True), ("mission", False), ("organisation", False), ("company", False)])
def test_what_states_need_not_own_is_no_organisation_of_a_government(kind, is_one):
    assert is_of_government(Office(kind=kind, recognition="recognised")) is is_one
