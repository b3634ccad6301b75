"""People, offices, posts, tenures and places in the read API."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from actors.evidence import windows
from actors.models import Actor, Office, Place, Post, Tenure
from actors.serializers import (
    ActorDetailSerializer,
    ActorSerializer,
    OfficeDetailSerializer,
    OfficeSerializer,
    PlaceSerializer,
    PostSerializer,
    TenureSerializer,
)
from publishing import languages
from publishing.api import RecordPagination, RecordViewSet


class KeyPagination(RecordPagination):
    """Rows in the order of their keys."""

    ordering = ("id",)  # type: ignore[assignment]  # of any length

    def is_position(self, text: str) -> bool:
        """Any key."""
        return key_of(text) is not None


def key_of(text: str) -> uuid.UUID | None:
    """Return the key that a text is, None if it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class ActorViewSet(RecordViewSet):
    """Live people who have a public page, newest first."""

    kind = "actor"

    def get_serializer_class(self) -> type[ActorSerializer]:
        return ActorDetailSerializer if self.action == "retrieve" else ActorSerializer

    def get_queryset(self) -> QuerySet[Actor]:
        actors = Actor.objects.live().with_profile().prefetch_related("names", "identifiers")
        return actors if self.action == "retrieve" else actors.defer(*(f"biography_{code}" for code in languages.codes()))


class OfficeViewSet(RecordViewSet):
    """Live offices, newest first."""

    kind = "office"

    def get_serializer_class(self) -> type[OfficeSerializer]:
        return OfficeDetailSerializer if self.action == "retrieve" else OfficeSerializer

    def get_queryset(self) -> QuerySet[Office]:
        return Office.objects.live().select_related("parent", "place")


class PostViewSet(viewsets.ReadOnlyModelViewSet[Post]):
    """Posts of live offices; `?office=` keeps those of one."""

    pagination_class = KeyPagination
    serializer_class = PostSerializer

    def get_queryset(self) -> QuerySet[Post]:
        return Post.objects.filter(office__in=Office.objects.live(), **asked(self.request, office="office"))


class TenureViewSet(viewsets.ReadOnlyModelViewSet[Tenure]):
    """Tenures of live people in live offices.

    `?actor=`, `?post=` and `?office=` keep those of one, `?on=2024-10-15` those that may have held on a day.
    """

    pagination_class = KeyPagination
    serializer_class = TenureSerializer

    def get_queryset(self) -> QuerySet[Tenure]:
        tenures = Tenure.objects.public().filter(**asked(self.request, actor="actor", post="post", office="post__office"))
        if "actor" in self.request.query_params:
            tenures = tenures.filter(actor__has_profile=True)
        if day := self.request.query_params.get("on"):
            tenures = tenures.on(day_of(day))
        return tenures.select_related("actor").prefetch_related("sources")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:  # Any: as in the framework
        """Look up what facts attest of all tenures of a page at once."""
        if kwargs.get("many"):
            kwargs["context"] = {**self.get_serializer_context(), "windows": windows(args[0])}
        return super().get_serializer(*args, **kwargs)


class PlaceViewSet(viewsets.ReadOnlyModelViewSet[Place]):
    """Live places, newest first; `?parent=` keeps those that lie in one."""

    pagination_class = RecordPagination
    serializer_class = PlaceSerializer

    def get_queryset(self) -> QuerySet[Place]:
        return Place.objects.live().filter(**asked(self.request, parent="parent")).select_related("parent", "tag")


def asked(request: Request, **columns: str) -> dict[str, uuid.UUID]:
    """Return the conditions that the request names; ValidationError for a key that is none."""
    found = {}
    for name, column in columns.items():
        if text := request.query_params.get(name):
            if (key := key_of(text)) is None:
                raise ValidationError({name: [f"“{text[:50]}” is not an id."]})
            found[column] = key
    return found


def day_of(text: str) -> dt.date:
    """Return a day; ValidationError for what is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError({"on": ["Write a day as 2024-10-15."]}) from error
