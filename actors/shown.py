"""The public pages of people and offices: what is known of them, fact by fact."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actors import evidence, facts, linked_data, wording
from actors.brought import brought
from actors.facts import Statement
from actors.models import Actor, ActorIdentifier, ActorName, EndStatus, Office, OfficeLink, OfficeName, Post, Remit, Tenure
from actors.profile import NOTICES, ProfilePage, with_text
from actors.succession import Drawn, Scale, drawn
from publishing import languages
from publishing.fields.richtext import script_data
from publishing.partial_dates import Certainty, PartialDate
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

    tenures: list[Statement] = field(default_factory=list)
    remits: list[Statement] = field(default_factory=list)
    names: list[ActorName] = field(default_factory=list)
    identifiers: list[ActorIdentifier] = field(default_factory=list)
    born: PartialDate | None = None
    died: PartialDate | None = None
    json_ld: SafeString | str = ""


@dataclass(frozen=True)
class PostShown:
    """A post with all who held it, the last first, and who held it on the day that was asked for."""

    anchor: str
    title: str
    lang: str
    also: str
    scale: Scale | None
    lines: list[Drawn]
    remits: list[Statement]
    surely: list[Statement]
    possibly: list[Statement]


@dataclass(kw_only=True)
class OfficeShown(ProfilePage):
    """An institution."""

    parents: list[Label] = field(default_factory=list)
    units: list[Label] = field(default_factory=list)
    links: list[tuple[str, Label]] = field(default_factory=list)
    posts: list[PostShown] = field(default_factory=list)
    names: list[OfficeName] = field(default_factory=list)
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
    return Prepared(offices.select_related("place", "parent__parent__parent").order_by())


def actor_shown(actor: Actor, language: str, under: Stamp | None = None) -> ActorShown:
    """Return what the page of an actor shows."""
    page = ActorShown.of(actor, language, NOTICES, under)
    held = list(actor.tenures.public().select_related("post__office").prefetch_related("sources").in_order())
    page.tenures = tenures_of(held, language)
    page.remits = remits_of(held, language)
    page.names, page.identifiers = list(actor.names.all()), list(actor.identifiers.all())
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
    page.units = [facts.office_label(unit, language) for unit in office.units.live().order_by("folded", "id")]
    page.links = links_of(office, language)
    page.posts = posts_of(office, language, on)
    page.names = list(office.names.all())
    page.sort = str(office.get_kind_display())
    page.recognition = "" if office.recognition == Office.Recognition.RECOGNISED else str(office.get_recognition_display())
    page.existed_from, page.existed_to = dates_of(office, "existed_from", "existed_to")
    page.place = facts.public_place(office.place, language)
    with_text(page, office, language)
    page.json_ld = script_data(linked_data.organization(office, page, language), "application/ld+json")
    return page


def tenures_of(held: list[Tenure], language: str) -> list[Statement]:
    """Return tenures as the page of the actor prints them; where their own dates leave it open, with what facts attest."""
    shown = evidence.windows(filter(evidence.is_open, held), held)
    offices = {tenure.pk: facts.office_label(tenure.post.office, language) for tenure in held}
    return [facts.tenure_fact(tenure, offices[tenure.pk], language, shown.get(tenure.pk)) for tenure in newest_first(held)]


def remits_of(held: list[Tenure], language: str) -> list[Statement]:
    """Return the remits of tenures, and those that come with their posts. Two queries, however many there are."""
    theirs = Q(tenure__in=[tenure.pk for tenure in held]) | Q(post__in={tenure.post_id for tenure in held})
    rows = Remit.objects.filter(theirs).select_related("place", "office", "within").prefetch_related("sources").order_by("start_lower", "id")
    own = [facts.remit_fact(remit, language) for remit in rows if remit.tenure_id]
    return own + [facts.brought_fact(tenure, remit, language) for tenure, remit in brought(newest_first(held), rows)]


def dates_of(record: Actor | Office, *names: str) -> list[PartialDate | None]:
    """Return partial dates of a record."""
    return [getattr(record, name) for name in names]


def newest_first(tenures: list[Tenure]) -> list[Tenure]:
    """Return tenures with those that go on in front, then the last begun; those without dates at the end."""
    latest = tenures[::-1]
    return sorted(latest, key=lambda tenure: tenure.end_status != EndStatus.ONGOING)


def parents_of(office: Office, language: str) -> list[Label]:
    """Return the offices above, the highest first, up to one that the public does not see. Three of them came with it."""
    found, above, seen = [], office.parent, {office.pk}
    while above is not None and above.is_live and above.pk not in seen:
        found.append(facts.office_label(above, language))
        seen.add(above.pk)
        above = above.parent
    return found[::-1]


def links_of(office: Office, language: str) -> list[tuple[str, Label]]:
    """Return (relation, other office) of the links to and from an office, those alone whose other end the public sees. One query."""
    live = Office.objects.live()
    rows = OfficeLink.objects.filter(Q(office=office, other__in=live) | Q(other=office, office__in=live))
    found = []
    for link in rows.select_related("office", "other").order_by("kind", "id"):
        relation, other = (
            (link.get_kind_display(), link.other) if link.office_id == office.pk else (LINKED_FROM[OfficeLink.Kind(link.kind)], link.office)
        )
        found.append((str(relation), facts.office_label(other, language)))
    return found


def posts_of(office: Office, language: str, on: dt.date | None) -> list[PostShown]:
    """Return the posts of an office in their order. Four queries, however many there are."""
    held: defaultdict[object, list[Tenure]] = defaultdict(list)
    tenures = Tenure.objects.public().filter(post__office=office).select_related("actor").prefetch_related("sources").in_order()
    for tenure in tenures:
        held[tenure.post_id].append(tenure)
    remits: defaultdict[object, list[Remit]] = defaultdict(list)
    for remit in office.remits.select_related("place", "office", "within").prefetch_related("sources"):
        remits[remit.post_id].append(remit)
    posts = list(Post.objects.filter(office=office).select_related(None).order_by("position", "id"))
    for post in posts:
        post.office = office
    return [post_shown(post, held[post.pk], remits[post.pk], language, on) for post in posts]


def post_shown(post: Post, tenures: list[Tenure], remits: list[Remit], language: str, on: dt.date | None) -> PostShown:
    """Return a post with its holders."""
    title, lang = wording.post_title(post, language)
    pairs = []
    for tenure in newest_first(tenures):
        tenure.post = post
        pairs.append((tenure, facts.tenure_fact(tenure, facts.actor_label(tenure.actor, language), language)))
    answers = {fact.anchor: tenure.certainty_on(on) for tenure, fact in pairs} if on else {}
    scale = Scale.of(tenures)
    return PostShown(
        anchor=f"post-{post.pk}",
        title=title,
        lang=languages.other(lang, language),
        also=post.titles("also").get(language, ""),
        scale=scale,
        lines=drawn(pairs, scale),
        remits=[facts.remit_fact(remit, language) for remit in remits],
        surely=[fact for __, fact in pairs if answers.get(fact.anchor) == Certainty.SURELY],
        possibly=[fact for __, fact in pairs if answers.get(fact.anchor) == Certainty.MAYBE],
    )
