"""Words found in a text and replaced there: nothing but words ever changes."""

import pytest

from pages.replacing.hits import Wanted, found, replaced

RICH = {"is_rich": True}


def put(find: str, by: str, value: str, *, chosen=range(100), is_rich: bool = True, **options) -> str:
    return replaced(Wanted("en", find, by, **options), value, chosen, is_rich=is_rich)[0]


def words(find: str, value: str, *, is_rich: bool = True, **options) -> list[str]:
    return [hit.words for hit in found(Wanted("en", find, **options), value, is_rich=is_rich)]


def test_hit_stands_in_its_context():
    (hit,) = found(Wanted("en", "Sokhumi"), "<p>They met in <b>Sokhumi</b> on Monday.</p>", **RICH)

    assert (hit.before, hit.words, hit.after, hit.is_quoted, hit.is_split) == ("They met in ", "Sokhumi", " on Monday.", False, False)


def test_context_is_cut_between_words():
    line = "word " * 30 + "here" + " word" * 30

    (hit,) = found(Wanted("en", "here"), f"<p>{line}</p>", **RICH)

    assert (hit.before[:6], hit.before[-5:], hit.after[:5], hit.after[-5:]) == ("…word ", "word ", " word", "word…")
    assert not found(Wanted("en", "here"), "<p>there</p>", **RICH)


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("<p>class <strong>class</strong></p>", "<p>word <strong>word</strong></p>"),
        ('<figure class="embed"></figure><p>class</p>', "<p>word</p>"),
        (
            '<p><a href="https://class.example/class" title="class">class</a></p>',
            '<p><a href="https://class.example/class" title="class">word</a></p>',
        ),
        ('<p>class<span class="footnote">A class</span></p>', '<p>word<span class="footnote">A word</span></p>'),
        ("<ul><li><p>class</p></li></ul>", "<ul><li><p>word</p></li></ul>"),
        ("<h2>class</h2>", "<h2>word</h2>"),
    ],
)
def test_only_words_change_never_tags_attributes_or_addresses(value, after):
    assert put("class", "word", value) == after


@pytest.mark.parametrize("find", ["p", "strong", "amp", "lt", "nbsp", "href", "quot"])
def test_names_of_tags_and_of_characters_are_no_words(find):
    value = '<p>A &amp; B &lt;C&gt;&nbsp;<strong>D</strong> <a href="https://x.example/">E</a></p>'

    assert words(find, value) == []
    assert put(find, "x", value) == value


def test_signs_that_markup_is_made_of_are_found_and_put_as_signs():
    assert put("&", "and", "<p>A &amp; B</p>", whole_words=False) == "<p>A and B</p>"
    assert put("and", "&", "<p>A and B</p>") == "<p>A &amp; B</p>"
    assert put("and", "<b>&amp;</b>", "<p>A and B</p>") == "<p>A &lt;b&gt;&amp;amp;&lt;/b&gt; B</p>"
    assert put("A < B", "x", "<p>A &lt; B</p>", whole_words=False) == "<p>x</p>"


@pytest.mark.parametrize(
    "value",
    [
        "<p>Foreign <strong>Minister</strong></p>",
        '<p>Foreign <a href="https://x.example/">Minister</a></p>',
        "<p>Fore<em>ign</em> Minister</p>",
        "<p>Foreign<br>Minister</p>",
        '<p>Foreign<span class="footnote">Note</span> Minister</p>',
    ],
)
def test_hit_that_goes_over_tags_is_shown_and_left(value):
    (hit,) = found(Wanted("en", "foreign minister"), value, **RICH)

    assert hit.is_split
    assert put("foreign minister", "envoy", value) == value


def test_words_of_two_paragraphs_or_of_a_text_and_its_note_are_no_hit():
    assert words("one two", '<p>one</p><p>two</p><p>one<span class="footnote">two</span></p>') == []


def test_numbers_count_the_same_places_when_found_and_when_replaced():
    value = '<p>a x a<span class="footnote">a</span> a</p><blockquote><p>a</p></blockquote><p>a <b>a</b></p>'
    wanted = Wanted("en", "a", "Z")
    hits = found(wanted, value, **RICH)

    assert [hit.number for hit in hits] == list(range(7))
    for hit in hits:
        once, done = replaced(wanted, value, {hit.number}, **RICH)
        left = found(wanted, once, **RICH)
        assert (done, len(left)) == (1, 6)
        assert once == put("a", "Z", value, chosen={hit.number})
    assert put("a", "Z", value, chosen={1, 6}).count("Z") == 2


def test_quotations_are_known_in_blocks_and_within_marks():
    value = "<p>occupied “occupied” „occupied“</p><blockquote><p>occupied</p></blockquote>"

    assert [hit.is_quoted for hit in found(Wanted("en", "occupied"), value, **RICH)] == [False, True, True, True]
    assert [hit.is_quoted for hit in found(Wanted("en", "x"), "x “x”", is_rich=False)] == [False, True]
    assert found(Wanted("en", "x"), "x", is_rich=False, is_quote=True)[0].is_quoted


def test_whole_words_and_case():
    assert words("art", "<p>Art article ART</p>") == ["Art", "ART"]
    assert words("art", "<p>Art article ART</p>", whole_words=False) == ["Art", "art", "ART"]
    assert words("Art", "<p>Art article ART</p>", match_case=True) == ["Art"]
    assert words("ადიგე", "<p>ადიგე ადიგეში</p>") == ["ადიგე"]
    assert put("ადიგე", "ადიღე", "<p>ადიგეში</p>", whole_words=False) == "<p>ადიღეში</p>"


def test_letters_with_marks_are_one_letter_in_any_spelling():
    composed, apart = "Andr\u00e9", "Andre\u0301"

    assert words(composed, f"<p>{apart}</p>") == [composed]
    assert words("Andre", f"<p>{apart}</p>", whole_words=False) == []
    # No letter of its own is made of these two.
    assert words("q", "<p>q\u0301 q</p>", whole_words=False) == ["q"]


def test_signs_of_patterns_are_plain_signs():
    assert words(".*", "<p>abc .* (x)</p>", whole_words=False) == [".*"]
    assert put("(x)", r"\1\g<0>", "<p>(x)</p>", whole_words=False) == r"<p>\1\g&lt;0&gt;</p>"


def test_white_space_between_words_is_any():
    assert words("de facto", "<p>de&nbsp;facto de facto</p>") == ["de\xa0facto", "de facto"]


def test_nothing_in_place_of_a_word_leaves_one_space():
    assert put("so-called", "", "<p>the so-called president</p>") == "<p>the president</p>"
    assert put("so-called", "", "so-called president", is_rich=False) == "president"


def test_lines_of_a_plain_text_stay_lines():
    assert put("a", "b", "a\n\na", is_rich=False) == "b\n\nb"
