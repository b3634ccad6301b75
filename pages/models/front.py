"""The front page as an editor composes it."""

from collections.abc import Collection
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models.rows import Row
from chronicle.models import Chronology, Event
from news.models import Article
from pages.models.page import Page
from pages.models.topic import Topic, exactly_one, named_in
from publishing import languages
from publishing.fields.text import LineField
from publishing.publishable import PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field

# What a highlight may be; each is one of them.
HIGHLIGHTS = ("article", "event", "chronology", "page")
ONE_HIGHLIGHT = _("Choose one: an article, an event, a chronology or a page.")
ONE_LEAD = _("Choose an article or an event, and not both.")
# Entries of the strip, by default and at most.
ENTRIES, MOST = 6, 20


class FrontPageQuerySet(PublishableQuerySet):
    """Front pages."""

    def in_force(self) -> Self:
        """Sort so that the one which stands comes first: that which became public last."""
        return self.order_by("-live_at", "-id")


class FrontPage(Titled):
    """What stands first on the site. Of several that are public, the one that became so last is shown; without any, the site composes itself."""

    body_field = "lead"

    title = title_field(_("What the desk calls it, such as “Everyday” or “Election day”. Readers see it nowhere but on its card."))
    lead = lead_field(_("A note to readers above the first story. Mostly empty."))
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("first story: an article"),
        help_text=_("Left empty, the newest article is the first story."),
    )
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("or an event"), help_text=_("In place of an article.")
    )
    chronology = models.ForeignKey(
        Chronology,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="front_pages",
        verbose_name=_("chronology"),
        help_text=_("Its latest entries stand beside the news. Left empty, those of the chronology that grows most."),
    )
    entries = models.PositiveSmallIntegerField(
        _("entries of it"),
        default=ENTRIES,
        validators=[MinValueValidator(0), MaxValueValidator(MOST)],
        help_text=_("How many stand there; none with 0."),
    )

    objects = FrontPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
        ordering = ["-live_at", "-id"]
        permissions = [("publish_frontpage", "Can publish front pages"), ("erase_frontpage", "Can delete front pages for ever")]
        indexes = record_indexes("frontpage")
        constraints = [
            *record_constraints("frontpage", _("Another front page has this address."), reserved=["feed", "v", "edit"]),
            models.CheckConstraint(condition=Q(article=None) | Q(event=None), name="frontpage_has_one_first_story", violation_error_message=ONE_LEAD),
        ]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Say at the field what the database would refuse."""
        if self.article_id and self.event_id:
            raise ValidationError({"event": ONE_LEAD}, code="two_leads")
        super().validate_constraints(exclude=set(exclude) if exclude is not None else None)


class Highlight(Row):
    """What stands below the first story, in the order of the rows."""

    front = models.ForeignKey(FrontPage, models.CASCADE, related_name="highlights")
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="highlights", verbose_name=_("article"))
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="highlights", verbose_name=_("event"))
    chronology = models.ForeignKey(Chronology, models.PROTECT, null=True, blank=True, related_name="highlights", verbose_name=_("chronology"))
    page = models.ForeignKey(Page, models.PROTECT, null=True, blank=True, related_name="highlights", verbose_name=_("page"))
    heading = TranslatedField(
        LineField(_("heading"), max_length=120, blank=True, help_text=_("In place of its title, on the front page alone.")),
        attrgetter=languages.fallback,
    )

    clean_says_all = True

    class Meta(Row.Meta):
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")
        constraints = [exactly_one(HIGHLIGHTS, "highlight_names_one")]

    def __str__(self) -> str:
        return str(named_in(self, HIGHLIGHTS) or "")

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if sum(bool(getattr(self, f"{name}_id")) for name in HIGHLIGHTS) != 1:
            raise ValidationError({"article": ONE_HIGHLIGHT}, code="not_one")


class FrontTopic(Row):
    """A topic that stands on the front page."""

    front = models.ForeignKey(FrontPage, models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="fronts", verbose_name=_("topic"))

    class Meta(Row.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return str(self.topic)
