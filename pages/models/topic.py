"""Topics: a tag with an introduction, what matters most of it, who, and when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from actors.models import Actor, Office
from actors.models.rows import Row
from chronicle.models import Chronology, Event
from library.models import Image, Tag, card_image_field
from news.models import Article
from publishing import languages
from publishing.fields.richtext import RichTextField
from publishing.publishable import PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field

# What a row of picks may name; each row names one of them.
PICKS = ("article", "event")
FIGURES = ("actor", "office")
ONE_PICK = _("Choose an article or an event, and not both.")
ONE_FIGURE = _("Choose a person or an institution, and not both.")


def exactly_one(names: tuple[str, ...], name: str) -> models.CheckConstraint:
    """Return the constraint that a row names exactly one of several things."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{each}__isnull": each != chosen for each in names})
    return models.CheckConstraint(condition=condition, name=name)


def named_in(row: models.Model, names: tuple[str, ...]) -> models.Model | None:
    """Return what a row names, None where it names nothing."""
    return next((found for each in names if (found := getattr(row, each)) is not None), None)


class TopicQuerySet(PublishableQuerySet):
    """Topics."""


class Topic(Titled):
    """A page of its own for one tag."""

    body_field = "introduction"

    title = title_field(_("What the topic is about, in two or three words: it also stands in lists."))
    lead = lead_field(_("What the topic is about, in a sentence or two; also for lists and search results."))
    introduction = TranslatedField(
        RichTextField(
            _("introduction"), blank=True, help_text=_("What a reader needs to know before the news: how it began, who matters, what is open.")
        ),
        attrgetter=languages.fallback,
    )
    tag = models.OneToOneField(
        Tag,
        # A tag that nothing carries may be deleted: its topic then needs another one.
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="topic",
        verbose_name=_("tag"),
        error_messages={"unique": _("Another topic has this tag.")},
        help_text=_("Its articles stand on the page, and its archive leads here. A tag has one topic."),
    )
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="topics", verbose_name=_("image"))
    card_image = card_image_field()
    chronology = models.ForeignKey(
        Chronology,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        verbose_name=_("chronology"),
        help_text=_("Its latest entries stand on the page."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-live_at", "-id"]
        permissions = [("publish_topic", "Can publish topics"), ("erase_topic", "Can delete topics for ever")]
        indexes = record_indexes("topic")
        constraints = record_constraints("topic", _("Another topic has this address."), reserved=["feed", "v", "edit"])


class TopicPick(Row):
    """An article or an event that stands first on the page of a topic, whatever its date."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="picks")
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="topic_picks", verbose_name=_("article"))
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="topic_picks", verbose_name=_("event"))

    clean_says_all = True

    class Meta(Row.Meta):
        verbose_name = _("pinned item")
        verbose_name_plural = _("pinned items")
        constraints = [exactly_one(PICKS, "topic_pick_names_one")]

    def __str__(self) -> str:
        return str(named_in(self, PICKS) or "")

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if bool(self.article_id) == bool(self.event_id):
            raise ValidationError({"article": ONE_PICK}, code="not_one")


class TopicFigure(Row):
    """A person or an institution that matters to a topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="figures")
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="topic_figures", verbose_name=_("person"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="topic_figures", verbose_name=_("institution"))

    clean_says_all = True

    class Meta(Row.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key people and institutions")
        constraints = [exactly_one(FIGURES, "topic_figure_names_one")]

    def __str__(self) -> str:
        return str(named_in(self, FIGURES) or "")

    def clean(self) -> None:
        """Say in words what the database would refuse."""
        if bool(self.actor_id) == bool(self.office_id):
            raise ValidationError({"actor": ONE_FIGURE}, code="not_one")
