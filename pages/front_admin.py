"""The front page in the admin."""

from django.utils.translation import gettext_lazy as _

from pages.front_forms import HighlightFormSet
from pages.models import FrontTopic, Highlight
from pages.models.front import HIGHLIGHTS
from publishing import languages
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS


class HighlightInline(RowInline):
    """What stands below the first story."""

    model = Highlight
    formset = HighlightFormSet
    fields = [*HIGHLIGHTS, *(f"heading_{code}" for code in languages.codes()), "position"]
    autocomplete_fields = HIGHLIGHTS
    named_by = HIGHLIGHTS
    further = [f"heading_{code}" for code in languages.codes()]


class TopicInline(RowInline):
    """Topics that stand beside the news."""

    model = FrontTopic
    fields = ["topic", "position"]
    autocomplete_fields = ["topic"]


class FrontPageAdmin(PublishableAdmin):
    """Front pages: most sites have one, and others for great days."""

    translated_fields = ["title", "lead", "slug", "show_title", *SEARCH]
    optional = ["lead"]
    further = ["slug", "show_title", *SEARCH]
    common_fields = ["article", "event", "chronology", "entries"]
    common_label = _("What stands there")
    autocomplete_fields = ["article", "event", "chronology"]
    inlines = [HighlightInline, TopicInline]
    list_display = ["name", "state_now", "languages_now", "public_since", "edited"]
    lengths = LENGTHS
