"""How far the WebSub hub has been told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HubState(models.Model):
    """The one row: the last change whose feeds the hub knows to be new."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of the hub")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="hub_state_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)
