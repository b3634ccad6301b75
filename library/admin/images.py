"""Images in the admin: the list, the form with its focal point, and what the editor of texts asks for."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.forms.widgets import Script
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from library import images, previews
from library.forms import ImageForm, UploadForm
from library.models import Image, ImageUse
from publishing import languages
from publishing.admin.bulk_changes import ChangesInBulk
from publishing.admin.where_used import ListsUses
from publishing.bulk_changes.columns import Columns, rights
from publishing.where_used import Place

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# How many images the editor's picker shows at once.
PICKED = 24


class UseFilter(SimpleListFilter):
    """By whether the public sees it."""

    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("yes", _("shown by a published record")), ("no", _("not shown"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        """Keep images with or without a use."""
        used = Exists(ImageUse.objects.filter(image=OuterRef("pk")))
        return {"yes": queryset.filter(used), "no": queryset.filter(~used)}.get(self.value() or "", queryset)


@admin.register(Image)
class ImageAdmin(ChangesInBulk, ListsUses):
    """Images, public or not: the files are shown by a view that asks who is there."""

    form = ImageForm
    list_display = ["thumbnail", "title", "shown", "licence", "added"]
    list_display_links = ["title"]
    list_filter = [UseFilter, "licence", "partners_may_use", "decorative"]
    search_fields = ["title", *(f"{name}_{code}" for name in ("alt", "caption", "credit") for code in languages.codes())]
    search_help_text = _("Words of the title, the alternative text, the caption or the credit.")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ["look", "where_used"]
    fieldsets = [
        (None, {"fields": ["title", "file", "look", ("focal_x", "focal_y")]}),
        (_("For readers"), {"fields": ["decorative", *(f"{name}_{code}" for name in ("alt", "caption", "credit") for code in languages.codes())]}),
        (_("Other files"), {"fields": [f"file_variant_{code}" for code in languages.codes()]}),
        (_("Rights"), {"fields": [*(f"holder_{code}" for code in languages.codes()), "licence", "partners_may_use"]}),
        (_("Use"), {"fields": ["where_used"]}),
    ]

    class Media:
        css = {"all": ["css/admin/library.css"]}
        js = [Script("js/admin/focal-point.js", type="module")]

    def changeables(self) -> list[Columns]:
        """Offer what is said of rights."""
        return rights(lambda image, by: images.changed(image, image, by=cast("User", by)))

    def get_urls(self) -> list[URLPattern]:
        """Add what the editor of texts asks for, before the stock addresses, which take any word for a key."""
        site = self.admin_site.admin_view
        return [
            path("pick/", site(self.pick), name="library_image_pick"),
            path("<uuid:key>/file/", site(self.file), name="library_image_file"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        """Add whether the public sees it."""
        return super().get_queryset(request).annotate(is_shown=Exists(ImageUse.objects.filter(image=OuterRef("pk"))))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Image], search_term: str) -> tuple[QuerySet[Image], bool]:
        """Search without the one character that PostgreSQL refuses."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def save_model(self, request: HttpRequest, obj: Image, form: ImageForm, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Save, then let old files go and readers see the new ones."""
        before = Image.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        images.changed(obj, before, by=cast("User", request.user))

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        """Delete the files too."""
        images.deleted(obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        """Delete one after the other, with the files."""
        for image in queryset:
            images.deleted(image, by=cast("User", request.user))

    def places_of(self, thing: Image) -> list[Place]:
        """Name the parts of the site that show the image."""
        return images.places_of(thing)

    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> SafeString:
        """Show the picture, small."""
        return render_to_string("admin/_picture.html", {"url": file_url(image, 160)})

    @admin.display(description=_("use"))
    def shown(self, image: Image) -> str:
        """Say whether the public sees it."""
        public = image.is_shown  # type: ignore[attr-defined]  # added by get_queryset
        return str(_("public")) if public else ""

    @admin.display(description=_("created"), ordering="created_at")
    def added(self, image: Image) -> SafeString:
        """Say when it came in."""
        return render_to_string("admin/_moment.html", {"at": image.created_at})

    @admin.display(description=_("picture"))
    def look(self, image: Image) -> SafeString:
        """Show the picture, to click the focal point on."""
        return render_to_string("admin/library/image/look.html", {"image": image, "url": "" if image._state.adding else file_url(image, 640)})

    def file(self, request: HttpRequest, key: Any) -> FileResponse:
        """Serve a small picture of an image that need not be public."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        image = get_object_or_404(Image, pk=key)
        # A few sizes only, so that nobody fills the disk with all the others.
        width = {str(step): step for step in previews.WIDTHS}.get(request.GET.get("w", ""), previews.USUAL)
        try:
            return previews.served(image, request.GET.get("language", ""), width)
        except OSError as error:
            raise Http404 from error

    def pick(self, request: HttpRequest) -> HttpResponse:
        """Answer the picker of the editor of texts (static/js/editor/picker.js): search on GET, upload on POST."""
        if request.method == "POST":
            return self.pick_upload(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        found, _distinct = self.get_search_results(request, Image.objects.order_by("-created_at", "-pk"), request.GET.get("q", "")[:200])
        page = Paginator(found, PICKED).get_page(request.GET.get("page"))
        return JsonResponse({"results": [picked(image) for image in page], "more": page.has_next()})

    def pick_upload(self, request: HttpRequest) -> JsonResponse:
        """Take an image from the picker, or say for each field what is wrong with it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        with transaction.atomic():
            image = form.save()
            self.log_addition(request, image, [{"added": {}}])
        return JsonResponse(picked(image), status=201)


def picked(image: Image) -> dict[str, str]:
    """Return an image as the picker shows it."""
    alt = "" if image.decorative else languages.filled(image, "alt")[0]
    return {"id": str(image.pk), "title": image.title, "alt": alt, "thumbnail": file_url(image, 160)}


def file_url(image: Image, width: int) -> str:
    """Return the address of a small picture for editors. It changes with the file, so that no tab shows the one before."""
    return f"{reverse('admin:library_image_file', args=[image.pk])}?w={width}&v={str(image.file.name)[:8]}"
