"""Capital letters at the head of a label: Georgian has none there.

Django writes labels small and lets `capfirst` raise the first letter. For Georgian, Unicode answers with a letter of
Mtavruli, a style that is only ever used for whole words, and that most fonts lack.
"""

from importlib import import_module

from django.template import defaultfilters
from django.utils.functional import keep_lazy_text

# The stock modules that raise first letters, each by the name it imported.
CALLERS = [
    "django.contrib.admin.helpers",
    "django.contrib.admin.options",
    "django.contrib.admin.sites",
    "django.contrib.admin.templatetags.admin_list",
    "django.contrib.admin.utils",
    "django.contrib.auth.forms",
    "django.db.models.base",
    "django.db.models.fields",
    "django.forms.models",
    "django.utils.text",
]
MKHEDRULI = range(0x10D0, 0x1100)


@keep_lazy_text
def capfirst(text: object) -> str:
    """Raise the first letter where its script has capitals for that."""
    text = str(text or "")
    if not text or ord(text[0]) in MKHEDRULI:
        return text
    return text[0].upper() + text[1:]


def spare_georgian() -> None:
    """Let Django's forms, admin and templates raise first letters as we do. Once, when the apps are ready."""
    for name in CALLERS:
        setattr(import_module(name), "capfirst", capfirst)  # noqa: B010 - a module has no declared attributes to assign to
    defaultfilters.register.filter("capfirst", defaultfilters.stringfilter(capfirst), is_safe=True)
