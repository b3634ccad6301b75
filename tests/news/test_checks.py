"""What an editor is told about the people of an article: titles that the record contradicts on its day, and people whom readers do not see."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.checks import notices_of_actor
from actors.models import Actor, Office, Tenure
from chronicle import contradicted
from chronicle.models import Participant
from news.checks import notices_of_article
from news.models import Article, Mention
from publishing import drafts
from tests.factories import (
    make_actor,
    make_event,
    make_image,
    make_kind,
    make_published_actor,
    make_published_article,
    make_published_event,
    make_published_office,
    publisher,
)
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Office:
    office = make_published_office("Minister of Foreign Affairs", "Deputy Minister", name_en="Ministry of Foreign Affairs")
    office.posts.filter(title_en="Minister of Foreign Affairs").update(
        title_ka="საგარეო საქმეთა მინისტრი", also_en="Foreign Minister, Chief Diplomat"
    )
    return office


@pytest.fixture
def ivanov(ministry) -> Actor:
    """Minister until 9 March 2004."""
    actor = make_published_actor(name_en="Igor Ivanov", name_ka="იგორ ივანოვი")
    hold(actor, ministry, start="1998-09-11", end="2004-03-09", end_status="ended")
    return actor


@pytest.fixture
def lavrov(ministry) -> Actor:
    """Minister since that day."""
    actor = make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")
    hold(actor, ministry, start="2004-03-09", end_status="ongoing")
    return actor


def hold(actor: Actor, office: Office, title: str = "Minister of Foreign Affairs", **fields) -> Tenure:
    return Tenure.objects.create(actor=actor, post=office.posts.get(title_en=title), **fields)


def told(*mentions: dict, day: str = "2024-10-15", **fields) -> list[str]:
    """Return what is said of an article of a day."""
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Meeting", "mentions": mentions, **fields}, by=publisher())
    article.first_published_at = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return [notice.text for notice in notices_of_article(article, drafts.state_of(article))]


CONTRADICTED = "did not hold this on 2024-10-15: Igor Ivanov (1998-09-11 – 2004-03-09)."


# Typed capacities


@pytest.mark.parametrize(
    "capacity",
    [
        {"capacity_en": "Minister of Foreign Affairs"},
        {"capacity_en": "de facto foreign minister"},
        {"capacity_en": "Minister of Foreign Affairs of the Ministry of Foreign Affairs"},
        {"capacity_ka": "საგარეო საქმეთა მინისტრი"},
    ],
)
def test_title_that_was_over_is_told_with_when_it_was_held(ivanov, capacity):
    (said,) = told({"actor": ivanov.pk, **capacity})

    assert said == f"“{next(iter(capacity.values()))}”, but Igor Ivanov {CONTRADICTED}"


@pytest.mark.parametrize(
    "capacity", ["former Minister of Foreign Affairs", "ex-minister", "head of the delegation", "deputy chairman", "Minister of Defence", ""]
)
def test_what_the_record_does_not_contradict_is_not_told(ivanov, capacity):
    assert told({"actor": ivanov.pk, "capacity_en": capacity}) == []


def test_title_of_the_day_is_not_told(lavrov):
    assert told({"actor": lavrov.pk, "capacity_en": "Foreign Minister", "capacity_ka": "საგარეო საქმეთა მინისტრი"}) == []


def test_former_title_that_is_still_held_is_told(lavrov):
    (said,) = told({"actor": lavrov.pk, "capacity_en": "former Foreign Minister"})

    assert said.startswith("“former Foreign Minister”, but Sergey Lavrov surely still held this on 2024-10-15: ")


def test_title_that_is_possible_is_not_told(ministry):
    actor = make_published_actor(name_en="Andrei Kelin")
    hold(actor, ministry, "Deputy Minister")

    assert told({"actor": actor.pk, "capacity_en": "Deputy Minister"}) == []


def test_title_that_somebody_else_surely_holds_is_told(lavrov):
    other = make_published_actor(name_en="Andrei Kelin")

    (said,) = told({"actor": other.pk, "capacity_en": "Minister of Foreign Affairs"})

    assert said == (
        "“Minister of Foreign Affairs”, but Andrei Kelin is not on record as this, and on 2024-10-15 somebody else surely held it: "
        "Sergey Lavrov (2004-03-09 – goes on)."
    )


def test_another_title_than_the_sure_one_is_told(lavrov):
    hold(make_published_actor(name_en="Andrei Kelin"), lavrov.tenures.get().post.office, "Deputy Minister")

    (said,) = told({"actor": lavrov.pk, "capacity_en": "Deputy Minister"})

    assert said.startswith("“Deputy Minister”, but on 2024-10-15 Sergey Lavrov is on record as: Minister of Foreign Affairs – ")


def test_short_form_of_the_own_title_is_not_told(lavrov):
    other = make_published_office("Minister of Foreign Affairs of Abkhazia", name_en="Ministry of Foreign Affairs of Abkhazia")
    actor = make_published_actor(name_en="Inal Ardzinba")
    hold(actor, other, "Minister of Foreign Affairs of Abkhazia", start="2021", end_status="ongoing")

    assert told({"actor": actor.pk, "capacity_en": "Minister of Foreign Affairs"}) == []


# Titles in texts


@pytest.mark.parametrize(
    "fields",
    [
        {"title_en": "Foreign Minister Igor Ivanov visits Tbilisi"},
        {"lead_en": "The delegation of Russia’s foreign minister Ivanov arrived."},
        {"body_en": "<h2>Talks</h2><p>On Tuesday Russian Minister of Foreign Affairs Igor Ivanov met two officials.</p>"},
        {"body_ka": "<p>რუსეთის საგარეო საქმეთა მინისტრმა იგორ ივანოვმა დელეგაცია მიიღო.</p>"},
        {"lead_ka": "შეხვედრა საგარეო საქმეთა მინისტრ იგორ ივანოვთან."},
    ],
)
def test_title_before_a_name_is_read_in_texts(ivanov, fields):
    (said,) = told({"actor": ivanov.pk}, **fields)

    assert said.endswith(CONTRADICTED)


def test_title_in_the_caption_of_a_picture_is_read(ivanov):
    image = make_image(caption_en="Foreign Minister Igor Ivanov at the table")

    assert [said.endswith(CONTRADICTED) for said in told({"actor": ivanov.pk}, image=image.pk)] == [True]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Former Foreign Minister Igor Ivanov came.</p>",
        "<p>Deputy Foreign Minister Igor Ivanov came.</p>",
        "<p>In 2003 Foreign Minister Igor Ivanov came to Tbilisi.</p>",
        "<p>He met the Foreign Minister. Igor Ivanov came.</p>",
        "<p>The guests were the Foreign Minister, Igor Ivanov and others.</p>",
        "<p>Foreign Minister Pyotr Ivanovich came.</p>",
        "<p>Igor Ivanov, the Foreign Minister of the time, came.</p>",
    ],
)
def test_text_that_may_be_right_is_left_alone(ivanov, body):
    assert told({"actor": ivanov.pk}, body_en=body) == []


def test_family_name_that_two_share_is_left_alone(ivanov):
    other = make_published_actor(name_en="Sergei Ivanov")

    assert told({"actor": ivanov.pk}, {"actor": other.pk}, body_en="<p>Foreign Minister Ivanov came.</p>") == []


# People whom readers do not see


def test_mention_of_somebody_who_is_not_public_is_told_with_a_link(client):
    actor = make_actor(name_en="Not Public")
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Meeting", "mentions": [{"actor": actor.pk}]}, by=publisher())

    (notice,) = notices_of_article(article, drafts.state_of(article))

    assert notice.text == "“Not Public” is not public: readers see no name, only the capacity if one is typed."
    assert [link.url for link in notice.links] == [reverse("admin:actors_actor_change", args=[actor.pk])]


# On the desk


@pytest.mark.parametrize("button", ["_save_draft", "_publish"])
def test_editor_is_told_after_saving_and_after_publishing_and_is_not_kept_from_it(ivanov, button):
    mentions = [{"actor": ivanov.pk, "capacity_en": "Foreign Minister"}]
    fields = {"kind": make_kind().pk, "title_en": "Meeting", "body_en": "<p>Text</p>", "mentions": mentions}
    article = drafts.create(Article, fields, by=publisher())
    form = browser_of(member_of("Editor"))

    response = form.open(reverse("admin:news_article_change", args=[article.pk])).press(button)
    page = form.client.get(response["Location"]).content.decode()

    assert response.status_code == 302
    assert "“Foreign Minister”, but Igor Ivanov did not hold this on" in page
    assert reverse("admin:actors_actor_change", args=[ivanov.pk]) in page


@pytest.mark.parametrize("many", [1, 10])
def test_publishing_with_the_checks_stays_within_its_budget(ivanov, many):
    mentions = [{"actor": make_published_actor(name_en=f"Person {number}").pk, "capacity_en": "Foreign Minister"} for number in range(many)]
    fields = {"kind": make_kind().pk, "title_en": "Meeting", "body_en": "<p>Text</p>", "mentions": mentions}
    article = drafts.create(Article, fields, by=publisher())
    drafts.publish(article, by=publisher())
    form = browser_of(member_of("Editor")).open(reverse("admin:news_article_change", args=[article.pk])).fill(title_en="Other")

    with CaptureQueriesContext(connection) as queries:
        assert form.press("_publish").status_code == 302

    assert len(queries) <= 36


@pytest.mark.parametrize("many", [1, 10])
def test_looking_costs_the_same_however_many_are_named(ivanov, many, django_assert_max_num_queries):
    mentions = [{"actor": make_published_actor(name_en=f"Person {number}").pk, "capacity_en": "Foreign Minister"} for number in range(many)]
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Meeting", "mentions": mentions}, by=publisher())
    state = drafts.state_of(article)

    with django_assert_max_num_queries(2):
        assert len(notices_of_article(article, state)) == 0


# Events that readers do not see


def test_event_that_is_not_public_is_named():
    event, public = make_event(title_en="Secret talks"), make_published_event(title_en="Session")

    assert told(events=[{"event": event.pk}, {"event": public.pk}]) == ["The event “Secret talks” is not public: readers see no link to it."]


# The same, seen from the person


def test_person_whose_tenure_changes_is_told_which_texts_call_them_otherwise(lavrov, ministry, django_assert_max_num_queries):
    texts = {"lead_en": "Foreign Minister Sergey Lavrov came.", "body_en": "<p>In 2004 Foreign Minister Sergey Lavrov was new.</p>"}
    articles = [
        make_published_article(title_en="Called so", at=dt.datetime(2006, 5, 1, tzinfo=dt.UTC), **texts),
        make_published_article(title_en="Typed", at=dt.datetime(2006, 6, 1, tzinfo=dt.UTC)),
        make_published_article(title_en="Later", at=dt.datetime(2009, 6, 1, tzinfo=dt.UTC), **texts),
    ]
    for article in articles:
        Mention.objects.create(article=article, actor=lavrov, capacity_en="Foreign Minister" if article.title_en == "Typed" else "")
    for title, date, capacity in (("Visit", "2005-03-01", "Foreign Minister"), ("Talks", "2005-04-01", ""), ("Undated", "", "Foreign Minister")):
        Participant.objects.create(event=make_published_event(title_en=title, date=date), actor=lavrov, capacity_en=capacity)
    state = drafts.state_of(lavrov)
    start = next(name for name in state if name.endswith("/start"))

    def said(day: str) -> list[str]:
        with django_assert_max_num_queries(15):
            found = notices_of_actor(lavrov, {**state, start: day})
        return [link.label for notice in found if "did not hold this" in notice.text for link in notice.links]

    assert said("2004-03-09") == said("2004") == []
    assert said("2008-03-09") == ["Typed", "Called so", "Visit"]
    assert said("no date") == []


def test_of_many_texts_that_contradict_a_tenure_some_are_told(lavrov, monkeypatch):
    monkeypatch.setattr(contradicted, "MOST", 2)
    for number in range(3):
        Participant.objects.create(event=make_published_event(date=f"200{number}-03-01"), actor=lavrov, capacity_en="Foreign Minister")

    found = [notice.text for notice in notices_of_actor(lavrov, drafts.state_of(lavrov)) if "did not hold this" in notice.text]

    assert [text.split(" on ")[1][:10] for text in found] == ["2002-03-01", "2001-03-01"]
