"""The column by which names are found: what `publishing.search.fold` makes of other columns of the row."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models

from publishing import languages
from publishing.search import fold

# As long as an index of PostgreSQL takes.
LONGEST = 2000
# What is looked through without an index.
LONGEST_TEXT = 6000


class FoldedField(models.CharField):
    """Follows the columns that it is made `of`, translated ones in every language, whenever a row is saved, singly or in bulk."""

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:  # Any: whatever a CharField takes
        super().__init__(*args, **{"max_length": LONGEST, "blank": True, "default": "", "editable": False, "db_index": True, **kwargs})
        self.of = of

    def deconstruct(self) -> Any:
        """Stand in migrations as the column that it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def folded(self, instance: models.Model) -> str:
        """Return what the column of a row should say: one line for each text."""
        lines = dict.fromkeys(filter(None, (fold(text) for text in self.texts(instance))))
        return "\n".join(lines)[: self.max_length]

    def texts(self, instance: models.Model) -> Iterator[str]:
        """Yield the texts that it is made of."""
        columns = {field.attname for field in instance._meta.concrete_fields}
        for name in self.of:
            yield from (getattr(instance, each) for each in (name, *(f"{name}_{code}" for code in languages.codes())) if each in columns)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """Leave on the instance what is stored."""
        value = self.folded(model_instance)
        setattr(model_instance, self.attname, value)
        return value


class SoughtField(FoldedField):
    """What a row says in one language, to look for words in: stands in a `TranslatedField`, and is read without an index."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever a CharField takes
        super().__init__(*args, **{"max_length": LONGEST_TEXT, "db_index": False, **kwargs})

    def texts(self, instance: models.Model) -> Iterator[str]:
        """Yield the texts of its language."""
        language = self.attname.rpartition("_")[2]
        return (getattr(instance, f"{name}_{language}") for name in self.of)
