"""What the rows of actors and offices share: their place in the form, and where a fact comes from."""

import uuid
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from library.models import Source
from publishing.fields.text import LineField


class Row(models.Model):
    """Base of the rows of a form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)

    # Whether `clean` says in words all that the constraints refuse: asking the database as well would cost a query for each of them.
    clean_says_all = False

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Ask for what `clean` has not said."""
        if not self.clean_says_all:
            super().validate_constraints(exclude=set(exclude) if exclude is not None else None)


class Fact(Row):
    """Base of the rows that state something: each has its own sources, and may have none."""

    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))
    locator = LineField(
        _("place in the source"), max_length=300, blank=True, help_text=_("Where it stands there, and its words if they matter: “p. 12”.")
    )

    class Meta(Row.Meta):
        abstract = True
