from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Django's admin under Matiane's own site class."""

    default_site = "publishing.admin.site.MatianeAdminSite"
