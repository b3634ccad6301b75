"""Records with a past, and what their versions hold."""

from news.models import Article
from publishing import drafts
from publishing.models import Version
from tests.factories import make_kind, publisher


def make(by=None, **fields):
    return drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=by or publisher())


def save(record, by=None, **fields):
    drafts.save(record, fields, by=by or publisher())
    return Version.objects.filter(record=record.pk).latest("number")


def publish(record, **how):
    drafts.publish(record, by=publisher(), **how)
    return Version.objects.filter(record=record.pk).latest("number")


def state(number):
    return Version.objects.get(number=number).data


def forget(version, **keys):
    """Let a version be from another form: without these fields, with these others."""
    version.data = {key: value for key, value in version.data.items() if key.split("/")[-1] not in keys.get("without", ())} | keys.get("other", {})
    version.save()
