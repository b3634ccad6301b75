"""What the read API says of people, offices, posts, tenures and places."""

import uuid
from collections.abc import Sequence

from django.db.models import Q
from rest_framework import serializers

from actors import wording
from actors.brought import brought
from actors.evidence import Window, windows
from actors.models import Actor, ActorIdentifier, ActorName, Office, OfficeLink, Place, Post, Remit, Tenure
from actors.models.remit import RemitQuerySet
from actors.models.tenure import EndStatus
from actors.shapes import Attested, Identifier, OfficeLinkData, OfficeOtherName, OtherName, PersonData, RemitData
from library.image_data import ImageData, image_data
from library.outgoing import texts_for_other_sites
from publishing import languages
from publishing.api.serializers import ReadSerializer, RecordSerializer
from publishing.api.shapes import DateData, SourceData, dated, source
from publishing.api.texts import ByLanguage, translations
from publishing.partial_dates import PartialDate
from publishing.publishable import Publishable

ABOUT_RECORD = ["id", "name", "summary", "url", "short_url", "available_languages", "published_at", "first_published_at", "updated_at", "rights"]


class DateField(serializers.Field):
    """A partial date: its EDTF text, and the first and the last day that it may be."""

    shape = DateData | None

    def to_representation(self, value: PartialDate) -> DateData | None:
        return dated(value)


def remits_of(remits: RemitQuerySet, tenures: Sequence[Tenure] = ()) -> list[RemitData]:
    """Return remits for partners, naming nothing that is not public; those of a post once for each of the `tenures` that may have had it."""
    live = {str(key) for model in (Office, Place) for key in model.objects.live().values_list("pk", flat=True)}
    rows = list(remits)
    pairs = [*((row.tenure_id, row) for row in rows if row.tenure_id or not tenures), *((tenure.pk, row) for tenure, row in brought(tenures, rows))]
    return [
        {
            "tenure": tenure and str(tenure),
            "post": row.post_id and str(row.post_id),
            "kind": Remit.Kind(row.kind),
            "place": shown(row.place_id, live),
            "office": shown(row.office_id, live),
            "within": shown(row.within_id, live),
            "as_printed": row.as_printed,
            "start": dated(row.start),
            "end": dated(row.end),
            "end_status": EndStatus(row.end_status),
            "locator": row.locator,
        }
        for tenure, row in pairs
    ]


def shown(key: uuid.UUID | None, live: set[str]) -> str | None:
    """Return the key of something that the public sees."""
    return str(key) if str(key) in live else None


class NamedSerializer(RecordSerializer):
    """An actor or an office: records that have a name and a summary."""

    name = serializers.SerializerMethodField(help_text="By language; also where only the name exists.")
    summary = serializers.SerializerMethodField(help_text="By language.")

    def get_name(self, record: Publishable) -> ByLanguage:
        return names_of(record)

    def get_summary(self, record: Publishable) -> ByLanguage:
        return translations(record, "summary", record.available_languages)


def names_of(record: Publishable) -> ByLanguage:
    """Return the names of a live record by language, of none that waits for its moment."""
    return translations(record, "name", [code for code in languages.codes() if record.tells_of(code)])


def html(record: Publishable, name: str) -> ByLanguage:
    """Return a text by language, as other sites may print it."""
    return ByLanguage(texts_for_other_sites(record, name))


class ActorSerializer(NamedSerializer):
    """A person who has a public page."""

    sort_name = serializers.SerializerMethodField(help_text="Family name first, by language; absent where the last word of the name is it.")
    born, died = DateField(), DateField()
    other_names = serializers.SerializerMethodField(help_text="Spellings in any script, with language, script and kind.")
    identifiers = serializers.SerializerMethodField(help_text="In registers elsewhere.")

    class Meta:
        model = Actor
        fields = [*ABOUT_RECORD, "sort_name", "born", "died", "other_names", "identifiers"]

    def get_sort_name(self, actor: Actor) -> ByLanguage:
        return translations(actor, "sort_name", actor.available_languages)

    def get_other_names(self, actor: Actor) -> list[OtherName]:
        return [
            {"name": row.name, "language": row.language, "script": ActorName.Script(row.script), "kind": ActorName.Kind(row.kind)}
            for row in actor.names.all()
        ]

    def get_identifiers(self, actor: Actor) -> list[Identifier]:
        return [{"scheme": ActorIdentifier.Scheme(row.scheme), "value": row.value, "url": row.url} for row in actor.identifiers.all()]


class ActorDetailSerializer(ActorSerializer):
    """A person with the biography, the portrait and the remits; the tenures are a list of their own."""

    biography = serializers.SerializerMethodField(help_text="HTML by language.")
    portrait = serializers.SerializerMethodField(help_text="Only where partners may use it.")
    remits = serializers.SerializerMethodField(help_text="What the person looks after, by which tenure; with a post where it comes with that.")

    class Meta(ActorSerializer.Meta):
        fields = [*ActorSerializer.Meta.fields, "biography", "portrait", "remits"]

    def get_portrait(self, actor: Actor) -> ImageData | None:
        return image_data(actor.portrait) if actor.portrait is not None and actor.portrait.partners_may_use else None

    def get_remits(self, actor: Actor) -> list[RemitData]:
        tenures = list(actor.tenures.public().in_order())
        theirs = Q(tenure__in=[tenure.pk for tenure in tenures]) | Q(post__in={tenure.post_id for tenure in tenures})
        return remits_of(Remit.objects.filter(theirs), tenures)

    def get_biography(self, actor: Actor) -> ByLanguage:
        return html(actor, "biography")


class OfficeSerializer(NamedSerializer):
    """An institution."""

    place = serializers.SerializerMethodField(help_text="Id of the place that it is an office of, if that is public.")
    # A field has an attribute of this name too; the class takes this one for its list of fields.
    parent = serializers.SerializerMethodField(help_text="Id of the office that it is part of, if that is public.")  # type: ignore[assignment]
    mark = serializers.SerializerMethodField(help_text="How its titles are set apart, by language: de_facto, quotes, or absent.")
    recognition_period, existed_from, existed_to = DateField(), DateField(), DateField()

    class Meta:
        model = Office
        fields = [*ABOUT_RECORD, "kind", "parent", "place", "recognition", "recognition_period", "mark", "existence", "existed_from", "existed_to"]
        expandable = {"parent": "office", "place": "place"}

    def get_parent(self, office: Office) -> str | None:
        return str(office.parent.pk) if office.parent is not None and office.parent.is_live else None

    def get_place(self, office: Office) -> str | None:
        return str(office.place.pk) if office.place is not None and office.place.is_live else None

    def get_mark(self, office: Office) -> ByLanguage:
        return translations(office, "mark", office.available_languages)


class OfficeDetailSerializer(OfficeSerializer):
    """An institution with its description."""

    description = serializers.SerializerMethodField(help_text="HTML by language.")
    other_names = serializers.SerializerMethodField(help_text="With their language and period.")
    links = serializers.SerializerMethodField(help_text="What it is to other public offices.")
    remits = serializers.SerializerMethodField(help_text="What its posts look after, whoever holds them.")

    class Meta(OfficeSerializer.Meta):
        fields = [*OfficeSerializer.Meta.fields, "description", "other_names", "links", "remits"]

    def get_other_names(self, office: Office) -> list[OfficeOtherName]:
        return [{"name": row.name, "language": row.language, "period": dated(row.period)} for row in office.names.all()]

    def get_links(self, office: Office) -> list[OfficeLinkData]:
        rows = office.links.filter(other__in=Office.objects.live())
        return [{"kind": OfficeLink.Kind(row.kind), "office": str(row.other_id), "period": dated(row.period)} for row in rows]

    def get_remits(self, office: Office) -> list[RemitData]:
        return remits_of(office.remits.public())

    def get_description(self, office: Office) -> ByLanguage:
        return html(office, "description")


class PostSerializer(ReadSerializer):
    """A post of a public office."""

    title = serializers.SerializerMethodField(help_text="By language, without marks.")
    marked_title = serializers.SerializerMethodField(help_text="By language, as pages print it: “de facto President”.")
    also = serializers.SerializerMethodField(help_text="Other titles by language, separated by commas.")
    existed_from, existed_to = DateField(), DateField()

    class Meta:
        model = Post
        fields = ["id", "office", "title", "marked_title", "also", "seats", "deputy_to", "existence", "existed_from", "existed_to"]
        expandable = {"office": "office", "deputy_to": "post"}

    def get_title(self, post: Post) -> ByLanguage:
        return ByLanguage(post.titles())

    def get_marked_title(self, post: Post) -> ByLanguage:
        return ByLanguage({code: wording.marked(title, post.mark_in(code), code) for code, title in post.titles().items()})

    def get_also(self, post: Post) -> ByLanguage:
        return ByLanguage(post.titles("also"))


class TenureSerializer(ReadSerializer):
    """Somebody who is public holding a post of an office that is."""

    actor = serializers.SerializerMethodField(help_text="Id, null where the person has no public page, and name by language.")
    start, end = DateField(), DateField()
    attested = serializers.SerializerMethodField(help_text="The first and the last date on which public facts show it; null where none does.")
    sources = serializers.SerializerMethodField(help_text="Where it comes from; empty where no source is recorded.")

    class Meta:
        model = Tenure
        fields = [
            *("id", "actor", "post", "title_as_printed", "start", "end", "end_status", "end_reason", "attested"),
            *("is_acting", "ordinal", "sources", "locator"),
        ]
        expandable = {"actor": "actor", "post": "post"}

    def get_actor(self, tenure: Tenure) -> PersonData:
        actor = tenure.actor
        return {"id": str(actor.pk) if actor.has_profile else None, "name": names_of(actor)}

    def get_attested(self, tenure: Tenure) -> Attested | None:
        known: dict[uuid.UUID, Window] | None = self.context.get("windows")
        window = (windows([tenure]) if known is None else known).get(tenure.pk)
        return None if window is None else {"first": dated(window.first), "last": dated(window.last)}

    def get_sources(self, tenure: Tenure) -> list[SourceData]:
        return [source(row) for row in tenure.sources.all()]


class PlaceSerializer(RecordSerializer):
    """A place."""

    name = serializers.SerializerMethodField(help_text="By language, without marks; also where only the name exists.")
    status_note = serializers.SerializerMethodField(help_text="A sentence on its status, by language.")
    also = serializers.SerializerMethodField(help_text="Other names by language, separated by commas.")
    # A field has an attribute of this name too; the class takes this one for its list of fields.
    parent = serializers.SerializerMethodField(help_text="Id of the place that it lies in, if that is public.")  # type: ignore[assignment]

    class Meta:
        model = Place
        fields = [
            *(name for name in ABOUT_RECORD if name != "summary"),
            *("status_note", "also", "kind", "parent", "mark", "latitude", "longitude"),
        ]
        expandable = {"parent": "place"}

    def get_name(self, place: Place) -> ByLanguage:
        return names_of(place)

    def get_status_note(self, place: Place) -> ByLanguage:
        return translations(place, "status_note", place.available_languages)

    def get_also(self, place: Place) -> ByLanguage:
        return translations(place, "also", place.available_languages)

    def get_parent(self, place: Place) -> str | None:
        return str(place.parent.pk) if place.parent is not None and place.parent.is_live else None
