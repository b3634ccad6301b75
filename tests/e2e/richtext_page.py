"""A page with the editor in both languages and a small library of images, under the site's own policy."""

import json
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import Context, Template
from django.urls import path
from js_asset import Media

from publishing.fields.richtext import clean
from publishing.fields.richtext_editor import RichTextFormField

IMAGE = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
UPLOADED = "3f2504e0-4f89-41d3-9a0c-0305e82c3302"
DOT = bytes.fromhex("47494638396101000100800000ffffff00000021f90400000000002c00000000010001000002024401003b")
PAGE = Template(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Editor</title><link rel="icon" href="data:,">'
    "{{ media }}</head><body><main><h1>Editor</h1>"
    '<form method="post">{% csrf_token %}{{ form.as_div }}<p><button>Send</button></p></form></main></body></html>'
)


class TextForm(forms.Form):
    body_en = RichTextFormField(language="en", label="Text in English", required=False)
    body_ka = RichTextFormField(language="ka", label="ტექსტი ქართულად", required=False)


def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        sent = {name: request.POST[name] for name in TextForm.base_fields}
        return JsonResponse({name: [text, clean(text)] for name, text in sent.items()})
    form = TextForm(initial=request.GET.dict())
    media = Media.from_media(form.media).with_nonce(request.csp_nonce)
    return HttpResponse(PAGE.render(Context({"form": form, "media": media, "csrf_token": get_token(request)})))


def pick(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if "file" not in request.FILES:
            return JsonResponse({"errors": {"file": ["Choose a file."]}}, status=400)
        if not request.POST["alt_en"] and "decorative" not in request.POST:
            return JsonResponse({"errors": {"alt_en": ["Describe it."]}}, status=400)
        told = [request.POST.get(name, "") for name in ("alt_en", "alt_ka", "decorative", "credit_en")]
        # A file called "bridge" is the picture that the library has already.
        key = IMAGE if request.FILES["file"].name == "bridge" else UPLOADED
        image = {"id": key, "title": json.dumps(told), "alt": "", "thumbnail": f"/admin/file/{key}/"}
        return JsonResponse(image, status=201)
    first = request.GET["page"] == "1"
    image = {
        "id": IMAGE if first else UPLOADED,
        "title": "The bridge" if first else "An older bridge",
        "alt": "",
        "thumbnail": f"/admin/file/{IMAGE}/",
    }
    found = request.GET["q"].lower() in "the bridge"
    return JsonResponse({"results": [image] if found else [], "more": found and first})


def file(_request: HttpRequest, image: UUID) -> HttpResponse:
    return HttpResponse(DOT, content_type="image/gif") if str(image) in {IMAGE, UPLOADED} else HttpResponse(status=404)


def icon(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


# As in the admin: cookies belong to its addresses only.
urlpatterns = [
    path("admin/editor/", page),
    path("admin/pick/", pick, name="pick"),
    path("admin/file/<uuid:image>/", file, name="file"),
    path("favicon.ico", icon),
]
