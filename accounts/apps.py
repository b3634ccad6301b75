from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """End the sessions of whoever gets other rights, whatever way the rights come."""
        from accounts.sessions import end_after_other_rights  # noqa: PLC0415 - models exist only once apps are ready

        users = get_user_model()
        for rows in (users.groups.through, users.user_permissions.through):
            m2m_changed.connect(end_after_other_rights, sender=rows)
