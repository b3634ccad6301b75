"""Who was at an event, and where it was: what the timelines of people, offices and places and the lists of meetings are read from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Office, Place
from chronicle.models.event import Event
from chronicle.models.visit import Participant
from chronicle.models.words import Statement
from publishing.publishable import Listed, ListedQuerySet


class AttendanceQuerySet(ListedQuerySet):
    """Who was at an event, and where it was."""


class Attendance(Listed):
    """A person, an office or a place at an event: once, whatever parts they had in it. One writer: `chronicle.attendances`."""

    class Side(models.IntegerChoices):
        """Whom somebody met: guests their hosts, hosts their guests, the others everybody; `NONE` met nobody there."""

        NONE = 0, _("none")
        GUEST = 1, _("guest")
        HOST = 2, _("host")
        EITHER = 3, _("either")

    id = models.BigAutoField(primary_key=True)
    # The unique constraints are the index of an event's rows, and those of timelines that of a record's.
    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances", db_index=False)
    actor = models.ForeignKey(Actor, models.CASCADE, null=True, editable=False, related_name="attendances", db_index=False)
    office = models.ForeignKey(Office, models.CASCADE, null=True, editable=False, related_name="attendances", db_index=False)
    place = models.ForeignKey(Place, models.CASCADE, null=True, editable=False, related_name="attendances", db_index=False)
    # Who was there for the office; and the office whose post tells who was there. Nothing is told where the public does not see them.
    by = models.ForeignKey(Actor, models.CASCADE, null=True, editable=False, related_name="+")
    through = models.ForeignKey(Office, models.CASCADE, null=True, editable=False, related_name="+")
    # As `Participant.role`; "" for who spoke only, and for places.
    role = models.CharField(max_length=11, choices=Participant.Role, blank=True)
    side = models.PositiveSmallIntegerField(choices=Side, default=Side.NONE)
    # The place among those of the same side.
    rank = models.PositiveIntegerField(default=0)
    # The first place of the itinerary; of a place, the first one that lies in it.
    spot = models.ForeignKey(Place, models.SET_NULL, null=True, editable=False, related_name="+")
    # The first of so many statements.
    statement = models.ForeignKey(Statement, models.SET_NULL, null=True, editable=False, related_name="+")
    statements = models.PositiveIntegerField(default=0)
    # Where the event stands in timelines.
    at = models.DateTimeField()
    # What the event is part of, or itself: what belongs to one visit is one meeting, in the year of the visit.
    whole = models.UUIDField()
    year = models.PositiveSmallIntegerField(null=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            *(models.UniqueConstraint(fields=["event", name], name=f"attendance_{name}_once") for name in ("actor", "office", "place")),
            models.CheckConstraint(
                condition=Q(actor__isnull=False, office__isnull=True, place__isnull=True)
                | Q(actor__isnull=True, office__isnull=False, place__isnull=True)
                | Q(actor__isnull=True, office__isnull=True, place__isnull=False),
                name="attendance_of_one",
            ),
        ]
        indexes = [models.Index(fields=[name, "-at", "-event"], name=f"attendance_of_{name}") for name in ("actor", "office", "place")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.actor_id or self.office_id or self.place_id}"
