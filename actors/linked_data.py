"""What machines read of people, offices and places (schema.org, JSON-LD 1.1): nothing that the page does not print."""

from typing import Any

from actors.models import Actor, Office, Place
from publishing import navigation
from publishing.partial_dates import PartialDate

# {kind of place: its type}
PLACES = {
    Place.Kind.COUNTRY.value: "Country",
    Place.Kind.REGION.value: "AdministrativeArea",
    Place.Kind.DISTRICT.value: "AdministrativeArea",
}


def person(actor: Actor, page: Any, language: str) -> dict[str, Any]:  # Any: `actors.shown.ActorShown`
    """Return a person. Of a date that is not plain, schema.org knows nothing: it stays on the page."""
    known = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(actor, language)),
        "name": page.title,
        "alternateName": [row.name for row in page.names.rows],
        "description": page.summary,
        "birthDate": plain(page.born),
        "deathDate": plain(page.died),
        "sameAs": [row.url for row in page.identifiers if row.url],
        "image": navigation.absolute(page.portrait.src) if page.portrait and page.portrait.partners_may_use else "",
        "memberOf": [role(row, "memberOf", "Organization") for row in page.tenures.rows],
    }
    return {name: value for name, value in known.items() if value}


def organization(office: Office, page: Any, language: str) -> dict[str, Any]:  # Any: `actors.shown.OfficeShown`
    """Return an office; only one that is recognised, and of a kind that states have, is called an organisation of a government."""
    parent = page.parents[-1] if page.parents else None
    known = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization" if is_of_government(office) else "Organization",
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(office, language)),
        "name": page.title,
        "alternateName": [row.name for row in page.names.rows],
        "description": page.summary,
        "foundingDate": plain(page.existed_from),
        "dissolutionDate": plain(page.existed_to),
        "parentOrganization": {"@type": "Organization", "name": parent.label, "url": navigation.absolute(parent.url)} if parent else None,
        "member": [role(line.fact, "member", "Person") for post in page.posts.rows for line in post.lines],
    }
    return {name: value for name, value in known.items() if value}


def is_of_government(office: Office) -> bool:
    """Tell whether the page says as much: missions, forces, commissions and the like may be of several states, or of none."""
    kinds = Office.Kind
    of_states = (kinds.STATE, kinds.ADMINISTRATION, kinds.GOVERNMENT, kinds.MINISTRY, kinds.DEPARTMENT, kinds.PARLIAMENT, kinds.EMBASSY)
    return office.recognition == Office.Recognition.RECOGNISED and office.kind in of_states


def role(tenure: Any, name: str, kind: str) -> dict[str, Any]:  # Any: `actors.facts.Statement`
    """Return a tenure as the role in which one side is a member of the other; a side is named as the page names it, whatever it is beside that."""
    other = {"@type": kind, "name": tenure.of.label, "url": navigation.absolute(tenure.of.url) if tenure.of.url else ""}
    known = {
        "@type": "OrganizationRole",
        "roleName": tenure.title,
        "startDate": plain(tenure.start),
        "endDate": plain(tenure.end),
        name: {member: value for member, value in other.items() if value},
    }
    return {member: value for member, value in known.items() if value}


def place(place: Place, page: Any, language: str) -> dict[str, Any]:  # Any: `actors.places.PlaceShown`
    """Return a place. A region is an administrative area; what is occupied is never told to be a country, whatever its kind says."""
    around = page.parents[-1] if page.parents else None
    known = {
        "@context": "https://schema.org",
        "@type": PLACES.get(place.kind, "Place") if place.mark == Place.Mark.NONE or place.kind != Place.Kind.COUNTRY else "Place",
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(place, language)),
        "name": page.title,
        "alternateName": page.also,
        "description": page.summary,
        "containedInPlace": {"@type": "Place", "name": around.label, "url": navigation.absolute(around.url)} if around else None,
        "geo": {"@type": "GeoCoordinates", "latitude": float(place.latitude), "longitude": float(place.longitude)}
        if place.latitude is not None and place.longitude is not None
        else None,
    }
    return {name: value for name, value in known.items() if value}


def plain(date: PartialDate | None) -> str:
    """Return a date that is known without doubt, as far as it is known."""
    return date.plain if date and date.plain == date.text else ""
