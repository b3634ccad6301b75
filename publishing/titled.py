"""Records with a title, an address made from it, and a lead: what their models share."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.constraints import BaseConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from publishing import languages
from publishing.fields.text import LineField, ProseField
from publishing.publishable import Publishable
from publishing.registry import record_type

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    # What editors read, in the language of the interface.
    Words = str | _StrPromise


def title_field(help_text: "Words") -> TranslatedField:
    """Return a title."""
    return TranslatedField(LineField(_("title"), max_length=200, blank=True, help_text=help_text), attrgetter=languages.fallback)


def lead_field(help_text: "Words") -> TranslatedField:
    """Return a lead."""
    return TranslatedField(ProseField(_("lead"), blank=True, help_text=help_text), attrgetter=languages.fallback)


class Titled(Publishable):
    """A record that is named by its title, and addressed by a slug made from it."""

    slug = TranslatedField(
        models.SlugField(
            _("slug"),
            max_length=100,
            null=True,
            blank=True,
            help_text=_("Last part of the address. Leave it empty to have it made from the title; a change leaves a redirect."),
        ),
        attrgetter=languages.fallback,
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return getattr(self, self.title_field) or self.working_title or str(_("untitled"))

    def get_absolute_url(self) -> str:
        return reverse(record_type(self).url_name, kwargs={"slug": getattr(self, self.slug_field)})


def record_constraints(prefix: str, taken: "Words", *, reserved: Sequence[str] = ()) -> list[BaseConstraint]:
    """Return what holds for every record type: no two have an address, none has a reserved one, and what is published has a date.

    `taken` is what an editor reads who chose the address of another record.
    """
    slugs = [f"slug_{code}" for code in languages.codes()]
    once = [models.UniqueConstraint(fields=[slug], name=f"{prefix}_{slug}_once", violation_error_message=taken) for slug in slugs]
    dated = models.CheckConstraint(condition=~Q(state="published") | Q(live_at__isnull=False), name=f"{prefix}_published_has_a_date")
    return [*once, *(allowed(prefix, slug, reserved) for slug in slugs), dated]


def allowed(prefix: str, slug: str, reserved: Sequence[str]) -> models.CheckConstraint:
    """Return the constraint that a column of slugs holds nothing empty, and no reserved word."""
    if not reserved:
        return models.CheckConstraint(condition=~Q(**{slug: ""}), name=f"{prefix}_{slug}_not_empty")
    condition = ~Q(**{f"{slug}__in": ["", *reserved]})
    return models.CheckConstraint(condition=condition, name=f"{prefix}_{slug}_not_reserved", violation_error_message=_("This word is reserved."))
