"""What editors do with proposed pairs: join, refuse, take back a refusal. Each in its own transaction."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from pages.models import PairProposal
from publishing import changes
from publishing.joining import join
from publishing.pairs import paired
from publishing.publishable import Publishable
from publishing.registry import by_kind
from publishing.rights import User
from publishing.workflow import TransitionError

REFUSED, OFFERED = gettext_noop("called no pair"), gettext_noop("offered as a pair again")


@dataclass
class Report:
    """What became of the pairs that somebody ticked."""

    done: int = 0
    # Differing values were not looked at yet: (title, address of the page that names them).
    unseen: list[PairProposal] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def both(kind: str, first: UUID, second: UUID) -> list[Publishable]:
    """Return two records; a blank one for what is no longer there."""
    model = by_kind(kind).model
    found = model._default_manager.in_bulk([first, second])
    # Of one that is gone the act itself says so.
    return [found.get(key) or model(pk=key) for key in (first, second)]


def join_pair(kind: str, first: UUID, second: UUID, *, by: User) -> Publishable:
    """Join two records; no other proposal of theirs is left."""
    with transaction.atomic():
        one, other = both(kind, first, second)
        record = join(one, other, by=by)
        PairProposal.objects.touching(first, second).delete()
    return record


def join_all(proposals: list[PairProposal], *, by: User) -> Report:
    """Join these pairs, but for those in which both say something else to all languages: somebody has to see that first."""
    report = Report()
    for proposal in proposals:
        try:
            one, other = both(proposal.kind, proposal.first, proposal.second)
            if not one._state.adding and not other._state.adding and paired(one, other).differing():
                report.unseen.append(proposal)
                continue
            join_pair(proposal.kind, proposal.first, proposal.second, by=by)
        except TransitionError as error:
            report.refused.append((str(one), str(error)))
        else:
            report.done += 1
    return report


@transaction.atomic
def refuse(kind: str, first: UUID, second: UUID, *, by: User) -> None:
    """Remember that two records are no pair, whether somebody proposed it or not."""
    known = PairProposal.objects.filter(first__in=[first, second], second__in=[first, second]).first()
    proposal = known or PairProposal(kind=kind, first=first, second=second)
    proposal.refused_at, proposal.refused_by_id = timezone.now(), by.pk
    proposal.save()
    changes.write_down(by=by, action=REFUSED, detail={"first": str(first), "second": str(second)})


@transaction.atomic
def offer_again(proposal: PairProposal, *, by: User) -> None:
    """Forget that a pair was refused."""
    proposal.refused_at = proposal.refused_by = None
    proposal.save()
    changes.write_down(by=by, action=OFFERED, detail={"first": str(proposal.first), "second": str(proposal.second)})
