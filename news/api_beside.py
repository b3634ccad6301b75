"""What stands beside articles in the read API: their tags and the names in their bylines, read for all of a page at once, as plain values."""

import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import UUIDField
from rest_framework import serializers

from library.api import reference, reference_columns
from news.models import ArticleTag, Byline
from publishing import languages
from publishing.api.texts import ByLanguage
from publishing.prepared import Given, Prepared


class Beside:
    """The tags and the authors of some articles, by their ids. Two queries; rows of models would cost as much as all else on a page."""

    def __init__(self, articles: Sequence[uuid.UUID] = ()) -> None:
        self.tags: dict[uuid.UUID, list[dict[str, object]]] = {key: [] for key in articles}
        self.names: dict[uuid.UUID, list[ByLanguage]] = {key: [] for key in articles}
        if not articles:
            return
        for article, tag, *values in tags_on(len(articles)).tuples(articles=list(articles)):
            # One of its own for each article: what is expanded is put into it.
            self.tags[article].append({**reference(tag, tuple(values), settings.SITE_URL)})
        for article, *names in names_on(len(articles)).tuples(articles=list(articles)):
            self.names[article].append(ByLanguage({code: name for code, name in zip(languages.codes(), names, strict=True) if name}))


@lru_cache
def tags_on(count: int) -> Prepared:
    """Return the query for the tags of a number of articles, in the order in which they were given."""
    rows = ArticleTag.objects.filter(content_object_id__in=Given("articles", UUIDField(), many=count)).order_by("id")
    return Prepared(rows.values_list("content_object_id", "tag_id", *(f"tag__{name}" for name in reference_columns())))


@lru_cache
def names_on(count: int) -> Prepared:
    """Return the query for the names in the bylines of a number of articles, in their order."""
    rows = Byline.objects.filter(article_id__in=Given("articles", UUIDField(), many=count)).order_by("position", "id")
    return Prepared(rows.values_list("article_id", *(f"author__name_{code}" for code in languages.codes())))


class ArticlesSerializer(serializers.ListSerializer):
    """Several articles: what stands beside them is read for all at once."""

    def to_representation(self, data: Any) -> list[Any]:  # Any: articles, or a query for them; objects
        """Return the objects."""
        articles = list(data)
        child: Any = self.child
        child.beside = Beside([article.pk for article in articles])
        return super().to_representation(articles)
