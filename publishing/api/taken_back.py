"""What the read API tells of a record that was public and is no more: what its page tells, and nothing else (410)."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

from publishing.api.addresses import api_address
from publishing.api.problems import answer
from publishing.models import Address
from publishing.navigation import absolute
from publishing.registry import by_kind
from publishing.withdrawn import Gone, gone

DETAIL = "This was public and was taken back."


def was_taken_back(kind: str, key: uuid.UUID) -> bool:
    """Tell whether the public saw a record that it sees no more. Of one that was deleted for ever only the address is left. Two queries."""
    record: Any = by_kind(kind).model._default_manager.filter(pk=key).first()
    if record is None:
        return Address.objects.filter(kind=kind, record=key).exists()
    # Somebody without a public page is not told of, taken back or not.
    return record.is_gone and getattr(record, "has_profile", True)


def taken_back(key: uuid.UUID, language: str) -> JsonResponse:
    """Answer 410 with what the editor allowed to be told; a text that is not in `language` is in the one it has."""
    notice = gone(key, language)
    return answer(HTTPStatus.GONE, DETAIL, withdrawn=told(notice, language)) if notice else answer(HTTPStatus.GONE, DETAIL)


def told(notice: Gone, language: str) -> dict[str, Any]:
    """Return a notice as JSON, without what is not told: the day, the title, the reason, what to read instead."""
    found = {
        "on": notice.iso,
        "title": notice.title,
        "title_language": notice.title and (notice.title_lang or language),
        "reason": notice.reason,
        "reason_language": notice.reason and (notice.reason_lang or language),
        "instead": instead(notice),
    }
    return {name: value for name, value in found.items() if value}


def instead(notice: Gone) -> dict[str, str] | None:
    """Return the record to read instead, while it is public."""
    other = notice.successor
    if other is None:
        return None
    return {"id": str(other.key), "type": other.kind, "title": other.title, "url": absolute(other.url), "api_url": api_address(other.kind, other.key)}
