"""What every part of the read API shares: pages by cursor, problems in the words of RFC 9457."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from rest_framework import serializers, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from publishing import joined, languages
from publishing.navigation import absolute, record_address, short_address
from publishing.picks import is_uuid
from publishing.publishable import Publishable


class RecordPagination(CursorPagination):
    """Records newest first, by a cursor that no new publication shifts."""

    ordering = ("-live_at", "-id")
    page_size = settings.API_PAGE_SIZE

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Return the cursor of the request; NotFound if it is not one that we gave."""
        cursor = super().decode_cursor(request)
        if cursor is None:
            return None
        # What says nothing would begin anew, and somebody who follows pages would never come to an end.
        says_something = cursor.position is not None or cursor.offset or cursor.reverse
        if not says_something or (cursor.position is not None and not self.is_position(str(cursor.position))):
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def is_position(self, text: str) -> bool:
        """Tell whether `text` can be compared with the first ordering field."""
        try:
            at = parse_datetime(text)
            # A moment at the very end of the calendar has no counterpart in UTC.
            return at is not None and at.tzinfo is not None and at.astimezone(dt.UTC) is not None
        except (ValueError, OverflowError):
            return False


class LabelPagination(RecordPagination):
    """Labels in the order of their keys."""

    ordering = ("name", "id")

    def is_position(self, text: str) -> bool:
        """Any text without NUL, which PostgreSQL cannot hold."""
        return "\x00" not in text


class RecordSerializer(serializers.ModelSerializer):
    """What every record says of itself, in every language it can be read in."""

    title = serializers.SerializerMethodField(help_text="By language; also where only the title exists.")
    lead = serializers.SerializerMethodField(help_text="By language.")
    url = serializers.SerializerMethodField(help_text="Address by language, for the languages it can be read in.")
    short_url = serializers.SerializerMethodField(help_text="Permanent address in the reader's language.")
    available_languages = serializers.ListField(child=serializers.CharField(), read_only=True)
    published_at = serializers.SerializerMethodField(help_text="By language.")

    def get_title(self, record: Publishable) -> dict[str, str]:
        return translations(record, "title", [code for code in languages.codes() if record.tells_of(code)])

    def get_lead(self, record: Publishable) -> dict[str, str]:
        return translations(record, "lead", record.available_languages)

    def get_url(self, record: Publishable) -> dict[str, str]:
        return {code: absolute(record_address(record, code)) for code in record.available_languages}

    def get_short_url(self, record: Publishable) -> str:
        return short_address(record)

    def get_published_at(self, record: Publishable) -> dict[str, str]:
        return publication_times(record)


class RecordViewSet(viewsets.ReadOnlyModelViewSet[Any]):  # Any: records of any type
    """Live records, newest first. One that was joined with another leads to that, permanently."""

    pagination_class = RecordPagination
    # As registered: the word in the change log, and the base name of the addresses.
    kind = ""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the record, or lead to the one that has its text now."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            key = kwargs["pk"]
            went = joined.by_key(self.kind, uuid.UUID(key)) if is_uuid(key) else None
            if went is None or not went.record.is_live:
                raise
        return HttpResponsePermanentRedirect(reverse(f"api:{self.kind}-detail", kwargs={"pk": went.record.pk}))


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an error as `application/problem+json` (RFC 9457)."""
    response = exception_handler(error, context)
    if response is not None:
        detail = response.data.get("detail", response.data) if isinstance(response.data, dict) else response.data
        response.data = {"type": "about:blank", "title": response.status_text, "status": response.status_code, "detail": detail}
        response.content_type = "application/problem+json"
    return response


def translations(record: models.Model, name: str, codes: list[str] | None = None) -> dict[str, str]:
    """Return {language: value} of a translated field for the languages in which it says something."""
    found = {code: getattr(record, f"{name}_{code}") for code in (languages.codes() if codes is None else codes)}
    return {code: value for code, value in found.items() if value}


def publication_times(record: Publishable) -> dict[str, str]:
    """Return {language: when the record became public in it (ISO 8601)} for the languages it can be read in."""
    return {code: getattr(record, f"published_at_{code}").isoformat() for code in record.available_languages}
