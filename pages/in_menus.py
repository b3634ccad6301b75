"""Menus among what uses a thing: an entry is gone from every page with what it leads to, and nobody would know why."""

import uuid
from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from pages.models import MenuEntry
from publishing import linking, redirects
from publishing.rights import Anybody
from publishing.where_used import Place


def places(keys: Collection[uuid.UUID], by: Anybody) -> list[Place]:
    """Return the entries that lead to what has one of these keys, for those who may see menus with the address of the menu's form. One query."""
    is_theirs = any(by.has_perm(f"pages.{action}_menu") for action in ("view", "change"))
    entries = MenuEntry.objects.filter(Q(record__in=keys) | ~Q(address="")).select_related("menu").order_by("menu_id", "position", "pk")
    return [
        Place(
            str(entry._meta.verbose_name),
            f"{entry} ({entry.menu})" if str(entry) else str(entry.menu),
            reverse("admin:pages_menu_change", args=[entry.menu_id]) if is_theirs else "",
        )
        for entry in entries
        if entry.record in keys or linking.key_of(redirects.without_own_host(entry.address)) in keys
    ]
