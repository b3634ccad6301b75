"""What a date means, while it is typed."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from publishing import date_words, languages
from publishing.typed_dates import read


@require_GET
def read_date(request: HttpRequest) -> JsonResponse:
    """Answer what a typed date means, in words for itself and in words for a line, and as EDTF, or what is wrong with it."""
    try:
        date = read(text) if (text := request.GET.get("text", "").strip()) else None
    except ValidationError as error:
        return JsonResponse({"edtf": "", "words": "", "meaning": "", "error": error.messages[0]})
    language = languages.active()
    meaning = date_words.meaning(date, language) if date else ""
    return JsonResponse({"edtf": str(date or ""), "words": date_words.words(date, language), "meaning": meaning, "error": ""})
