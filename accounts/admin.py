"""Invitations in the admin: made, shown once, taken back."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import Field, ManyToManyField
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import invitations
from accounts.models import Invitation
from accounts.roles import Roles
from publishing import navigation
from publishing.admin.audited import Audited


class InvitationForm(ModelForm):
    """Whom to invite, with which roles."""

    def clean_username(self) -> str:
        """Refuse a name that an account has, in whatever letters, or that none could have."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("An account has this name already."))
        User._meta.get_field("username").run_validators(username)
        return username


@admin.register(Invitation)
class InvitationAdmin(Audited):
    """Invitations, the newest first. An account with roles and no more: superusers are made on the machine."""

    added, changed, deleted = invitations.MADE, "", invitations.TAKEN_BACK

    form = InvitationForm
    list_display = ["username", "state", "made", "by"]
    list_select_related = ["by"]
    actions = None
    fields = ["username", "mail", "groups"]

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:  # Any: as in Django
        """Offer the roles as boxes to tick, by their names in the reader's language, and no way to make another one."""
        if isinstance(db_field, ManyToManyField):
            return Roles(Group.objects.order_by("name"), label=capfirst(db_field.verbose_name), widget=CheckboxSelectMultiple)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """Refuse: one that is wrong is taken back."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """Let those be taken back that nobody has followed."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.accepted_at is None)

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation: Invitation) -> str:
        """Say whether it still opens."""
        if invitation.accepted_at:
            return _("accepted")
        return _("open until %(date)s") % {"date": self.at(invitation.ends_at)} if invitation.is_open else _("run out")

    @admin.display(description=gettext_lazy("made"), ordering="at")
    def made(self, invitation: Invitation) -> str:
        """Say when it was made."""
        return self.at(invitation.at)

    def at(self, moment: Any) -> str:
        """Return a moment by the clock that editors read."""
        return date_format(timezone.localtime(moment), "j F Y, H:i")

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Draw the link of a new row."""
        token = vars(request)["new_token"] = invitations.new_token()
        obj.digest, obj.ends_at, obj.by = invitations.digest_of(token), invitations.until(), request.user  # type: ignore[assignment]  # somebody is there
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> HttpResponse:
        """Show the link, this once: it goes into no message, no session and no address of ours."""
        link = navigation.absolute(reverse("admin:invitation", args=[vars(request)["new_token"]]))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": obj.username, "link": link, "invitation": obj}
        return TemplateResponse(request, "admin/accounts/invited.html", context)
