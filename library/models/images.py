"""Pictures, and who shows them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField
from uuid6 import uuid7

from library.storage import original_path, originals
from publishing import languages
from publishing.fields.text import LineField
from publishing.licences import Licence


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
    holder = TranslatedField(
        LineField(_("rights holder"), max_length=200, blank=True, help_text=_("Whose the rights are, if not whom the credit names.")),
        attrgetter=languages.fallback,
    )
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


def card_image_field() -> models.ForeignKey:
    """Return the column for another picture on the card of a record, in place of its own."""
    return models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("another picture for the card"),
        help_text=_("Beside links in social networks, in place of the image; nowhere else. Not shown if partners may not use it."),
    )
