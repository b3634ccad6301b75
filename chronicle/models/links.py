"""What an event is to other events, and where it is written about."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from chronicle.models.event import Event
from chronicle.models.rows import Fact
from library.models import Citation


class EventLink(Fact):
    """What an event is to another one, which has a date of its own."""

    class Relation(models.TextChoices):
        """The relation, read from the event that has the row."""

        FIRST_SINCE = "first_since", _("first since")
        BEFORE = "before", _("before")
        AFTER = "after", _("after")
        SOON_AFTER = "soon_after", _("soon after")
        DURING = "during", _("during")
        CAUSED_BY = "caused_by", _("caused by")
        FOLLOWS_UP = "follows_up", _("follows up")

    event = models.ForeignKey(Event, models.CASCADE, related_name="links")
    relation = models.CharField(_("relation"), max_length=11, choices=Relation, default=Relation.AFTER)
    other = models.ForeignKey(Event, models.PROTECT, related_name="linked_from", verbose_name=_("other event"))

    clean_says_all = True

    class Meta(Fact.Meta):
        verbose_name = _("link to an event")
        verbose_name_plural = _("background")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(event=F("other")),
                name="event_link_to_another",
                violation_error_message=_("An event cannot be linked with itself."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.other}" if self.other_id else ""

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if self.other_id is not None and self.other_id == self.event_id:
            raise ValidationError({"other": _("An event cannot be linked with itself.")}, code="itself")


class EventCitation(Citation):
    """A source of an event as a whole."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        abstract = False
