"""What is found by typing: two of one name are told apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models


class FoundView(AutocompleteJsonView):
    """Django's answers, with more words where two answers say the same.

    The admin of the model may have `told_apart(records)`, which returns {key: words} for records of one name.
    """

    apart: Mapping[Any, str]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # Any: as in Django
        """Look for answers of one name."""
        context = super().get_context_data(**kwargs)
        found: Sequence[models.Model] = context["object_list"]
        times = Counter(map(str, found))
        same = [record for record in found if times[str(record)] > 1]
        tell = getattr(self.model_admin, "told_apart", None)
        self.apart = tell(same) if same and tell else {}
        return context

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        """Say what sets an answer apart."""
        result = super().serialize_result(obj, to_field_name)
        more = self.apart.get(obj.pk)
        return {**result, "text": f"{result['text']} ({more})"} if more else result
