"""People whom an article names without a mention: its page does not lead to them, nor theirs to it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.checks import form_of
from actors.named import Words, named_in
from news.models import Article
from publishing.advice.findings import Advice, Check, Link, Offer
from publishing.advice.texts import Looked
from publishing.state import row_keys

SPACE = re.compile(r"\s+")


class Unmentioned(Check):
    """A name in the text that no row of the article mentions."""

    code = "unmentioned"
    name = gettext_lazy("Names without a mention")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Read the titles, leads and texts, and offer to add each person once."""
        if not isinstance(form.record, Article):
            return
        words: dict[str, Words] = {}
        passages = [passage for passage in form.own.values() if passage.name != form.record.slug_field]
        for passage in passages:
            text = words.setdefault(passage.language, Words(passage.language))
            for line in passage.lines:
                text.read(line.words)
        mentioned = {str(form.state.get(f"mentions/{row}/actor")) for row in row_keys(form.state, "mentions")}
        for actor, code, place in named_in(words.values()):
            if str(actor.pk) not in mentioned:
                key = next((each.key for each in passages if each.language == code and place in each.value), "mentions")
                link = form_of(actor)
                message = _("“%(words)s” is named, but not mentioned among people and offices.") % {"words": SPACE.sub(" ", place)}
                offer = Offer("mentions", "actor", str(actor.pk), str(actor))
                yield self.advice(key, message, language=code, words=place, links=(Link(link.label, link.url),), offer=offer)
