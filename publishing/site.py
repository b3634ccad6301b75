"""The site's own settings: name, tagline, licence, what lists show."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publishing.models import SiteSettings


def current() -> SiteSettings:
    """Return the settings row, or defaults that were never saved. One query, made when first read."""
    # The lazy object stands for the row that it will read.
    return SimpleLazyObject(  # type: ignore[return-value]
        lambda: SiteSettings.objects.filter(pk=1).first() or SiteSettings(name_en="Matiane", name_ka="მატიანე")
    )


def of(request: HttpRequest) -> SiteSettings:
    """Return the settings for one request: read once, whoever asks."""
    return vars(request).setdefault("site_settings", current())
