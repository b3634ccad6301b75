"""Documents as readers meet them: an article that lists some, and what their addresses answer."""

from django.http import HttpResponse
from django.test import Client

from library.models import Document
from news.models import Article
from publishing import drafts
from publishing.models import ChangeHead
from tests.factories import make_kind, publisher


def make_live(*documents: Document, **fields: object) -> Article:
    """Publish an article that lists documents, as an editor does."""
    rows = [{"document": document.pk} for document in documents]
    fields = {"kind": make_kind().pk, "title_en": "Talks", "title_ka": "მოლაპარაკება", "documents": rows, **fields}
    record = drafts.create(Article, fields, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def addresses(document: Document) -> list[str]:
    at = f"/en/documents/{document.short_id}/"
    return [at, f"{at}file", f"{at}v/1/"]


def statuses(document: Document) -> list[int]:
    return [status(path) for path in addresses(document)]


def status(path: str, **headers: str) -> int:
    return read(Client().get(path, headers=headers)).status_code


def read(response: HttpResponse) -> HttpResponse:
    """Read a file to its end, as a browser does."""
    if response.streaming:
        list(response.streaming_content)
    return response


def body(path: str) -> bytes:
    return b"".join(Client().get(path).streaming_content)


def sequence() -> int:
    return ChangeHead.objects.get().sequence
