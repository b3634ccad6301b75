"""Terms: words that readers may not know, explained in the glossary and where texts first use them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField
from uuid6 import uuid7

from publishing import languages
from publishing.fields.text import LineField, ProseField


class TermQuerySet(models.QuerySet):
    """Terms."""

    def explained_in(self, language: str) -> Self:
        """Keep terms that the glossary of `language` explains."""
        return self.filter(is_shown=True).exclude(Q(**{f"name_{language}": ""}) | Q(**{f"definition_{language}": ""}))


class Term(models.Model):
    """A word and what it means. Readers see it, in the languages in which it has both, while it is shown."""

    # Ids of other parts of the glossary's page.
    RESERVED = frozenset({"content"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    anchor = models.SlugField(
        _("anchor"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_(
            "Last part of its address in the glossary, for example “gid”. Leave it empty to have it made from the name; others may link to it."
        ),
        error_messages={"unique": _("Another term has this anchor.")},
    )
    name = TranslatedField(
        LineField(
            _("name"),
            max_length=120,
            blank=True,
            help_text=_("As it is written within a sentence: “de facto”, “GID”. Texts are searched for it in this case of letters."),
        ),
        attrgetter=languages.fallback,
    )
    also = TranslatedField(
        LineField(
            _("also written"),
            max_length=500,
            blank=True,
            help_text=_("Other spellings, the full name of an abbreviation, forms with endings; separated by commas."),
        ),
        attrgetter=languages.fallback,
    )
    definition = TranslatedField(
        ProseField(_("definition"), blank=True, help_text=_("One or two plain sentences. They also show where a text uses the term.")),
        attrgetter=languages.fallback,
    )
    is_shown = models.BooleanField(
        _("in the glossary"), default=False, help_text=_("Readers see the term, in every language in which it has a name and a definition.")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["anchor"]
        constraints = [
            models.CheckConstraint(condition=~Q(anchor=""), name="term_has_an_anchor"),
            *(
                models.UniqueConstraint(
                    fields=[f"name_{code}"],
                    condition=~Q(**{f"name_{code}": ""}),
                    name=f"term_name_{code}_once",
                    violation_error_message=_("Another term has this name."),
                )
                for code in languages.codes()
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.anchor

    def written_in(self, language: str) -> tuple[str, ...]:
        """Return every way in which the term is written in a language, the name first."""
        others = (part.strip() for part in getattr(self, f"also_{language}").split(","))
        return tuple(dict.fromkeys(filter(None, (getattr(self, f"name_{language}"), *others))))
