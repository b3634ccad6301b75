import pytest

from publishing.fields.richtext import render
from publishing.fields.richtext_terms import Term, Terms

GID = Term("gid", ("GID", "Geneva International Discussions"), "Talks in Geneva.", "/en/glossary/#gid")
DE_FACTO = Term("de-facto", ("de facto",), "In fact, not in law.", "/en/glossary/#de-facto")
BORDER = Term("border", ("border",), "A line.", "/en/glossary/#border")
BORDER_GUARD = Term("guard", ("border guard",), "Somebody at it.", "/en/glossary/#guard")
TERMS = Terms([GID, DE_FACTO, BORDER, BORDER_GUARD])


def mark(term: Term, text: str) -> str:
    return f'<a class="term" href="{term.url}" title="{term.meaning}">{text}</a>'


def test_term_is_explained_where_it_first_stands_however_it_is_written():
    html = render("<p>The GID met.</p><p>Then the GID, or Geneva International Discussions.</p>", terms=TERMS)

    assert html == f"<p>The {mark(GID, 'GID')} met.</p><p>Then the GID, or Geneva International Discussions.</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the de facto minister", f"the {mark(DE_FACTO, 'de facto')} minister"),
        ("De facto, yes", f"{mark(DE_FACTO, 'De facto')}, yes"),
        ("a de\xa0facto one", "a " + mark(DE_FACTO, "de\xa0facto") + " one"),
        ("the gid", "the gid"),
        ("DE FACTO", "DE FACTO"),
        ("GIDs and borders", "GIDs and borders"),
        ("(GID)", f"({mark(GID, 'GID')})"),
        ("a border guard", f"a {mark(BORDER_GUARD, 'border guard')}"),
        ("GID &amp; border", f"{mark(GID, 'GID')} &amp; {mark(BORDER, 'border')}"),
    ],
)
def test_terms_are_whole_words_in_their_case_and_the_longest_is_meant(text, expected):
    assert render(f"<p>{text}</p>", terms=TERMS) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<h2 id="h-gid">GID</h2>',
        '<p><a href="/en/news/">The GID</a></p>',
        "<blockquote><p>The GID said.</p></blockquote>",
    ],
)
def test_titles_links_and_quoted_words_are_left_alone(html):
    assert render(html, terms=TERMS) == html


def test_term_in_a_quote_is_explained_where_our_own_words_use_it():
    html = render("<blockquote><p>GID</p></blockquote><p><strong>GID</strong></p>", terms=TERMS)

    assert html == f"<blockquote><p>GID</p></blockquote><p><strong>{mark(GID, 'GID')}</strong></p>"


@pytest.mark.parametrize(
    "text",
    [
        "He spoke of “the GID” at length.",
        "მან თქვა: „GID შედგა“.",
        "„GID”",
        "Il parle de « GID ».",
        "“The GID”, “a de facto border”",
        "“He said «no» to the GID.”",
        "“It goes on: the GID",
        "“The <strong>GID</strong> and <em>de facto</em> borders”",
        '“See <a href="/en/news/">this</a> GID.”',
    ],
)
def test_words_between_quotation_marks_are_left_alone(text):
    assert 'class="term"' not in render(f"<p>{text}</p>", terms=TERMS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The GID” is what the GID is.", "“The GID” is what the {} is."),
        ("„GID“ და GID", "„GID“ და {}"),
        ("«The <strong>GID</strong>» and the GID", "«The <strong>GID</strong>» and the {}"),
        ("The party’s GID", "The party’s {}"),
        ("5” and the GID", "5” and the {}"),
    ],
)
def test_our_own_words_beside_quoted_ones_are_explained(text, expected):
    assert render(f"<p>{text}</p>", terms=TERMS) == f"<p>{expected.format(mark(GID, 'GID'))}</p>"


def test_quotation_ends_with_its_paragraph():
    html = render("<p>“It begins</p><p>The GID.</p>", terms=TERMS)

    assert html == f"<p>“It begins</p><p>The {mark(GID, 'GID')}.</p>"


def test_head_of_a_table_is_left_alone_and_its_cells_are_not():
    html = render("<table><tr><th>GID</th><th>Day</th></tr><tr><td>GID</td><td>1</td></tr></table>", terms=TERMS)

    assert '<th scope="col">GID</th>' in html
    assert f"<td>{mark(GID, 'GID')}</td>" in html


def test_meaning_cannot_break_out_of_its_place():
    term = Term("x", ("x",), '"><script>alert(1)</script>', '/en/glossary/#"')

    html = render("<p>x</p>", terms=Terms([term]))

    assert "<script>" not in html
    assert html.startswith('<p><a class="term" href="/en/glossary/#&quot;" title="&quot;&gt;&lt;script&gt;')


def test_text_without_terms_stays_as_it_is():
    assert render("<p>The GID.</p>") == "<p>The GID.</p>"
    assert render("<p>The GID.</p>", terms=Terms([Term("e", ("", " "), "", "")])) == "<p>The GID.</p>"
