"""What the rows of actors and offices share: their place in the form, and where a fact comes from."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from library.models import Source
from publishing.fields.text import LineField


class Row(models.Model):
    """Base of the rows of a form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Fact(Row):
    """Base of the rows that state something: each has its own sources, and may have none."""

    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))
    locator = LineField(
        _("place in the source"), max_length=300, blank=True, help_text=_("Where it stands there, and its words if they matter: “p. 12”.")
    )

    class Meta(Row.Meta):
        abstract = True
