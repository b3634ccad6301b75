"""The picture on the card of a form that is not published yet, as editors see it beside the form."""

from typing import cast

from library.admin.images import file_url
from library.models import Image
from publishing.advice.texts import Looked
from publishing.picks import PickOne

# The one chosen for the card, else the record's own.
NAMES = ("card_image", "image")
WIDTH = 640


def picture(form: Looked, _language: str) -> str:
    """Return the address of the picture, "" where there is none that partners may use. Reads only what nobody has looked up."""
    fields = form.desk.schema[""].fields
    for name in NAMES:
        key = str(form.state.get(name) or "")
        if key and name in fields:
            field = cast("PickOne", fields[name])
            image = cast("Image | None", form.picks.get(field, [key]).get(key))
            if image is not None and image.partners_may_use:
                return file_url(image, WIDTH)
    return ""
