import re

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Article
from pages.forms import TermForm
from pages.models import Term
from publishing import drafts
from publishing.models import SiteSettings
from tests.factories import make_kind, make_published_article, make_published_page, make_superuser, publisher
from tests.pages.settings_form import save
from tests.publishing.walk import everything

WORDS = {"name_en": "GID", "definition_en": "Talks in Geneva.", "name_ka": "მოლაპარაკებები", "definition_ka": "მოლაპარაკებები ჟენევაში."}

GID = "/en/glossary/#gid"


def make_term(**fields) -> Term:
    form = TermForm({"is_shown": True, **fields})
    assert form.is_valid(), form.errors
    return form.save()


def marks(response) -> list[str]:
    return re.findall(r'<a class="term" href="([^"]*)"', response.content.decode())


def test_glossary_explains_the_terms_of_the_language_in_its_alphabet(client: Client):
    for name in ("ზონა", "ანექსია", "ბორდერიზაცია", "EUMM"):
        make_term(name_ka=name, definition_ka="განმარტება.")
    make_term(**WORDS)
    make_term(name_en="AMM", definition_en="Observers.", also_en="the mission, monitors")

    georgian, english = client.get("/ka/glossary/"), client.get("/en/glossary/")

    names = [term.name for group in georgian.context["groups"] for term in group.terms]
    assert names == ["ანექსია", "ბორდერიზაცია", "ზონა", "მოლაპარაკებები", "EUMM"]
    by_letter = [(group.letter, [(term.name, term.also) for term in group.terms]) for group in english.context["groups"]]
    assert by_letter == [("A", [("AMM", "the mission, monitors")]), ("G", [("GID", "")])]
    assert re.findall(r'<dt id="([^"]*)"', english.content.decode()) == ["amm", "gid"]


def test_glossary_names_other_spellings_and_no_endings(client: Client):
    make_term(name_ka="ბორდერიზაცია", also_ka="ბორდერიზაციის, ბორდერიზაციას, მავთულხლართების გავლება", definition_ka="ღობეები.")
    make_term(name_en="IPRM", also_en="Response Mechanism, Response Mechanisms", definition_en="Meetings.")

    shown = [client.get(f"/{code}/glossary/").context["groups"][0].terms[0].also for code in ("ka", "en")]

    assert shown == ["მავთულხლართების გავლება", "Response Mechanism"]


def test_article_and_page_explain_a_term_once_and_lead_to_the_glossary(client: Client):
    make_term(**WORDS)
    make_published_article(title_en="GID meets", title_ka="შეხვედრა", body_en="<p>The GID. The GID again.</p>", body_ka="<p>მოლაპარაკებები.</p>")
    make_published_page(title_en="About", body_en="<p>The GID.</p>")

    answers = [client.get(path) for path in ("/en/news/gid-meets/", "/ka/news/shekhvedra/", "/en/pages/about/")]

    assert [marks(answer) for answer in answers] == [["/en/glossary/#gid"], ["/ka/glossary/#gid"], ["/en/glossary/#gid"]]
    assert 'title="Talks in Geneva."' in answers[0].content.decode()


def test_cached_page_changes_when_an_editor_changes_a_term(client: Client):
    desk = Client()
    desk.force_login(make_superuser())
    term = make_term(**WORDS)
    make_published_article(title_en="Meeting", body_en="<p>The GID.</p>")
    assert "Talks in Geneva." in client.get("/en/news/meeting/").content.decode()

    said = {**WORDS, "definition_en": "Talks, in short.", "anchor": "gid", "is_shown": "on"}
    assert desk.post(reverse("admin:pages_term_change", args=[term.pk]), said).status_code == 302
    assert "Talks, in short." in client.get("/en/news/meeting/").content.decode()

    del said["is_shown"]
    desk.post(reverse("admin:pages_term_change", args=[term.pk]), said)
    assert marks(client.get("/en/news/meeting/")) == []


def test_terms_cost_one_query_at_most(client: Client):
    make_published_article(title_en="Meeting", body_en="<p>The GID.</p>")
    client.get("/en/")
    with CaptureQueriesContext(connection) as without:
        client.get("/en/news/meeting/?a")
    for number in range(30):
        make_term(name_en=f"Term {number}", definition_en="It.")

    with CaptureQueriesContext(connection) as queries:
        client.get("/en/news/meeting/?b")

    assert len(queries) <= len(without) <= 12


def marked_in(client: Client, **fields: object) -> list[list[str]]:
    make_term(**WORDS)
    make_published_article(title_en="Meeting", body_en="<p>The GID.</p>", **fields)
    make_published_page(title_en="Method", body_en="<p>The GID.</p>", **fields)
    return [marks(client.get(path)) for path in ("/en/news/meeting/", "/en/pages/method/")]


def test_site_that_marks_no_terms_leaves_every_text_as_it_is(client: Client):
    SiteSettings.objects.create(mark_terms=False)

    assert marked_in(client) == [[], []]
    assert [group.letter for group in client.get("/en/glossary/").context["groups"]] == ["G"]


def test_record_may_be_left_as_it_is(client: Client):
    assert marked_in(client, mark_terms=False) == [[], []]


def test_terms_are_marked_unless_somebody_says_otherwise(client: Client):
    assert marked_in(client) == [[GID], [GID]]


def test_owner_switches_the_marks_off_and_every_page_follows(admin_client: Client):
    assert marked_in(admin_client) == [[GID], [GID]]

    save(admin_client, mark_terms=None)

    assert [marks(Client().get(path)) for path in ("/en/news/meeting/", "/en/pages/method/")] == [[], []]


def test_editor_leaves_a_text_as_it_is(client: Client):
    make_term(**WORDS)
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Meeting", "body_en": "<p>The GID.</p>"}, by=publisher())
    drafts.publish(article, by=publisher())
    assert marks(client.get("/en/news/meeting/")) == [GID]

    drafts.save(article, {"mark_terms": False}, by=publisher())
    drafts.publish(article, by=publisher())

    assert marks(client.get("/en/news/meeting/")) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"is_shown": False},
        {"definition_en": "", "definition_ka": "", "is_shown": False},
    ],
)
def test_term_that_is_not_shown_leaves_no_trace(fields):
    words = {"name_en": "zqterm", "also_en": "zqalias", "definition_en": "zqmeaning", "name_ka": "zqka", "definition_ka": "zqkameaning"}
    make_term(**{**words, **fields})
    make_published_article(title_en="Meeting", title_ka="შეხვედრა", body_en="<p>zqterm</p>", body_ka="<p>zqka</p>")

    # The article says the words itself; nothing else does.
    assert [answer.path for answer in everything() if "zqmeaning" in answer.text or "zqalias" in answer.text or "#zqterm" in answer.text] == []


def test_language_without_a_definition_says_nothing_of_the_term(client: Client):
    make_term(name_en="GID", name_ka="მოლაპარაკებები", definition_en="Talks.")
    make_published_article(title_ka="შეხვედრა", body_ka="<p>მოლაპარაკებები</p>", languages=["ka"])

    assert client.get("/ka/glossary/").context["groups"] == []
    assert marks(client.get("/ka/news/shekhvedra/")) == []
    assert "<loc>http://testserver/en/glossary/</loc>" in client.get("/sitemap-glossary-en.xml").content.decode()
    assert "glossary" not in client.get("/sitemap-glossary-ka.xml").content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"name_en": ""}, "name_en", "Give a name in at least one language."),
        ({"anchor": "Content"}, "anchor", "Give an anchor of small Latin letters"),
        ({"anchor": "content"}, "anchor", "Give an anchor of small Latin letters"),
        ({"name_en": "!?"}, "anchor", "Give an anchor of small Latin letters"),
        ({"anchor": "gid"}, "anchor", "Another term has this anchor."),
        ({"name_en": "GID", "anchor": "other"}, "__all__", "Another term has this name."),
        ({"definition_en": ""}, "is_shown", "Readers need a name and a definition in the same language."),
    ],
)
def test_wrong_term_is_refused_in_words(fields, field, reason):
    make_term(**WORDS)

    form = TermForm({"name_en": "IPRM", "definition_en": "Meetings.", "is_shown": True, **fields})

    assert not form.is_valid()
    assert reason in " ".join(form.errors[field])


def test_database_holds_no_two_terms_of_one_name():
    make_term(**WORDS)

    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(anchor="other", name_en="GID")


def test_editors_keep_the_glossary_and_authors_read_it(client: Client):
    rights = {}
    for role in ("Author", "Editor", "Translator (Georgian)"):
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        rights[role] = (client.get(reverse("admin:pages_term_changelist")).status_code, client.get(reverse("admin:pages_term_add")).status_code)

    assert rights == {"Author": (200, 403), "Editor": (200, 200), "Translator (Georgian)": (200, 403)}
