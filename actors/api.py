"""People, offices, posts, tenures and places in the read API."""

from typing import Any

from django.db.models import QuerySet

from actors.api_parameters import ActorParameters, OfficeParameters, PlaceParameters, PostParameters, TenureParameters
from actors.evidence import windows
from actors.models import Actor, Office, Place, Post, Tenure
from actors.popolo import AreaFormat, MembershipFormat, OrganizationFormat, PersonFormat, PostFormat
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
from publishing.api.viewsets import ReadViewSet, RecordViewSet


class ActorViewSet(RecordViewSet):
    """Live people who have a public page, newest first."""

    kind = "actor"
    parameters = ActorParameters
    renderer_classes = (*RecordViewSet.renderer_classes, PersonFormat)

    def get_serializer_class(self) -> type[ActorSerializer]:
        return ActorDetailSerializer if self.action == "retrieve" else ActorSerializer

    def get_queryset(self) -> QuerySet[Actor]:
        actors = Actor.objects.live().with_profile().prefetch_related("names", "identifiers")
        return actors if self.action == "retrieve" else actors.defer(*(f"biography_{code}" for code in languages.codes()))


class OfficeViewSet(RecordViewSet):
    """Live offices, newest first."""

    kind = "office"
    parameters = OfficeParameters
    renderer_classes = (*RecordViewSet.renderer_classes, OrganizationFormat)

    def get_serializer_class(self) -> type[OfficeSerializer]:
        return OfficeDetailSerializer if self.action == "retrieve" else OfficeSerializer

    def get_queryset(self) -> QuerySet[Office]:
        offices = Office.objects.live().select_related("parent", "place")
        unread = [f"{name}description_{code}" for name in ("", "parent__") for code in languages.codes()]
        return offices if self.action == "retrieve" else offices.defer(*unread)


class PostViewSet(ReadViewSet):
    """Posts of live offices, in the order of their ids."""

    kind = "post"
    parameters = PostParameters
    renderer_classes = (*ReadViewSet.renderer_classes, PostFormat)
    serializer_class = PostSerializer

    def get_queryset(self) -> QuerySet[Post]:
        return Post.objects.filter(office__in=Office.objects.live())


class TenureViewSet(ReadViewSet):
    """Tenures of live people in live offices, in the order of their ids."""

    kind = "tenure"
    parameters = TenureParameters
    renderer_classes = (*ReadViewSet.renderer_classes, MembershipFormat)
    serializer_class = TenureSerializer

    def get_queryset(self) -> QuerySet[Tenure]:
        return Tenure.objects.public().select_related("actor").prefetch_related("sources")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:  # Any: as in the framework
        """Look up what facts attest of all tenures of a page at once."""
        if kwargs.get("many") and args:
            args = (list(args[0]), *args[1:])
            kwargs["context"] = {**self.get_serializer_context(), "windows": windows(args[0])}
        return super().get_serializer(*args, **kwargs)


class PlaceViewSet(RecordViewSet):
    """Live places, newest first."""

    kind = "place"
    parameters = PlaceParameters
    renderer_classes = (*RecordViewSet.renderer_classes, AreaFormat)
    serializer_class = PlaceSerializer

    def get_queryset(self) -> QuerySet[Place]:
        return Place.objects.live().select_related("parent", "tag")
