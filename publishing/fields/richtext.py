"""Rich text (being built)."""

from django.db import models


class RichTextField(models.TextField):
    """HTML from the editor, cleaned on every write path."""
