"""What the page of every kind of record shows around its text: plain values, prepared for templates."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from django.db.models import UUIDField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator

from publishing import dates, editions, languages, navigation
from publishing.citing.addresses import NAMES, address
from publishing.dates import Printed
from publishing.fields import richtext
from publishing.models import Change
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.remembered import Memory, Stamp
from publishing.withdrawn import Gone, gone_in

# What search engines and social networks print of a text.
DESCRIPTION_LENGTH = 200
# How many of the newest entries of the change log are read to find the last one in a language.
RECENT_CHANGES = 20

# {(record, language): when it last changed, where its versions are, how one cites it}
_past = Memory(1024)

# {language: the sentence that says that a record can be read in it}, and one for languages without, under "". A language's
# name bends in some languages, so each sentence is translated whole.
Notices = Mapping[str, str | Promise]


@dataclass(frozen=True, slots=True)
class Label:
    """Another page as this one names it; `lang` only where it differs from the page's."""

    label: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class Translation:
    """Another language in which the record can be read."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class Cited:
    """How one cites the text that stands here now."""

    # The day it first appeared, with slashes, as Google Scholar asks for it.
    published: str
    # When the version was made, as the page prints it.
    date: str
    # Its permanent address, and where reference managers read it: (name of the format, address).
    url: str
    ways: list[tuple[str, str]]


@dataclass(kw_only=True)
class RecordPage:
    """A record in the reader's language, or what can be said there while it exists in another one; `*_lang` where it differs."""

    title: str
    title_lang: str
    # What stands in the head of the page in place of the title, for search results and cards; "" for the title.
    search_title: str = ""
    short_url: str
    report_url: str
    translations: list[Translation]
    updated: Printed | None = None
    # Where its earlier versions are listed, if there are any.
    versions_url: str = ""
    # None for a text that keeps no versions.
    cited: Cited | None = None
    # In which language it can be read, and where, if not in the page's.
    notice: str = ""
    notice_url: str = ""
    notice_lang: str = ""
    # Where one asks to be told when it can be read in the page's; "" where the site mails nobody.
    awaiting_url: str = ""
    # What may be said of a text in the page's language that was taken back.
    gone: Gone | None = None

    @classmethod
    def of(cls, record: Publishable, language: str, notices: Notices, under: Stamp | None, **own: Any) -> Self:  # Any: values of the subclass
        """Return the page of a live record with what is around its text, which may be known `under` a change."""
        title, title_lang = record.title_in(language)
        page = cls(
            title=title,
            title_lang=languages.other(title_lang, language),
            short_url=navigation.short_address(record),
            report_url=navigation.report_address(record, language),
            translations=translations(record, language),
            **own,
        )
        if record.is_available_in(language):
            page.updated, page.versions_url, page.cited = past(record, language, under)
            page.search_title = getattr(record, f"search_title_{language}")
        elif record.available_languages:
            readable = record.language_for(language)
            page.notice, page.notice_lang = notice(notices, readable), readable
            page.notice_url = navigation.record_address(record, readable)
            page.gone = gone_in(record, language)
            # What was taken back is not on its way.
            page.awaiting_url = "" if page.gone else navigation.awaiting_address(record, language)
        return page


def notice(notices: Notices, language: str) -> str:
    """Return the sentence that says in which language a record can be read."""
    return str(notices.get(language) or notices[""])


def label(record: Publishable, language: str) -> Label:
    """Return a record as another page names it: in the reader's language if it says something there."""
    title, title_lang = record.title_in(language)
    return Label(title, navigation.record_address(record, language), languages.other(title_lang, language))


def translations(record: Publishable, language: str) -> list[Translation]:
    """Return the other languages in which the record can be read."""
    codes = [code for code in record.available_languages if code != language]
    return [Translation(code, navigation.name_of(code), navigation.record_address(record, code)) for code in codes]


def description(lead: str, body: str) -> str:
    """Return what search engines and social networks print of a text."""
    return Truncator(lead or richtext.plain_text(body)).chars(DESCRIPTION_LENGTH)


def described(record: Publishable, language: str, lead: str, body: str) -> str:
    """Return what search engines and social networks print of a record that is available in a language: what was written for them, else its text."""
    return getattr(record, f"search_description_{language}") or description(lead, body)


def past(record: Publishable, language: str, under: Stamp | None) -> tuple[Printed | None, str, Cited | None]:
    """Return when the text last changed, where its earlier versions are listed and how one cites it. Read once `under` a change: one query."""
    known = _past.under(under)
    if (record.pk, language) not in known:
        kept = editions.past(record, language)
        known[record.pk, language] = (updated(record, language, kept.made), kept.url, cited(record, language, kept))
    return known[record.pk, language]


def cited(record: Publishable, language: str, kept: editions.Past) -> Cited | None:
    """Return how one cites the newest version that was kept."""
    if kept.made is None:
        return None
    return Cited(
        published=f"{timezone.localdate(getattr(record, f'published_at_{language}')):%Y/%m/%d}",
        date=dates.printed(kept.made, language).text,
        url=navigation.absolute(editions.address(record, language, kept.number)),
        ways=[(name, address(record, language, form)) for form, name in NAMES.items()],
    )


def updated(record: Publishable, language: str, made: dt.datetime | None) -> Printed | None:
    """Return the day on which the text in `language` last changed, if later than the day it appeared.

    That is when its newest version was `made`; of a text that keeps none the change log tells it, which is a query more.
    """
    appeared = timezone.localdate(getattr(record, f"published_at_{language}"))
    if made is None and record.updated_at is not None and timezone.localdate(record.updated_at) > appeared:
        made = next((at for codes, at in changes_of().tuples(record=record.pk) if language in codes), None)
    return dates.printed(made, language) if made is not None and timezone.localdate(made) > appeared else None


@lru_cache
def changes_of() -> Prepared:
    """Return the query for what the change log last said of a record."""
    rows = Change.objects.filter(record=Given("record", UUIDField())).exclude(kind=Change.Kind.WITHDRAWN).order_by("-sequence")
    return Prepared(rows.values_list("languages", "at")[:RECENT_CHANGES])
