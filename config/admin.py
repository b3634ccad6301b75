"""Accounts and the audit log in the admin: administrators look after users, and only a superuser after superusers."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, ManyToManyField, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy, gettext_noop

from accounts import phrases
from accounts.models import Authenticator, Passkey
from accounts.roles import Roles, role_name
from pages.figures.admin import VisitsAdmin
from pages.front_admin import FrontPageAdmin
from pages.leaving.admin import ExportAdmin
from pages.menu_admin import MenuAdmin
from pages.models import Export, FrontPage, ImportRun, Menu, PairProposal, Replacement, Topic
from pages.moving.admin import ImportRunAdmin
from pages.old.admin import RedirectAdmin
from pages.pairs.admin import PairAdmin
from pages.replacing.admin import ReplacementAdmin
from pages.site_admin import SiteSettingsAdmin
from pages.topic_admin import TopicAdmin
from publishing.admin.audit import AuditAdmin
from publishing.admin.audited import Audited
from publishing.admin.bulk_change_runs import BulkChangeAdmin
from publishing.admin.bundles import BundleAdmin
from publishing.models import Audit, BulkChange, Bundle, Redirect, SiteSettings, Visits

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(Audit, AuditAdmin)
admin.site.register(BulkChange, BulkChangeAdmin)
admin.site.register(Bundle, BundleAdmin)
admin.site.register(Export, ExportAdmin)
admin.site.register(FrontPage, FrontPageAdmin)
admin.site.register(ImportRun, ImportRunAdmin)
admin.site.register(PairProposal, PairAdmin)
admin.site.register(Redirect, RedirectAdmin)
admin.site.register(Replacement, ReplacementAdmin)
admin.site.register(Visits, VisitsAdmin)
admin.site.register(SiteSettings, SiteSettingsAdmin)
admin.site.register(Menu, MenuAdmin)
admin.site.register(Topic, TopicAdmin)


@admin.register(User)
class AccountAdmin(Audited, UserAdmin):
    """Users; nobody gives away, or takes over, more rights than a group of theirs holds."""

    added, changed, deleted = gettext_noop("user added"), gettext_noop("user changed"), gettext_noop("user deleted")
    list_display = ["username", "email", "first_name", "last_name", "is_staff", "second_factor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Ask with the list who has a second factor."""
        with_factor = [Q(Exists(model.objects.filter(user=OuterRef("pk")))) for model in (Authenticator, Passkey)]
        return super().get_queryset(request).annotate(has_factor=with_factor[0] | with_factor[1])

    @admin.display(description=gettext_lazy("Second factor"), boolean=True, ordering="has_factor")
    def second_factor(self, user: Any) -> bool:  # Any: with the column of the list
        """Tell whether somebody has one."""
        return bool(user.has_factor)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:  # Any: as in Django
        """Call the roles by their names in the reader's language."""
        if db_field.name == "groups":
            kwargs["form_class"] = Roles
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Let only superusers make superusers and give single rights."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else (*fields, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep superusers out of others' hands, their passwords included."""
        return super().has_change_permission(request, obj) and self.within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep superusers out of others' hands."""
        return super().has_delete_permission(request, obj) and self.within_reach(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set somebody's pass phrase; all sessions of theirs end, but for one's own."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            user = User.objects.get(pk=id)
            phrases.changed(user, by=request.user, keep=request.session.session_key)  # type: ignore[arg-type]  # somebody is there
        return response

    def within_reach(self, request: HttpRequest, obj: User | None) -> bool:
        """Tell whether the user may touch this account."""
        return obj is None or not obj.is_superuser or request.user.is_superuser


@admin.register(Group)
class RoleAdmin(Audited, GroupAdmin):
    """Roles: the ones that come with the site, and its own."""

    added, changed, deleted = gettext_noop("group added"), gettext_noop("group changed"), gettext_noop("group deleted")
    list_display = ["role"]

    @admin.display(description=Group._meta.verbose_name, ordering="name")
    def role(self, group: Group) -> str:
        """Name the role in the reader's language."""
        return role_name(group)
