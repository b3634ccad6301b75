"""Topics in the admin."""

from django.utils.translation import gettext_lazy as _

from pages.models import TopicFigure, TopicPick
from pages.topic_forms import TopicForm
from publishing import languages
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change


class PickInline(RowInline):
    """What stands first."""

    model = TopicPick
    fields = ["article", "event", "position"]
    autocomplete_fields = ["article", "event"]


class FigureInline(RowInline):
    """Who matters."""

    model = TopicFigure
    fields = ["actor", "office", "position"]
    autocomplete_fields = ["actor", "office"]


class TopicAdmin(PublishableAdmin):
    """Topics."""

    form = TopicForm
    translated_fields = ["title", "lead", "introduction", "slug", "show_title", *SEARCH]
    optional = ["lead", "introduction"]
    further = ["slug", "show_title", "card_image", *SEARCH]
    common_fields = ["tag", "chronology", "image", "card_image"]
    common_label = _("What it gathers")
    autocomplete_fields = ["tag", "chronology", "image", "card_image"]
    inlines = [PickInline, FigureInline]
    search_fields = [f"slug_{code}" for code in languages.codes()]
    list_display = ["name", "tag", "state_now", "languages_now", "public_since", "edited"]
    list_select_related = ["tag"]
    change_kinds = [("title", Change.Kind.RETITLED)]
    lengths = {"lead": "60-300", **LENGTHS}
