"""What the rows of this app share: who takes part or speaks, as far as the public may know."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models.rows import Fact, Row

__all__ = ["Fact", "Row", "check_somebody", "somebody"]

SOMEBODY = _("Choose an actor, a post or an office.")


def somebody(name: str) -> models.CheckConstraint:
    """Return the constraint that a row names an actor, a post or an office."""
    return models.CheckConstraint(
        condition=Q(actor__isnull=False) | Q(post__isnull=False) | Q(office__isnull=False),
        name=f"{name}_is_somebody",
        violation_error_message=SOMEBODY,
    )


def check_somebody(row: models.Model) -> None:
    """Raise ValidationError if a row names nobody."""
    if not any(getattr(row, f"{name}_id") for name in ("actor", "post", "office")):
        raise ValidationError({"actor": SOMEBODY}, code="nobody")
