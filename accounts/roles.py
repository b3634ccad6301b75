"""Roles by their names in the reader's language."""

from django.contrib.auth.models import Group
from django.forms import ModelMultipleChoiceField
from django.utils.translation import gettext, gettext_noop

# The roles that migrations make, by the names they have in the database.
ROLES = [
    gettext_noop("Author"),
    gettext_noop("Editor"),
    gettext_noop("Administrator"),
    gettext_noop("Translator (English)"),
    gettext_noop("Translator (Georgian)"),
]


class Roles(ModelMultipleChoiceField):
    """Groups, called by their names in the reader's language."""

    def label_from_instance(self, obj: Group) -> str:
        """Return the name of a role."""
        return role_name(obj)


def role_name(group: Group) -> str:
    """Return a role's name in the reader's language; a group of the site's own has one name."""
    return gettext(group.name) if group.name in ROLES else group.name
