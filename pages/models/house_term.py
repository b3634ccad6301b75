"""House terms: words that a text of this site does not use in its own voice, and what it says instead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from publishing.fields.text import LineField, ProseField


def language_choices() -> list[tuple[str, str]]:
    """Return (code, its name in the active language) of each language of the site."""
    return [(code, get_language_info(code)["name_translated"]) for code, _name in settings.LANGUAGES]


class HouseTerm(models.Model):
    """A word to avoid in one language. It only ever makes advice: no page prints the list."""

    class InQuotation(models.TextChoices):
        """What is said of the word in somebody else’s mouth."""

        ALLOWED = "allowed", _("Allowed: nothing is said")
        TOLD = "told", _("Told as worth a look")
        AVOIDED = "avoided", _("Avoided there too, as a misspelling is")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    language = models.CharField(_("language of the text"), max_length=10, choices=language_choices)
    avoided = LineField(
        _("avoid"),
        max_length=120,
        help_text=_(
            "As within a sentence, in the singular and in Georgian in the nominative: plurals, possessives and Georgian cases are found too."
        ),
    )
    also = LineField(
        _("also written"),
        max_length=500,
        blank=True,
        help_text=_("Other words to avoid for the same, separated by commas; in Georgian also forms in which a vowel is lost, such as “საზღვრის”."),
    )
    preferred = LineField(_("the house says"), max_length=200, blank=True)
    reason = ProseField(
        _("why"), max_length=500, blank=True, help_text=_("A sentence that writers read with the advice, in the language of the text.")
    )
    left_alone_in = LineField(
        _("left alone in"),
        max_length=500,
        blank=True,
        help_text=_("Longer names that hold the word and are right, separated by commas: “University of …”."),
    )
    in_quotation = models.CharField(_("within a quotation"), max_length=7, choices=InQuotation, default=InQuotation.ALLOWED)

    class Meta:
        verbose_name = _("house term")
        verbose_name_plural = _("house terms")
        ordering = ["language", "avoided"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "avoided"], name="house_term_once", violation_error_message=_("The list has this word already.")
            ),
            models.CheckConstraint(
                condition=~Q(preferred="", reason=""),
                name="house_term_says_what_instead",
                violation_error_message=_("Say what the house says instead, or why not this."),
            ),
        ]

    def __str__(self) -> str:
        return self.avoided

    @property
    def ways(self) -> list[str]:
        """Every way in which it is written."""
        return [self.avoided, *parted(self.also)]

    @property
    def exceptions(self) -> list[str]:
        """The longer names in which it is left alone."""
        return parted(self.left_alone_in)

    @property
    def minds_case(self) -> bool:
        """Whether only capitals part it from what the house says: “russian government”."""
        return self.avoided.casefold() == self.preferred.casefold()


def parted(words: str) -> list[str]:
    """Return what commas part."""
    return [part for each in words.split(",") if (part := each.strip())]
