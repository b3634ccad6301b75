"""Which agreements somebody is a party to or signed: on the pages of people and offices, and as a filter of the list of all agreements."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.acquaintances import Asked
from actors.agreed import Agreed, AgreedShown
from actors.letters import query
from actors.models import Actor
from chronicle.models import Agreement, Party, Signatory, Stage
from publishing import navigation
from publishing.capitals import capfirst
from publishing.record_page import label
from publishing.remembered import Memory

# So many stand on the page of a record; the list of agreements has all of them.
SHOWN = 8

# {(record, language, with texts that are not in it): what it agreed to}
_agreed = Memory(1024)


def parties(key: Any) -> QuerySet[Party]:  # Any: a key, or a reference to one
    """Return where a person, an office or a place is a party."""
    return Party.objects.filter(Q(actor=key) | Q(office=key) | Q(place=key))


def signatures(key: Any) -> QuerySet[Signatory]:  # Any: as above
    """Return where a person signed, or an office by itself or by whoever has a post in it. Nothing by somebody whom the public does not see."""
    by_post = Q(post__office=key, actor__isnull=True) | Q(tenure__post__office=key, actor__in=Actor.objects.live().values("pk"))
    return Signatory.objects.filter(Q(actor=key) | Q(office=key) | by_post)


def concerning(key: uuid.UUID) -> Q:
    """Return the condition that somebody is a party to an agreement, or signed it."""
    return Q(pk__in=parties(key).values("agreement")) | Q(pk__in=signatures(key).values("agreement"))


def may_have_agreed(key: OuterRef) -> Q:
    """Return the condition that an office may have agreed to something: who of its people the public sees is asked later, as of that moment."""
    signed = Signatory.objects.filter(Q(office=key) | Q(post__office=key) | Q(tenure__post__office=key))
    return Q(Exists(signed)) | Q(Exists(parties(key)))


def agreed_by(asked: Asked) -> AgreedShown:
    """Return the latest agreements of a person or an office. Read once under a change: one query."""
    known, place = _agreed.under(asked.under), (asked.record.pk, asked.language, asked.untranslated)
    if place not in known:
        known[place] = read(asked)
    return known[place]


def read(asked: Asked) -> AgreedShown:
    """Read the latest agreements, those listed last first."""
    key, language = asked.record.pk, asked.language
    listed = Agreement.objects.listed_in(language, timezone.now(), untranslated=asked.untranslated).without_texts().filter(concerning(key))
    of_this = {"agreement": OuterRef("pk")}
    parts = {"is_party": Exists(parties(key).filter(**of_this)), "is_signed": Exists(signatures(key).filter(**of_this))}
    found: Any = listed.with_stage("date").annotate(**parts)
    rows = list(found.order_by(f"-listed_at_{language}", "-id")[: SHOWN + 1])
    more = navigation.address("chronicle:agreements", language) + query({"party": asked.record.slug_in(language)}) if len(rows) > SHOWN else ""
    return AgreedShown([entry(row, language) for row in rows[:SHOWN]], more)


def entry(row: Any, language: str) -> Agreed:  # Any: an agreement with its last stage, and with what the record is to it
    """Return an agreement as the page of a record lists it."""
    # Not "signed": that may stand behind it, as the last stage.
    parts = [word for is_so, word in ((row.is_party, _("Party")), (row.is_signed, capfirst(_("signatory")))) if is_so]
    return Agreed(label(row, language), " · ".join(parts), str(Stage.Kind(row.stage).label) if row.stage else "", row.stage_date)
