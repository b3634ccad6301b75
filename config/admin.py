"""Accounts in the admin: administrators look after users, and only a superuser after superusers."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Users; nobody gives away, or takes over, more rights than a group of theirs holds."""

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

    def within_reach(self, request: HttpRequest, obj: User | None) -> bool:
        """Tell whether the user may touch this account."""
        return obj is None or not obj.is_superuser or request.user.is_superuser
