"""The form of the site's settings, as a browser sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.uploads import picture

FORM = "/admin/publishing/sitesettings/1/change/"


def filled(**values: object) -> dict[str, object]:
    """Return what the browser sends of the form, with some values typed anew."""
    now = {
        **{f"{name}_{code}": "" for name in ("name", "tagline", "footer", "address", "terms", "terms_address") for code in ("en", "ka")},
        "name_en": "Matiane",
        "name_ka": "მატიანე",
        "accent": "#7a1c30",
        "accent_dark": "#f0a3ab",
        "licence": "CC-BY-4.0",
        "phone": "",
        "email": "",
        "social": "",
        "list_untranslated": "on",
        "mark_terms": "on",
    }
    return {name: value for name, value in {**now, **values}.items() if value is not None}


def save(owner: Client, **values: object) -> HttpResponse:
    return owner.post(FORM, filled(**values))


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def logo(size: tuple[int, int] = (400, 100), format: str = "PNG") -> SimpleUploadedFile:
    return picture(size, format, "logo.png")


def page(path: str) -> str:
    return " ".join(Client().get(path).content.decode().split())
