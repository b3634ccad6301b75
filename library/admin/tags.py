"""Tags in the admin: found by any spelling, merged, and deleted only when nothing carries them."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from library import tags
from library.forms import AliasFormSet, TagForm
from library.models import Tag, TagAlias, TagCount, TagSpelling, tag_key
from publishing import changes, languages
from publishing.admin.columns import TranslatedColumns
from publishing.admin.where_used import ListsUses

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class UnusedFilter(SimpleListFilter):
    """By whether a published record carries the tag."""

    title = gettext_lazy("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("no", gettext_lazy("unused")), ("yes", gettext_lazy("in use"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        """Keep tags with or without published records."""
        used = Q(pk__in=TagCount.objects.filter(listed__gt=0).values("tag"))
        return {"yes": queryset.filter(used), "no": queryset.exclude(used)}.get(self.value() or "", queryset)


class MissingLabelFilter(SimpleListFilter):
    """By the language in which a tag has no label."""

    title = gettext_lazy("missing language")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer the languages of the site."""
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        """Keep tags without a label in the chosen language."""
        return queryset.filter(**{f"label_{self.value()}": ""}) if self.value() in languages.codes() else queryset


class AliasInline(admin.TabularInline):
    """Other spellings."""

    model = TagAlias
    formset = AliasFormSet
    extra = 0


class MergeForm(forms.Form):
    """Which tag the others become a part of."""

    into = forms.ModelChoiceField(Tag.objects.all(), label=gettext_lazy("Merge into"))

    def __init__(self, *args: Any, site: admin.AdminSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The field that names a tag in a model of ours: the autocomplete asks for one.
        into = cast("forms.ModelChoiceField", self.fields["into"])
        into.widget = AutocompleteSelect(TagCount._meta.get_field("tag"), site)
        into.widget.choices = into.choices


@admin.register(Tag)
class TagAdmin(TranslatedColumns, ListsUses):
    """Tags."""

    form = TagForm
    list_display = ["__str__", *(f"label_{code}" for code in languages.codes()), "total", "slug_now"]
    list_filter = [UnusedFilter, MissingLabelFilter]
    search_fields = ["name"]
    search_help_text = gettext_lazy("Any spelling: labels in every language and aliases.")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["name"]
    inlines = [AliasInline]
    actions = ["merge"]
    fieldsets = [
        (None, {"fields": [f"label_{code}" for code in languages.codes()]}),
        (gettext_lazy("Addresses"), {"fields": [f"slug_{code}" for code in languages.codes()]}),
        (gettext_lazy("Descriptions"), {"fields": [f"description_{code}" for code in languages.codes()]}),
        (gettext_lazy("Use"), {"fields": ["where_used"]}),
    ]
    readonly_fields = ["where_used"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Add how many published records carry the tag."""
        return super().get_queryset(request).annotate(total_listed=Coalesce(Sum("counts__listed"), 0))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Tag], search_term: str) -> tuple[QuerySet[Tag], bool]:
        """Find tags by every spelling they have, whatever its case and form of Unicode."""
        key = tag_key(search_term.replace("\0", ""))
        if not key:
            return queryset, False
        return queryset.filter(pk__in=TagSpelling.objects.filter(key__contains=key).values("tag")), False

    @admin.display(description=gettext_lazy("published records"), ordering="total_listed")
    def total(self, tag: Tag) -> int:
        """Show the kept count."""
        return tag.total_listed

    @admin.display(description=gettext_lazy("address"))
    def slug_now(self, tag: Tag) -> str:
        """Show the last part of the address."""
        return tag.slug or ""

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Say so if somebody else took the label or the address between the check and the writing."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, ValidationError) as error:
            words = error.messages if isinstance(error, ValidationError) else [_("Somebody else has just saved a tag with this label or address.")]
            self.message_user(request, " ".join(words), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Tag, form: TagForm, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Save the row; what follows from it waits for the aliases."""
        obj.save()

    def save_related(self, request: HttpRequest, form: TagForm, formsets: Any, change: bool) -> None:  # noqa: FBT001 - as above
        """Save the aliases, then let spellings, addresses and pages follow."""
        super().save_related(request, form, formsets, change)
        tags.settle(form.instance, fresh=[code for code in languages.codes() if not form.initial.get(f"label_{code}")])
        changes.touch(
            cast("User", request.user),
            gettext_noop("tag changed") if change else gettext_noop("tag made"),
            tag=str(form.instance.pk),
            labels=tags.labels(form.instance),
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Protect tags that records carry; what hangs on a tag alone goes with it."""
        _rows, _counts, _needed, lines = super().get_deleted_objects(objs, request)
        used = [_("“%(tag)s” (%(count)d records)") % {"tag": tag, "count": count} for tag in objs if (count := tags.used_by(tag))]
        return [str(tag) for tag in objs], {Tag._meta.verbose_name_plural: len(objs)}, set(), [*used, *lines]

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        """Delete by the one door."""
        tags.delete(obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """Delete one after the other."""
        for tag in queryset:
            tags.delete(tag, by=cast("User", request.user))

    @admin.action(description=gettext_lazy("Merge into one tag"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """Ask which tag the chosen ones become a part of, then merge them."""
        chosen = list(queryset.order_by("name"))
        form = MergeForm({"into": key_in(request)} if "_confirmed" in request.POST else None, site=self.admin_site)
        if not form.is_valid():
            return self.merge_page(request, chosen, form)
        into = form.cleaned_data["into"]
        try:
            with transaction.atomic():
                for tag in chosen:
                    if tag.pk != into.pk:
                        tags.merge(tag, into, by=cast("User", request.user))
        except ValidationError as error:
            form.add_error("into", error)
            return self.merge_page(request, chosen, form)
        done = sum(tag.pk != into.pk for tag in chosen)
        text = ngettext("%(count)d tag is now a part of “%(into)s”.", "%(count)d tags are now a part of “%(into)s”.", done)
        self.message_user(request, text % {"count": done, "into": into}, messages.SUCCESS)
        return None

    def merge_page(self, request: HttpRequest, chosen: list[Tag], form: MergeForm) -> HttpResponse:
        """Show what will be merged, and ask into what."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge tags"),
            "opts": self.opts,
            "form": form,
            "chosen": [(tag, tags.used_by(tag)) for tag in chosen],
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", "0"),
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/library/tag/merge.html", context)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Merging changes one tag and deletes others."""
        return self.has_change_permission(request) and self.has_delete_permission(request)


def key_in(request: HttpRequest) -> str:
    """Return the key of the tag that was chosen; "" for what is no key, which the widget could not show again."""
    try:
        return str(UUID(request.POST.get("into", "")))
    except ValueError:
        return ""
