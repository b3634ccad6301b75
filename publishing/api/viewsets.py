"""The lists of the read API and their objects: parameters, pages, one language, whole objects in place of ids."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework import mixins, viewsets
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publishing import joined, languages
from publishing.api.expanding import expand
from publishing.api.filters import Asked, ListParameters, Parameters, RecordParameters
from publishing.api.formats import Format
from publishing.api.paging import Pages
from publishing.api.problems import BadParameters
from publishing.api.tables import TableFormat
from publishing.api.taken_back import taken_back, was_taken_back
from publishing.api.texts import in_one
from publishing.picks import is_uuid


def only_read(request: Request) -> None:
    """Raise MethodNotAllowed for what would do anything else than read, before its parameters are looked at."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        raise MethodNotAllowed(request.method or "")


class Negotiation(DefaultContentNegotiation):
    """Chooses how an answer is written; a format that nobody knows is a bad parameter."""

    def filter_renderers(self, renderers: Sequence[Any], format: str) -> Sequence[Any]:
        """Return the renderers of a format."""
        known = [renderer.format for renderer in renderers]
        if format not in known:
            raise BadParameters({"format": f"Give one of: {', '.join(known)}."})
        return super().filter_renderers(renderers, format)


class ReadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):  # Any: rows of any type
    """A list that the public may read, and the objects in it. A child names `kind`, `parameters`, `order`, and gives the rows that are public."""

    # As in the addresses: the base name.
    kind = ""
    # What a list can be asked, and what a single object can be.
    parameters: ClassVar[type[ListParameters]] = ListParameters
    parameters_of_one: ClassVar[type[Parameters]] = Parameters
    # The order of the list, which no two rows share.
    order: ClassVar[Sequence[str]] = ("id",)
    pagination_class = Pages
    content_negotiation_class = Negotiation
    # Our own JSON, and the formats of the field.
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer, TableFormat)
    filter_backends = ()
    asked: Any = None  # what the request says, as one of `parameters`

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the parameters, before anything else is done; BadParameters for what cannot be read."""
        only_read(request)
        super().initial(request, *args, **kwargs)
        kind = self.parameters if self.action == "list" else self.parameters_of_one
        self.asked = kind(request.query_params, QuerySet(self.model), renderers=self.get_renderers())
        boxes: Any = self.asked.form.fields
        for name, words in (("fields", self.field_names), ("expand", lambda: list(self.kinds))):
            if name in boxes:
                boxes[name].known = words()
        self.asked.check()
        if self.form is not None:
            self.form.check(self.asked)

    def get_renderers(self) -> list[Any]:
        """Return how an answer can be written: some formats are for lists only."""
        is_list = getattr(self, "action", "list") != "retrieve"
        return [each for each in super().get_renderers() if is_list or getattr(each, "is_for_one", True)]

    @property
    def form(self) -> Format | None:
        """The format of the field that is asked for; None for our own JSON."""
        asked = getattr(self.request, "accepted_renderer", None)
        return asked if isinstance(asked, Format) else None

    @property
    def kinds(self) -> dict[str, str]:
        """What can be expanded in what is asked for: {field: kind of what its ids name}, as the serializer's `Meta.expandable` says."""
        return dict(getattr(self.get_serializer_class().Meta, "expandable", {}))  # type: ignore[attr-defined]  # all of ours have one

    @property
    def model(self) -> Any:  # Any: a model
        """Return what the rows of the list are."""
        return self.get_serializer_class().Meta.model  # type: ignore[attr-defined]  # all of ours name it

    def field_names(self) -> list[str]:
        """Return the fields of what is asked for."""
        return list(self.get_serializer_class().Meta.fields)  # type: ignore[attr-defined]  # all of ours name them

    def filter_queryset(self, queryset: Any) -> Any:
        """Return what the parameters leave of the rows."""
        return self.asked.filter_queryset(queryset)

    def get_serializer_context(self) -> dict[str, Any]:
        """Say which fields are asked for."""
        return {**super().get_serializer_context(), "only": self.asked.said("fields") if self.asked is not None else None}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return a page of the list."""
        if self.form is not None:
            return self.form.answer(self)
        response = super().list(request, *args, **kwargs)
        response.data["results"] = self.finished(response.data["results"])
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return one object."""
        if (form := self.form) is not None:
            return Response(form.one(self.get_object(), self))
        response = super().retrieve(request, *args, **kwargs)
        response.data = self.finished([response.data])[0]
        return response

    def finished(self, rows: Any) -> Any:  # Any: JSON
        """Return objects with whole ones in place of ids, and in one language, as the request asks."""
        if names := self.asked.said("expand"):
            expand(rows, names, self.kinds, self.request)
        language = self.asked.said("lang")
        return in_one(rows, language) if language else rows


class AnswerView(APIView):
    """One answer that is no list. A child names its `shape` (a TypedDict) and its parameters, and gives the answer."""

    shape: ClassVar[Any] = None  # Any: a type
    parameters_of_one: ClassVar[type[Asked]] = Asked
    content_negotiation_class = Negotiation
    asked: Any = None  # what the request says, as one of `parameters_of_one`

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the parameters; BadParameters for what cannot be read."""
        only_read(request)
        super().initial(request, *args, **kwargs)
        self.asked = self.parameters_of_one(request.query_params, QuerySet(), renderers=self.get_renderers())
        self.asked.check()


class RecordViewSet(ReadViewSet):
    """Live records, newest first. One that was joined with another leads to that, permanently; one that was taken back is gone (410)."""

    parameters = RecordParameters
    order = ("-live_at", "-id")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the record, or lead to the one that has its text now."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            if not is_uuid(kwargs["pk"]):
                raise
            key = uuid.UUID(kwargs["pk"])
            went = joined.by_key(self.kind, key)
            if (went is None or not went.record.is_live) and was_taken_back(self.kind, key):
                return taken_back(key, self.asked.said("lang") or languages.codes()[0])
            if went is None or not went.record.is_live:
                raise
        query = request.META.get("QUERY_STRING", "")
        address = reverse(f"api:{self.kind}-detail", kwargs={"pk": went.record.pk})
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
