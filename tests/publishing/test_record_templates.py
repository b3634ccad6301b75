"""Templates: new records begin from one with all it has and under no address; what is gone is left out by name; nothing becomes public."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from chronicle.models import Event
from library.models import Source
from news.models import Article
from publishing import drafts, erasing, record_templates
from publishing.models import Audit, RecordTemplate, Version
from publishing.publishable import Publishable, State
from publishing.workflow import TransitionError, transition
from tests.browser import Form
from tests.factories import (
    make_kind,
    make_published_actor,
    make_published_article,
    make_published_event,
    make_published_office,
    make_tag,
    publisher,
)
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db
LIST = "/admin/news/article/"
ADD, TEMPLATES = f"{LIST}add/", f"{LIST}templates/"


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor"))


@pytest.fixture
def weekly(form) -> Article:
    """The draft of an article in both languages, with rows and tags, that an editor made a template."""
    fields = {
        "kind": make_kind("news").pk,
        "title_en": "The week",
        "title_ka": "კვირა",
        "slug_en": "the-week",
        "body_ka": "<p>რა მოხდა.</p>",
        "tags": [make_tag("Digest").pk],
        "citations": [{"source": Source.objects.create(title="Minutes").pk, "locator": "p. 3"}],
        "corrections": [{"text_en": "Sic"}],
    }
    article = drafts.create(Article, fields, by=member_of("Editor", "maker"))
    form.open(url(article)).fill(_template_name="Weekly digest").press("_mark_template")
    return article


def url(record: Publishable) -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def begin(form: Form, record: Publishable) -> Form:
    return form.open(f"/admin/{record._meta.app_label}/{record._meta.model_name}/add/?template={record.pk}")


def test_record_that_is_marked_stays_what_it_is_and_says_what_it_is_called(form, weekly):
    weekly.refresh_from_db()
    assert (weekly.state, weekly.first_published_at) == (State.DRAFT, None)
    assert form.open(url(weekly)).texts("record-bar__template") == ["Template: Weekly digest"]
    assert Audit.objects.filter(action="marked as a template").count() == 1

    form.fill(_template_name="Digest of the week").press("_mark_template")
    assert RecordTemplate.objects.get().name == "Digest of the week"

    form.follow().press("_end_template")
    assert not RecordTemplate.objects.exists()


def test_new_record_begins_with_all_that_the_template_has_and_under_no_address(form, weekly):
    assert TEMPLATES in form.client.get(LIST).content.decode()
    assert f"{ADD}?template={weekly.pk}" in form.client.get(TEMPLATES).content.decode()

    begin(form, weekly)
    assert "Nothing is stored yet" in form.page
    assert Article.objects.count() == 1
    form.fill(title_en="The week of 23 November").press("_save_draft")

    made = Article.objects.exclude(pk=weekly.pk).get()
    state, kept = drafts.state_of(made), drafts.state_of(weekly)
    assert (state["title_en"], state["title_ka"], state["body_ka"]) == ("The week of 23 November", "კვირა", "<p>რა მოხდა.</p>")
    assert (state["slug_en"], state["corrections"], state["tags"]) == ("", [], kept["tags"])
    assert [state[f"citations/{row}/locator"] for row in state["citations"]] == ["p. 3"]
    assert state["citations"] != kept["citations"]
    assert (Version.objects.filter(record=made.pk).count(), kept["title_en"]) == (1, "The week")
    drafts.publish(made, by=publisher())
    assert made.is_live
    assert not record_templates.of_record(made)


@pytest.mark.parametrize(
    ("make", "name"), [(make_published_event, "title_en"), (make_published_actor, "name_en"), (make_published_office, "name_en")]
)
def test_every_kind_of_record_may_be_a_template(form, make, name):
    record = make()
    form.open(url(record)).fill(_template_name="Pattern").press("_mark_template")

    assert begin(form, record)[name] == getattr(record, name)


def test_what_is_withdrawn_or_deleted_is_left_out_by_name(form):
    gone, there = make_published_event(title_en="Talks", slug_en="talks"), make_published_event(title_en="Visit")
    actor, tag, source = make_published_actor(name_en="Nino"), make_tag("Digest"), Source.objects.create(title="Minutes")
    fields = {
        "kind": make_kind("news").pk,
        "title_en": "The week",
        "body_en": '<p>As <a href="/en/events/talks/">they <em>said</em></a> in <a href="https://example.org/">a paper</a>.</p>',
        "tags": [tag.pk],
        "events": [{"event": gone.pk, "relation": "reports"}, {"event": there.pk, "relation": "refers_to"}],
        "mentions": [{"actor": actor.pk}],
        "citations": [{"source": source.pk}],
    }
    article = drafts.create(Article, fields, by=publisher())
    record_templates.mark(article, "Weekly", by=publisher())
    for record in (gone, actor):
        drafts.withdraw(record, by=publisher())
    tag.delete()
    before = drafts.state_of(article)
    assert gone.get_absolute_url() in fields["body_en"]

    begin(form, article)

    said = " ".join(form.texts("messagelist"))
    assert ("“Talks”" in said, "“Nino”" in said, "tag that was deleted" in said, "Visit" in said) == (True, True, True, False)
    form.press("_save_draft")
    state = drafts.state_of(Article.objects.exclude(pk=article.pk).get())
    assert [state[f"events/{row}/event"] for row in state["events"]] == [str(there.pk)]
    assert (state["mentions"], state["tags"], len(state["citations"])) == ([], [], 1)
    assert state["body_en"] == '<p>As they <em>said</em> in <a href="https://example.org/">a paper</a>.</p>'
    assert drafts.state_of(article) == before


def test_draft_that_a_template_names_is_not_gone(form):
    event = drafts.create(Event, {"title_en": "Soon"}, by=publisher())
    article = drafts.create(Article, {"title_en": "The week", "events": [{"event": event.pk}]}, by=publisher())
    record_templates.mark(article, "Weekly", by=publisher())

    beginning = record_templates.begun(article, publisher())

    assert (len(beginning.state["events"]), beginning.left_out) == (1, [])


# Who may


def test_author_begins_from_the_template_of_an_editor_without_opening_it(weekly):
    author = browser_of(member_of("Author"))
    page = author.client.get(TEMPLATES).content.decode()
    assert ("Weekly digest" in page, url(weekly) in page) == (True, False)

    assert begin(author, weekly)["title_ka"] == "კვირა"
    assert author.client.get(url(weekly)).status_code == 403 or "კვირა" not in author.client.get(url(weekly)).content.decode()


def test_draft_over_a_public_template_is_told_to_nobody_who_may_not_open_it():
    article = make_published_article(title_en="The week")
    record_templates.mark(article, "Weekly", by=publisher())
    drafts.save(article, {"title_en": "Secret"}, by=publisher())
    author = browser_of(member_of("Author"))

    assert begin(author, article)["title_en"] == "The week"
    assert "Secret" not in author.client.get(TEMPLATES).content.decode()
    assert begin(browser_of(member_of("Editor")), article)["title_en"] == "Secret"


@pytest.mark.parametrize("way", ["withdrawn", "trashed", "scheduled"])
def test_template_that_readers_see_no_more_is_offered_only_to_those_who_may_change_it(way):
    article = make_published_article(title_en="The week")
    record_templates.mark(article, "Weekly", by=publisher())
    if way == "scheduled":
        Article.objects.filter(pk=article.pk).update(live_at="2999-01-01T00:00Z", published_at_en="2999-01-01T00:00Z", first_published_at=None)
    else:
        transition(article, State.WITHDRAWN, by=publisher())
    if way == "trashed":
        transition(article, State.TRASHED, by=publisher())
    author, editor = browser_of(member_of("Author")).client, browser_of(member_of("Editor")).client

    assert "Weekly" not in author.get(TEMPLATES).content.decode()
    assert author.get(f"{ADD}?template={article.pk}").status_code == 403
    assert ("Weekly" in editor.get(TEMPLATES).content.decode()) == (way != "trashed")


def test_author_makes_no_template_of_what_is_not_theirs():
    author, article = member_of("Author"), make_published_article(title_en="The week")
    own = drafts.create(Article, {"title_en": "Mine"}, by=author)

    with pytest.raises(TransitionError):
        record_templates.mark(article, "Weekly", by=author)
    record_templates.mark(own, "Mine", by=author)

    assert [row.record for row in RecordTemplate.objects.all()] == [own.pk]


def test_translator_makes_no_template_and_ends_none(weekly):
    translator = member_of("Translator (Georgian)")

    assert "_mark_template" not in browser_of(translator).open(url(weekly)).page
    with pytest.raises(TransitionError):
        record_templates.end(weekly, by=translator)


# Bad input


@pytest.mark.parametrize("key", ["nonsense", "", uuid.uuid4(), "%00"])
def test_template_that_is_none_begins_nothing(form, key):
    form.open(f"{ADD}?template={key}")

    assert form["title_en"] == ""
    assert "no template any more" in form.page


def test_record_that_was_never_marked_is_no_template(form):
    assert begin(form, make_published_article(title_en="The week"))["title_en"] == ""


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_template_needs_a_name_of_some_length(form, name):
    article = make_published_article()

    assert form.open(url(article)).fill(_template_name=name).press("_mark_template").status_code == 422
    assert form["_template_name"] == name
    assert not RecordTemplate.objects.exists()


def test_new_record_can_be_made_a_template_at_once(form):
    form.open(ADD).fill(title_en="The week", _template_name="Weekly")
    form.press("_save_draft")
    form.follow().fill(_template_name="Weekly").press("_mark_template")

    assert record_templates.of_record(Article.objects.get())


def test_template_that_is_deleted_for_ever_is_forgotten(weekly):
    transition(weekly, State.TRASHED, by=publisher())
    erasing.erase(weekly, by=publisher())

    assert not RecordTemplate.objects.exists()


# Where they are found, and what it costs


def test_quick_search_leads_to_a_new_record_from_a_template(form, weekly):
    page = form.client.get("/admin/search/", {"q": "digest"}).content.decode()

    assert f"{ADD}?template={weekly.pk}" in page
    assert f"{ADD}?template={weekly.pk}" not in form.client.get("/admin/search/", {"q": "monthly"}).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_templates_costs_the_same_however_many_there_are(form, number):
    for each in range(number):
        record_templates.mark(drafts.create(Article, {"title_en": f"A {each}"}, by=publisher()), f"T {each}", by=publisher())
        record_templates.mark(drafts.create(Actor, {"name_en": f"B {each}"}, by=publisher()), f"T {each}", by=publisher())
    form.client.get(TEMPLATES)

    with CaptureQueriesContext(connection) as queries:
        form.client.get(TEMPLATES)

    assert len(queries) <= 7


def test_form_of_a_template_costs_one_query_more_and_that_of_others_none(form):
    article = make_published_article()

    def cost() -> int:
        form.open(url(article))
        with CaptureQueriesContext(connection) as queries:
            form.open(url(article))
        return len(queries)

    before = cost()
    record_templates.mark(article, "Weekly", by=publisher())

    assert cost() == before + 1
