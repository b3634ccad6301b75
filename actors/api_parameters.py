"""What lists of people, offices, posts, tenures and places can be asked in the read API."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from actors.models import Actor, ActorName, Office, OfficeName, Place, Remit, Tenure
from actors.models.office import Existence
from actors.models.tenure import EndStatus, possibly, surely
from publishing.api.filters import SURELY, Boolean, Choice, Day, Key, ListParameters, Period, RecordParameters, match_parameter, since_parameter
from publishing.api.trees import with_all_in
from publishing.partial_dates import PartialDate
from publishing.search import fold

ON = "2024-10-15"


class Named(RecordParameters):
    """Records that have a name and a summary."""

    searched: Sequence[str] = ("name", "summary")


class ActorParameters(Named):
    """What the list of people can be asked."""

    office = Key("Only those with a tenure in this office, or in what is part of it", kind="office", method="by_tenure")
    place = Key("Only those with a remit over this place, or over what lies in it", kind="place", method="by_tenure")
    on = Day("Only those in office on this day; with `office` and `place`, there and then.", method="by_tenure", example=ON)
    match = match_parameter()

    def by_tenure(self, queryset: Any, name: str, _value: Any) -> Any:  # Any: a queryset, and what is asked by
        """Keep those with a tenure that meets all of what is asked; applied once, for the first of the parameters that is given."""
        first = next(each for each in ("office", "place", "on") if self.said(each) is not None)
        if name != first:
            return queryset
        on, is_sure = self.said("on"), self.said("match") == SURELY
        tenures = Tenure.objects.filter(actor=OuterRef("pk"), post__office__in=Office.objects.live())
        if self.said("office") is not None:
            tenures = tenures.filter(post__office__in=with_all_in(Office, self.key("office")))
        if on is not None:
            tenures = tenures.filter(held(on, is_sure=is_sure))
        if self.said("place") is not None:
            remits = Remit.objects.filter(Q(tenure=OuterRef("pk")) | Q(post=OuterRef("post")), place__in=with_all_in(Place, self.key("place")))
            tenures = tenures.filter(Exists(remits if on is None else remits.filter(held(on, is_sure=is_sure))))
        return queryset.filter(Exists(tenures))

    def has(self, word: str) -> Q:
        """Look in other names too."""
        return super().has(word) | named_else(ActorName, "actor", word)


class OfficeParameters(Named):
    """What the list of offices can be asked."""

    parent = Key("Only those that are directly part of this office", kind="office", method="by_parent")
    under = Key("This office, with all that is part of it", kind="office", method="by_tree")
    place = Key("Only those of this place, or of what lies in it", kind="place", method="by_place")
    kind = Choice("Only those of this kind.", words=Office.Kind.values, method="by_kind")
    recognition = Choice("Only those with this recognition.", words=Office.Recognition.values, method="by_recognition")
    on = Day("Only those that existed on this day.", method="by_day", example=ON)
    match = match_parameter()

    def by_parent(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:  # Any: a queryset
        """Keep the parts of an office."""
        return queryset.filter(parent=key, parent__in=Office.objects.live())

    def by_tree(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep an office with all its parts."""
        return queryset.filter(pk__in=with_all_in(Office, key))

    def by_place(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep the offices of a place."""
        return queryset.filter(place__in=with_all_in(Place, key))

    def by_kind(self, queryset: Any, _name: str, kind: str) -> Any:
        """Keep a kind."""
        return queryset.filter(kind=kind)

    def by_recognition(self, queryset: Any, _name: str, recognition: str) -> Any:
        """Keep a recognition."""
        return queryset.filter(recognition=recognition)

    def by_day(self, queryset: Any, _name: str, day: dt.date) -> Any:
        """Keep what existed on a day."""
        return queryset.filter(existed(day, is_sure=self.said("match") == SURELY))

    def has(self, word: str) -> Q:
        """Look in other names too."""
        return super().has(word) | named_else(OfficeName, "office", word)


class PostParameters(ListParameters):
    """What the list of posts can be asked."""

    office = Key("Only those of this office", kind="office", method="by_office")
    on = Day("Only those that existed on this day.", method="by_day", example=ON)
    match = match_parameter()
    updated_since = since_parameter(": a post with its office")

    def changed(self, since: dt.datetime) -> Q:
        """Look at the office, whose form has the post."""
        return Q(office__updated_at__gte=since)

    def by_office(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:  # Any: a queryset
        """Keep the posts of an office."""
        return queryset.filter(office=key)

    def by_day(self, queryset: Any, _name: str, day: dt.date) -> Any:
        """Keep what existed on a day."""
        return queryset.filter(existed(day, is_sure=self.said("match") == SURELY))


class TenureParameters(ListParameters):
    """What the list of tenures can be asked."""

    actor = Key("Only those of this person", kind="actor", method="by_actor")
    post = Key("Only those of this post (by id)", kind="post", method="by_post")
    office = Key("Only those in this office, or in what is part of it", kind="office", method="by_office")
    place = Key("Only those with a remit over this place, or over what lies in it", kind="place", method="by_place")
    on = Day("Only those that held on this day.", method="by_day", example=ON)
    period = Period("Only those that held at some time in this period (EDTF).", method="by_period", example="2008/2012")
    match = match_parameter()
    end_status = Choice("Only those of which this is known.", words=EndStatus.values, method="by_end")
    is_acting = Boolean("Only those that are, or are not, of an acting holder.", method="by_acting")
    updated_since = since_parameter(": a tenure with its person, or with its office")

    def changed(self, since: dt.datetime) -> Q:
        """Look at the person, whose form has the tenure, and at the office, with which it becomes public."""
        return Q(actor__updated_at__gte=since) | Q(post__office__updated_at__gte=since)

    def by_actor(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:  # Any: a queryset
        """Keep the tenures of somebody who has a public page."""
        return queryset.filter(actor=key, actor__in=Actor.objects.live().with_profile())

    def by_post(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep the tenures of a post."""
        return queryset.filter(post=key)

    def by_office(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep the tenures in an office."""
        return queryset.filter(post__office__in=with_all_in(Office, key))

    def by_place(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep the tenures with a remit."""
        return queryset.filter(Exists(Remit.objects.filter(Q(tenure=OuterRef("pk")) | Q(post=OuterRef("post")), place__in=with_all_in(Place, key))))

    def by_day(self, queryset: Any, _name: str, day: dt.date) -> Any:
        """Keep what held on a day."""
        return queryset.filter(held(day, is_sure=self.said("match") == SURELY))

    def by_period(self, queryset: Any, _name: str, period: PartialDate) -> Any:
        """Keep what held in a time."""
        if self.said("match") == SURELY:
            goes_on = Q(end_status=EndStatus.ONGOING) | Q(end_lower__gte=period.lower)
            return queryset.filter(goes_on, start_upper__lte=period.upper)
        begun = Q(start_lower__isnull=True) | Q(start_lower__lte=period.upper)
        return queryset.filter(begun, Q(end_upper__isnull=True) | Q(end_upper__gte=period.lower))

    def by_end(self, queryset: Any, _name: str, status: str) -> Any:
        """Keep what has ended, or goes on, or of which nobody knows."""
        return queryset.filter(end_status=status)

    def by_acting(self, queryset: Any, _name: str, said: str) -> Any:
        """Keep the acting holders, or the others."""
        return queryset.filter(is_acting=said == "true")


class PlaceParameters(Named):
    """What the list of places can be asked."""

    searched = ("name", "also", "status_note")

    parent = Key("Only those that lie directly in this place", kind="place", method="by_parent")
    under = Key("This place, with all that lies in it", kind="place", method="by_tree")
    kind = Choice("Only those of this kind.", words=Place.Kind.values, method="by_kind")
    mark = Choice("Only those with this mark.", words=Place.Mark.values, method="by_mark")

    def by_parent(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:  # Any: a queryset
        """Keep what lies in a place."""
        return queryset.filter(parent=key, parent__in=Place.objects.live())

    def by_tree(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep a place with all that lies in it."""
        return queryset.filter(pk__in=with_all_in(Place, key))

    def by_kind(self, queryset: Any, _name: str, kind: str) -> Any:
        """Keep a kind."""
        return queryset.filter(kind=kind)

    def by_mark(self, queryset: Any, _name: str, mark: str) -> Any:
        """Keep a mark."""
        return queryset.filter(mark=mark)


def held(day: dt.date, *, is_sure: bool) -> Q:
    """Return the condition that a row held on a day."""
    return surely(day) if is_sure else possibly(day)


def existed(day: dt.date, *, is_sure: bool) -> Q:
    """Return the condition that an office or a post surely or possibly existed on a day; of one without dates nobody knows."""
    if is_sure:
        still = Q(existence=Existence.EXISTS) | Q(existed_to_lower__gte=day)
        return Q(existed_from_upper__lte=day) & still
    begun = Q(existed_from_lower__isnull=True) | Q(existed_from_lower__lte=day)
    return begun & (Q(existed_to_upper__isnull=True) | Q(existed_to_upper__gte=day))


def named_else(model: Any, owner: str, word: str) -> Q:  # Any: a model of names
    """Return the condition that another name has a word, in whatever spelling."""
    return Q(Exists(model.objects.filter(**{owner: OuterRef("pk")}, folded__contains=fold(word))))
