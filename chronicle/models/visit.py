"""Where an event went, and who took part."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Office, Place
from chronicle.models.event import Event
from chronicle.models.rows import Fact, InCapacity, capacity_field, named, post_named, somebody, tenure_field
from publishing.fields.dates import EdtfField


class Stop(Fact):
    """A place on the way of an event, in order."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="stops")
    place = models.ForeignKey(Place, models.PROTECT, related_name="stops", verbose_name=_("place"))
    date = EdtfField(_("date"), blank=True)
    came_from = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="stops_from", verbose_name=_("came from"), help_text=_("The place before.")
    )

    clean_says_all = True

    class Meta(Fact.Meta):
        verbose_name = _("stop")
        verbose_name_plural = _("itinerary")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(came_from__isnull=True) | ~models.Q(came_from=models.F("place")),
                name="stop_came_from_elsewhere",
                violation_error_message=_("Nobody comes from the place where they are."),
            )
        ]

    def __str__(self) -> str:
        return str(self.place) if self.place_id else ""

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if self.place_id and self.place_id == self.came_from_id:
            raise ValidationError({"came_from": _("Nobody comes from the place where they are.")}, code="itself")


class Participant(InCapacity):
    """Somebody in an event: a person, whoever held a post then, or an institution."""

    class Role(models.TextChoices):
        """What they did there."""

        VISITOR = "visitor", _("visitor")
        DELEGATION = "delegation", _("delegation")
        HOST = "host", _("host")
        COUNTERPART = "counterpart", _("counterpart")
        SIGNATORY = "signatory", _("signatory")
        SPEAKER = "speaker", _("speaker")
        ATTENDEE = "attendee", _("attendee")
        SUPPORTER = "supporter", _("supporter")
        # Who was appointed, killed or released: there, but not by coming.
        SUBJECT = "subject", _("whom it concerns")

    event = models.ForeignKey(Event, models.CASCADE, related_name="participants")
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.ATTENDEE)
    actor = named(Actor, "participations", _("actor"))
    post = post_named("participations")
    office = named(Office, "participations", _("office"))
    capacity = capacity_field(_("As what the person appears. Left empty, the title on the day of the event."))
    tenure = tenure_field("participations")
    is_former = models.BooleanField(_("formerly"), default=False, help_text=_("The capacity is one that the person no longer had."))
    came_from = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="arrivals", verbose_name=_("came from"))

    class Meta(InCapacity.Meta):
        abstract = False
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [somebody("participant")]
