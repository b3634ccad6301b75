"""House terms: what is told of a word in our voice and in a quotation, in its forms; and who keeps the list."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chronicle.models import Event
from news.models import Article
from pages.forms import HouseTermForm
from pages.models import HouseTerm
from publishing import drafts
from publishing.advice.findings import Advice
from publishing.advice.looking import advice_on
from publishing.models import Audit
from tests.factories import make_actor, make_kind, make_office, publisher
from tests.roles import browser_of, member_of

OSSETIA = {"language": "en", "avoided": "South Ossetia", "preferred": "Tskhinvali Region"}


def make_term(**fields) -> HouseTerm:
    form = HouseTermForm({"in_quotation": "allowed", **fields})
    assert form.is_valid(), form.errors
    return form.save()


def told(**fields: object) -> list[Advice]:
    article = drafts.create(Article, {"kind": make_kind().pk, **fields}, by=publisher())
    return [each.advice for each in advice_on(drafts.opened(article)) if each.advice.code == "house-terms"]


def words(**fields: object) -> list[tuple[str, str]]:
    """Return (key, words) of what is told."""
    return [(each.key, each.words) for each in told(**fields)]


# Our own voice


def test_term_in_our_voice_is_told_with_what_the_house_says_and_why():
    term = make_term(**OSSETIA, reason="It is a claim.")

    (advice,) = told(body_en="<p>Talks in South Ossetia.</p><p>South Ossetia’s ministers came.</p>")

    assert advice.message == "The house does not say “South Ossetia”, but “Tskhinvali Region”. It is a claim. Places in this text: 2."
    assert (advice.key, advice.severity, advice.words) == ("body_en", "change", "South Ossetia")
    assert advice.links[0].url == reverse("admin:pages_houseterm_change", args=[term.pk])


@pytest.mark.parametrize(
    ("term", "text", "written"),
    [
        ("separatist", "The separatists left.", "separatists"),
        ("separatist", "Separatist leaders", "Separatist"),
        ("separatist", "The separatists’ leader", "separatists"),
        ("Abkhaz border", "Abkhaz\u00a0borders", "Abkhaz\u00a0borders"),
        ("so-called", "the So-called embassy", "So-called"),
        ("a.k.a.", "Ergneti, a.k.a. Ergnet", "a.k.a"),
    ],
)
def test_english_term_is_found_in_its_forms(term, text, written):
    make_term(language="en", avoided=term, preferred="other words")

    assert words(lead_en=text) == [("lead_en", written)]


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("სამხრეთ ოსეთი", "სამხრეთ ოსეთში"),
        ("სამხრეთ ოსეთი", "სამხრეთ ოსეთისთვის"),
        ("სამხრეთ ოსეთი", "სამხრეთ ოსეთიც"),
        ("ორი რესპუბლიკა", "ორი რესპუბლიკის"),
        ("რუსი სამშვიდობო", "რუს სამშვიდობოებს"),
        ("სეპარატისტი", "სეპარატისტებმა"),
        ("სეპარატისტი", "სეპარატისტმა"),
        ("ე.წ.", "ე.წ"),
    ],
)
def test_georgian_term_is_found_in_its_cases_and_in_the_plural(term, written):
    make_term(language="ka", avoided=term, preferred="სხვა სიტყვა")

    assert words(body_ka=f"<p>თქვა, რომ {written}. შეხვდნენ.</p>") == [("body_ka", written)]


@pytest.mark.parametrize(
    ("term", "fields"),
    [
        ("border", {"lead_en": "The borderisation goes on."}),
        ("South Ossetia", {"lead_en": "In the South, Ossetia"}),
        ("South Ossetia", {"lead_en": "Tskhinvali", "lead_ka": "South Ossetia"}),
        ("the", {"slug_en": "the-visit"}),
    ],
)
def test_what_is_nearly_a_term_is_not_told(term, fields):
    make_term(language="en", avoided=term, preferred="other words")

    assert words(**fields) == []


def test_capitals_count_where_nothing_else_parts_two_words():
    make_term(language="en", avoided="russian government", preferred="Russian government")

    assert words(title_en="Russian government", lead_en="The russian government") == [("lead_en", "russian government")]


def test_longer_name_is_left_alone():
    make_term(**OSSETIA, left_alone_in="University of South Ossetia, Bank of South Ossetia")

    assert words(lead_en="The Bank of South Ossetia moved.", title_en="South Ossetia") == [("title_en", "South Ossetia")]


def test_longer_term_is_told_alone():
    make_term(language="en", avoided="border", preferred="line")
    make_term(language="en", avoided="border with Abkhazia", preferred="boundary line")

    assert words(lead_en="At the border with Abkhazia.") == [("lead_en", "border with Abkhazia")]


# Quotations


QUOTED = {
    "marks": {"lead_en": "He called it “South Ossetia, our friend”."},
    "straight marks": {"lead_en": 'He called it "South Ossetia".'},
    "single marks": {"lead_en": "He called it ‘South Ossetia’, again."},
    "marks within marks": {"lead_en": "“It is ‘big’, South Ossetia”, he said."},
    "block": {"body_en": "<blockquote><p>South Ossetia is here.</p></blockquote>"},
    "list in a block": {"body_en": "<blockquote><ul><li>South Ossetia</li></ul></blockquote>"},
    "marks over emphasis": {"body_en": "<p>“In <em>South Ossetia</em>”</p>"},
}


@pytest.mark.parametrize("fields", QUOTED.values(), ids=QUOTED)
def test_quoted_term_is_told_as_the_list_says(fields):
    term = make_term(**OSSETIA)
    by_choice = {}
    for choice in HouseTerm.InQuotation.values:
        HouseTerm.objects.filter(pk=term.pk).update(in_quotation=choice)
        by_choice[choice] = [(each.severity, each.message) for each in told(**fields)]

    assert by_choice == {
        "allowed": [],
        "told": [("look", "“South Ossetia” stands in a quotation: readers should see whose word it is.")],
        "avoided": [("change", "The house does not say “South Ossetia”, but “Tskhinvali Region”.")],
    }


@pytest.mark.parametrize("text", ["„სამხრეთ ოსეთის“ საელჩო", "«სამხრეთ ოსეთის» საელჩო", "“სამხრეთ ოსეთის” საელჩო"])
def test_georgian_marks_quote(text):
    make_term(language="ka", avoided="სამხრეთ ოსეთი", preferred="ცხინვალის რეგიონი")

    assert words(lead_ka=text) == []


@pytest.mark.parametrize("text", ["He said “no” to South Ossetia.", 'He said "no" to South Ossetia.', "The minister’s South Ossetia’s visit"])
def test_term_behind_a_quotation_is_in_our_voice(text):
    make_term(**OSSETIA)

    assert [key for key, _words in words(lead_en=text)] == ["lead_en"]


def test_paragraph_after_a_block_is_in_our_voice():
    make_term(**OSSETIA)

    assert words(body_en="<blockquote><p>South Ossetia.</p></blockquote><p>South Ossetia.</p>") == [("body_en", "South Ossetia")]


def test_statement_in_the_speakers_words_is_a_quotation_and_a_capacity_is_as_printed():
    make_term(**OSSETIA)
    rows = [{"attribution_en": "A side", "mode": mode, "text_en": "South Ossetia stays."} for mode in ("verbatim", "paraphrase")]
    guest = {"actor": make_actor(name_en="Anna").pk, "role": "guest", "capacity_en": "Minister of South Ossetia"}

    event = drafts.create(Event, {"title_en": "Visit", "statements": rows, "participants": [guest]}, by=publisher())
    found = [each.advice.key for each in advice_on(drafts.opened(event)) if each.advice.code == "house-terms"]

    paraphrased = drafts.state_of(event)["statements"][1]
    assert found == [f"statements/{paraphrased}/text_en"]


def test_name_of_an_office_is_its_own():
    make_term(**OSSETIA)
    office = make_office(name_en="Bank of South Ossetia", summary_en="A bank in South Ossetia.")

    assert [each.advice.key for each in advice_on(drafts.opened(office)) if each.advice.code == "house-terms"] == ["summary_en"]


# The list


def test_terms_cost_one_query():
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Visit", "title_ka": "ვიზიტი"}, by=publisher())
    work = drafts.opened(article)
    advice_on(work)
    with CaptureQueriesContext(connection) as without:
        advice_on(work)
    for number in range(30):
        make_term(language="en", avoided=f"Word {number}", preferred="Other")

    with CaptureQueriesContext(connection) as queries:
        advice_on(work)

    assert len(queries) == len(without)


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"preferred": "", "reason": ""}, "__all__", "Say what the house says instead"),
        ({"preferred": "South Ossetia"}, "preferred", "the word to avoid"),
        ({"avoided": "–"}, "avoided", "nothing here to search"),
        ({"also": "word, …"}, "also", "nothing here to search"),
        ({"language": "xx"}, "language", "valid choice"),
    ],
)
def test_form_refuses_what_would_advise_nothing(fields, field, reason):
    form = HouseTermForm({"in_quotation": "allowed", **OSSETIA, **fields})

    assert not form.is_valid()
    assert reason in " ".join(form.errors[field])


def test_word_stands_in_the_list_once():
    make_term(**OSSETIA)

    assert not HouseTermForm({"in_quotation": "allowed", **OSSETIA}).is_valid()
    assert HouseTermForm({"in_quotation": "allowed", **OSSETIA, "language": "ka"}).is_valid()
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseTerm.objects.create(**OSSETIA)


def test_editors_keep_the_list_and_others_read_it():
    term = make_term(**OSSETIA)
    pages = [
        reverse("admin:pages_houseterm_changelist"),
        reverse("admin:pages_houseterm_change", args=[term.pk]),
        reverse("admin:pages_houseterm_add"),
    ]

    clients = {role: browser_of(member_of(role)).client for role in ("Author", "Editor", "Translator (Georgian)")}
    answers = {role: [client.get(page).status_code for page in pages] for role, client in clients.items()}

    assert answers == {"Author": [200, 200, 403], "Editor": [200, 200, 200], "Translator (Georgian)": [200, 200, 403]}


def test_change_of_the_list_is_in_the_audit_log():
    browser_of(member_of("Editor")).client.post(reverse("admin:pages_houseterm_add"), {**OSSETIA, "in_quotation": "told"})

    assert HouseTerm.objects.get().in_quotation == "told"
    assert Audit.objects.filter(action="house term added").count() == 1
