"""What the site says of itself."""

from config.demo.entries import Entry, Known
from config.demo.users import Cast
from publishing import changes
from publishing.models import SiteSettings

MODEL = SiteSettings
VALUES = ("name", "tagline", "licence", "footer", "terms", "email")


def make(entry: Entry, cast: Cast, _known: Known) -> str:
    """Make the row of settings, unless somebody has; return its id."""
    settings = SiteSettings.objects.first()
    if settings is None:
        settings = SiteSettings(licence=entry.text("licence"), email=entry.text("email"), **entry.columns("name", "tagline", "footer", "terms"))
        settings.full_clean()
        settings.save()
        changes.touch(cast.admin, "site settings")
    return str(settings.pk)
