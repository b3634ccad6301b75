"""Tags in the read API, and how other records name them."""

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from library import counts, tags
from library.models import Tag, TagAlias
from publishing import languages
from publishing.api import LabelPagination, translations
from publishing.navigation import absolute, address_of_slug


class TagReferenceSerializer(serializers.ModelSerializer):
    """A tag as part of another record."""

    label = serializers.SerializerMethodField(help_text="Label by language.")  # type: ignore[assignment]  # DRF: a field, not its label
    url = serializers.SerializerMethodField(help_text="Address of the archive of its articles by language; empty where there is none.")

    class Meta:
        model = Tag
        fields = ["id", "label", "url"]

    def get_label(self, tag: Tag) -> dict[str, str]:
        return translations(tag, "label")

    def get_url(self, tag: Tag) -> dict[str, str]:
        slugs = {code: languages.filled(tag, "slug", code)[0] for code in languages.codes()}
        return {code: absolute(address_of_slug("news:tag", code, slug)) for code, slug in slugs.items()}


class TagSerializer(TagReferenceSerializer):
    """A tag with what it lists."""

    slug = serializers.SerializerMethodField(help_text="Last part of the address by language.")
    description = serializers.SerializerMethodField(help_text="By language.")
    aliases: serializers.SlugRelatedField[TagAlias] = serializers.SlugRelatedField("label", many=True, read_only=True, help_text="Other spellings.")
    records = serializers.SerializerMethodField(help_text="How many public records it labels, by kind.")
    feed = serializers.SerializerMethodField(help_text="Address of its Atom feed by language.")

    class Meta(TagReferenceSerializer.Meta):
        fields = ["id", "label", "slug", "url", "description", "aliases", "records", "feed"]

    def get_slug(self, tag: Tag) -> dict[str, str]:
        return translations(tag, "slug")

    def get_description(self, tag: Tag) -> dict[str, str]:
        return translations(tag, "description")

    def get_records(self, tag: Tag) -> dict[str, int]:
        coming = {model.kind: getattr(tag, f"coming_{model.kind}") for model in counts.through_models()}
        found = {count.kind: count.listed - coming[count.kind] for count in tag.counts.all()}
        return {kind: number for kind, number in found.items() if number}

    def get_url(self, tag: Tag) -> dict[str, str]:
        # The archive is that of articles; of a tag that only other records have there is none.
        return super().get_url(tag) if "article" in self.get_records(tag) else {}

    def get_feed(self, tag: Tag) -> dict[str, str]:
        return {code: f"{address}feed.atom" for code, address in self.get_url(tag).items()}


class TagViewSet(viewsets.ReadOnlyModelViewSet[Tag]):
    """Tags that a live record uses, in the order of their keys."""

    serializer_class = TagSerializer
    pagination_class = LabelPagination

    def get_queryset(self) -> QuerySet[Tag]:
        return tags.public().prefetch_related("aliases", "counts")
