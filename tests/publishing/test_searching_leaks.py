"""Search against every hidden state of every type: no word that is not public finds anything, in any language."""

import pytest
from django.utils import timezone

from publishing import languages
from publishing.searching import index
from publishing.searching.asked import asked
from publishing.searching.finding import find
from tests.publishing.hidden import HALF_HIDDEN, HIDDEN, hide_all, published
from tests.publishing.words import Words

KINDS = [kind.kind for kind in index.kinds()]


def finders(words, *, ending=""):
    """Return the names of those words that find something."""
    said = {name: word for name, word in words.items() if name.endswith(ending)}
    return sorted(name for name, word in said.items() for code in languages.codes() if find(asked(word), code).hits)


@pytest.mark.any_database
@pytest.mark.parametrize("kind", KINDS)
def test_public_words_are_found(kind):
    words = Words("public")
    published(kind, words)

    found = finders(words.made)

    assert {f"{name}_{code}" for name in ("title", "body") for code in languages.codes() if f"{name}_{code}" in words.made} <= set(found)
    assert len(found) >= 2


@pytest.mark.any_database
@pytest.mark.parametrize("kind", KINDS)
def test_hidden_records_are_not_found(kind):
    hidden = hide_all(kind, HIDDEN)

    assert {hide.__name__: names for hide, words in hidden.items() if (names := finders(words.made))} == {}


@pytest.mark.any_database
@pytest.mark.parametrize("kind", KINDS)
def test_hidden_language_is_not_found(kind):
    hidden = hide_all(kind, HALF_HIDDEN)

    assert {hide.__name__: names for hide, words in hidden.items() if (names := finders(words.made, ending="_ka"))} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_found_is_what_the_public_can_read(kind):
    hide_all(kind, (*HIDDEN, *HALF_HIDDEN))
    published(kind, Words("public"))
    (model,) = (known.model for known in index.kinds() if known.kind == kind)

    for code in languages.codes():
        found = index.Findable.objects.filter(kind=kind, language=code, public_at__lte=timezone.now()).values_list("record", flat=True)
        readable = {record.pk for record in model._default_manager.available_in(code) if index.rows_of(record)}
        assert readable
        assert set(found) == readable
