"""What all content shares: tags, images, sources. Each app keeps its own through-models on the abstract ones here."""

import unicodedata
import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase
from translated_fields import TranslatedField
from uuid6 import uuid7

from library.fields import WebAddressField, language_code
from library.storage import original_path, originals
from publishing import languages
from publishing.fields.text import LineField, ProseField
from publishing.licences import Licence
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


class TaggedRow(Listed, ItemBase):
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


class Image(models.Model):
    """A picture with what must be said about it. Its files are public exactly while a live record uses it."""

    Licence = Licence

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = LineField(_("title"), max_length=200, help_text=_("For finding it in the library; readers do not see it."))
    file = models.ImageField(_("file"), storage=originals, upload_to=original_path, width_field="width", height_field="height", max_length=100)
    file_variant = TranslatedField(
        models.ImageField(
            _("other file"),
            storage=originals,
            upload_to=original_path,
            blank=True,
            max_length=100,
            help_text=_("Where the picture holds text: the file that readers of this language see."),
        )
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = TranslatedField(
        LineField(
            _("alternative text"),
            max_length=300,
            blank=True,
            help_text=_("What a reader who cannot see the picture needs to know, for example “Two empty chairs at a long table”."),
        ),
        attrgetter=languages.fallback,
    )
    decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("The picture says nothing that the text does not; no alternative text.")
    )
    caption = TranslatedField(LineField(_("caption"), max_length=500, blank=True), attrgetter=languages.fallback)
    credit = TranslatedField(LineField(_("credit"), max_length=200, blank=True), attrgetter=languages.fallback)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.RESERVED)
    partners_may_use = models.BooleanField(_("partners may use it"), default=False)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)], help_text=_("In per cent.")
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)], help_text=_("In per cent.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # The files that the public can fetch now, as `library.renditions` wrote them.
    renditions = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decorative=True) | ~Q(**{f"alt_{code}": "" for code in languages.codes()}, _connector=Q.OR),
                name="image_has_alternative_text",
                violation_error_message=_("Give the alternative text in every language, or say that the picture is decorative."),
            ),
            models.CheckConstraint(condition=Q(focal_x__lte=100) & Q(focal_y__lte=100), name="image_focal_point_in_picture"),
        ]

    def __str__(self) -> str:
        return self.title


class ImageUse(models.Model):
    """That a published record shows an image, as lead picture or in its text. Kept by `library.usage`."""

    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=20)
    record = models.UUIDField(db_index=True)

    class Meta:
        verbose_name = _("use of an image")
        verbose_name_plural = _("uses of images")
        constraints = [models.UniqueConstraint(fields=["image", "record"], name="image_use_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Source(models.Model):
    """Where facts come from."""

    class Kind(models.TextChoices):
        """What sort of source it is."""

        OFFICIAL = "official", _("official")
        PRESS = "press", _("press")
        DOCUMENT = "document", _("document")
        FIELD_NOTE = "field_note", _("field note")
        ARCHIVE = "archive", _("archive")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = LineField(_("title"), max_length=300, help_text=_("In the language of the source."))
    publisher = LineField(_("publisher"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRESS)
    language = models.CharField(
        _("language"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ka, ru or en.")
    )
    url = WebAddressField(_("address"), max_length=1000, blank=True)
    archived_url = WebAddressField(
        _("archived copy"), max_length=1000, blank=True, help_text=_("The page as an archive keeps it, for the day the original is gone.")
    )
    accessed_on = models.DateField(_("date accessed"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.publisher else self.title


class Citation(models.Model):
    """Base of the rows that tie a source to a record; the place in the source and the quoted words belong to the tie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    locator = LineField(_("place in the source"), max_length=100, blank=True, help_text=_("For example “p. 12” or “02:15”."))
    quote = ProseField(_("quoted words"), blank=True, help_text=_("In the language of the source."))
    quote_language = models.CharField(
        _("language of the quotation"), max_length=10, blank=True, validators=[language_code], help_text=_("As a code, for example ru.")
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")

    def __str__(self) -> str:
        return str(self.source)
