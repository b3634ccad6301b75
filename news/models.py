"""Articles and what belongs to them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from translated_fields import TranslatedField
from uuid6 import uuid7

from actors.models import Actor, Office
from library.models import Citation, DocumentRow, Image, Source, Tag, TaggedRow, card_image_field, tag_indexes
from news.counterpart import Counterpart  # noqa: F401 - a model is known by this module
from publishing import languages
from publishing.fields.richtext import RichTextField
from publishing.fields.text import LineField, ProseField
from publishing.publishable import Listed, ListedQuerySet, PublishableQuerySet, record_indexes
from publishing.titled import Titled, lead_field, record_constraints, title_field


class Kind(models.Model):
    """What sort of article it is: news, review, analysis; editors keep the list."""

    # What an article is unless something else is said; so no page says it.
    ORDINARY = "news"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.SlugField(_("key"), unique=True, help_text=_("For the API, for example “news”. Does not change."))
    label = TranslatedField(LineField(_("label"), max_length=60, blank=True), attrgetter=languages.fallback)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of article")
        verbose_name_plural = _("kinds of article")
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.label or self.key

    @property
    def is_ordinary(self) -> bool:
        """Whether naming the kind would tell readers nothing."""
        return self.key == self.ORDINARY


class Author(models.Model):
    """A name in bylines; no user account. A profile page is off unless the person wants one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = TranslatedField(LineField(_("name"), max_length=120, blank=True), attrgetter=languages.fallback)
    slug = TranslatedField(
        models.SlugField(_("slug"), max_length=100, null=True, blank=True, help_text=_("Last part of the address. A change leaves a redirect.")),
        attrgetter=languages.fallback,
    )
    about = TranslatedField(ProseField(_("about"), blank=True), attrgetter=languages.fallback)
    has_profile = models.BooleanField(
        _("has a public page"), default=False, help_text=_("Leave off for people at risk: the name then stands in bylines only.")
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name_en", "name_ka"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:author", kwargs={"slug": self.slug})


class ArticleQuerySet(PublishableQuerySet):
    """Articles."""

    def by_author(self, author: Author | Combinable) -> Self:
        """Keep articles that have `author` in the byline."""
        return self.filter(pk__in=Byline.objects.filter(author=author).values("article"))


class Article(Titled):
    """A news item."""

    kind = models.ForeignKey(Kind, models.PROTECT, null=True, related_name="articles", verbose_name=_("kind"))
    title = title_field(_("What happened, in one line."))
    lead = lead_field(_("One paragraph that stands in lists, feeds and search results."))
    body = TranslatedField(RichTextField(_("body"), blank=True), attrgetter=languages.fallback)
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("image"))
    card_image = card_image_field()
    licence = models.CharField(
        _("licence"), max_length=20, choices=Image.Licence, blank=True, help_text=_("Leave it empty for the licence of the site.")
    )
    mark_terms = models.BooleanField(
        _("mark terms of the glossary"), default=True, help_text=_("Where the text first uses a term, unless the site marks none.")
    )
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles", verbose_name=_("byline"))
    sources = models.ManyToManyField(Source, through="ArticleCitation", related_name="articles", verbose_name=_("sources"))
    tags = TaggableManager(through="news.ArticleTag", blank=True, verbose_name=_("tags"), help_text="")
    # Derived from the corrections at publication, for the mark in lists.
    corrected_at = TranslatedField(models.DateTimeField(_("corrected"), null=True, blank=True, editable=False))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-live_at", "-id"]
        permissions = [("publish_article", "Can publish articles"), ("erase_article", "Can delete articles for ever")]
        indexes = record_indexes("article")
        constraints = [
            *record_constraints("article", _("Another article has this address."), reserved=["tag", "feed", "kind"]),
            *(
                models.CheckConstraint(
                    condition=~Q(**{f"slug_{code}__regex": r"^[0-9]+$"}),
                    name=f"article_slug_{code}_not_a_number",
                    violation_error_message=_("An address cannot be a number alone."),
                )
                for code in languages.codes()
            ),
        ]


class ArticleTag(TaggedRow):
    """A tag on an article."""

    kind = "article"

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="article_rows", verbose_name=_("tag"))
    content_object = models.ForeignKey(Article, models.CASCADE, related_name="tagged")

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="article_tag_once")]
        indexes = tag_indexes("article")

    def __str__(self) -> str:
        return str(self.tag)


class Byline(models.Model):
    """An author's place in the byline of an article."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("byline")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.author)


class CorrectionQuerySet(models.QuerySet):
    """Corrections, public where their article is."""

    def public_in(self, language: str) -> Self:
        """Keep corrections, newest first, that say something in `language` of articles that can be read in it."""
        texts = self.made().filter(article__in=Article.objects.available_in(language)).exclude(**{f"text_{language}": ""})
        return texts.order_by("-at", "-id")

    def made(self) -> Self:
        """Leave out corrections that are dated in the future."""
        return self.filter(at__lte=timezone.now())


class Correction(models.Model):
    """A dated public correction of an article."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    at = models.DateTimeField(_("date"), default=timezone.now)
    text = TranslatedField(ProseField(_("what was corrected"), blank=True), attrgetter=languages.fallback)
    position = models.PositiveIntegerField(_("order"), default=0)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="correction_newest")]

    def __str__(self) -> str:
        return self.text


class ArticleCitation(Citation):
    """A source of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        abstract = False


def mention_indexes(target: str) -> list[models.Index]:
    """Return the indexes by which the articles are read that mention somebody, or something: by date, then by article, all and the available ones."""
    indexes = []
    for code in languages.codes():
        order = [target, f"-listed_at_{code}", "-article"]
        named, readable = Q(**{f"{target}__isnull": False}), Q(**{f"available_{code}": True})
        indexes.append(models.Index(fields=order, condition=named, name=f"mention_{target}_{code}"))
        indexes.append(models.Index(fields=order, condition=named & readable, name=f"mention_{target}_only_{code}"))
    return indexes


class Mention(Listed):
    """An actor or an office that an article is about or names; they stand under the text, in their order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions")
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name=_("actor"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name=_("office"))
    capacity = TranslatedField(
        LineField(
            _("capacity"),
            max_length=200,
            blank=True,
            help_text=_("As what the person appears. Leave it empty for the title on the day of the article."),
        )
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("people and offices")
        ordering = ["position", "id"]
        indexes = [*mention_indexes("actor"), *mention_indexes("office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False, office__isnull=True) | Q(actor__isnull=True, office__isnull=False),
                name="mention_of_an_actor_or_an_office",
                violation_error_message=_("Choose an actor or an office, one of them in each row."),
            )
        ]

    def __str__(self) -> str:
        return str(self.actor or self.office)


class ArticleEvent(Listed):
    """An event that an article announces, reports or refers to; they stand under the text, in their order."""

    class Relation(models.TextChoices):
        """What the article does with the event."""

        ANNOUNCES = "announces", _("announces")
        REPORTS = "reports", _("reports")
        REFERS = "refers_to", _("refers to")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="events")
    relation = models.CharField(_("the article …"), max_length=9, choices=Relation, default=Relation.REPORTS)
    event = models.ForeignKey("chronicle.Event", models.PROTECT, db_index=False, related_name="articles", verbose_name=_("event"))
    position = models.PositiveIntegerField(_("order"), default=0)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of an article")
        verbose_name_plural = _("events")
        ordering = ["position", "id"]
        # The articles of an event are read from these, so the column needs no index of its own.
        indexes = [
            models.Index(fields=["event", f"-listed_at_{code}", "-article"], condition=condition, name=f"article_event_{name}_{code}")
            for code in languages.codes()
            for name, condition in (("all", None), ("only", Q(**{f"available_{code}": True})))
        ]

    def __str__(self) -> str:
        return str(self.event)


class ArticleDocument(DocumentRow):
    """A document listed under an article."""

    record = "article"

    article = models.ForeignKey(Article, models.CASCADE, related_name="documents")

    class Meta(DocumentRow.Meta):
        abstract = False
