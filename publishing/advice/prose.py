"""Checks of what stands within a text: its headings, the words of its links, its quotation marks."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing.advice.findings import Advice, Check, Severity
from publishing.advice.texts import Looked
from publishing.fields.richtext_schema import HEADINGS, QUOTATION_MARKS

# What a link says that says nothing, read by itself, as a list of links is.
EMPTY_WORDS = {
    *("here", "click here", "click", "link", "this", "this link", "this page", "more", "read more", "see here", "read here", "follow this link"),
    *(
        "აქ",
        "აქ ნახეთ",
        "იხილეთ აქ",
        "იხილეთ",
        "ნახეთ",
        "ბმული",
        "ამ ბმულზე",
        "ბმულზე",
        "დააჭირეთ",
        "დააჭირეთ აქ",
        "აქ დააჭირეთ",
        "ვრცლად",
        "სრულად",
        "მეტი",
    ),
}
BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+\.[a-z]{2,}/\S*", re.IGNORECASE)
# The marks of a language, as they are named to an editor, and what stands for other marks than these. What encloses words of
# the other script may be theirs; a straight mark behind a figure stands for inches or seconds.
MARKS = {code: "…".join(marks) for code, marks in QUOTATION_MARKS.items()}
WRONG = {
    "en": re.compile(r"[„«](?!\s*[ა-ჿ])|(?<![ა-ჿ])»|(?<![\dა-ჿ])\"(?![ა-ჿ])"),
    "ka": re.compile(r"«(?!\s*[A-Za-z])|(?<![A-Za-z])(?<![A-Za-z][.,!?])[”»]|(?<![\w.,!?…)])“(?=[ა-ჿ])|(?<![\dA-Za-z])\"(?![A-Za-z])"),
}
# Characters on either side of the mark that say which one is meant.
AROUND = 20


class HeadingOrder(Check):
    """A heading that skips a level: whoever moves by headings thinks that something is missing."""

    code = "heading-order"
    name = gettext_lazy("Order of headings")
    severity = Severity.CHANGE

    def look(self, form: Looked) -> Iterator[Advice]:
        """The title of the page is the first level, so a text begins with the second."""
        for passage in form.passages:
            above = int(HEADINGS[0][1]) - 1
            for line in passage.lines if passage.is_rich else ():
                if line.tag not in HEADINGS:
                    continue
                level = int(line.tag[1])
                if level > above + 1:
                    message = _("“%(words)s” is a heading of level %(level)s right under level %(above)s: a level is skipped.")
                    words = {"words": shortened(line.words), "level": level, "above": above}
                    yield self.advice(passage.key, message % words, language=passage.language, words=line.words[:AROUND])
                above = level


class LinkWords(Check):
    """A link whose words do not say where it leads."""

    code = "link-words"
    name = gettext_lazy("Words of links")
    severity = Severity.CHANGE

    def look(self, form: Looked) -> Iterator[Advice]:
        """Look at each link with words that say nothing, or with an address for words."""
        for passage in form.passages:
            for line in passage.lines if passage.is_rich else ():
                for link, said in line.links():
                    words = said.strip()
                    if words.casefold().strip(" .:…»>→") in EMPTY_WORDS:
                        message = _("The link “%(words)s” does not say where it leads; some readers hear links without what is around them.")
                    elif BARE_ADDRESS.fullmatch(words) or words == link.href:
                        message = _("The link “%(words)s” is a bare address: name what it leads to.")
                    else:
                        continue
                    yield self.advice(passage.key, message % {"words": shortened(words)}, language=passage.language, words=words[: 2 * AROUND])


class QuotationMarks(Check):
    """Quotation marks of another language."""

    code = "quotation-marks"
    name = gettext_lazy("Quotation marks")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Say it once for each text, with the first place."""
        for passage in form.passages:
            if (wrong := WRONG.get(passage.language)) is None or passage.name == form.record.slug_field:
                continue
            found = [(line.words, match) for line in passage.lines for match in wrong.finditer(line.words)]
            if not found:
                continue
            words, first = found[0]
            there = words[max(first.start() - AROUND, 0) : first.end() + AROUND].strip()
            message = ngettext(
                "%(count)s mark in another manner than %(marks)s: … %(words)s …",
                "%(count)s marks in another manner than %(marks)s, first: … %(words)s …",
                len(found),
            )
            said = {"count": len(found), "marks": MARKS[passage.language], "words": there}
            yield self.advice(passage.key, message % said, language=passage.language, words=there)


def shortened(words: str) -> str:
    """Return words as a line of a list holds them."""
    return words if len(words) <= 3 * AROUND else f"{words[: 3 * AROUND].rstrip()}…"
