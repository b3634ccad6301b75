"""Documents in the admin: the list, the form with a file for each language, and the versions before."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.documents import filing, serving, usage
from library.documents.forms import DocumentForm, VersionForm
from library.models import Document, DocumentFile
from publishing import languages, navigation
from publishing.admin.audited import Audited
from publishing.admin.bulk_changes import ChangesInBulk
from publishing.admin.columns import TranslatedColumns
from publishing.admin.where_used import ListsUses
from publishing.bulk_changes.columns import Columns, rights

if TYPE_CHECKING:
    from django.contrib.auth.models import User


RIGHTS = [f"{name}_{code}" for name in ("credit", "holder") for code in languages.codes()]


class KindFilter(admin.SimpleListFilter):
    """By the kind of the files that stand."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer every kind."""
        return list(DocumentFile.Kind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        """Keep documents that have a file of the chosen kind."""
        files = DocumentFile.objects.current().filter(document=OuterRef("pk"), kind=self.value())
        return queryset.filter(Exists(files)) if self.value() in DocumentFile.Kind.values else queryset


class VersionInline(admin.TabularInline):
    """Every file the document has had. What was public stays, unless it is taken back."""

    model = DocumentFile
    form = VersionForm
    extra = max_num = 0
    can_delete = False
    verbose_name_plural = gettext_lazy("versions")
    readonly_fields = ["which", "what", "uploaded", "standing"]
    fields = [*readonly_fields, "is_taken_back", *(f"reason_{code}" for code in languages.codes())]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Files come in above, one for each language."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the document: files have no rights of their own."""
        return admin.site.get_model_admin(Document).has_change_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the document."""
        return admin.site.get_model_admin(Document).has_view_permission(request)

    @admin.display(description=gettext_lazy("version"))
    def which(self, file: DocumentFile) -> str:
        """Name the version."""
        return f"{navigation.name_of(file.language)}, {file.number}"

    @admin.display(description=gettext_lazy("file"))
    def what(self, file: DocumentFile) -> SafeString:
        """Lead to the file, and say what it is."""
        return render_to_string("admin/library/document/file.html", {"file": file, "url": reverse("admin:library_document_file", args=[file.pk])})

    @admin.display(description=gettext_lazy("uploaded"))
    def uploaded(self, file: DocumentFile) -> SafeString:
        """Say when it came in."""
        return render_to_string("admin/_moment.html", {"at": file.uploaded_at})

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, file: DocumentFile) -> SafeString | str:
        """Say whether readers are given it, or since when another one."""
        return render_to_string("admin/_moment.html", {"at": file.replaced_at}) if file.replaced_at else _("given to readers")


@admin.register(Document)
class DocumentAdmin(ChangesInBulk, TranslatedColumns, ListsUses, Audited):
    """Documents, public or not: the files are handed out by a view that asks who is there."""

    form = DocumentForm
    inlines = [VersionInline]
    list_display = ["name", "held", "shown", "licence", "added"]
    list_display_links = ["name"]
    list_filter = [KindFilter, "licence", "partners_may_use"]
    search_fields = [f"{name}_{code}" for name in ("title", "description") for code in languages.codes()]
    search_help_text = gettext_lazy("Words of the title or the description.")
    autocomplete_fields = ["source"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ["where_used"]
    fieldsets = [
        (None, {"fields": [f"{name}_{code}" for code in languages.codes() for name in ("title", "description", "document")]}),
        (gettext_lazy("Rights"), {"fields": [*RIGHTS, "licence", "partners_may_use", "source"]}),
        (gettext_lazy("Use"), {"fields": ["where_used"]}),
    ]

    class Media:
        css = {"all": ["css/admin/library.css"]}

    def changeables(self) -> list[Columns]:
        """Offer what is said of rights."""
        return rights(lambda document, by: filing.keep(document, {}, by=cast("User", by), is_new=False))

    def get_urls(self) -> list[URLPattern]:
        """Add the files, before the stock addresses, which take any word for a key."""
        return [path("file/<uuid:key>/", self.admin_site.admin_view(self.file), name="library_document_file"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Add the files, and whether the public sees it."""
        shown = usage.public().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_shown=Exists(shown)).prefetch_related("files")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Document], search_term: str) -> tuple[QuerySet[Document], bool]:
        """Search without the one character that PostgreSQL refuses."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out the deletion of many: what records use cannot go, and the list would not say which."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_inlines(self, request: HttpRequest, obj: Document | None) -> list[Any]:
        """Show versions once there are some."""
        return self.inlines if obj is not None else []

    def get_view_on_site_url(self, obj: Document | None = None) -> str | None:
        """Lead to the public page while there is one."""
        return super().get_view_on_site_url(obj) if obj is not None and filing.is_public(obj) else None

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Take versions back, or open them again."""
        for each in formset.forms:
            if each.has_changed():
                reasons = {code: each.cleaned_data[f"reason_{code}"] for code in languages.codes()}
                filing.take_back(each.instance, reasons, is_taken_back=each.cleaned_data["is_taken_back"])
        formset.new_objects, formset.deleted_objects = [], []
        formset.changed_objects = [(each.instance, each.changed_data) for each in formset.forms if each.has_changed()]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Keep the files that came in, and write the whole act down, last in its transaction."""
        super().save_related(request, form, formsets, change)
        taken_back = [str(file.pk) for formset in formsets for file, _names in formset.changed_objects]
        filing.keep(form.instance, form.taken, by=cast("User", request.user), is_new=not change, versions=taken_back)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """It is written down with the files."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """It is written down with the files."""

    def delete_model(self, request: HttpRequest, obj: Document) -> None:
        """Delete the files too."""
        filing.deleted(obj, by=cast("User", request.user))

    @admin.display(description=gettext_lazy("title"))
    def name(self, document: Document) -> str:
        """Name the document in the reader's language."""
        return document.title

    @admin.display(description=gettext_lazy("files"))
    def held(self, document: Document) -> SafeString:
        """Say what files stand, in which language, how large."""
        files = [file for file in document.files.all() if file.replaced_at is None and file.withdrawn_at is None]
        return render_to_string("admin/library/document/held.html", {"files": files})

    @admin.display(description=gettext_lazy("use"))
    def shown(self, document: Document) -> str:
        """Say whether the public sees it."""
        public = document.is_shown  # type: ignore[attr-defined]  # added by get_queryset
        return str(_("public")) if public else ""

    @admin.display(description=gettext_lazy("created"), ordering="created_at")
    def added(self, document: Document) -> SafeString:
        """Say when it came in."""
        return render_to_string("admin/_moment.html", {"at": document.created_at})

    def file(self, request: HttpRequest, key: Any) -> HttpResponseBase:
        """Hand out a file that need not be public."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return serving.answer_privately(request, get_object_or_404(DocumentFile, pk=key))
