"""Forms of agreements: what editors are told before anything is stored."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chronicle.forms import OnceFormSet
from publishing.rows import RowFormSet


class StageFormSet(RowFormSet):
    """The stages of an agreement, in the order of time."""

    def clean(self) -> None:
        """Refuse a stage that surely came before one that stands above it."""
        super().clean()
        latest = None
        for form in sorted(self.standing(), key=lambda form: (form.instance.position, str(form.instance.pk))):
            row = form.instance
            if latest is not None and row.date_upper and row.date_upper < latest.date_lower:
                message = _("This lies before “%(stage)s”, which stands above it. Put the stages in the order of time.")
                form.add_error("date", ValidationError(message % {"stage": latest.get_kind_display()}, code="early"))
            if row.date_lower and (latest is None or row.date_lower > latest.date_lower):
                latest = row


class SignatoryFormSet(OnceFormSet):
    """Who signed: nobody twice."""

    once = ("actor_id",)
