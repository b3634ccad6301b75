"""Posts: positions that an office has, whoever holds them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models.holding import Holding, holdings
from actors.models.office import Existence, Mark, Office, check_existence
from actors.models.rows import Row
from publishing import languages
from publishing.fields.dates import EdtfField
from publishing.fields.folded import FoldedField
from publishing.fields.text import LineField


class PostManager(models.Manager["Post"]):
    """Posts with their offices: a title says little without."""

    def get_queryset(self) -> models.QuerySet["Post"]:
        """Bring the offices."""
        return super().get_queryset().select_related("office")


class Post(Row):
    """A post. It is a row of its office's form, and public with it."""

    class OwnMark(models.TextChoices):
        """How its title is set apart, where that differs from the office; "" is as the office."""

        NONE = "none", _("nothing")
        DE_FACTO = Mark.DE_FACTO.value, Mark.DE_FACTO.label
        QUOTES = Mark.QUOTES.value, Mark.QUOTES.label

    office = models.ForeignKey(Office, models.CASCADE, related_name="posts", verbose_name=_("office"))
    title = TranslatedField(
        LineField(_("title"), max_length=160, blank=True, help_text=_("Without marks: “Minister of Foreign Affairs”.")), attrgetter=languages.fallback
    )
    also = TranslatedField(
        LineField(_("also called"), max_length=240, blank=True, help_text=_("Other titles of the same post, separated by commas.")),
        attrgetter=languages.fallback,
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, default=1, help_text=_("How many people hold it at a time. Leave it empty where there is no number.")
    )
    deputy_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("deputy to"),
        help_text=_("Another post of this office."),
    )
    mark = TranslatedField(
        models.CharField(_("mark"), max_length=10, choices=OwnMark, blank=True, help_text=_("Leave it empty for the mark of the office."))
    )
    existence = models.CharField(_("existence"), max_length=7, choices=Existence, default=Existence.UNKNOWN)
    existed_from = EdtfField(_("existed from"), blank=True)
    existed_to = EdtfField(_("existed to"), blank=True)
    folded = FoldedField(of=["title", "also"])

    clean_says_all = True

    objects = PostManager()

    class Meta(Row.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gte=1), name="post_has_a_seat", violation_error_message=_("A post has at least one seat.")
            ),
            models.CheckConstraint(
                condition=Q(deputy_to__isnull=True) | ~Q(deputy_to=F("id")),
                name="post_not_its_own_deputy",
                violation_error_message=_("A post cannot be deputy to itself."),
            ),
            models.CheckConstraint(
                condition=Q(existed_to="") | Q(existence=Existence.ENDED),
                name="post_ended_if_it_has_an_end",
                violation_error_message=_("A post with a date of its end has ended: choose “ended”."),
            ),
            models.CheckConstraint(
                condition=Q(existed_from="") | Q(existed_to="") | Q(existed_from_lower__lte=F("existed_to_upper")),
                name="post_begins_before_it_ends",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        # A row of a form that is not stored yet has no office.
        return f"{self.title} – {self.office}" if self.office_id else self.title or str(_("untitled"))

    def holders_on(self, date: dt.date) -> list[Holding]:
        """Return who surely or possibly held the post on a day."""
        return holdings(self.tenures, date)

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        check_existence(self)
        if self.seats == 0:
            raise ValidationError({"seats": _("A post has at least one seat.")}, code="no_seat")
        if self.deputy_to_id == self.pk:
            raise ValidationError({"deputy_to": _("A post cannot be deputy to itself.")}, code="itself")

    def titles(self, name: str = "title") -> dict[str, str]:
        """Return {language: title} in the site's order, in no language in which the office waits for its moment."""
        found = {code: getattr(self, f"{name}_{code}") for code in languages.codes() if self.office.tells_of(code)}
        return {code: text for code, text in found.items() if text}

    def mark_in(self, language: str) -> str:
        """Return the mark of its title in a language: its own, else the office's; "" for none."""
        own = getattr(self, f"mark_{language}")
        return "" if own == self.OwnMark.NONE else own or getattr(self.office, f"mark_{language}")
