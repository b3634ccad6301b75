"""One view that answers the same bytes to everybody, and the WSGI application around it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.floor_settings")

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = b"<!doctype html><title>Floor</title>" + b"<p>The same bytes for everybody.</p>" * 800


def constant(request: HttpRequest) -> HttpResponse:
    """Answer about 30 kB."""
    del request
    return HttpResponse(PAGE)


urlpatterns = [path("", constant)]
application = get_wsgi_application()
