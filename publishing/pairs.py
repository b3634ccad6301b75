"""Two records that may become one: which of them stays, what each says in which language, and why they cannot. Used by `publishing.joining`."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from publishing import languages, locks, presence
from publishing.models import Edition, Join, ScheduledStep, Withdrawal
from publishing.pending import Work, opened
from publishing.publishable import Publishable, PublishableQuerySet, State
from publishing.refusals import TransitionError
from publishing.registry import record_type
from publishing.rights import User, languages_of, may, publishes, shares
from publishing.state import State as FormState
from publishing.state import prefixes
from publishing.unions import differences, joined, languages_said
from publishing.unpublishing import is_public

NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Pair:
    """Two records of one type, each in one language: `kept` stays, in the language `stays`; `gone` brings its text in `goes`."""

    kept: Work
    gone: Work
    stays: str
    goes: str

    @property
    def follow(self) -> list[str]:
        """Return the kinds of rows that are one record's alone."""
        return self.kept.desk.rows_of_one

    @property
    def live(self) -> FormState:
        """Return the public form of both as one."""
        return joined(self.kept.desk.schema, self.kept.live.state, self.gone.live.state, self.goes, follow=self.follow)

    @property
    def work(self) -> FormState:
        """Return the form of both as one, as editors left them."""
        return joined(self.kept.desk.schema, self.kept.state, self.gone.state, self.goes, follow=self.follow)

    @property
    def waits_alone(self) -> bool:
        """Whether the text that comes waits for its moment while the one that stays is public."""
        return self.kept.record.is_live and is_public(self.gone.record, self.goes) and not self.gone.record.is_live

    def differing(self) -> list[str]:
        """Return what both say to all languages and not alike, as editors call it: there the record that stays is followed."""
        desk = self.kept.desk
        return [desk.label(key) for key in differences(desk.schema, self.kept.state, self.gone.state, follow=self.follow)]


def joinable(model: type[Publishable]) -> PublishableQuerySet:
    """Return the records that may be joined, as far as their state goes: they are neither withdrawn nor in the trash."""
    records: PublishableQuerySet = PublishableQuerySet(model)
    return records.exclude(state__in=[State.WITHDRAWN, State.TRASHED])


def language_name(code: str) -> str:
    """Return what the interface calls a language."""
    return _(str(dict(settings.LANGUAGES)[code]))


def paired(first: Publishable, second: Publishable) -> Pair:
    """Return two records as a pair; TransitionError, in the words of an editor, if they cannot be one. Writes nothing."""
    if type(first) is not type(second):
        raise TransitionError(_("These are not of one kind: only two articles, or two pages, can be joined."))
    if first.pk == second.pk:
        raise TransitionError(_("A text cannot be joined with itself."))
    works = [opened(record) for record in (first, second)]
    said = [language_of(work) for work in works]
    if said[0] == said[1]:
        raise TransitionError(_("Both have their text in the same language: %(language)s.") % {"language": language_name(said[0])})
    (stays, kept), (goes, gone) = sorted(zip(said, works, strict=True), key=lambda each: (public_since(each[1]), languages.codes().index(each[0])))
    refuse_past(kept.record, goes)
    refuse_past(gone.record, stays)
    return Pair(kept, gone, stays, goes)


def public_since(work: Work) -> dt.datetime:
    """Return when a record became, or becomes, public: the one that was so first stays."""
    return work.record.live_at if work.record.state == State.PUBLISHED and work.record.live_at else NEVER


def language_of(work: Work) -> str:
    """Return the one language of a record; TransitionError if it has another number of them, or is in no state to be joined."""
    record = work.record
    name = {"title": record.working_title or str(record)}
    if record.state == State.TRASHED:
        raise TransitionError(_("“%(title)s” lies in the trash. Bring it back first.") % name)
    if record.state == State.WITHDRAWN:
        raise TransitionError(_("“%(title)s” was withdrawn. Publish it again first.") % name)
    if work.conflicts:
        raise TransitionError(_("“%(title)s” was changed by two people at once. Open its form and decide which text stands.") % name)
    silent = {f"{field}_{code}" for code in languages.codes() for field in (record.slug_field, "show_title")}
    found = {code for state in (work.state, work.live.state) for code in languages_said(work.desk.schema, state, silent)}
    if len(found) > 1:
        raise TransitionError(_("“%(title)s” has text in more than one language already.") % name)
    if not found:
        raise TransitionError(_("“%(title)s” says nothing in any language yet.") % name)
    return found.pop()


def refuse_past(record: Publishable, code: str) -> None:
    """Raise TransitionError if a record was public in a language before: what its addresses tell of that cannot be joined."""
    if Edition.objects.filter(record=record.pk, language=code).exists() or Withdrawal.objects.filter(record=record.pk).exists():
        words = {"title": record.working_title or str(record), "language": language_name(code)}
        raise TransitionError(_("“%(title)s” was public in %(language)s before, and was withdrawn there.") % words)


def refuse(pair: Pair, by: User) -> None:
    """Raise TransitionError if `by` may not join the pair, or not now."""
    records = [pair.kept.record, pair.gone.record]
    refuse_rights(records, [pair.stays, pair.goes], by)
    refuse_others(records, by)
    if Join.objects.filter(into__in=[record.pk for record in records]).exists():
        raise TransitionError(_("One of them was joined with another text before. Split that pair first."))
    gone = pair.gone.record
    if is_referred_to(pair.gone):
        raise TransitionError(_("Other texts stand under “%(title)s”. Move them first.") % {"title": gone.working_title or str(gone)})
    if pair.waits_alone and (pair.kept.draft or pair.gone.draft):
        raise TransitionError(_("One is public, the other waits for its moment, and there are unpublished changes. Publish or discard those first."))


def is_referred_to(work: Work) -> bool:
    """Tell whether something refers to a record that is no part of its form and of no list."""
    own = {part.model for _prefix, part in prefixes(work.desk.schema)} | {rows.model for rows in record_type(work.record).listed_rows}
    others = [relation for relation in work.record._meta.related_objects if relation.related_model not in own]
    return any(relation.related_model._base_manager.filter(**{relation.field.name: work.record.pk}).exists() for relation in others)


def refuse_rights(records: list[Publishable], codes: list[str], by: User) -> None:
    """Raise TransitionError unless `by` may publish all of them, in these languages and what languages share."""
    for record in records:
        allowed = publishes(by, type(record)) and may(by, "publish", record) and shares(by, record)
        if not allowed or not set(codes) <= set(languages_of(by, record)):
            raise TransitionError(_("You have no right to do this with this record."))


def refuse_others(records: list[Publishable], by: User) -> None:
    """Raise TransitionError if somebody else has one of them open or locked, or something is planned for one."""
    for record in records:
        locks.refuse(record, by)
    if names := [name for found in presence.editors([record.pk for record in records], but=by).values() for name in found]:
        words = {"names": get_text_list(list(dict.fromkeys(names)), _("and"))}
        raise TransitionError(_("Somebody has it open: %(names)s. Try again when the form is closed.") % words)
    if ScheduledStep.objects.open().filter(record__in=[record.pk for record in records]).exists():
        raise TransitionError(_("A change or withdrawal is planned for it. Cancel that first, in its form."))
