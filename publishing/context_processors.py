"""What every template may ask for."""

from django.http import HttpRequest

from publishing import site as site_settings


def site(request: HttpRequest) -> dict[str, object]:
    """Give every template the site's settings, read only where a template asks for them, and the bar of a page that is a preview."""
    return {"site": site_settings.of(request), "preview": getattr(request, "preview", None)}
