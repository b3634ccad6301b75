"""Articles in the admin, and what belongs to them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from actors.admin.notices import WithNotices
from library import tags
from library.admin.images import file_url
from news.begun_admin import BeginsWithEvents
from news.checks import notices_of_article
from news.forms import ArticleForm, AuthorForm, CorrectionForm, EventFormSet, KindForm, MentionForm, MentionFormSet
from news.models import Article, ArticleCitation, ArticleDocument, ArticleEvent, Author, Byline, Correction, Kind, Mention
from publishing import languages
from publishing.admin.audited import Audited
from publishing.admin.columns import TranslatedColumns
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.bulk_changes.fields import Direction
from publishing.bulk_changes.rows import NamingRows
from publishing.looks import LENGTHS
from publishing.models import Change
from publishing.picks import NewLabels


class BylineInline(RowInline):
    """Who wrote it."""

    model = Byline
    fields = ["author", "position"]
    autocomplete_fields = ["author"]


class CitationInline(RowInline):
    """Where the facts come from."""

    model = ArticleCitation
    fields = ["source", "locator", "quote", "quote_language", "position"]
    autocomplete_fields = ["source"]
    verbose_name_plural = _("sources")


class DocumentInline(RowInline):
    """What readers can download."""

    model = ArticleDocument
    fields = ["document", "position"]
    autocomplete_fields = ["document"]


class MentionInline(RowInline):
    """Whom and what the article names."""

    model = Mention
    form = MentionForm
    formset = MentionFormSet
    fields = ["actor", "office", *(f"capacity_{code}" for code in languages.codes()), "position"]
    autocomplete_fields = ["actor", "office"]


class EventInline(RowInline):
    """What the article announces, reports or refers to."""

    model = ArticleEvent
    formset = EventFormSet
    fields = ["relation", "event", "position"]
    autocomplete_fields = ["event"]


class CorrectionInline(RowInline):
    """What was corrected, for everybody to see."""

    model = Correction
    form = CorrectionForm
    fields = ["at", *(f"text_{code}" for code in languages.codes()), "position"]


@admin.register(Article)
class ArticleAdmin(BeginsWithEvents, WithNotices, PublishableAdmin):
    """News items."""

    form = ArticleForm
    translated_fields = ["title", "slug", "lead", "body", "show_title", *SEARCH]
    further = SEARCH
    common_fields = ["kind", "image", "tags", "licence", "mark_terms", "card_image"]
    autocomplete_fields = ["image", "card_image"]
    # Forms of topics and of the front page choose articles.
    search_fields = [f"slug_{code}" for code in languages.codes()]
    inlines = [BylineInline, CitationInline, MentionInline, EventInline, DocumentInline, CorrectionInline]
    list_display = ["picture", *PublishableAdmin.list_display]
    list_filter = ["kind"]
    new_labels = NewLabels(check=tags.clean_label, find_or_make=tags.find_or_make)
    change_kinds = [("corrections", Change.Kind.CORRECTED), ("title", Change.Kind.RETITLED)]
    not_copied = ["corrections"]
    rows_of_one = ["bylines"]
    rows_in_bulk = [
        NamingRows("mentions", ["actor", "office"], {Direction.ADD: _("Add people and offices"), Direction.REMOVE: _("Remove people and offices")})
    ]
    lengths = {"lead": "120-500", **LENGTHS}
    notices = staticmethod(notices_of_article)
    notices_need = "mentions"

    def picture_url(self, record: Article) -> str:
        """Return the address of the lead picture, small, for editors."""
        return file_url(record.image, 160) if record.image_id else ""

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the pictures."""
        return ["image"]


class PublicThings(Audited, TranslatedColumns):
    """Things that pages of articles print: when one changes, they are made anew."""

    is_printed = True

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out the deletion of many: what articles use cannot go, and the list would not say which."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}


@admin.register(Kind)
class KindAdmin(PublicThings):
    """The list of kinds."""

    added, changed, deleted = gettext_noop("kind added"), gettext_noop("kind changed"), gettext_noop("kind deleted")
    form = KindForm
    list_display = ["key", *(f"label_{code}" for code in languages.codes()), "position"]
    search_fields = ["key", *(f"label_{code}" for code in languages.codes())]
    ordering = ["position", "key"]

    def get_readonly_fields(self, request: HttpRequest, obj: Kind | None = None) -> list[str]:
        """Keep the key that partners know."""
        return ["key"] if obj is not None else []


@admin.register(Author)
class AuthorAdmin(PublicThings):
    """Names in bylines."""

    added, changed, deleted = gettext_noop("author added"), gettext_noop("author changed"), gettext_noop("author deleted")
    form = AuthorForm
    list_display = [*(f"name_{code}" for code in languages.codes()), "has_profile"]
    list_filter = ["has_profile"]
    search_fields = [f"{name}_{code}" for name in ("name", "slug") for code in languages.codes()]

    def get_view_on_site_url(self, obj: Author | None = None) -> str | None:
        """Lead to the public page of those who have one."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.has_profile else None
