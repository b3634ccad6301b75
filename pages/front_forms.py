"""The form of the front page: what editors are told before anything is stored."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pages.models.front import HIGHLIGHTS
from publishing.rows import RowFormSet


class HighlightFormSet(RowFormSet):
    """Highlights, each once."""

    most = 24

    def clean(self) -> None:
        """Refuse what is listed twice."""
        super().clean()
        seen = set()
        for form in self.standing():
            key = next((key for name in HIGHLIGHTS if (key := getattr(form.instance, f"{name}_id"))), None)
            if key is not None and key in seen:
                form.add_error(None, ValidationError(_("This is listed twice."), code="twice"))
            seen.add(key)
