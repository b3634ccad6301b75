"""Pictures that say nothing to those who do not see them. The library refuses those without alternative text, unless they are decorative."""

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.models import Image
from publishing.advice.findings import Advice, Check, Link, Severity
from publishing.advice.texts import Looked, lines_of
from publishing.picks import PickOne, is_uuid

# What a camera or a computer called a file.
FILE_NAME = re.compile(r"[\w\s-]*\.(?:jpe?g|png|gif|webp|avif|heic|tiff?)|(?:img|dsc|dscn|image|photo|screenshot)[\s_-]*\d+", re.IGNORECASE)


class MissingAlt(Check):
    """A picture without alternative text that would say something, in a language in which the text is written."""

    code = "missing-alt"
    name = gettext_lazy("Alternative text of pictures")
    severity = Severity.CHANGE

    def look(self, form: Looked) -> Iterator[Advice]:
        """Look at the pictures in texts, and at those that are chosen beside them. One query, none without pictures."""
        shown = list(dict.fromkeys(pictures_of(form)))
        images = {str(image.pk): image for image in Image.objects.filter(pk__in={each[0] for each in shown})} if shown else {}
        told: set[tuple[str, str, str]] = set()
        for key, place, code, caption in shown:
            if (image := images.get(key)) is None:
                continue
            links = (Link(_("Its form"), f"{reverse('admin:library_image_change', args=[image.pk])}#id_alt_{code}"),)
            if image.decorative and (caption or getattr(image, f"caption_{code}")):
                message = _("“%(title)s” has a caption, but as a decorative picture no alternative text: who does not see it misses what it shows.")
            elif not image.decorative and FILE_NAME.fullmatch(getattr(image, f"alt_{code}").strip()):
                message = _("The alternative text of “%(title)s” is the name of a file.")
            else:
                continue
            # Beside the texts a picture stands once for all languages, and is decorative in all.
            once = (key, place, "" if image.decorative else code)
            if once not in told:
                told.add(once)
                yield self.advice(place, message % {"title": image.title}, language=code, links=links, words=caption[:40])


def pictures_of(form: Looked) -> Iterator[tuple[str, str, str, str]]:
    """Yield (key of a picture, key of the field, language, the caption that the text gives it) of all that readers of a language see."""
    for name, form_field in form.desk.schema[""].fields.items():
        if isinstance(form_field, PickOne) and form_field.queryset.model is Image and is_uuid(key := str(form.state.get(name) or "")):
            yield from ((key, name, code, "") for code in form.written)
    for passage in form.passages:
        for block in passage.blocks:
            if is_uuid(key := block.attributes.get("data-image", "")):
                yield key, passage.key, passage.language, "".join(line.words for line in lines_of(block.blocks))
