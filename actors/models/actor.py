"""Actors: people, under every name by which they are found."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models.holding import Holding, holdings
from actors.models.rows import Row
from library.fields import WebAddressField, language_code
from library.models import Image
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.folded import FoldedField
from publishing.fields.richtext import RichTextField
from publishing.fields.text import LineField, ProseField
from publishing.publishable import Publishable, PublishableQuerySet, record_indexes
from publishing.titled import record_constraints


class ActorQuerySet(PublishableQuerySet):
    """Actors."""

    def with_profile(self) -> Self:
        """Leave out people of whom the public sees the name only where somebody else's page prints it."""
        return self.filter(has_profile=True)


class Actor(Publishable):
    """A person."""

    title_field = "name"
    body_field = "biography"

    name = TranslatedField(
        LineField(_("name"), max_length=200, blank=True, help_text=_("As our texts write it, given name first.")), attrgetter=languages.fallback
    )
    sort_name = TranslatedField(
        LineField(
            _("name in lists"), max_length=200, blank=True, help_text=_("Family name first: “Lavrov, Sergey”. Left empty, the last word goes first.")
        ),
        attrgetter=languages.fallback,
    )
    slug = TranslatedField(
        models.SlugField(
            _("slug"),
            max_length=100,
            null=True,
            blank=True,
            help_text=_("Last part of the address. Leave it empty to have it made from the name; a change leaves a redirect."),
        ),
        attrgetter=languages.fallback,
    )
    summary = TranslatedField(
        ProseField(_("summary"), blank=True, help_text=_("Who this is, in a sentence or two; also for lists and search results.")),
        attrgetter=languages.fallback,
    )
    biography = TranslatedField(
        RichTextField(_("biography"), blank=True, help_text=_("What the tenures below do not say.")), attrgetter=languages.fallback
    )
    portrait = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="actors", verbose_name=_("portrait"))
    born = EdtfField(_("born"), blank=True)
    died = EdtfField(_("died"), blank=True)
    has_profile = models.BooleanField(
        _("has a public page"),
        default=True,
        help_text=_("Leave off for people who matter to one fact only: their name then stands in texts, without a page."),
    )
    folded = FoldedField(of=["name"])

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["folded", "id"]
        permissions = [("publish_actor", "Can publish actors"), ("erase_actor", "Can delete actors for ever")]
        indexes = record_indexes("actor")
        constraints = [
            *record_constraints("actor", _("Another actor has this address.")),
            models.CheckConstraint(
                condition=Q(born="") | Q(died="") | Q(born_lower__lte=models.F("died_upper")),
                name="actor_born_before_death",
                violation_error_message=_("The date of death lies before the date of birth."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.working_title or str(_("untitled"))

    def get_absolute_url(self) -> str:
        return reverse("actors:detail", kwargs={"slug": self.slug})

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        # Partial dates, which mypy takes for text.
        born: Any = self.born
        died: Any = self.died
        if born and died and born.lower > died.upper:
            raise ValidationError({"died": _("The date of death lies before the date of birth.")}, code="reversed")

    def title_on(self, date: dt.date) -> list[Holding]:
        """Return what the actor surely or possibly held on a day."""
        return holdings(self.tenures, date)

    def listed_name(self, language: str) -> tuple[str, str]:
        """Return (name with the family name first, its language) for lists in `language`."""
        name, code = self.title_in(language)
        given, space, family = name.rpartition(" ")
        return getattr(self, f"sort_name_{code}") or (f"{family}, {given}" if space else family), code


class ActorName(Row):
    """Another name of an actor, as texts and searches may have it."""

    class Script(models.TextChoices):
        """In which letters it is written (ISO 15924)."""

        LATIN = "Latn", _("Latin")
        GEORGIAN = "Geor", _("Georgian")
        CYRILLIC = "Cyrl", _("Cyrillic")
        OTHER = "Zyyy", _("other")

    class Kind(models.TextChoices):
        """What the name is beside the preferred one."""

        NATIVE = "native", _("in the person’s own language")
        SPELLING = "spelling", _("other spelling")
        FORMER = "former", _("former name")
        MISSPELLING = "misspelling", _("misspelling")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="names")
    name = LineField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ru."))
    script = models.CharField(_("script"), max_length=4, choices=Script, default=Script.LATIN)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SPELLING)
    folded = FoldedField(of=["name"])

    class Meta(Row.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class ActorIdentifier(Row):
    """What a register elsewhere calls the actor."""

    class Scheme(models.TextChoices):
        """The register."""

        WIKIDATA = "wikidata", "Wikidata"
        VIAF = "viaf", "VIAF"
        ISNI = "isni", "ISNI"
        OPENSANCTIONS = "opensanctions", "OpenSanctions"
        OTHER = "other", _("other")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=14, choices=Scheme, default=Scheme.WIKIDATA)
    value = LineField(_("identifier"), max_length=100, help_text=_("For example “Q58217”."))
    url = WebAddressField(_("address"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}: {self.value}"
