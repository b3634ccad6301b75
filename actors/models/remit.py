"""Remits: what a post, or one of its holders, is to look after."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from actors.models.office import Office
from actors.models.place import Place
from actors.models.post import Post
from actors.models.rows import Fact
from actors.models.tenure import Dated, DatedQuerySet, Tenure, dated_constraints
from publishing.fields.text import LineField
from publishing.partial_dates import Certainty


class RemitQuerySet(DatedQuerySet):
    """Remits."""

    def public(self) -> Self:
        """Keep remits of tenures and of posts that the public sees."""
        of_tenures = Q(tenure__in=Tenure.objects.public())
        return self.filter(of_tenures | Q(post__office__in=Office.objects.live()))

    def over(self, place: Place) -> Self:
        """Keep remits over a place."""
        return self.filter(place=place)


class Remit(Dated, Fact):
    """A task beside a title: who looks after which place or office, within which body.

    It belongs to a tenure, and is a row of the actor's form, or to a post, and is a row of the office's.
    """

    class Kind(models.TextChoices):
        """What is done."""

        SUPERVISES = "supervises", _("supervises")
        CURATES = "curates", _("curates")
        COORDINATES = "coordinates", _("coordinates")
        REPRESENTS = "represents", _("represents")

    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="remits", verbose_name=_("actor"))
    tenure = models.ForeignKey(
        Tenure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remits",
        verbose_name=_("tenure"),
        help_text=_("The tenure that brings it."),
    )
    holder = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="remits", verbose_name=_("office"))
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remits",
        verbose_name=_("post"),
        help_text=_("The post that brings it, whoever holds it."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUPERVISES)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="remits", verbose_name=_("place"))
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overseen_by",
        verbose_name=_("over an office"),
        help_text=_("Instead of a place."),
    )
    within = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remits_within",
        verbose_name=_("within"),
        help_text=_("The body in which it is done, where that is not the office of the post."),
    )
    as_printed = LineField(
        _("as printed"), max_length=300, blank=True, help_text=_("In the words of the source; needed where no place and no office fits.")
    )

    clean_says_all = True

    objects = RemitQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("remit")
        verbose_name_plural = _("remits")
        constraints = [
            *dated_constraints("remit"),
            models.CheckConstraint(
                condition=Q(actor__isnull=False, tenure__isnull=False, holder__isnull=True, post__isnull=True)
                | Q(actor__isnull=True, tenure__isnull=True, holder__isnull=False, post__isnull=False),
                name="remit_of_a_tenure_or_of_a_post",
                violation_error_message=_("A remit belongs to a tenure or to a post."),
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(office__isnull=True),
                name="remit_over_a_place_or_an_office",
                violation_error_message=_("Name a place or an office that it is about, not both."),
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(office__isnull=False) | ~Q(as_printed=""),
                name="remit_over_something",
                violation_error_message=_("Name the place or the office that it is about, or give the words of the source."),
            ),
        ]

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        super().clean()
        if self.place_id and self.office_id:
            raise ValidationError({"office": _("Name a place or an office that it is about, not both.")}, code="both")
        if not (self.place_id or self.office_id or self.as_printed):
            message = _("Name the place or the office that it is about, or give the words of the source.")
            raise ValidationError({"place": message}, code="nothing")

    def certainty_by(self, tenure: Tenure, date: dt.date) -> Certainty:
        """Tell how surely a tenure had it on a date.

        A remit of the tenure itself is a dated fact about who holds it: what the tenure leaves unknown of its start and its end, its
        remit tells. A remit of the post tells nothing of any tenure.
        """
        certainty = tenure.certainty_on(date)
        if certainty and self.tenure_id == tenure.pk and tenure.is_unopposed_on(date):
            certainty = Certainty.SURELY
        return min(self.certainty_on(date), certainty)

    @property
    def is_public(self) -> bool:
        """Whether the public sees who has it; twin of `RemitQuerySet.public`."""
        if self.tenure is not None:
            return self.tenure.actor.is_live and self.tenure.post.office.is_live
        return self.post is not None and self.post.office.is_live

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.place or self.office or self.as_printed}"
