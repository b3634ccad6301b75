"""Whether there is anything to be read beside a record's form: asked with the record itself, for most have nothing of it."""

from collections.abc import Callable

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from publishing.models import BundleItem, Comment, PreviewLink, RecordTemplate, Review, ScheduledStep
from publishing.publishable import Publishable

REVIEW, COMMENTS, LINKS, STEPS, BUNDLE, TEMPLATE = "has_review", "has_comments", "has_links", "has_steps", "has_bundle", "has_template"


# {record type: {what: its rows, by the key of the record}}
_further: dict[type[models.Model], dict[str, tuple[Callable[[], QuerySet], str]]] = {}


def register(model: type[Publishable], what: str, rows: Callable[[], QuerySet], key: str) -> None:
    """Let records of a type know whether they have rows of an app above; `key` is the column that names the record."""
    _further.setdefault(model, {})[what] = (rows, key)


def with_known(records: QuerySet) -> QuerySet:
    """Let records know what they have: an open round of review, comments, links to their draft, planned steps, a bundle, a name as template."""
    beside: dict[str, QuerySet] = {
        REVIEW: Review.objects.open(),
        COMMENTS: Comment.objects.all(),
        LINKS: PreviewLink.objects.active(),
        STEPS: ScheduledStep.objects.open(),
        BUNDLE: BundleItem.objects.filter(is_open=True),
        TEMPLATE: RecordTemplate.objects.all(),
    }
    known = {name: Exists(rows.filter(record=OuterRef("pk"))) for name, rows in beside.items()}
    further = _further.get(records.model, {})
    return records.annotate(**known, **{name: Exists(rows().filter(**{key: OuterRef("pk")})) for name, (rows, key) in further.items()})


def may_have(record: Publishable, what: str) -> bool:
    """Tell whether a record may have any of it: yes, where nobody asked."""
    return bool(vars(record).get(what, True))
