"""What somebody may do, as Django asks it: the rights of a request with one query, not two."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Model, Q, QuerySet


class Accounts(ModelBackend):
    """Django's own accounts."""

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Return what the account and its roles allow, such as “news.change_article”; asked of the database once for a request."""
        # Django sees to superusers and to accounts that are switched off, calls `_get_<name>_permissions`, and remembers the answer.
        return self._get_permissions(user_obj, obj, "held")  # type: ignore[attr-defined]  # the stubs leave it out

    def _get_held_permissions(self, user: User) -> QuerySet[Permission]:
        own = User.user_permissions.through.objects.filter(user=user).values("permission")
        of_roles = Group.permissions.through.objects.filter(group__user=user).values("permission")
        return Permission.objects.filter(Q(pk__in=own) | Q(pk__in=of_roles))
