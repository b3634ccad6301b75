"""Dossiers: tags by a through-model, and three kinds of rows: with choices, with long texts, with plain values."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from translated_fields import TranslatedField

from library.models import Source, Tag, TaggedRow, tag_indexes
from news.models import Author
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.richtext import RichTextField
from publishing.publishable import ListedQuerySet, Publishable, PublishableQuerySet, record_indexes


class Dossier(Publishable):
    """A record like the content types to come."""

    title = TranslatedField(models.CharField(_("title"), max_length=200, blank=True), attrgetter=languages.fallback)
    slug = TranslatedField(models.SlugField(_("slug"), max_length=100, null=True, blank=True), attrgetter=languages.fallback)
    lead = TranslatedField(models.TextField(_("lead"), blank=True), attrgetter=languages.fallback)
    body = TranslatedField(RichTextField(_("body"), blank=True), attrgetter=languages.fallback)
    keeper = models.ForeignKey(Author, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author"))
    opened_on = models.DateField(_("date"), null=True, blank=True)
    covers = EdtfField("covers", blank=True)
    sealed = models.BooleanField("sealed", default=False)
    tags = TaggableManager(through="desk_type.DossierTag", blank=True, verbose_name=_("tags"), help_text="")

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        ordering = ["-live_at", "-id"]
        permissions = [("publish_dossier", "Can publish dossiers"), ("erase_dossier", "Can delete dossiers for ever")]
        indexes = record_indexes("dossier")
        constraints = [models.UniqueConstraint(fields=[f"slug_{code}"], name=f"dossier_slug_{code}_once") for code in languages.codes()]

    def __str__(self) -> str:
        return self.title or self.working_title

    def get_absolute_url(self) -> str:
        return reverse("dossiers:detail", kwargs={"slug": self.slug})


class DossierTag(TaggedRow):
    """A tag on a dossier."""

    kind = "dossier"

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="dossier_rows", verbose_name=_("tag"))
    content_object = models.ForeignKey(Dossier, models.CASCADE, related_name="tagged")

    objects = ListedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="dossier_tag_once")]
        indexes = tag_indexes("dossier")

    def __str__(self) -> str:
        return str(self.tag)


class Row(models.Model):
    """Base of the rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Exhibit(Row):
    """A row with two choices that are found by typing: one record, and several."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="exhibits")
    holder = models.ForeignKey(Author, models.PROTECT, related_name="+", verbose_name=_("author"))
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))
    locator = models.CharField(_("place in the source"), max_length=100, blank=True)

    class Meta(Row.Meta):
        verbose_name = "exhibit"
        verbose_name_plural = "exhibits"

    def __str__(self) -> str:
        return self.locator


class Remark(Row):
    """A row of long texts."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="remarks")
    text = TranslatedField(models.TextField("text", blank=True), attrgetter=languages.fallback)

    class Meta(Row.Meta):
        verbose_name = "remark"
        verbose_name_plural = "remarks"

    def __str__(self) -> str:
        return self.text


class Deadline(Row):
    """A row of plain values."""

    class Weight(models.TextChoices):
        """How much depends on it."""

        LOW = "low", "low"
        HIGH = "high", "high"

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="deadlines")
    on = models.DateField(_("date"))
    number = models.PositiveSmallIntegerField("number", null=True, blank=True)
    weight = models.CharField("weight", max_length=10, choices=Weight, default=Weight.LOW)
    met = models.BooleanField("met", default=False)

    class Meta(Row.Meta):
        verbose_name = "deadline"
        verbose_name_plural = "deadlines"

    def __str__(self) -> str:
        return str(self.on)
