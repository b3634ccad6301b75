"""What stands in mails to readers: one letter, written as text and as HTML, in the reader's language. No picture, nothing that tells who reads it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from publishing import joined, navigation, site
from publishing.models import SiteSettings
from publishing.publishable import Publishable
from publishing.registry import by_kind
from syndication.digests import links, topics
from syndication.digests.fresh import Listed, News
from syndication.digests.topics import Named
from syndication.models import Mailing, Subscription

# What was read of the change log, by its first and last number and the language: shared by the mails of a run.
Known = dict[tuple[int, int, str], News]
# Records that a mail names under one heading; of the others it says how many there are.
MOST_LISTED = 20


@dataclass(frozen=True)
class Section:
    """What is new under one heading."""

    name: Named
    listed: Listed


@dataclass(frozen=True)
class Letter:
    """A mail in words. `manage` and `stop` are links; `told` are the subscriptions that have heard of everything once it went."""

    subject: str
    opening: list[str]
    manage: str
    stop: str
    list_name: str
    site: SiteSettings
    sections: list[Section] = field(default_factory=list)
    button: tuple[str, str] = ("", "")
    closing: list[str] = field(default_factory=list)
    told: list[uuid.UUID] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that a mail would be sent for."""
        return not self.sections and not self.button[1]

    def as_text(self) -> str:
        """Return it as plain text."""
        lines = [*spaced(self.opening), *([f"{self.button[0]}:", self.button[1], ""] if self.button[1] else [])]
        for section in self.sections:
            lines += [section.name.label, "=" * min(len(section.name.label), 70), ""]
            for item in section.listed.items:
                lines += [*filter(None, (item.title, item.date, item.lead, *item.notes, item.url)), ""]
            if section.listed.more:
                lines += [more(section.listed.more), section.name.whole_url, ""]
        lines += [*spaced(self.closing), "-- ", _("What this address gets, and how to end it:"), self.manage, _("Unsubscribe:"), self.stop]
        return "\n".join(lines)

    def as_html(self, language: str) -> str:
        """Return it as HTML that needs nothing from anywhere."""
        return render_to_string("mail/letter.html", {"letter": self, "language": language})


def spaced(paragraphs: Iterable[str]) -> list[str]:
    """Return paragraphs as lines, with an empty one behind each."""
    return [line for text in paragraphs for line in (text, "")]


def more(number: int) -> str:
    """Return how many records are not named."""
    return _("More of them stand on the site: %(number)s.") % {"number": number}


def letter(mailing: Mailing, known: Known) -> Letter | None:
    """Return what a mail says now, in the active language; None where what it is about is over."""
    if mailing.kind == Mailing.Kind.CONFIRM:
        return asking(mailing)
    return digest(mailing, known) if mailing.kind == Mailing.Kind.DIGEST else translated(mailing)


def asking(mailing: Mailing) -> Letter | None:
    """Return the first mail, which asks whether the others are wanted."""
    subscriptions = list(Subscription.objects.unconfirmed().filter(asked=mailing.asked).order_by("asked_at", "id"))
    if not subscriptions:
        return None
    here, about = site.read(), str(mailing.asked)
    # Whoever sent the form may have typed anything into a search: it is not for us to carry it to somebody else.
    said = [f"– {said_of(each, mailing.language, quoted=False)}" for each in subscriptions]
    return Letter(
        subject=_("Do you want mails from %(site)s?") % {"site": here.name},
        opening=[_("Somebody asked at %(site)s that this address be told of:") % {"site": here.name}, *said],
        button=(_("Yes, subscribe"), links.address(links.CONFIRM, about, mailing.language)),
        closing=[_("The link is good for 48 hours. If it was not you, do nothing: the address is deleted then, and you hear nothing more.")],
        manage=links.address(links.MANAGE, str(mailing.reader_id), mailing.language),
        stop=links.address(links.STOP, f"asked.{about}", mailing.language),
        list_name="asking",
        site=here,
    )


def said_of(subscription: Subscription, language: str, *, quoted: bool = True) -> str:
    """Return in words what a subscription is of, and how often it comes."""
    topic = topics.of(subscription)
    found = topics.named(topic, language)
    label = found.label if found is not None else _("something that is not public any more")
    if topic.what == Subscription.What.SEARCH and not quoted:
        label = _("what a search on the site finds")
    if topic.what == Subscription.What.TRANSLATION:
        return _("“%(title)s”, once, when it is translated") % {"title": label}
    return f"{label}, {subscription.get_often_display()}"


def digest(mailing: Mailing, known: Known) -> Letter:
    """Return what is new since the last time: each record once, under the first heading that it belongs to. Empty where nothing is."""
    mine = Subscription.objects.confirmed().in_mail(mailing.language, mailing.often).filter(reader=mailing.reader_id)
    subscriptions, told, sections = list(mine.order_by("asked_at", "id")), set[uuid.UUID](), []
    for each in subscriptions:
        news = read(known, each.told, mailing)
        name = topics.named(topics.of(each), mailing.language)
        fresh = news.of(topics.of(each)) if name is not None else {}
        listed = news.listed({record: kind for record, kind in fresh.items() if record not in told}, MOST_LISTED)
        told |= fresh.keys()
        if name is not None and listed.items:
            sections.append(Section(name, listed))
    here = site.read()
    first = sections[0].listed.items[0].title if sections else ""
    about = f"digest.{mailing.reader_id}.{mailing.language}.{mailing.often}"
    return Letter(
        subject=f"{here.name}: {first}",
        opening=[_("New at %(site)s:") % {"site": here.name}],
        sections=sections,
        manage=links.address(links.MANAGE, str(mailing.reader_id), mailing.language),
        stop=links.address(links.STOP, about, mailing.language),
        list_name=f"{mailing.often}.{mailing.language}",
        site=here,
        told=[each.pk for each in subscriptions],
    )


def read(known: Known, told: int, mailing: Mailing) -> News:
    """Return what is new since a number of the change log."""
    key = (told, mailing.until, mailing.language)
    return known.setdefault(key, News(*key))


def translated(mailing: Mailing) -> Letter | None:
    """Return the mail that tells of a translation; None if the record cannot be read in the language any more."""
    subscription = mailing.subscription
    record = record_of(subscription) if subscription is not None else None
    if subscription is None or record is None or not record.is_available_in(mailing.language):
        return None
    title = getattr(record, f"{record.title_field}_{mailing.language}")
    return Letter(
        subject=_("Now translated: %(title)s") % {"title": title},
        opening=[_("You wanted to be told when this text is translated. It is:"), f"“{title}”"],
        button=(_("Read it"), navigation.absolute(navigation.record_address(record, mailing.language))),
        closing=[_("This was the one mail. Your address is deleted now, unless you asked for others too.")],
        manage=links.address(links.MANAGE, str(mailing.reader_id), mailing.language),
        stop=links.address(links.STOP, f"one.{subscription.pk}", mailing.language),
        list_name=f"translations.{mailing.language}",
        site=site.read(),
    )


def record_of(subscription: Subscription) -> Publishable | None:
    """Return the record that a translation is awaited of, where it is now; None for one that is no more."""
    if subscription.record is None:
        return None
    kind = by_kind(subscription.record_kind)
    record: Publishable | None = kind.model._default_manager.filter(pk=subscription.record).first()
    if record is None and (went := joined.by_key(kind.kind, subscription.record)) is not None:
        record = went.record
    return record
