"""Tags in the read API, and how other records name them."""

import datetime as dt
import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from rest_framework import serializers

from library import counts, tags
from library.models import Tag, TagAlias
from publishing import languages
from publishing.api.filters import Choice, ListParameters, Slug, Words, has_in_any, key_of, since_parameter
from publishing.api.serializers import ReadSerializer
from publishing.api.texts import ByLanguage, translations
from publishing.api.viewsets import ReadViewSet
from publishing.navigation import address_of_slug

# The translated columns of a tag that a reference to it is made of.
TRANSLATED = ("label", "slug")
Values = tuple[str | None, ...]


def reference_columns() -> list[str]:
    """Return the columns of a tag that `reference` takes, in their order, behind its id."""
    return [f"{name}_{code}" for name in TRANSLATED for code in languages.codes()]


def tag_reference(tag: Tag) -> dict[str, object]:
    """Return what `TagReferenceSerializer` says of a tag. Lists name so many of them that a serializer for each is half of their cost."""
    return reference(tag.pk, tuple(getattr(tag, name) for name in reference_columns()), settings.SITE_URL)


@lru_cache(maxsize=4096)
def reference(key: uuid.UUID, values: Values, site: str) -> dict[str, object]:
    """Return a tag as part of another record, from its columns. Made once for the same values; whoever gets it changes nothing in it."""
    codes = languages.codes()
    labels, slugs = (dict(zip(codes, values[start : start + len(codes)], strict=True)) for start in (0, len(codes)))
    label = ByLanguage({code: text for code, text in labels.items() if text})
    named = {code: next((slug for each in languages.preference(code) if (slug := slugs[each])), "") for code in codes}
    return {"id": str(key), "label": label, "url": ByLanguage({code: site + address_of_slug("news:tag", code, slug) for code, slug in named.items()})}


class TagReferenceSerializer(ReadSerializer):
    """A tag as part of another record."""

    label = serializers.SerializerMethodField(help_text="Label by language.")  # type: ignore[assignment]  # DRF: a field, not its label
    url = serializers.SerializerMethodField(help_text="Address of its archive by language; empty where there is none.")

    class Meta:
        model = Tag
        fields = ["id", "label", "url"]

    def get_label(self, tag: Tag) -> ByLanguage:
        return translations(tag, "label")

    def get_url(self, tag: Tag) -> ByLanguage:
        found: Any = tag_reference(tag)["url"]
        return found


class TagSerializer(TagReferenceSerializer):
    """A tag with what it lists."""

    slug = serializers.SerializerMethodField(help_text="Last part of the address by language.")
    description = serializers.SerializerMethodField(help_text="By language.")
    aliases: serializers.SlugRelatedField[TagAlias] = serializers.SlugRelatedField("label", many=True, read_only=True, help_text="Other spellings.")
    records = serializers.SerializerMethodField(help_text="How many public records it labels, by kind.")
    feed = serializers.SerializerMethodField(help_text="Address of its Atom feed by language.")

    class Meta(TagReferenceSerializer.Meta):
        fields = ["id", "label", "slug", "url", "description", "aliases", "records", "feed"]

    def get_slug(self, tag: Tag) -> ByLanguage:
        return translations(tag, "slug")

    def get_description(self, tag: Tag) -> ByLanguage:
        return translations(tag, "description")

    def get_records(self, tag: Tag) -> dict[str, int]:
        coming = {model.kind: getattr(tag, f"coming_{model.kind}") for model in counts.through_models()}
        found = {count.kind: count.listed - coming[count.kind] for count in tag.counts.all()}
        return {kind: number for kind, number in found.items() if number}

    def get_feed(self, tag: Tag) -> ByLanguage:
        # The feed is that of articles; what else has the tag comes in other feeds.
        addresses = self.get_url(tag) if "article" in self.get_records(tag) else ByLanguage()
        return ByLanguage({code: f"{address}feed.atom" for code, address in addresses.items()})


class TagParameters(ListParameters):
    """What the list of tags can be asked."""

    slug = Slug("The one that has or had this address, in any language.", method="by_slug")
    q = Words("Only those with all these words in the label.", method="by_words", example="Geneva")
    updated_since = since_parameter(": a tag by its own words, or with a record that carries it")
    used_by = Choice("Only those that records of this kind carry.", words=[model.kind for model in counts.through_models()], method="by_use")

    def by_slug(self, queryset: Any, _name: str, slug: str) -> Any:  # Any: a queryset
        """Keep the one that a slug leads to."""
        return queryset.filter(pk=key_of("tag", slug))

    def changed(self, since: dt.datetime) -> Q:
        """Look at the records too: with the first of them a tag becomes public."""
        return tags.changed(since)

    def by_words(self, queryset: Any, _name: str, words: list[str]) -> Any:
        """Keep those with all of the words."""
        return queryset.filter(*(has_in_any(word, ["label"]) for word in words))

    def by_use(self, queryset: Any, _name: str, kind: str) -> Any:
        """Keep those of public records of a kind."""
        return queryset.filter(tags.is_used_by(kind))


class TagViewSet(ReadViewSet):
    """Tags that a live record uses, in the order of their keys."""

    kind = "tag"
    parameters = TagParameters
    serializer_class = TagSerializer
    order = ("name",)

    def get_queryset(self) -> QuerySet[Tag]:
        return tags.public().prefetch_related("aliases", "counts")
