"""The editors' door: Django's admin site in our dress."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import SELECT2_TRANSLATIONS
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import NoReverseMatch, path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.i18n import JavaScriptCatalog

from publishing import site as site_settings
from publishing.admin import board, calendar, dashboard, desk_notices, quick, sections
from publishing.admin.dates import read_date
from publishing.admin.finding import FoundView
from publishing.admin.sections import Section
from publishing.admin.words import autosave_words

# Django ships the Georgian words of its autocomplete fields, but does not count them among the ones it has.
SELECT2_TRANSLATIONS.setdefault("ka", "ka")
# Apps whose own admin pages nobody here needs: their rows are edited through ours, or by no hand.
UNSEEN_APPS = {"taggit", "django_tasks_database"}
# How much of a search is read.
MOST_LETTERS, MOST_WORDS = 300, 20
STYLE_SHEETS = [
    "css/tokens.css",
    "css/fonts.css",
    "css/admin/variables.css",
    "css/admin/page.css",
    "css/admin/header.css",
    "css/admin/sections.css",
    "css/admin/controls.css",
    "css/admin/widgets.css",
    "css/admin/facts.css",
    "css/admin/list.css",
    "css/admin/table.css",
    "css/admin/form.css",
    "css/admin/record.css",
    "css/admin/autosave.css",
    "css/admin/planned.css",
    "css/admin/linked.css",
    "css/admin/advice.css",
    "css/look.css",
    "css/admin/review.css",
    "css/admin/rows.css",
    "css/admin/record-rows.css",
    "css/admin/folded-rows.css",
    "css/admin/history.css",
    "css/admin/uses.css",
    "css/admin/bundles.css",
    "css/admin/differences.css",
    "css/admin/preview.css",
    "css/admin/front.css",
    "css/admin/board.css",
    "css/admin/quick.css",
    "css/admin/calendar.css",
    "css/admin/replacing.css",
]
MODULES = [
    "js/admin/tabs.js",
    "js/admin/count.js",
    "js/admin/dates.js",
    "js/admin/periods.js",
    "js/admin/rows.js",
    "js/admin/lines.js",
    "js/admin/row-choices.js",
    "js/admin/leaving.js",
    "js/admin/kept.js",
    "js/admin/autosave.js",
    "js/admin/advice.js",
    "js/admin/offers.js",
    "js/admin/presence.js",
    "js/admin/conflicts.js",
    "js/admin/preview.js",
    "js/admin/names.js",
    "js/admin/tags.js",
    "js/admin/proceed.js",
    "js/admin/sections.js",
    "js/admin/quick.js",
    "js/admin/calendar.js",
]


class ScriptTexts(JavaScriptCatalog):
    """The texts of Django's scripts, with ours where it has none."""

    packages = ["django.contrib.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        """Read our catalogues too."""
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


class MatianeAdminSite(AdminSite):
    """Django's admin with our style sheets and scripts, what waits for its reader in front, and no sidebar."""

    site_header = gettext_lazy("Matiane")
    site_title = gettext_lazy("Matiane")
    index_title = gettext_lazy("Editorial desk")
    # The sections stand in the header.
    enable_nav_sidebar = False
    # Sections before and after those of the apps, which a site of its own names.
    first_sections: Sequence[Section] = ()
    last_sections: Sequence[Section] = ()

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register what editors may need to see."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        seen = [model for model in models if model._meta.app_label not in UNSEEN_APPS]
        super().register(seen, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """List the apps in the order of the settings, and their models in that of their registration."""
        order = [config.label for config in apps.get_app_configs()]
        found = sorted(super().get_app_list(request, app_label), key=lambda app: order.index(app["app_label"]))
        models = list(self._registry)
        for app in found:
            app["models"].sort(key=lambda model: models.index(model["model"]))
        return found

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add what every page of the admin needs: the sections, our sheets, our modules and the words the modules say."""
        context = super().each_context(request)
        return {
            **context,
            "sections": sections.shown(context["available_apps"], self.first_sections, self.last_sections, request.path),
            "desk_pages": desk_pages(self, request),
            "style_sheets": STYLE_SHEETS,
            "modules": MODULES,
            "unread_notices": SimpleLazyObject(lambda: desk_notices.unread(request)),
            "words": {**script_words(), "autosave": autosave_words()},
            # Said again, for the log-in view calls the host it runs on "site".
            "site": site_settings.current(),
        }

    def get_urls(self) -> list[Any]:
        """Add what reads dates; let "View on site" answer 404 where there is nothing to view."""
        dates = path("dates/", self.admin_view(read_date), name="read_date")
        return [
            dates,
            *board.addresses(self),
            *calendar.addresses(self),
            *quick.addresses(self),
            *desk_notices.addresses(self),
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(view_on_site), name="view_on_site"),
            *super().get_urls(),
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - as in Django
        """Ask for no more words at once than anybody types: each is a condition of the query, of which databases take so many and no more."""
        return super().admin_view(with_few_words(view), cacheable)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        """Tell two of one name apart."""
        return FoundView.as_view(admin_site=self)(request)

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """Return the texts of Django's scripts."""
        return ScriptTexts.as_view()(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Begin with what waits for whoever opens it."""
        return super().index(request, {**dashboard.context(request, desk_notices.newest), **(extra_context or {})})


def with_few_words(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return a view that is asked for the first words of a search only, in lists and in what is suggested."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for name in ("q", "term"):
            text = request.GET.get(name, "")
            if len(text) > MOST_LETTERS or len(text.split()) > MOST_WORDS:
                request.GET = request.GET.copy()
                request.GET[name] = " ".join(text[:MOST_LETTERS].split()[:MOST_WORDS])
        return view(request, *args, **kwargs)

    return asked


def desk_pages(site: AdminSite, request: HttpRequest) -> list[tuple[Any, str, bool]]:
    """Return the pages of the desk that belong to no type of record: what they are called, where they are, whether this is it."""
    pages = [(gettext_lazy("Overview"), "index"), (gettext_lazy("Languages board"), "board"), (gettext_lazy("Calendar"), "calendar")]
    found = [(label, reverse(f"{site.name}:{name}")) for label, name in [*pages, (gettext_lazy("Search"), "quick")]]
    return [(label, address, address == request.path) for label, address in found]


def view_on_site(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Lead to the page of any object that has one; Http404 if it has none, or if there is no such object."""
    try:
        return shortcut(request, content_type_id, object_id)
    except (ValidationError, ValueError, NoReverseMatch, DatabaseError) as error:
        raise Http404 from error


def script_words() -> dict[str, str]:
    """Return every text that the admin's scripts say, in the language of the interface."""
    return {
        "tabs": _("Parts of the form"),
        "errors": _("has errors"),
        "incomplete": _("incomplete"),
        "words": pgettext("count", "Words"),
        "characters": pgettext("count", "Characters"),
        "tooShort": _("shorter than usual"),
        "tooLong": _("longer than usual"),
        "moveUp": _("Move up"),
        "moveDown": _("Move down"),
        "moved": _("Row %(position)s of %(total)s"),
        "added": _("Row added"),
        "removed": _("Row removed"),
        "kept": _("Row kept"),
        "closeRow": _("Remove"),
        "gone": _("(no longer exists)"),
        "unsaved": _("There are unsaved changes."),
    }
