"""Errors of the read API in the words of RFC 9457."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from rest_framework.exceptions import ValidationError
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
# So much of a name that nobody knows is repeated.
NAME_LENGTH = 50


class BadParameters(ValidationError):  # noqa: N818 - what it says of the request
    """What is wrong with the parameters of a request: {name: reason}."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__({name[:NAME_LENGTH]: [reason] for name, reason in reasons.items()})
        self.reasons = {name[:NAME_LENGTH]: reason for name, reason in reasons.items()}


def problem(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """Answer an error as `application/problem+json`; None for what is none of the framework's."""
    if isinstance(error, SuspiciousOperation):
        return answer(HTTPStatus.BAD_REQUEST, "The request cannot be read.")
    response = exception_handler(error, context)
    if response is None:
        return None
    headers = {name: value for name, value in response.items() if name != "Content-Type"}
    if isinstance(error, BadParameters):
        invalid = [{"name": name, "reason": reason} for name, reason in error.reasons.items()]
        return answer(response.status_code, "; ".join(f"{row['name']}: {row['reason']}" for row in invalid), headers, invalid_params=invalid)
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else response.data
    return answer(response.status_code, str(detail), headers)


def answer(status: int, detail: str, headers: Mapping[str, str] | None = None, **members: object) -> JsonResponse:
    """Return a problem; `members` are what RFC 9457 calls extensions."""
    data = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail, **members}
    return JsonResponse(data, status=status, headers=dict(headers or {}), content_type=CONTENT_TYPE)


def not_found(request: HttpRequest) -> JsonResponse:
    """Say that nothing is at an address of the API."""
    del request
    return answer(HTTPStatus.NOT_FOUND, "There is nothing at this address. The lists are named at /api/v1/.")
