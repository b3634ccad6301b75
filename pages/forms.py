"""Forms of pages: what editors are told before anything is stored."""

from typing import Any

from pages.tree import why_not_under
from publishing.forms import RecordForm


class PageForm(RecordForm):
    """A page."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a place in which no page can stand."""
        cleaned = super().clean()
        parent = self.cleaned_data.get("parent")
        if parent is not None and (reason := why_not_under(self.instance.pk, parent)):
            self.add_error("parent", reason)
        return cleaned
