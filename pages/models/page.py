"""Pages: what the site says about itself, its methods and its terms."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from library.models import DocumentRow
from publishing import languages
from publishing.fields.richtext import RichTextField
from publishing.publishable import PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field


class PageQuerySet(PublishableQuerySet):
    """Pages."""

    def in_order(self) -> Self:
        """Sort as editors numbered them; of one number, the elder first."""
        return self.order_by("position", "id")


class Page(Titled):
    """A page that belongs to no day: about the site, how to cite it, how it works."""

    class Purpose(models.TextChoices):
        """What the page is to machines (schema.org)."""

        PLAIN = "WebPage", _("ordinary page")
        ABOUT = "AboutPage", _("about the publisher")
        CONTACT = "ContactPage", _("how to reach the publisher")

    title = title_field(_("Short: it also stands in menus."))
    lead = lead_field(_("One paragraph under the title; also for search results. May stay empty."))
    body = TranslatedField(
        RichTextField(_("body"), blank=True, help_text=_("From three headings on, the page lists them at its beginning.")),
        attrgetter=languages.fallback,
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs under"),
        help_text=_("Another page that stands at the top itself. Leave it empty for a page at the top."),
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Pages under the same page stand in the order of these numbers, the smallest first.")
    )
    mark_terms = models.BooleanField(
        _("mark terms of the glossary"), default=True, help_text=_("Where the text first uses a term, unless the site marks none.")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.PLAIN, help_text=_("Told to search engines."))

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "id"]
        permissions = [("publish_page", "Can publish pages"), ("erase_page", "Can delete pages for ever")]
        indexes = [*record_indexes("page"), models.Index(fields=["parent", "position", "id"], name="page_under")]
        constraints = [
            *record_constraints("page", _("Another page has this address.")),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="page_not_under_itself", violation_error_message=_("A page cannot stand under itself.")
            ),
        ]


class PageDocument(DocumentRow):
    """A document listed under a page."""

    record = "page"

    page = models.ForeignKey(Page, models.CASCADE, related_name="documents")

    class Meta(DocumentRow.Meta):
        abstract = False
