"""Checks of what stands at the head of a text: its title, its lead, and the languages in which it is written."""

import re
from collections.abc import Iterator

from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from publishing import languages
from publishing.advice.findings import Advice, Check
from publishing.advice.texts import SEARCH, Looked, Passage

# Characters of a title that search engines print; Georgian letters are wider.
LONGEST_TITLE = {"ka": 58}
USUAL_LONGEST = 65
# Of the words of a lead, so great a part in the title makes it a repetition.
REPEATED = 0.8


def words_of(text: str) -> list[str]:
    """Return the words of a text, whatever their case."""
    return re.findall(r"\w+", text.casefold())


class EmptyLanguage(Check):
    """A text that one language has and another lacks."""

    code = "empty-language"
    name = gettext_lazy("Texts that lack in a language")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Say once that a language lacks altogether, else each text that lacks."""
        written = form.written
        for code in languages.codes():
            language = get_language_info(code)["name_translated"]
            if written and code not in written:
                yield self.advice(
                    f"{form.record.title_field}_{code}",
                    _("Nothing is written in this language yet: %(language)s.") % {"language": language},
                    language=code,
                )
        groups: dict[tuple[str, str], list[Passage]] = {}
        for passage in form.passages:
            if passage.language in written and passage.name not in (form.record.slug_field, *SEARCH):
                groups.setdefault((passage.row, passage.name), []).append(passage)
        for group in groups.values():
            if any(not passage.is_empty for passage in group):
                yield from (
                    self.advice(each.key, _("Empty here, though filled in another language."), language=each.language)
                    for each in group
                    if each.is_empty
                )


class LeadRepeatsTitle(Check):
    """A lead that says little beside the title."""

    code = "lead-repeats-title"
    name = gettext_lazy("Leads that repeat the title")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Compare words, not their order or case."""
        for code in languages.codes():
            title, lead = form.title(code), form.lead(code)
            if title is None or lead is None:
                continue
            said, heading = words_of(lead.value), set(words_of(title.value))
            if said and heading and len(said) <= 2 * len(heading) + 2 and sum(word in heading for word in said) >= REPEATED * len(said):
                yield self.advice(lead.key, _("The lead repeats the title: readers see both, one under the other."), language=code)


class LongTitle(Check):
    """A title that search results would cut off."""

    code = "long-title"
    name = gettext_lazy("Length of titles")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Count characters."""
        for code in languages.codes():
            title, most = form.title(code), LONGEST_TITLE.get(code, USUAL_LONGEST)
            # What is written for search results stands there in place of the title.
            if (instead := form.own.get(f"{SEARCH[0]}_{code}")) is not None and not instead.is_empty:
                title = instead
            if title is not None and (length := len(title.value.strip())) > most:
                message = ngettext(
                    "%(length)s character: search results cut a title off after about %(most)s.",
                    "%(length)s characters: search results cut a title off after about %(most)s.",
                    length,
                )
                yield self.advice(title.key, message % {"length": length, "most": most}, language=code)
