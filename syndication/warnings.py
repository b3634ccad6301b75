"""What the desk's front page warns of: partners whose webhook does not answer, so that they hear of no change, and a cache that does not."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.admin.dashboard import Warned
from publishing.admin.scheduling import in_words
from syndication.models import Delivery, Partner
from syndication.purging.telling import failing_since

# So many partners are named.
MOST = 5
SUSPENDED = (Partner.Condition.SUSPENDED, Partner.Condition.GONE)


def failing(request: HttpRequest) -> Iterator[Warned]:
    """Yield the partners to whom deliveries fail, those first who hear nothing any more, for who may see partners. One query."""
    if not request.user.has_perm("syndication.view_partner"):
        return
    known = Partner.objects.filter(Q(condition=Partner.Condition.ACTIVE, failing_since__isnull=False) | Q(condition__in=SUSPENDED))
    waiting = Count("deliveries", filter=Q(deliveries__outcome=Delivery.Outcome.WAITING))
    # Those who are told nothing first: their conditions come later in the alphabet than “active”.
    for partner in known.annotate(number=waiting).order_by("-condition", "failing_since", "name", "pk")[:MOST]:
        words = {"name": partner.name, "condition": partner.get_condition_display()}
        if not partner.is_active or partner.failing_since is None:
            said = _("The partner “%(name)s” is told nothing: %(condition)s.") % words
        else:
            said = _("The webhook of “%(name)s” has not answered since %(moment)s.") % {**words, "moment": in_words(partner.failing_since)}
        if partner.number:
            more = ngettext("%(number)s change waits to be delivered.", "%(number)s changes wait to be delivered.", partner.number)
            said = f"{said} {more % {'number': partner.number}}"
        yield Warned(said, reverse("admin:syndication_partner_change", args=[partner.pk]))


def untold(request: HttpRequest) -> Iterator[Warned]:
    """Yield that the cache in front of the site was not told of changes, for who looks after the site. No query."""
    if not settings.PURGE_URL or not request.user.has_perm("publishing.view_audit") or (since := failing_since()) is None:
        return
    text = _("The cache in front of the site has not answered since %(moment)s: readers may still be shown what was changed or withdrawn.")
    yield Warned(text % {"moment": in_words(since)})
