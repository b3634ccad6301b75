"""Texts that name somebody who is marked “do not name”."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.checks import form_of
from actors.models import Actor
from actors.named import Words, placed
from actors.withholding import names_of
from publishing.advice.findings import Advice, Check, Link, Severity
from publishing.advice.texts import Looked, Passage


class DoNotName(Check):
    """A name, in any case and spelling that is recorded, of a person whom nothing public may name."""

    code = "do_not_name"
    name = gettext_lazy("People not to be named")
    severity = Severity.CHANGE

    def look(self, form: Looked) -> Iterator[Advice]:
        """Read every text of the form, rows and quotations included. One query where nobody is marked."""
        people = list(Actor.objects.filter(withheld__isnull=False).exclude(pk=form.record.pk).order_by("pk"))
        if not people:
            return
        names = names_of(people)
        texts = [(passage, words_of(passage)) for passage in form.passages]
        for actor in people:
            link = form_of(actor)
            for passage, words in texts:
                if place := next(iter(placed(names[actor.pk], [words]).values()), ""):
                    message = _("“%(words)s” is marked “do not name”: take the name out before readers see this.") % {"words": place}
                    yield self.advice(passage.key, message, language=passage.language, words=place, links=(Link(link.label, link.url),))


def words_of(passage: Passage) -> Words:
    """Return the words of a text, to ask for names."""
    words = Words(passage.language)
    for line in passage.lines:
        words.read(line.words)
    return words
