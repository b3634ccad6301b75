"""The model of an article and an event of which one began from the other."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counterpart(models.Model):
    """That an article and an event began one from the other, and what each had said when the other last took it over, or left it.

    Written by `news.counterparts`. What somebody rewords in one of them is no difference: only what the source says anew is.
    """

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="counterparts")
    event = models.ForeignKey("chronicle.Event", models.CASCADE, related_name="counterparts")
    # {"title_en": text, "date": EDTF text, "places": keys in their order}, and {"title_en": text}
    event_said = models.JSONField[dict[str, Any]](default=dict)  # Any: parts of a state
    article_said = models.JSONField[dict[str, Any]](default=dict)  # Any: parts of a state

    class Meta:
        verbose_name = _("article and event of one origin")
        verbose_name_plural = _("articles and events of one origin")
        constraints = [models.UniqueConstraint(fields=["article", "event"], name="counterpart_once")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.event_id}"
