"""Where faults that endanger people are reported, for whoever finds one (RFC 9116)."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from publishing import languages, navigation

# How long the file may be believed; the standard wants less than a year (section 2.5.5).
GOOD_FOR = dt.timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell; 404 where the operator named nobody. It expires half a year from today, whenever it is asked for."""
    del request
    if not (contacts := reported_to()):
        raise Http404
    today = timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {contact}" for contact in contacts]
    lines.append(f"Expires: {(today + GOOD_FOR).isoformat().replace('+00:00', 'Z')}")
    lines += [f"{name}: {value}" for name, value in (("Encryption", settings.SECURITY_KEY), ("Policy", settings.SECURITY_POLICY)) if value]
    lines.append(f"Preferred-Languages: {', '.join(languages.codes())}")
    lines.append(f"Canonical: {navigation.absolute(reverse('security_txt'))}")
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def reported_to() -> list[str]:
    """Return the addresses of those who are told, the preferred one first, each as a URI (section 2.5.3)."""
    mail = settings.OPERATORS_EMAIL or settings.EDITORS_EMAIL
    named = settings.SECURITY_CONTACT or ([mail] if mail else [])
    return [contact if ":" in contact else f"mailto:{contact}" for contact in named]
