"""The order of pages: some stand at the top, the others under one of these, and nothing stands lower."""

import uuid

from django.utils.translation import gettext as _

from pages.models import Page
from publishing.workflow import TransitionError


def why_not_under(page: uuid.UUID, parent: Page) -> str:
    """Return why a page cannot stand under another, in the words of an editor; "" if it can."""
    if parent.pk == page:
        return _("A page cannot stand under itself.")
    if parent.parent_id is not None:
        return _("“%(parent)s” stands under another page itself. Choose one that stands at the top.") % {"parent": parent}
    if Page.objects.filter(parent=page).exists():
        return _("Other pages stand under this one, so it has to stay at the top.")
    return ""


def refuse(page: Page) -> None:
    """Raise TransitionError if the page was put where none can stand. In the transaction of the step.

    The parent is locked: of two editors who hang two pages under each other at the same moment, the second is told.
    """
    if page.parent_id is None:
        return
    parent = Page.objects.select_for_update().filter(pk=page.parent_id).first()
    if parent is not None and (reason := why_not_under(page.pk, parent)):
        raise TransitionError(reason)
