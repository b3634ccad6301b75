from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class MatianeAdminSite(AdminSite):
    """The editors' door."""

    site_header = _("Matiane")
    site_title = _("Matiane")
    index_title = _("Editorial desk")
