"""The public pages of people and offices: what is known of them, fact by fact."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Q, prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actors import agreed, attached, evidence, facts, histories, letters, linked_data, wording
from actors.brought import brought
from actors.facts import Statement
from actors.histories import NOTHING, Cut
from actors.models import Actor, ActorIdentifier, Office, OfficeLink, Remit, Tenure
from actors.posts import PostShown, posts_of
from actors.profile import NOTICES, ProfilePage, with_text
from publishing import navigation
from publishing.fields.richtext import script_data
from publishing.partial_dates import PartialDate
from publishing.prepared import Given, Prepared
from publishing.record_page import Label
from publishing.remembered import Stamp

# What an office is to the one whose row links them.
LINKED_FROM = {
    OfficeLink.Kind.SUCCESSOR: _("succeeded by"),
    OfficeLink.Kind.COUNTERPART: _("counterpart of"),
    OfficeLink.Kind.SUBORDINATE: _("set over"),
}


@dataclass(kw_only=True)
class ActorShown(ProfilePage):
    """A person."""

    tenures: Cut = NOTHING
    remits: Cut = NOTHING
    names: Cut = NOTHING
    # Where the whole lists are, "" for what the page shows whole.
    posts_url: str = ""
    remits_url: str = ""
    names_url: str = ""
    identifiers: list[ActorIdentifier] = field(default_factory=list)
    born: PartialDate | None = None
    died: PartialDate | None = None
    json_ld: SafeString | str = ""


@dataclass(kw_only=True)
class OfficeShown(ProfilePage):
    """An institution."""

    parents: list[Label] = field(default_factory=list)
    units: Cut = NOTHING
    # (anchor, relation, other office)
    links: list[tuple[str, str, Label]] = field(default_factory=list)
    posts: Cut = NOTHING
    # The posts that somebody held on the day that was asked for.
    answers: list[PostShown] = field(default_factory=list)
    names: Cut = NOTHING
    # Where the whole lists are, "" for what the page shows whole.
    posts_url: str = ""
    names_url: str = ""
    units_url: str = ""
    sort: str = ""
    recognition: str = ""
    existed_from: PartialDate | None = None
    existed_to: PartialDate | None = None
    place: Label | None = None
    json_ld: SafeString | str = ""


@lru_cache
def offices_by(column: str) -> Prepared:
    """Return the query for the office with a given value in a column of which no two are alike, with its place and what it is part of."""
    offices = Office.objects.filter(**{column: Given("value", Office._meta.get_field(column))})
    read = offices.select_related("place", "parent__parent__parent").annotate(has_agreed=agreed.may_have_agreed())
    return Prepared(read.order_by())


def actor_shown(actor: Actor, language: str, under: Stamp | None = None) -> ActorShown:
    """Return what the page of an actor shows."""
    page = ActorShown.of(actor, language, NOTICES, under)
    held = histories.held_by(actor)
    remits = remits_read(actor, held.rows)
    small = attached.read(actor, [*held.rows, *(remit for _tenure, remit in remits_found(remits, held.rows)[0])])
    page.tenures = Cut(tenures_of(held.rows, language, [] if held.is_cut else held.rows, remits), held.number)
    page.remits = remits_of(remits, held.rows, language)
    page.names, page.identifiers = small.names, small.identifiers
    page.posts_url = part_url(actor, "detail_posts", language, is_cut=held.is_cut)
    page.remits_url = part_url(actor, "detail_remits", language, is_cut=held.is_cut or page.remits.is_cut)
    page.names_url = part_url(actor, "detail_names", language, is_cut=page.names.is_cut)
    page.born, page.died = dates_of(actor, "born", "died")
    with_text(page, actor, language)
    page.json_ld = script_data(linked_data.person(actor, page, language), "application/ld+json")
    return page


def office_shown(office: Office, language: str, on: dt.date | None = None, under: Stamp | None = None) -> OfficeShown:
    """Return what the page of an office shows, and who held its posts `on` a day."""
    page = OfficeShown.of(office, language, NOTICES, under)
    name, __ = wording.office_name(office, language)
    page.title = name
    page.parents = parents_of(office, language)
    page.units = units_of(office, language)
    if page.units.is_cut:
        page.units_url = navigation.address("actors:offices", language) + letters.query({"under": office.slug_in(language)})
    page.links = links_of(office, language)
    posts, small = posts_of(office, language, on)
    page.posts = histories.cut(posts, histories.MOST_POSTS, histories.MOST_POSTS)
    page.answers = [post for number, post in enumerate(posts) if number < histories.MOST_POSTS or post.answer.is_any][: histories.MOST_ASKED]
    page.names = small.names
    page.posts_url = part_url(office, "office_posts", language, is_cut=page.posts.is_cut)
    page.names_url = part_url(office, "office_names", language, is_cut=page.names.is_cut)
    page.sort = str(office.get_kind_display())
    page.recognition = "" if office.recognition == Office.Recognition.RECOGNISED else str(office.get_recognition_display())
    page.existed_from, page.existed_to = dates_of(office, "existed_from", "existed_to")
    page.place = facts.public_place(office.place, language)
    with_text(page, office, language)
    page.json_ld = script_data(linked_data.organization(office, page, language), "application/ld+json")
    return page


def tenures_of(held: Sequence[Tenure], language: str, among: Sequence[Tenure] | None, remits: Sequence[Remit] | None = None) -> list[Statement]:
    """Return tenures as the page of the actor prints them; where their own dates leave it open, with what facts attest.

    That needs all tenures of the person, `among` which they are; with None they are read, with none of them it is left untold. It
    needs the `remits` that they bring; with None these are read too.
    """
    shown = evidence.windows(filter(evidence.is_open, held), among, remits) if among is None or among else {}
    return [facts.tenure_fact(tenure, facts.office_label(tenure.post.office, language), language, shown.get(tenure.pk)) for tenure in held]


def remits_read(actor: Actor, held: Sequence[Tenure]) -> list[Remit]:
    """Return the remits of a person, and those of the posts of some tenures. One query."""
    theirs = Q(tenure__in=actor.tenures.public()) | Q(post__in={tenure.post_id for tenure in held})
    return list(Remit.objects.filter(theirs).select_related("place", "office", "within").order_by("start_lower", "id"))


def remits_found(rows: Sequence[Remit], held: Sequence[Tenure], first: int = 0) -> tuple[list[tuple[Tenure | None, Remit]], int]:
    """Return (a remit with the tenure that brings it, how many there are) of those that a page shows, from the `first` on."""
    found: list[tuple[Tenure | None, Remit]] = [(None, remit) for remit in rows if remit.tenure_id]
    found += brought(held, rows)
    return found if len(found) <= histories.WHOLE else found[first : first + histories.LATEST], len(found)


def remits_of(rows: Sequence[Remit], held: Sequence[Tenure], language: str, first: int = 0) -> Cut:
    """Return the remits of a person, and those that come with the posts of some tenures, from the `first` on.

    One query, however many; none where they have their sources.
    """
    shown, number = remits_found(rows, held, first)
    prefetch_related_objects([remit for _tenure, remit in shown], "sources")
    told = [facts.brought_fact(tenure, remit, language) if tenure else facts.remit_fact(remit, language) for tenure, remit in shown]
    return Cut(told, number)


def part_url(record: Actor | Office, name: str, language: str, *, is_cut: bool) -> str:
    """Return where a list stands whole, "" where nothing is left out."""
    return navigation.address(f"actors:{name}", language, slug=record.slug_in(language)) if is_cut else ""


def units_of(office: Office, language: str) -> Cut:
    """Return what is part of an office, the first of very many. One query."""
    found = histories.first_of(office.units.live().order_by("folded", "id"), histories.MOST_UNITS, histories.MOST_UNITS)
    return Cut([facts.office_label(unit, language) for unit in found.rows], found.number)


def dates_of(record: Actor | Office, *names: str) -> list[PartialDate | None]:
    """Return partial dates of a record."""
    return [getattr(record, name) for name in names]


def parents_of(office: Office, language: str) -> list[Label]:
    """Return the offices above, the highest first, up to one that the public does not see. Three of them came with it."""
    found, above, seen = [], office.parent, {office.pk}
    while above is not None and above.is_live and above.pk not in seen:
        found.append(facts.office_label(above, language))
        seen.add(above.pk)
        above = above.parent
    return found[::-1]


def links_of(office: Office, language: str) -> list[tuple[str, str, Label]]:
    """Return (anchor, relation, other office) of the links to and from an office, those alone whose other end the public sees. One query."""
    live = Office.objects.live()
    rows = OfficeLink.objects.filter(Q(office=office, other__in=live) | Q(other=office, office__in=live))
    found = []
    for link in rows.select_related("office", "other").order_by("kind", "id"):
        relation, other = (
            (link.get_kind_display(), link.other) if link.office_id == office.pk else (LINKED_FROM[OfficeLink.Kind(link.kind)], link.office)
        )
        found.append((f"link-{link.pk.hex}", str(relation), facts.office_label(other, language)))
    return found
