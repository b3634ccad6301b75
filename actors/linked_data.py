"""What machines read of people and offices (schema.org, JSON-LD 1.1): nothing that the page does not print."""

from typing import Any

from actors.models import Actor, Office
from publishing import navigation
from publishing.partial_dates import PartialDate


def person(actor: Actor, page: Any, language: str) -> dict[str, Any]:  # Any: `actors.shown.ActorShown`
    """Return a person. Of a date that is not plain, schema.org knows nothing: it stays on the page."""
    known = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(actor, language)),
        "name": page.title,
        "alternateName": [row.name for row in page.names],
        "description": page.summary,
        "birthDate": plain(page.born),
        "deathDate": plain(page.died),
        "sameAs": [row.url for row in page.identifiers if row.url],
        "image": navigation.absolute(page.portrait.src) if page.portrait else "",
    }
    return {name: value for name, value in known.items() if value}


def organization(office: Office, page: Any, language: str) -> dict[str, Any]:  # Any: `actors.shown.OfficeShown`
    """Return an office; only one that is recognised is called an organisation of a government."""
    parent = page.parents[-1] if page.parents else None
    known = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization" if office.recognition == Office.Recognition.RECOGNISED else "Organization",
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(office, language)),
        "name": page.title,
        "alternateName": [row.name for row in page.names],
        "description": page.summary,
        "foundingDate": plain(page.existed_from),
        "dissolutionDate": plain(page.existed_to),
        "parentOrganization": {"@type": "Organization", "name": parent.label, "url": navigation.absolute(parent.url)} if parent else None,
    }
    return {name: value for name, value in known.items() if value}


def plain(date: PartialDate | None) -> str:
    """Return a date that is known without doubt, as far as it is known."""
    return date.plain if date and date.plain == date.text else ""
