"""Offices: institutions and their units, with their recognition and the mark under which they are named."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models.holding import Holding, Oversight, holdings, overseers
from actors.models.place import Place
from actors.models.rows import Row
from library.fields import language_code
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.folded import FoldedField
from publishing.fields.richtext import RichTextField
from publishing.fields.text import LineField, ProseField
from publishing.publishable import Publishable, PublishableQuerySet, record_indexes
from publishing.titled import record_constraints


class Mark(models.TextChoices):
    """How a title is set apart where nobody should take it for recognised; an office without one has "" for it."""

    DE_FACTO = "de_facto", _("“de facto” before it")
    QUOTES = "quotes", _("quotation marks")


class Existence(models.TextChoices):
    """Whether something is still there. An empty date never says so."""

    UNKNOWN = "unknown", _("not known")
    EXISTS = "exists", _("exists")
    ENDED = "ended", _("ended")


def check_existence(thing: Any) -> None:  # Any: an office or a post
    """Raise ValidationError, at its field, where the dates of an existence do not go together."""
    if thing.existed_to and thing.existence != Existence.ENDED:
        raise ValidationError({"existence": _("There is a date of the end, so it is over: choose “ended”.")}, code="ended")
    if thing.existed_from and thing.existed_to and thing.existed_from.lower > thing.existed_to.upper:
        raise ValidationError({"existed_to": _("The end lies before the beginning.")}, code="reversed")


class OfficeQuerySet(PublishableQuerySet):
    """Offices."""

    def at_the_top(self) -> Self:
        """Keep offices that are part of no other."""
        return self.filter(parent__isnull=True)


class Office(Publishable):
    """An institution or a unit of one, with its posts."""

    title_field = "name"
    body_field = "description"

    class Kind(models.TextChoices):
        """What sort of institution it is."""

        STATE = "state", _("head of state")
        ADMINISTRATION = "administration", _("administration")
        GOVERNMENT = "government", _("government")
        MINISTRY = "ministry", _("ministry")
        DEPARTMENT = "department", _("department")
        PARLIAMENT = "parliament", _("parliament")
        COUNCIL = "council", _("council")
        EMBASSY = "embassy", _("embassy")
        MISSION = "mission", _("mission")
        FORCE = "force", _("force")
        COMMISSION = "commission", _("commission")
        ORGANISATION = "organisation", _("international organisation")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    class Recognition(models.TextChoices):
        """Whether the institution is what it calls itself."""

        RECOGNISED = "recognised", _("recognised")
        DE_FACTO = "de_facto", _("de facto")
        CONTESTED = "contested", _("contested")

    name = TranslatedField(
        LineField(_("name"), max_length=200, blank=True, help_text=_("Without marks: “Ministry of Foreign Affairs”.")), attrgetter=languages.fallback
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
        ProseField(_("summary"), blank=True, help_text=_("What it is, in a sentence or two; also for lists and search results.")),
        attrgetter=languages.fallback,
    )
    description = TranslatedField(RichTextField(_("description"), blank=True), attrgetter=languages.fallback)
    mark = TranslatedField(
        models.CharField(
            _("mark"),
            max_length=10,
            choices=Mark,
            blank=True,
            help_text=_("Stands with the titles of its posts, and with its name in quotation marks."),
        )
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("part of"), help_text=_("The next larger office.")
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("place"),
        help_text=_("The country or region it is an office of."),
    )
    recognition = models.CharField(_("recognition"), max_length=10, choices=Recognition, default=Recognition.RECOGNISED)
    recognition_period = EdtfField(_("this recognition holds"), blank=True)
    existence = models.CharField(_("existence"), max_length=7, choices=Existence, default=Existence.UNKNOWN)
    existed_from = EdtfField(_("existed from"), blank=True)
    existed_to = EdtfField(_("existed to"), blank=True)
    folded = FoldedField(of=["name"])

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["folded", "id"]
        permissions = [("publish_office", "Can publish offices"), ("erase_office", "Can delete offices for ever")]
        indexes = record_indexes("office")
        constraints = [
            *record_constraints("office", _("Another office has this address.")),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="office_not_part_of_itself", violation_error_message=_("An office cannot be part of itself.")
            ),
            models.CheckConstraint(
                condition=Q(existed_to="") | Q(existence=Existence.ENDED),
                name="office_ended_if_it_has_an_end",
                violation_error_message=_("An office with a date of its end has ended: choose “ended”."),
            ),
            models.CheckConstraint(
                condition=Q(existed_from="") | Q(existed_to="") | Q(existed_from_lower__lte=F("existed_to_upper")),
                name="office_begins_before_it_ends",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.working_title or str(_("untitled"))

    def get_absolute_url(self) -> str:
        return reverse("actors:office", kwargs={"slug": self.slug})

    def holders_on(self, date: dt.date) -> list[Holding]:
        """Return who surely or possibly held any of its posts on a day."""
        from actors.models.tenure import Tenure  # noqa: PLC0415 - tenures name offices

        return holdings(Tenure.objects.filter(post__office=self.pk), date)

    def remits_on(self, date: dt.date) -> list[Oversight]:
        """Return who surely or possibly had a remit over the office on a day."""
        return overseers(self.overseen_by, date)

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        check_existence(self)


class OfficeName(Row):
    """Another name of an office, in some period or beside the first."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="names")
    name = LineField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ru."))
    period = EdtfField(_("period"), blank=True)
    folded = FoldedField(of=["name"])

    class Meta(Row.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class OfficeLink(Row):
    """What an office is to another one."""

    class Kind(models.TextChoices):
        """The relation, read from the office that has the row."""

        SUCCESSOR = "successor_of", _("successor of")
        COUNTERPART = "counterpart_of", _("counterpart of")
        SUBORDINATE = "subordinate_to", _("subordinate to")

    office = models.ForeignKey(Office, models.CASCADE, related_name="links")
    kind = models.CharField(_("relation"), max_length=14, choices=Kind, default=Kind.COUNTERPART)
    other = models.ForeignKey(Office, models.PROTECT, related_name="linked_from", verbose_name=_("other office"))
    period = EdtfField(_("period"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.CheckConstraint(
                condition=~Q(office=F("other")), name="office_link_to_another", violation_error_message=_("An office cannot be linked with itself.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"
