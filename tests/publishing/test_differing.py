"""Texts compared word by word, and what became of their structure."""

import pytest

from publishing.differing import ADDED, CHANGED, REMOVED, SAME, Line, plain_lines, rich_lines


def told(line: Line) -> str:
    """Return a line as "same +added+ -removed-"."""
    signs = {SAME: "", ADDED: "+", REMOVED: "-"}
    return "".join(f"{signs[piece.op]}{piece.text}{signs[piece.op]}" for piece in line.pieces)


def both(lines: list[Line]) -> tuple[str, str]:
    """Return the two texts that a comparison without gaps was made of."""
    texts = []
    for gone in (ADDED, REMOVED):
        kept = [line for line in lines if line.op != gone]
        texts.append("\n".join("".join(piece.text for piece in line.pieces if piece.op != gone) for line in kept))
    return texts[0], texts[1]


def test_words_that_changed_stand_in_what_stayed():
    (line,) = plain_lines("Ten people crossed.", "Twelve people crossed over.")

    assert told(line) == "-Ten-+Twelve+ people crossed+ over+."
    assert both([line]) == ("Ten people crossed.", "Twelve people crossed over.")


def test_georgian_words_are_words():
    (line,) = plain_lines("ათი კაცი მოვიდა", "თორმეტი კაცი მოვიდა")

    assert told(line) == "-ათი-+თორმეტი+ კაცი მოვიდა"


@pytest.mark.parametrize(("before", "after", "expected"), [("", "New", "+New+"), ("Old", "", "-Old-")])
def test_text_that_came_or_went_is_one_line(before, after, expected):
    assert [told(line) for line in plain_lines(before, after)] == [expected]


def test_equal_texts_are_counted_and_not_printed():
    html = "".join(f"<p>Paragraph {number}.</p>" for number in range(9))

    assert [line.unchanged for line in rich_lines(html, html)] == [9]


def test_paragraph_added_in_the_middle_leaves_the_others_alone():
    before = "".join(f"<p>Sentence {word} stands here.</p>" for word in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta"))
    after = before.replace("<p>Sentence delta", "<p>Quite another thing.</p><p>Sentence delta")

    lines = rich_lines(before, after)

    assert [(line.op, line.unchanged) for line in lines] == [(SAME, 2), (SAME, 0), (ADDED, 0), (SAME, 0), (SAME, 2)]


def test_paragraph_that_became_a_heading_says_so():
    (line,) = rich_lines("<p>The visit</p>", "<h2>The visit</h2>")

    assert (line.op, line.was, line.kind, told(line)) == (CHANGED, "Paragraph", "Heading", "The visit")


def test_item_of_a_list_names_the_list():
    (line,) = rich_lines("<ul><li><p>One</p></li></ul>", "<ol><li><p>One</p></li></ol>")

    assert (line.was, line.kind) == ("Bulleted list", "Numbered list")


def test_mark_and_target_of_a_link_are_changes_too():
    (bold,) = rich_lines("<p>One word</p>", "<p>One <strong>word</strong></p>")
    (link,) = rich_lines('<p><a href="https://a.example/">One</a> word</p>', '<p><a href="https://b.example/">One</a> word</p>')

    assert told(bold) == "One -word-+word+"
    assert [(piece.op, piece.href) for piece in link.pieces if piece.href] == [(REMOVED, "https://a.example/"), (ADDED, "https://b.example/")]


def test_footnote_stands_where_it_is_called():
    (line,) = rich_lines("<p>One</p>", '<p>One<span class="footnote">Said later</span></p>')

    assert told(line) == "One+ [Footnote: Said later]+"


def test_picture_that_was_exchanged_is_two_lines():
    one, other = ("00000000-0000-4000-8000-00000000000" + digit for digit in "12")

    lines = rich_lines(f'<figure data-image="{one}"></figure>', f'<figure data-image="{other}"></figure>')

    assert [(line.op, line.kind, line.image) for line in lines] == [(REMOVED, "Image", one), (ADDED, "Image", other)]


def test_cells_of_a_table_are_lines_of_it():
    before = "<table><tr><td>Ten</td><td>cars</td></tr></table>"

    lines = rich_lines(before, before.replace("Ten", "Twelve"))

    assert {line.kind for line in lines} == {"Table"}
    assert both(lines) == ("Ten\ncars", "Twelve\ncars")


@pytest.mark.parametrize("length", [30_000, 120_000])
def test_texts_of_any_length_are_compared(length):
    before = " ".join(f"word{number % 997}" for number in range(length // 8))

    lines = plain_lines(before, before.replace("word500", "other"))

    assert both(lines)[1].count("other") == before.count("word500")


def test_texts_of_many_changed_paragraphs_lose_nothing():
    before = "".join(f"<p>Paragraph {number} says what it says.</p>" for number in range(600))
    after = before.replace("says what", "tells what")

    lines = rich_lines(before, after)

    assert {line.op for line in lines} == {CHANGED, ADDED, REMOVED}
    assert both(lines)[1].count("tells what it says") == 600


def test_who_said_it_and_caption_of_a_table_are_lines_with_names():
    (said,) = rich_lines("", '<figure class="quote"><blockquote><p>Words</p></blockquote><figcaption>Who</figcaption></figure>')[1:]
    (named, _cell) = rich_lines("", "<table><caption>What</caption><tr><td>a</td></tr></table>")

    assert [(line.kind, told(line)) for line in (said, named)] == [("Quotation › Caption", "+Who+"), ("Table › Caption", "+What+")]


def test_author_of_a_post_is_a_line_of_its_own():
    post = '<figure class="post" data-author="{}"><blockquote><p>Words</p></blockquote></figure>'

    lines = rich_lines(post.format("Ann Lee"), post.format("Ann Low"))

    assert [(line.kind, told(line)) for line in lines] == [("Quoted post", "Words"), ("Quoted post › Author", "Ann -Lee-+Low+")]
