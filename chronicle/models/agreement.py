"""Agreements: instruments between parties, under every name that they go by."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from translated_fields import TranslatedField

from chronicle.models.rows import Row
from library.fields import language_code
from library.models import Citation, Image, Source, Tag, TaggedRow, card_image_field, tag_indexes
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.folded import FoldedField
from publishing.fields.richtext import RichTextField
from publishing.fields.text import LineField
from publishing.publishable import ListedQuerySet, PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field

ANOTHER = _("An agreement cannot be its own twin.")


class AgreementQuerySet(PublishableQuerySet):
    """Agreements."""

    def without_texts(self) -> Self:
        """Leave unread what lists of agreements do not print."""
        return self.defer(*(f"body_{code}" for code in languages.codes()))

    def with_stage(self, *names: str) -> Self:
        """Add `stage`, the kind of the last stage on record, and `stage_{name}` for other columns of it; None where there is none."""
        from chronicle.models.stages import Stage  # noqa: PLC0415 - its rows name agreements

        rows = Stage.objects.filter(agreement=OuterRef("pk")).order_by("-position", "-id")
        return self.annotate(stage=Subquery(rows.values("kind")[:1]), **{f"stage_{name}": Subquery(rows.values(name)[:1]) for name in names})

    def unseen(self) -> Self:
        """Keep those that were announced, and of which nothing is recorded since."""
        from chronicle.models.stages import Stage  # noqa: PLC0415

        stages = Stage.objects.filter(agreement=OuterRef("pk"))
        announced, further = stages.filter(kind=Stage.Kind.ANNOUNCED), stages.exclude(kind=Stage.Kind.ANNOUNCED)
        return self.filter(Exists(announced), ~Exists(further))


class AgreementTagQuerySet(ListedQuerySet):
    """Tags on agreements."""


class Agreement(Titled):
    """An instrument between parties: announced, signed, ratified, in force, or never heard of again."""

    class Kind(models.TextChoices):
        """What sort of instrument it is."""

        TREATY = "treaty", _("treaty")
        AGREEMENT = "agreement", _("agreement")
        PROTOCOL = "protocol", _("protocol")
        MEMORANDUM = "memorandum", _("memorandum")
        PLAN = "plan", _("plan")
        OTHER = "other", _("other")

    # The bounds, which the validity brings.
    validity_lower: Any
    validity_upper: Any
    title = title_field(_("As our texts call it. The titles that are printed on it go below."))
    lead = lead_field(_("What it is about, in a sentence or two; also for lists and search results."))
    body = TranslatedField(RichTextField(_("text"), blank=True), attrgetter=languages.fallback)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.AGREEMENT)
    validity = EdtfField(_("valid"), blank=True, help_text=_("From when to when, for example 2024/2025; 2024/.. if no end is agreed."))
    twin = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_of",
        verbose_name=_("twin"),
        help_text=_("A similar agreement with somebody else. It is enough to say so in one of the two."),
    )
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("image"))
    card_image = card_image_field()
    sources = models.ManyToManyField(Source, through="AgreementCitation", related_name="agreements", verbose_name=_("sources"))
    tags = TaggableManager(through="chronicle.AgreementTag", blank=True, verbose_name=_("tags"), help_text="")
    folded = FoldedField(of=["title"])

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-live_at", "-id"]
        permissions = [("publish_agreement", "Can publish agreements"), ("erase_agreement", "Can delete agreements for ever")]
        indexes = record_indexes("agreement")
        constraints = [
            *record_constraints("agreement", _("Another agreement has this address."), reserved=["feed", "v", "edit"]),
            models.CheckConstraint(
                condition=Q(twin__isnull=True) | ~Q(twin=F("id")), name="agreement_twin_is_another", violation_error_message=ANOTHER
            ),
            models.CheckConstraint(
                condition=Q(validity="") | Q(validity_lower__lte=F("validity_upper")),
                name="agreement_begins_before_it_ends",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if self.twin_id is not None and self.twin_id == self.pk:
            raise ValidationError({"twin": ANOTHER}, code="itself")


class AgreementName(Row):
    """A title that is printed on it, or another name that it goes by."""

    class Kind(models.TextChoices):
        """Whose name it is."""

        PRINTED = "printed", _("title as printed")
        ALSO = "also", _("also called")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="names")
    name = LineField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.PRINTED)
    language = models.CharField(_("language"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ru."))
    folded = FoldedField(of=["name"])

    class Meta(Row.Meta):
        verbose_name = _("name of an agreement")
        verbose_name_plural = _("names")

    def __str__(self) -> str:
        return self.name


class AgreementTag(TaggedRow):
    """A tag on an agreement."""

    kind = "agreement"

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="agreement_rows", verbose_name=_("tag"))
    content_object = models.ForeignKey(Agreement, models.CASCADE, related_name="tagged")

    objects = AgreementTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of an agreement")
        verbose_name_plural = _("tags of agreements")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="agreement_tag_once")]
        indexes = tag_indexes("agreement")

    def __str__(self) -> str:
        return str(self.tag)


class AgreementCitation(Citation):
    """A source of an agreement as a whole."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        abstract = False
