"""What the rows of this app share: who takes part, signs or speaks, and as what."""

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models import Post, Tenure
from actors.models.rows import Fact, Row
from publishing.fields.text import LineField

if TYPE_CHECKING:
    from publishing.titled import Words

__all__ = ["Fact", "InCapacity", "Row", "capacity_field", "check_somebody", "named", "post_named", "somebody", "tenure_field"]

# What a row may name.
SOMEBODIES = ("actor", "post", "office")
SOMEBODY = _("Choose an actor, a post or an office.")


def somebody(name: str) -> models.CheckConstraint:
    """Return the constraint that a row names an actor, a post or an office."""
    return models.CheckConstraint(
        condition=Q(actor__isnull=False) | Q(post__isnull=False) | Q(office__isnull=False),
        name=f"{name}_is_somebody",
        violation_error_message=SOMEBODY,
    )


class InCapacity(Fact):
    """Base of the rows that name a person, whoever held a post then, or an institution, in a capacity; a subclass adds the fields below."""

    actor_id: uuid.UUID | None
    tenure_id: uuid.UUID | None
    tenure: Any
    clean_says_all = True

    class Meta(Fact.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(next((each for name in SOMEBODIES if (each := getattr(self, name))), ""))

    def clean(self) -> None:
        """Say in words what the database would refuse, and whose tenure it is."""
        check_somebody(self)
        if self.tenure_id and self.tenure.actor_id != self.actor_id:
            raise ValidationError({"tenure": _("This tenure is somebody else’s.")}, code="other_actor")


def check_somebody(row: models.Model) -> None:
    """Raise ValidationError if a row names nobody."""
    if not any(getattr(row, f"{name}_id") for name in SOMEBODIES):
        raise ValidationError({"actor": SOMEBODY}, code="nobody")


def named(model: type[models.Model], related_name: str, label: "Words", help_text: "Words" = "") -> models.ForeignKey:
    """Return a column by which a row in a capacity names somebody; who is named is not deleted."""
    return models.ForeignKey(model, models.PROTECT, null=True, blank=True, related_name=related_name, verbose_name=label, help_text=help_text)


def post_named(related_name: str) -> models.ForeignKey:
    """Return the column for a post whose holder the source does not name."""
    return named(Post, related_name, _("post"), _("Where the source names nobody: whoever held it then."))


def capacity_field(help_text: "Words") -> TranslatedField:
    """Return the columns for the words of the source."""
    return TranslatedField(LineField(_("capacity as printed"), max_length=300, blank=True, help_text=help_text))


def tenure_field(related_name: str) -> models.ForeignKey:
    """Return the column for the tenure behind a capacity."""
    return models.ForeignKey(
        Tenure,
        # The words stay; the title is looked up again.
        models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=_("tenure"),
        help_text=_("The post behind the capacity, where the date does not tell."),
    )
