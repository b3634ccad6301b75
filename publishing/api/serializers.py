"""What every object of the read API says of itself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict

from django.db import models
from rest_framework import serializers

from publishing import languages, licences, site
from publishing.api.texts import ByLanguage, publication_times, translations
from publishing.navigation import absolute, record_address, short_address
from publishing.publishable import Publishable


class MomentField(serializers.DateTimeField):
    """A moment, in UTC."""

    def __init__(self, **kwargs: Any) -> None:  # Any: as in the framework
        super().__init__(**{"default_timezone": dt.UTC, **kwargs})


class ReadSerializer(serializers.ModelSerializer):
    """An object of the API; `fields` of the request chooses among what it says."""

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, models.DateTimeField: MomentField}

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the fields that are asked for, and the id; all of them by default, and of what stands inside another object."""
        fields = super().get_fields()
        only = self.context.get("only")
        is_outermost = self.parent is None or (isinstance(self.parent, serializers.ListSerializer) and self.parent.parent is None)
        return {name: field for name, field in fields.items() if not only or not is_outermost or name in only or name == "id"}


class RightsData(TypedDict):
    """Under which terms a text is given. What partners may not use is not in the API at all."""

    licence: str
    licence_url: str
    credit: ByLanguage
    holder: ByLanguage
    partners_may_use: bool


class RecordSerializer(ReadSerializer):
    """What every record says of itself, in every language it can be read in."""

    title = serializers.SerializerMethodField(help_text="By language; also where only the title exists.")
    lead = serializers.SerializerMethodField(help_text="By language.")
    url = serializers.SerializerMethodField(help_text="Address by language, for the languages it can be read in.")
    short_url = serializers.SerializerMethodField(help_text="Permanent address in the reader's language.")
    available_languages = serializers.ListField(child=serializers.CharField(), read_only=True)
    rights = serializers.SerializerMethodField(help_text="Of its texts: whom to name, whose they are, under which licence.")
    published_at = serializers.SerializerMethodField(help_text="By language.")
    # The languages in which the record that is being written can be read: asked once for all that it says.
    readable: Sequence[str] = ()

    def to_representation(self, instance: Publishable) -> dict[str, Any]:
        self.readable = instance.available_languages
        return super().to_representation(instance)

    def get_title(self, record: Publishable) -> ByLanguage:
        return translations(record, "title", [code for code in languages.codes() if record.tells_of(code)])

    def get_lead(self, record: Publishable) -> ByLanguage:
        return translations(record, "lead", self.readable)

    def get_url(self, record: Publishable) -> ByLanguage:
        return ByLanguage({code: absolute(record_address(record, code)) for code in self.readable})

    def get_rights(self, record: Publishable) -> RightsData:
        about = site.of(self.context["request"]._request)
        licence = getattr(record, "licence", "") or about.licence
        name = translations(about, "name")
        return {
            "licence": licence,
            "licence_url": licences.address(licence),
            "credit": self.credit(record) or name,
            "holder": name,
            "partners_may_use": True,
        }

    def credit(self, record: Publishable) -> ByLanguage:
        """Return whom to name with the texts of a record; nobody where that is the site."""
        del record
        return ByLanguage()

    def get_short_url(self, record: Publishable) -> str:
        return short_address(record)

    def get_published_at(self, record: Publishable) -> ByLanguage:
        return publication_times(record, self.readable)
