"""What editors do to many records of a list at once."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing import bulk, seen
from publishing.admin.bulk import BulkAct, bulk_page
from publishing.admin.bulk_changes import ChangesInBulk
from publishing.bulk_changes.fields import Changeable, Choice, Labels
from publishing.bulk_changes.rows import NamingRows
from publishing.bundles.entries import open_bundle_of, sees
from publishing.bundles.gathering import MOST
from publishing.publishable import Publishable, PublishableQuerySet, State
from publishing.registry import ListedRows, record_type
from publishing.review.known import BUNDLE, may_have
from publishing.rights import SHARED, Anybody, publishes

# Single choices that are set for many records at once, where the form of a type has them.
CHOICES = {"kind": _("Set the kind"), "licence": _("Set the licence")}


def label_rows(model: type[Publishable]) -> tuple[str, ListedRows] | None:
    """Return the field by which records are tagged and the rows behind it, or None for a type without tags."""
    for rows in record_type(model).listed_rows:
        for field in model._meta.get_fields():
            if getattr(field, "through", None) is rows.model or getattr(field.remote_field, "through", None) is rows.model:
                return field.name, rows
    return None


def bundling_url(model: type[Publishable], keys: list[UUID]) -> str:
    """Return the address at which records of a type are put into a bundle."""
    query = urlencode([("kind", record_type(model).kind), *(("record", str(key)) for key in keys)])
    return f"{reverse('admin:publishing_bundle_add')}?{query}"


def waiting_note(records: PublishableQuerySet) -> list[Any]:
    """Say what publishing the chosen records would do."""
    notes: list[Any] = [_("Their waiting changes become public, in every language that has a title and its text.")]
    if idle := records.in_state(State.PUBLISHED).filter(has_draft=False).count():
        notes.append(_("Public without waiting changes: %(count)s. Nothing happens to them.") % {"count": idle})
    return notes


def change_note(records: PublishableQuerySet, by: Anybody) -> list[Any]:
    """Say which of the chosen records change for the public at once, which wait, and which are not theirs to change (twin of `rights.shares`)."""
    if not by.has_perm(f"publishing.write_{SHARED}_draft"):
        return [_("Nothing changes: this is common to all languages, and you have the right to single languages only.")]
    public = records.in_state(State.PUBLISHED)
    clean, pending = public.filter(has_draft=False).count(), public.filter(has_draft=True).count()
    others = records.exclude(pk__in=public.values("pk"))
    hidden = others.count()
    said = [
        (clean, _("Public without waiting changes: %(count)s. This changes on the public site at once, and nothing else does.")),
        (pending, _("Public with waiting changes: %(count)s. This joins these changes and becomes public with them.")),
        (hidden, _("Not public: %(count)s. This waits in their drafts.")),
    ]
    if not publishes(by, records.model):
        own = others.filter(seen.own(by), first_published_at=None).count()
        said = [
            (clean + pending, _("Public: %(count)s. You have no right to change them; they stay as they are.")),
            (own, said[2][1]),
            (hidden - own, _("Not public, and not yours to change: %(count)s. They stay as they are.")),
        ]
    return [text % {"count": count} for count, text in said if count]


class RecordActions(ChangesInBulk):
    """The bulk actions of every record type, each with its permission and a page that says what will happen."""

    actions = ["publish_chosen", "withdraw_chosen", "bundle_chosen", "trash_chosen", "restore_chosen"]
    # Rows that are added to many records at once, and taken away.
    rows_in_bulk: Sequence[NamingRows] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out the stock deletion: records go to the trash, which stands last."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return {name: actions[name] for name in sorted(actions, key=lambda name: name in ("trash_chosen", "restore_chosen"))}

    def changeables(self) -> Sequence[Changeable]:
        """Offer tags, the kind and the licence where the type has them, and its rows."""
        labels = label_rows(self.model)
        tags = [Labels(name, rows.model._meta.get_field(rows.target)) for name, rows in [labels]] if labels else []
        choices = [Choice(name, words) for name, words in CHOICES.items() if name in getattr(self, "common_fields", ())]
        return [*tags, *choices, *self.rows_in_bulk]

    def change_notes(self, request: HttpRequest, things: PublishableQuerySet) -> list[Any]:
        """Say what becomes public."""
        return change_note(things, request.user)

    def has_right(self, request: HttpRequest, step: str) -> bool:
        """Tell whether the user may `publish`, `change` or `delete` records of this type."""
        return request.user.has_perm(f"{self.opts.app_label}.{step}_{self.opts.model_name}")

    def has_publish_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Tell whether the user may publish and withdraw."""
        return self.has_right(request, "publish")

    def has_trash_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Tell whether the user may move records to the trash and back."""
        return self.has_right(request, "delete")

    def bundling(self, request: HttpRequest, record: Publishable) -> dict[str, Any]:
        """Return in which open bundle a record is, or where it can be put into one; nothing for who may do neither."""
        found = open_bundle_of(record) if may_have(record, BUNDLE) else None
        if found is not None:
            return {"bundle": found, "url": reverse("admin:publishing_bundle_change", args=[found.pk])} if sees(request.user, found) else {}
        return {"url": bundling_url(self.model, [record.pk])} if self.has_bundle_permission(request) else {}

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: PublishableQuerySet) -> HttpResponse | None:
        """Publish the drafts of the chosen records."""
        return bulk_page(self, request, queryset, BulkAct(_("Publish"), _("published"), run=bulk.publish, notes=waiting_note))

    @admin.action(description=_("Withdraw"), permissions=["publish"])
    def withdraw_chosen(self, request: HttpRequest, queryset: PublishableQuerySet) -> HttpResponse | None:
        """Withdraw the chosen records."""
        note = _("They disappear from the public site in every language; their addresses say that they were withdrawn.")
        return bulk_page(
            self, request, queryset, BulkAct(_("Withdraw"), _("withdrawn"), run=bulk.withdraw, notes=lambda _records: [note], is_grave=True)
        )

    def has_bundle_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Tell whether the user may make bundles."""
        return request.user.has_perm("publishing.add_bundle") and self.has_right(request, "change")

    @admin.action(description=_("Put into a bundle"), permissions=["bundle"])
    def bundle_chosen(self, request: HttpRequest, queryset: PublishableQuerySet) -> HttpResponse | None:
        """Lead to the page where the chosen records are put into a bundle."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            self.message_user(request, _("A bundle holds %(most)d records at most.") % {"most": MOST}, messages.ERROR)
            return None
        return HttpResponseRedirect(bundling_url(self.model, keys))

    @admin.action(description=_("Move to the trash"), permissions=["trash"])
    def trash_chosen(self, request: HttpRequest, queryset: PublishableQuerySet) -> HttpResponse | None:
        """Move the chosen records to the trash."""
        note = _("A public record must be withdrawn first; it stays as it is. The others can be brought back, with all that holds them.")
        return bulk_page(
            self,
            request,
            queryset,
            BulkAct(_("Move to the trash"), _("moved to the trash"), run=bulk.trash, notes=lambda _records: [note], is_grave=True),
        )

    @admin.action(description=_("Bring back from the trash"), permissions=["trash"])
    def restore_chosen(self, request: HttpRequest, queryset: PublishableQuerySet) -> HttpResponse | None:
        """Bring the chosen records back from the trash."""
        return bulk_page(self, request, queryset, BulkAct(_("Bring back from the trash"), _("brought back"), run=bulk.restore))
