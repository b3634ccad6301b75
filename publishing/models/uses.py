"""What names what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.Model):
    """That a record names a thing: in a choice of its form, as a picture in a text, or by a link in a text. Kept by `publishing.uses`."""

    # The key of the thing; of a link, the key of the address (`publishing.linking`), which leads to the thing for ever.
    used = models.UUIDField()
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    # Where it stands: in what is stored of a record that was public, in the draft, in a change that is scheduled; in one of them at least.
    is_stored = models.BooleanField(default=False)
    is_in_draft = models.BooleanField(default=False)
    is_scheduled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        indexes = [models.Index(fields=["used", "kind", "record"], name="use_by_thing")]
        constraints = [models.UniqueConstraint(fields=["record", "used"], name="use_once_per_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} uses {self.used}"
