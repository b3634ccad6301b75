"""Tags, and the rows that put them on records. Each app keeps its own through-models on the abstract one here."""

import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase
from translated_fields import TranslatedField
from uuid6 import uuid7

from publishing import languages
from publishing.fields.text import LineField, ProseField
from publishing.publishable import Listed, ListingKey


def tag_key(text: str) -> str:
    """Return the key that spellings of one tag share: one form of Unicode, small letters, single spaces, nothing invisible."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(letter for letter in folded if unicodedata.category(letter) != "Cf").split())


class Tag(TagBase):
    """A translated label. `name` is taggit's unique key (`tag_key` of the first label); readers see `label` and `slug`."""

    slug_field = "slug"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Longer than a label: some letters become two or three in the key.
    name = models.CharField(_("key"), max_length=300, unique=True, editable=False)
    slug = TranslatedField(
        models.SlugField(_("slug"), max_length=100, null=True, blank=True, help_text=_("Last part of the address. A change leaves a redirect.")),
        attrgetter=languages.fallback,
    )
    label = TranslatedField(LineField(_("label"), max_length=100, blank=True), attrgetter=languages.fallback)
    description = TranslatedField(ProseField(_("description"), blank=True), attrgetter=languages.fallback)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["slug_en"], name="tag_slug_en_once", violation_error_message=_("Another tag has this address.")),
            models.UniqueConstraint(fields=["slug_ka"], name="tag_slug_ka_once", violation_error_message=_("Another tag has this address.")),
        ]

    def __str__(self) -> str:
        return self.label or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Not taggit's: that makes one slug from the key; ours come per language from `library.tags`.
        self.name = tag_key(next(filter(None, (getattr(self, f"label_{code}") for code in languages.codes())), self.name))
        models.Model.save(self, *args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("news:tag", kwargs={"slug": self.slug})


class TagAlias(models.Model):
    """Another spelling that finds the tag; its address redirects to the tag."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    label = LineField(_("alias"), max_length=100)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class TagSpelling(models.Model):
    """A key (`tag_key`) that finds a tag: of its labels in every language and of its aliases. Kept by `library.tags`.

    One table over all of them makes two tags that differ only in case, form of Unicode or language of the label impossible.
    """

    key = models.CharField(max_length=300, primary_key=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="spellings")

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")

    def __str__(self) -> str:
        return self.key


class TagCount(models.Model):
    """How many records of one kind a tag lists; kept by `library.counts`, compared with the rows by `check_content`."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="counts")
    kind = models.CharField(max_length=20)
    listed = models.PositiveIntegerField(default=0)
    available = TranslatedField(models.PositiveIntegerField(default=0))

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints = [models.UniqueConstraint(fields=["tag", "kind"], name="tag_count_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.kind}: {self.listed}"


class TaggedRow(Listed, ItemBase):  # type: ignore[django-manager-missing]  # each subclass has its own
    """Base of the through-models between a kind of record and its tags; a subclass adds `content_object`, `objects` and indexes."""

    # The word for the records it tags, as registered.
    kind: str

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def relisted(cls, before: dict[object, ListingKey], after: dict[object, ListingKey]) -> None:
        """Adjust the kept counts of the tags whose rows changed."""
        from library.counts import adjust  # noqa: PLC0415 - counts read these models

        adjust(cls.kind, before, after)


def tag_indexes(prefix: str) -> list[models.Index]:
    """Return the indexes a tag archive is read by: tag, then date, then record, for all rows and for the available ones."""
    indexes = []
    for code in languages.codes():
        order = ["tag", f"-listed_at_{code}", "-content_object"]
        indexes.append(models.Index(fields=order, name=f"{prefix}_tag_{code}"))
        indexes.append(models.Index(fields=order, condition=Q(**{f"available_{code}": True}), name=f"{prefix}_tag_only_{code}"))
    return indexes
