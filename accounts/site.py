"""The desk behind a second factor: the one way in, and pages of accounts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import demo, phrases
from accounts.verified import is_verified
from accounts.views import enrolling, entering, inviting, resetting, security
from publishing.admin.site import MatianeAdminSite


class GuardedSite(MatianeAdminSite):
    """Nobody sees a page of it who showed no second factor."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask for the second factor here too, whoever says who is there."""
        return super().has_permission(request) and is_verified(request, request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Say on every page that this is the demo."""
        return {**super().each_context(request), "is_demo": settings.DEMO}

    def get_urls(self) -> list[Any]:
        """Add the way in, and the pages of accounts."""
        inside: Callable[..., Any] = self.admin_view
        return [
            path("login/factor/", entering.second_factor, name="second_factor"),
            path("login/enrol/", enrolling.enrol, name="enrol"),
            path("password_reset/", resetting.ask, name="password_reset"),
            path("password_reset/<uidb64>/<token>/", resetting.ResetView.as_view(), name="password_reset_confirm"),
            path("invitation/<str:token>/", inviting.accept, name="invitation"),
            path("security/", inside(security.security), name="security"),
            path("security/factors/", inside(security.change_factors), name="change_factors"),
            path("security/add/", inside(security.freshly(enrolling.add_factor)), name="add_factor"),
            path("security/<int:key>/", inside(security.security_of), name="security_of"),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask for name and pass phrase; say in the demo which accounts there are."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        shown = {"demo_accounts": demo.DEMO_ACCOUNTS, "demo_password": demo.DEMO_PASSWORD} if settings.DEMO else {}
        context = {**self.each_context(request), "title": _("Log in"), "subtitle": None, "app_path": request.get_full_path(), **shown}
        view: Callable[..., Any] = entering.LogInView.as_view(extra_context={**context, **(extra_context or {})})
        answer: HttpResponse = view(request)
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Let somebody change the pass phrase; every other session of theirs ends."""
        response = super().password_change(request, extra_context)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            phrases.changed(request.user, by=request.user, keep=request.session.session_key)  # type: ignore[arg-type]  # somebody is there
        return response
