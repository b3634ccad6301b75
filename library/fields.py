"""Model fields of the library."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Codes as BCP 47 has them: "ka", "ru", "zh-Hant".
language_code = RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", _("Give a language code, for example ka, ru or en."), code="language_code")


# How the address of a page begins; a browser reads past white space and control characters, so none may stand before it or in it.
WEB = re.compile(r"https?://[^\x00-\x20\x7f]+\Z", re.IGNORECASE)


class WebAddressField(models.URLField):
    """The address of a page on the web; nothing else that a browser could be sent to."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def get_prep_value(self, value: Any) -> Any:  # Any: as in Django
        """Store nothing else, whichever way it comes: an archive of a site is read without a form."""
        stored = super().get_prep_value(value)
        return "" if isinstance(stored, str) and not WEB.match(stored) else stored

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return a field that takes addresses without a scheme as secure ones."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})
