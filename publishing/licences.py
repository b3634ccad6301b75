"""Under which terms others may use texts and pictures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """A licence, by its SPDX code."""

    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0")
    CC_BY_NC = "CC-BY-NC-4.0", _("Creative Commons Attribution-NonCommercial 4.0")
    CC0 = "CC0-1.0", _("public domain")
    RESERVED = "reserved", _("all rights reserved")


# Where a licence can be read; each page there speaks the reader's language.
ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def address(code: str) -> str:
    """Return where a licence can be read; "" for one that has no such place."""
    return ADDRESSES.get(code, "")  # type: ignore[call-overload]  # a licence is its code


def named(code: str) -> tuple[str, str]:
    """Return (name, address) of a licence; a code that we do not know is its own name."""
    if code not in Licence.values:
        return code or str(Licence.RESERVED.label), ""
    return str(Licence(code).label), address(code)
