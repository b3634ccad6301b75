"""The life of a record: its state, when each language became public, and the one rule of visibility."""

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField
from uuid6 import uuid7

from publishing import languages
from publishing.fields.text import LineField

if TYPE_CHECKING:
    from publishing.models import ScheduledStep

# Crockford's base 32: no letters that read as digits.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_short_id() -> str:
    """Return ten random characters (50 bits) for a record's permanent short address."""
    number = secrets.randbits(50)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(0, 50, 5))


class State(models.TextChoices):
    """Where a record stands in its life (DESIGN section 5)."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TRASHED = "trashed", _("trashed")


class Listed(models.Model):
    """Columns by which lists are read; on records, and again on the rows that put a record in a list.

    `listed_at_{l}` is when the record appears in the lists of language l, null while it appears in none;
    `available_{l}` says that it can be read there in that language. Both have one writer: `publishing.listing`.
    """

    listed_at = TranslatedField(models.DateTimeField(_("listed at"), null=True, blank=True, editable=False))
    available = TranslatedField(models.BooleanField(_("available"), default=False, editable=False))

    class Meta:
        abstract = True

    @classmethod
    def relisted(cls, before: "dict[object, ListingKey]", after: "dict[object, ListingKey]") -> None:
        """React to a record's rows of this model having changed from `before` to `after`; kept counts are adjusted here."""


# What a row's listing columns say: (listed at all, available in each language, in the site's order).
ListingKey = tuple[bool, ...]


class ListedQuerySet(models.QuerySet):
    """Rows that appear in lists."""

    def listed_in(self, language: str, at: dt.datetime | models.Expression | None = None, *, untranslated: bool = True) -> Self:
        """Keep what the lists of `language` show at the moment `at` (now by default); `untranslated` decides for texts not in it."""
        rows = self.filter(**{f"listed_at_{language}__lte": at or timezone.now()})
        return rows if untranslated else rows.filter(**{f"available_{language}": True})


class PublishableQuerySet(ListedQuerySet):
    """The only spelling of what the public may see."""

    def live(self, at: dt.datetime | models.Expression | None = None) -> Self:
        """Keep records that are public in at least one language at the moment `at` (now by default)."""
        return self.filter(state=State.PUBLISHED, live_at__lte=at or timezone.now())

    def available_in(self, language: str, at: dt.datetime | models.Expression | None = None) -> Self:
        """Keep records that can be read in `language` at the moment `at` (now by default)."""
        at = at or timezone.now()
        return self.live(at).filter(**{f"available_{language}": True, f"published_at_{language}__lte": at})

    def gone(self) -> Self:
        """Keep records that were public and are no longer: their addresses answer 410 (RFC 9110 section 15.5.11)."""
        return self.filter(state__in=[State.WITHDRAWN, State.TRASHED], first_published_at__isnull=False)

    def scheduled(self, at: dt.datetime | models.Expression | None = None) -> Self:
        """Keep records that become public by themselves after the moment `at` (now by default)."""
        return self.filter(state=State.PUBLISHED, live_at__gt=at or timezone.now())

    def in_state(self, state: str) -> Self:
        """Keep records in a state, whatever the public sees of them; for the admin."""
        return self.filter(state=state)

    def kept(self) -> Self:
        """Leave out what lies in the trash; for the admin."""
        return self.exclude(state=State.TRASHED)


def record_indexes(prefix: str) -> list[models.Index]:
    """Return the indexes that every record type needs: its lists by language, the API's and the admin's lists, and what waits for its moment."""
    order = {code: [f"-listed_at_{code}", "-id"] for code in languages.codes()}
    return [
        *(models.Index(fields=fields, name=f"{prefix}_listed_{code}") for code, fields in order.items()),
        *(
            models.Index(fields=fields, condition=models.Q(**{f"available_{code}": True}), name=f"{prefix}_only_{code}")
            for code, fields in order.items()
        ),
        models.Index(fields=["-live_at", "-id"], name=f"{prefix}_live"),
        models.Index(fields=["-edited_at", "-id"], name=f"{prefix}_edited"),
        models.Index(fields=["state", "-edited_at"], name=f"{prefix}_state"),
        models.Index(fields=["live_at"], condition=models.Q(first_published_at__isnull=True), name=f"{prefix}_waiting"),
    ]


class Publishable(Listed):
    """A record with a state, published language by language. Only `publishing.workflow` writes these columns."""

    # The translated fields that hold the record's name, address and main text.
    title_field: ClassVar[str] = "title"
    slug_field: ClassVar[str] = "slug"
    body_field: ClassVar[str] = "body"
    # Whether the row was made in the act that goes on, so that nothing can refer to it yet and nothing needs to be looked up.
    is_begun = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    short_id = models.CharField(max_length=10, unique=True, default=new_short_id, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    published_at = TranslatedField(models.DateTimeField(_("published"), null=True, blank=True, editable=False))
    live_at = models.DateTimeField(_("public since"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last public change"), null=True, blank=True, editable=False)
    show_title = TranslatedField(
        models.BooleanField(
            _("show this title before its text"),
            default=False,
            help_text=_("Lists in this language show the title while the text is only available in another language."),
        )
    )
    # What a search result and a card of a social network say in place of the title and the lead.
    search_title = TranslatedField(
        LineField(
            _("title for search and sharing"),
            max_length=120,
            blank=True,
            help_text=_("Stands in search results and on cards beside links in place of the title. Leave it empty where the title will do."),
        )
    )
    search_description = TranslatedField(
        LineField(
            _("description for search and sharing"),
            max_length=300,
            blank=True,
            help_text=_("Stands there in place of the lead. One or two sentences."),
        )
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    edited_at = models.DateTimeField(_("last edited"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("created by")
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("last edited by")
    )
    # What is planned for the record, for the admin; given by `publishing.scheduling`.
    scheduled_steps: "list[ScheduledStep]"
    # Mirrors of the pending draft, for the admin's lists; the public never reads them.
    has_draft = models.BooleanField(_("unpublished changes"), default=False, editable=False)
    working_title = LineField(_("title"), max_length=300, blank=True, default="", editable=False)
    # What the draft calls the record in the language of the interface; given by `publishing.seen.with_draft_titles`.
    draft_title = ""

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        """Twin of `live()`."""
        return self.state == State.PUBLISHED and self.live_at is not None and self.live_at <= timezone.now()

    @property
    def is_gone(self) -> bool:
        """Twin of `gone()`."""
        return self.state in (State.WITHDRAWN, State.TRASHED) and self.first_published_at is not None

    @property
    def is_scheduled(self) -> bool:
        """Whether the record will become public by itself at a moment still to come."""
        return self.state == State.PUBLISHED and self.live_at is not None and self.live_at > timezone.now()

    def is_available_in(self, language: str) -> bool:
        """Twin of `available_in()`."""
        at = getattr(self, f"published_at_{language}")
        return self.is_live and getattr(self, f"available_{language}") and at is not None and at <= timezone.now()

    def is_listed_in(self, language: str, *, untranslated: bool = True) -> bool:
        """Twin of `listed_in()`."""
        at = getattr(self, f"listed_at_{language}")
        return at is not None and at <= timezone.now() and (untranslated or getattr(self, f"available_{language}"))

    @property
    def available_languages(self) -> list[str]:
        """The languages in which the record can be read now, in the site's order."""
        return [code for code in languages.codes() if self.is_available_in(code)]

    def language_for(self, language: str) -> str:
        """Return the language the record is read in by a reader of `language`: that one if available, else the first that is."""
        available = self.available_languages
        return language if language in available or not available else available[0]

    def tells_of(self, language: str) -> bool:
        """Tell whether the title and the address in `language` may be told: not of one that waits for its moment while others are public."""
        at = getattr(self, f"published_at_{language}")
        return at is None or at <= timezone.now() or getattr(self, f"show_title_{language}") or not self.is_live

    def lent(self, accessor: str) -> list[Any] | None:  # Any: rows of any kind
        """Return the rows that came with the record (`Desk.lend_rows`), in the order of its form; None if they are still to be read."""
        rows = getattr(self, "_prefetched_objects_cache", {}).get(accessor)
        return None if rows is None else list(rows)

    def title_in(self, language: str) -> tuple[str, str]:
        """Return (title, its language) as lists of `language` show it."""
        return self.told(self.title_field, language)

    @property
    def desk_title(self) -> str:
        """What editors call the record: its title in their language, as long as its draft has no other name; "" if it has none yet.

        Of a draft `working_title` is all that the row knows, and `draft_title` what was read with it.
        """
        if self.working_title and self.draft_title:
            return self.draft_title
        titles = {code: getattr(self, f"{self.title_field}_{code}") for code in languages.codes()}
        told, language = self.title_in(languages.active())
        return told if not self.working_title or (language == languages.active() and self.working_title in titles.values()) else self.working_title

    def slug_in(self, language: str) -> str:
        """Return the last part of the record's address in `language`: that of a language which has a title, since a slug tells the title."""
        for code in languages.preference(language):
            if self.tells_of(code) and getattr(self, f"{self.title_field}_{code}") and (slug := getattr(self, f"{self.slug_field}_{code}")):
                return slug
        return self.told(self.slug_field, language)[0]

    def hides(self, slug: str) -> bool:
        """Tell whether `slug` is that of languages which wait for their moment, and of no other."""
        having = [code for code in languages.codes() if getattr(self, f"{self.slug_field}_{code}") == slug]
        return bool(having) and not any(self.tells_of(code) for code in having)

    def told(self, name: str, language: str) -> tuple[str, str]:
        """Return (value, its language) of a translated field, as `languages.filled` does, but of no language that waits."""
        for code in languages.preference(language):
            if self.tells_of(code) and (value := getattr(self, f"{name}_{code}")):
                return value, code
        return "", language
