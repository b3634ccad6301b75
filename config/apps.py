from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ConfigConfig(AppConfig):
    """The composition root; an app for its management commands."""

    name = "config"


class AdminConfig(DjangoAdminConfig):
    """Django's admin under Matiane's own site class."""

    default_site = "config.desk.Desk"
