"""Doing a bulk change, thing by thing, and who may know of it."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from publishing import bulk, changes
from publishing.bulk_changes.fields import Changeable, Direction, Given
from publishing.models import BulkChange, BulkChangeLine
from publishing.publishable import Publishable
from publishing.rights import Anybody, User, publishes
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

CHANGED, UNDONE = gettext_noop("changed in bulk"), gettext_noop("bulk change undone")
Outcome = BulkChangeLine.Outcome


def model_of(change: BulkChange) -> Any:  # Any: a model with a key of ours
    """Return the model of what was changed; None if this release has none of that name."""
    try:
        return apps.get_model(change.kind)
    except (LookupError, ValueError):
        return None


def works_on_all(by: Anybody, model: type[models.Model]) -> bool:
    """Tell whether somebody may change everybody's things of a kind."""
    if issubclass(model, Publishable):
        return publishes(by, model)
    return by.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def seen_by(by: Anybody, kinds: Iterable[type[models.Model]]) -> Q:
    """Return what keeps the bulk changes that somebody may see: one's own, and those of kinds of which one may change all."""
    return Q(by=by.pk) | Q(kind__in=[model._meta.label_lower for model in kinds if works_on_all(by, model)])


def begin(model: type[models.Model], field: Changeable, direction: Direction, given: Given, *, by: User) -> BulkChange:
    """Return a bulk change that has changed nothing yet."""
    return BulkChange.objects.create(kind=model._meta.label_lower, field=field.code, direction=direction, given=given, by_id=by.pk)


def step(change: BulkChange, field: Changeable, keys: Iterable[uuid.UUID], *, by: User) -> None:
    """Change each of these things in an act of its own, or keep why not. One that had its turn is left alone."""
    for key in keys:
        try:
            attempt(change, field, key, by)
        except (TransitionError, ValidationError) as error:
            refused = {"outcome": Outcome.REFUSED, "reason": " ".join(reasons(error))}
            BulkChangeLine.objects.get_or_create(change=change, thing=key, defaults=refused)


def reasons(error: TransitionError | ValidationError) -> list[str]:
    """Return the words of a refusal."""
    return list(getattr(error, "messages", None) or [str(error)])


@editorial_act
def attempt(change: BulkChange, field: Changeable, key: uuid.UUID, by: User) -> None:
    """Change one thing, locked."""
    model = model_of(change)
    thing = model._default_manager.select_for_update().filter(pk=key).first()
    if thing is None or change.lines.filter(thing=key).exists():
        return
    refuse(field, thing, by)
    before = field.current(thing)
    after = field.after(model, before, Direction(change.direction), change.given)
    if after == before:
        BulkChange.objects.filter(pk=change.pk).update(unchanged=F("unchanged") + 1)
        return
    result = field.write(thing, after, by=by)
    BulkChangeLine.objects.create(change=change, thing=key, before=before, after=after, outcome=Outcome(result))


def refuse(field: Changeable, thing: Any, by: User) -> None:
    """Raise TransitionError if a thing cannot be changed by somebody now."""
    if reason := field.refusals([thing], by).get(thing.pk):
        raise TransitionError(reason)


@editorial_act
def end(change: BulkChange, *, by: User) -> None:
    """Write down that all things had their turn."""
    change.refresh_from_db()
    change.ended_at = timezone.now()
    change.save(update_fields=["ended_at"])
    changes.write_down(by=by, action=CHANGED, detail={**said(change), **dict(counted(change))})


def counted(change: BulkChange) -> Iterator[tuple[str, int]]:
    """Yield what became of how many things."""
    yield from Counter(change.lines.values_list("outcome", flat=True)).items()
    yield bulk.Result.UNCHANGED, change.unchanged


def said(change: BulkChange) -> dict[str, object]:
    """Return what the audit log says of a bulk change."""
    return {"bulk change": str(change.pk), "of": change.kind, "field": change.field, "direction": change.direction}
