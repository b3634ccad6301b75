"""Advice on a form: each check with what it finds and what it lets be, and the list of it all."""

import pytest
from django.urls import reverse

from publishing import drafts
from publishing.advice import findings
from publishing.advice.looking import MOST_OF_A_SORT, Told, advice_on
from tests.desk_type.factories import make_dossier, make_published_dossier
from tests.desk_type.models import Dossier
from tests.factories import publisher
from tests.roles import browser_of, member_of

BOTH = {"title_en": "Talks in Geneva", "title_ka": "მოლაპარაკება ჟენევაში", "body_en": "<p>Text.</p>", "body_ka": "<p>ტექსტი.</p>"}


def told(**fields: object) -> list[Told]:
    """Return the advice on a draft with these fields, complete in both languages otherwise."""
    dossier = drafts.create(Dossier, {**BOTH, **fields}, by=publisher())
    return advice_on(drafts.opened(dossier))


def found(code: str, **fields: object) -> list[tuple[str, str]]:
    """Return (key, words) of each advice of one check."""
    return [(each.advice.key, each.advice.words) for each in told(**fields) if each.advice.code == code]


def test_complete_text_gets_no_advice():
    assert told() == []


# Languages


def test_language_in_which_nothing_is_written_is_told_once():
    assert found("empty-language", title_ka="", body_ka="") == [("title_ka", "")]
    assert found("empty-language", title_en="", body_en="", lead_ka="ლიდი.") == [("title_en", "")]


def test_text_that_one_language_lacks_is_told():
    assert found("empty-language", body_ka="<p> </p>", lead_en="They met.") == [("lead_ka", ""), ("body_ka", "")]
    assert found("empty-language", body_en="") == [("body_en", "")]


def test_row_that_one_language_lacks_is_told():
    (key, _words), *others = found("empty-language", remarks=[{"text_en": "Remark"}, {"text_en": "Both", "text_ka": "ორივე"}])

    assert others == []
    assert key.startswith("remarks/")
    assert key.endswith("/text_ka")


def test_text_that_no_language_has_is_not_told():
    assert found("empty-language", lead_en="", lead_ka="") == []


def test_blank_form_gets_no_advice():
    assert told(title_en="", title_ka="", body_en="", body_ka="") == []


# Titles and leads


@pytest.mark.parametrize(("field", "lead"), [("lead_en", "TALKS in Geneva."), ("lead_en", "In Geneva: talks"), ("lead_ka", "მოლაპარაკება ჟენევაში…")])
def test_lead_that_repeats_the_title_is_told(field, lead):
    assert found("lead-repeats-title", **{field: lead}) == [(field, "")]


@pytest.mark.parametrize(
    ("field", "lead"),
    [
        ("lead_en", "Talks in Geneva ended without a statement on returns."),
        ("lead_ka", "მოლაპარაკება ჟენევაში განცხადების გარეშე დასრულდა."),
        ("lead_en", "…"),
    ],
)
def test_lead_that_says_more_than_the_title_is_not_told(field, lead):
    assert found("lead-repeats-title", **{field: lead}) == []


def test_title_longer_than_search_results_print_is_told():
    assert found("long-title", title_en="A" * 66, title_ka="ა" * 59) == [("title_en", ""), ("title_ka", "")]
    assert found("long-title", title_en="A" * 65, title_ka="ა" * 58) == []


# Headings and links


@pytest.mark.parametrize("code", ["en", "ka"])
def test_heading_that_skips_a_level_is_told(code):
    skips = "<h2>One</h2><p>Text.</p><h4>Two</h4>"

    assert found("heading-order", **{f"body_{code}": skips}) == [(f"body_{code}", "Two")]
    assert found("heading-order", **{f"body_{code}": "<h3>First</h3>"}) == [(f"body_{code}", "First")]


@pytest.mark.parametrize("code", ["en", "ka"])
def test_headings_in_order_are_not_told(code):
    assert found("heading-order", **{f"body_{code}": "<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2><h3>E</h3>"}) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("body_en", "here"),
        ("body_en", "Read more »"),
        ("body_en", "https://example.org/a"),
        ("body_en", "example.org/a/b"),
        ("body_ka", "აქ"),
        ("body_ka", "ვრცლად…"),
        ("body_ka", "www.example.org"),
    ],
)
def test_link_that_does_not_say_where_it_leads_is_told(field, words):
    assert found("link-words", **{field: f'<p>See <a href="https://example.org/a">{words}</a></p>'}) == [(field, words)]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("body_en", "what was said here"),
        ("body_en", "Read more about returns"),
        ("body_en", "example.org"),
        ("body_ka", "აქ გამოქვეყნებული განცხადება"),
    ],
)
def test_link_that_says_where_it_leads_is_not_told(field, words):
    assert found("link-words", **{field: f'<p>See <a href="https://example.org/a">{words}</a></p>'}) == []


def test_link_of_several_marks_is_one_link():
    assert found("link-words", body_en='<p><a href="https://example.org/">here <strong>is the statement</strong></a></p>') == []


def test_note_is_looked_at_too():
    note = '<p>Text.<span class="footnote">See <a href="https://example.org/a">here</a></span></p>'

    assert found("link-words", body_en=note) == [("body_en", "here")]


# Quotation marks


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title_en", "The „Law on visits“"),
        ("lead_en", 'He said "no" twice'),
        ("body_en", "<p>He said «no».</p>"),
        ("title_ka", "კანონი “ვიზიტების შესახებ“"),
        ("lead_ka", 'მან თქვა "არა"'),
        ("body_ka", "<p>მან თქვა „არა”.</p>"),
        ("body_ka", "<p>მან თქვა «არა».</p>"),
    ],
)
def test_quotation_marks_of_another_language_are_told(field, text):
    assert [key for key, _words in found("quotation-marks", **{field: text})] == [field]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("lead_en", "He said “no”, then ‘yes’."),
        ("lead_en", "In Georgian it is „კანონი“."),
        ("lead_en", 'A screen of 5" and 24"'),
        ("lead_ka", "მან თქვა „არა“, „გაერო“-ს სახელით."),
        ("lead_ka", "ინგლისურად “Law on visits.” ჰქვია."),
        ("lead_ka", 'ეკრანი 5"'),
    ],
)
def test_quotation_marks_of_the_language_are_not_told(field, text):
    assert found("quotation-marks", **{field: text}) == []


# The list


def test_flood_of_one_sort_is_cut_off_and_counted():
    links = "".join(f'<p><a href="https://example.org/{number}">here</a></p>' for number in range(40))

    of_links = [each for each in told(body_en=links, body_ka=links) if each.advice.code == "link-words"]

    assert [(each.advice.language, each.more) for each in of_links].count(("en", 40 - MOST_OF_A_SORT)) == 1
    assert len(of_links) == 2 * MOST_OF_A_SORT


def test_what_matters_most_comes_first_then_the_order_of_the_form():
    listed = told(title_en="A" * 70, title_ka="ა" * 70, body_ka="<h4>ა</h4>", lead_en="A" * 70)

    assert [(each.advice.code, each.html_id) for each in listed] == [
        ("heading-order", "id_body_ka"),
        ("long-title", "id_title_en"),
        ("lead-repeats-title", "id_lead_en"),
        ("long-title", "id_title_ka"),
        ("empty-language", "id_lead_ka"),
    ]


def test_id_of_a_row_is_that_of_the_open_form():
    dossier = make_published_dossier(3)
    first, second, _third = drafts.state_of(dossier)["remarks"]
    drafts.save(dossier, {"remarks": [{"text_en": "New"}, {"id": second}, {"id": first}], f"remarks/{first}/text_ka": ""}, by=publisher())
    browser = browser_of(member_of("Editor")).open(reverse("admin:desk_type_dossier_change", args=[dossier.pk]))

    keys = [drafts.state_of(dossier)["remarks"][0], first]
    ids = [each.html_id for each in advice_on(drafts.opened(dossier)) if each.advice.code == "empty-language"]

    assert ids == [f"id_remarks-{browser.index_of('remarks', key)}-text_ka" for key in keys]


@pytest.mark.parametrize(
    "text",
    [
        "<p>" + "word " * 200_000 + "</p>",
        "<h4>" * 50_000,
        '<p>"„“«' + "“" * 100_000,
        '<a href="https://example.org/">' + "a." * 100_000,
        "<table><tr><td>" * 2000 + "„აბ",
        "<p>„ქართული and English “ერთად</p>" * 5000,
    ],
)
def test_bad_text_is_looked_at_without_a_flood(text):
    dossier = make_dossier()
    work = drafts.opened(dossier)
    work.state = {**work.state, "body_en": text, "body_ka": text, "title_en": text[:500]}

    assert len(advice_on(work)) < 40


def test_record_in_the_trash_gets_no_advice():
    dossier = make_dossier(title_en="A" * 70)
    work = drafts.opened(dossier)
    work.record.state = "trashed"

    assert advice_on(work) == []


def test_check_that_fails_says_so_and_keeps_nobody_from_the_others(monkeypatch, caplog):
    class Broken(findings.Check):
        code, name = "broken", "Length of leads"

        def look(self, form):
            yield self.advice("lead_en", "Found before it broke.")
            raise ValueError("a fault of ours")

    monkeypatch.setitem(findings._checks, "broken", Broken())

    listed = told(title_en="A" * 70)

    assert [each.advice.code for each in listed] == ["failed", "long-title"]
    assert listed[0].advice.message == "This check could not be made: Length of leads."
    assert "The check broken failed" in caplog.text
    assert "a fault of ours" in caplog.text


def test_every_check_has_a_name():
    assert [check.code for check in findings.registered() if not check.name] == []


def test_code_of_a_check_is_registered_once():
    class Other(findings.Check):
        code = "long-title"

    with pytest.raises(ValueError, match="long-title"):
        findings.register(Other())
