"""The menus at the head and at the foot of every page."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField
from uuid6 import uuid7

from publishing import languages
from publishing.fields.text import LineField


class Menu(models.Model):
    """One of the two menus; migrations made them."""

    class Place(models.TextChoices):
        """Where it stands."""

        HEADER = "header", _("At the head of pages")
        FOOTER = "footer", _("At the foot of pages")

    place = models.CharField(_("place"), max_length=10, choices=Place, primary_key=True, editable=False)

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["-place"]

    def __str__(self) -> str:
        return str(self.Place(self.place).label)


class MenuEntry(models.Model):
    """One entry: it leads to a list of the site, to a record or a heading in it, or to an address; or it is a heading, and leads nowhere."""

    class Page(models.TextChoices):
        """Pages that every site has."""

        HOME = "home", _("Front page")
        NEWS = "news", _("News")
        TOPICS = "topics", _("Topics")
        TAGS = "tags", _("Tags")
        ACTORS = "actors", _("Actors")
        OFFICES = "offices", _("Offices")
        PLACES = "places", _("Places")
        CHRONOLOGY = "chronology", _("Chronology")
        AGREEMENTS = "agreements", _("Agreements")
        CORRECTIONS = "corrections", _("Corrections")
        GLOSSARY = "glossary", _("Glossary")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    menu = models.ForeignKey(Menu, models.CASCADE, related_name="entries", verbose_name=_("menu"))
    position = models.PositiveIntegerField(_("order"), default=0)
    page = models.CharField(_("page"), max_length=20, choices=Page, blank=True)
    # The kind of a record and its key: the address follows a changed slug.
    kind = models.CharField(max_length=20, blank=True)
    record = models.UUIDField(null=True, blank=True)
    address = LineField(_("address"), max_length=500, blank=True)
    # A heading of the page that it leads to, and whether the text has it no longer (`pages.menu_anchors`).
    anchor = TranslatedField(LineField(_("heading"), max_length=200, blank=True, editable=False))
    lost = TranslatedField(models.BooleanField(_("the heading is gone"), default=False, editable=False))
    label = TranslatedField(LineField(_("label"), max_length=60, blank=True), attrgetter=languages.fallback)

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(page="", address="") | Q(page="", record=None) | Q(address="", record=None), name="menu_entry_leads_to_one_place"
            ),
            models.CheckConstraint(
                condition=Q(kind="", record=None) | (~Q(kind="") & Q(record__isnull=False)), name="menu_entry_names_a_whole_record"
            ),
            models.CheckConstraint(
                condition=Q(record__isnull=False) | Q(**{f"anchor_{code}": "" for code in languages.codes()}), name="menu_entry_heading_of_a_record"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_page_display()

    @property
    def is_heading(self) -> bool:
        """Whether it leads nowhere."""
        return not (self.page or self.record or self.address)
