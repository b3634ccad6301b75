"""Words that the house does not use in its own voice."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Actor, Office, Place
from chronicle.models import Agreement, Format, Statement
from pages.house_terms import Found, HouseWords
from pages.models import HouseTerm
from publishing.advice.findings import Advice, Check, Link, Severity
from publishing.advice.texts import Looked, Passage

# Records whose title is the name that somebody else gave to a thing, and fields of rows that say what a source has printed.
NAMED = (Actor, Agreement, Format, Office, Place)
AS_PRINTED = {"also", "capacity", "date_words", "name", "title"}


class HouseTerms(Check):
    """A term that the list of the house advises against. Whether it may stand in a quotation, the list says."""

    code = "house-terms"
    name = gettext_lazy("House terms")
    severity = Severity.CHANGE

    def look(self, form: Looked) -> Iterator[Advice]:
        """Tell each term once in each text, in each voice. One query."""
        passages = [passage for passage in form.passages if passage.value and is_our_text(form, passage)]
        by_language: dict[str, list[HouseTerm]] = {}
        for term in HouseTerm.objects.filter(language__in={passage.language for passage in passages}) if passages else ():
            by_language.setdefault(term.language, []).append(term)
        words = {code: HouseWords(code, terms) for code, terms in by_language.items()}
        for passage in passages:
            if passage.language in words:
                yield from self.told(passage, words[passage.language], is_quote=is_verbatim(form, passage))

    def told(self, passage: Passage, words: HouseWords, *, is_quote: bool) -> Iterator[Advice]:
        """Say what was found in one text."""
        places: dict[tuple[HouseTerm, bool], list[Found]] = {}
        for line in passage.lines:
            for found in words.found_in(line.words):
                is_quoted = is_quote or line.is_quote or found.is_quoted
                if not (is_quoted and found.term.in_quotation == HouseTerm.InQuotation.ALLOWED):
                    places.setdefault((found.term, is_quoted), []).append(found)
        for (term, is_quoted), found_here in places.items():
            is_told = is_quoted and term.in_quotation == HouseTerm.InQuotation.TOLD
            yield Advice(
                self.code,
                Severity.LOOK if is_told else self.severity,
                " ".join(sentences(term, found_here, is_told=is_told)),
                passage.key,
                passage.language,
                found_here[0].words,
                (Link(_("In the list"), reverse("admin:pages_houseterm_change", args=[term.pk])),),
            )


def sentences(term: HouseTerm, found: list[Found], *, is_told: bool) -> Iterator[str]:
    """Yield what there is to say of a term in one text."""
    words = {"words": found[0].words, "preferred": term.preferred}
    if is_told:
        yield _("“%(words)s” stands in a quotation: readers should see whose word it is.") % words
    elif term.preferred:
        yield _("The house does not say “%(words)s”, but “%(preferred)s”.") % words
    else:
        yield _("The house does not say “%(words)s”.") % words
    if term.reason:
        yield term.reason
    if len(found) > 1:
        yield _("Places in this text: %(count)s.") % {"count": len(found)}


def is_our_text(form: Looked, passage: Passage) -> bool:
    """Tell whether a text is written by the house, and is no name or address."""
    if passage.row:
        return passage.name not in AS_PRINTED
    names = {form.record.slug_field, "also", "sort_name", *([form.record.title_field] if isinstance(form.record, NAMED) else [])}
    return passage.name not in names


def is_verbatim(form: Looked, passage: Passage) -> bool:
    """Tell whether a text of a row is a statement in the speaker's words."""
    part = form.desk.schema[passage.key.partition("/")[0]] if passage.row else None
    return (
        part is not None and part.model is Statement and passage.name == "text" and form.state.get(f"{passage.row}/mode") == Statement.Mode.VERBATIM
    )
