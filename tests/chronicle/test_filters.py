"""A chronology, asked: by kind, person, office, place, format, period, words and year; all of them together, over its pages."""

from collections import Counter

import pytest
from django.test import RequestFactory
from lxml import html

from actors.models import Actor
from chronicle import attendances, filters
from chronicle.models import Chronology, Event
from chronicle.paging import SIZE
from publishing import drafts, workflow
from publishing.middleware import keep_known_query
from publishing.publishable import State
from tests.actors.test_actor_pages import texts
from tests.factories import (
    make_actor,
    make_published_actor,
    make_published_chronology,
    make_published_event,
    make_published_format,
    make_published_office,
    make_published_place,
    publisher,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8
# The first page after a change learns what there is to choose from.
MOST_QUERIES_LEARNING = 14
PATH = "/en/chronology/visits/"


@pytest.fixture
def visits() -> Chronology:
    return make_published_chronology(title_en="Visits", title_ka="ვიზიტები", slug_en="visits", slug_ka="vizitebi")


def event(visits: Chronology, title: str, **fields) -> Event:
    made = drafts.create(Event, {"title_en": title, "entries": [{"chronology": visits.pk}], **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def asked(client, query: str, *, status: int = 200, path: str = PATH) -> html.HtmlElement:
    response = client.get(f"{path}{query}")
    assert response.status_code == status
    return html.fromstring(response.content)


def titles(tree: html.HtmlElement) -> list[str]:
    return texts(tree, "//*[contains(@class, 'entry__title')]")


def offered(tree: html.HtmlElement, name: str) -> list[str]:
    return texts(tree, f"//select[@name='{name}']/option")[1:]


def test_each_filter_finds_its_events_and_all_of_them_meet(client, visits):
    region = make_published_place("Region")
    town = make_published_place("Town", parent=region)
    ministry = make_published_office("Minister", name_en="Ministry")
    desk = make_published_office("Head", name_en="Desk", parent=ministry)
    ann, talks = make_published_actor(name_en="Ann Able"), make_published_format(title_en="Talks of Geneva")
    event(visits, "One", kind="visit", date="2008-09", stops=[{"place": town.pk}], participants=[{"actor": ann.pk}])
    event(visits, "Two", kind="session", date="2009-01-05", format=talks.pk, participants=[{"post": desk.posts.get().pk}])
    event(visits, "Three", kind="visit", date="2010", stops=[{"place": make_published_place("Sea").pk}], participants=[{"office": ministry.pk}])

    found = {query: titles(asked(client, query)) for query in (
        "?kind=visit", "?actor=ann-able", "?office=ministry", "?office=desk", "?place=region", "?format=talks-of-geneva", "?year=2009",
        "?when=2008-09-15/2009-01-05", "?when=since 2009", "?q=ONE", "?kind=visit&when=2010&q=thrée", "?kind=visit&place=region&year=2010",
    )}  # fmt: skip

    assert list(found.values()) == [
        ["One", "Three"], ["One"], ["Two", "Three"], ["Two"], ["One"], ["Two"], ["Two"],
        ["One", "Two"], ["Two", "Three"], ["One"], ["Three"], [],
    ]  # fmt: skip
    assert "possibly" in asked(client, "?when=2008-09-15").text_content()
    assert "possibly" not in asked(client, "?when=2008").text_content()
    assert "2 entries answer." in asked(client, "?kind=visit").text_content()


def test_words_are_found_in_any_spelling_in_titles_leads_and_what_was_said_by_somebody(client, visits):
    hidden = make_actor(name_en="Hidden")
    event(visits, "Visit of Sergey Lavrov", lead_en="A base was opened.", statements=[{"attribution_en": "Tskhinvali", "text_en": "Recognised."}])
    event(visits, "Other", title_ka="სხვა მოვლენა", statements=[{"actor": make_published_actor().pk, "text_ka": "სიტყვა"}])
    # A statement is nothing without its speaker, whom the public does not see.
    Actor.objects.filter(pk=hidden.pk).update(state="published", live_at="2020-01-01T00:00Z")
    silent = event(visits, "Silent", statements=[{"actor": hidden.pk, "text_en": "Unspoken"}])
    Actor.objects.filter(pk=hidden.pk).update(state="draft", live_at=None)

    assert titles(asked(client, "?q=sergei lavrov")) == titles(asked(client, "?q=base lavrov")) == ["Visit of Sergey Lavrov"]
    assert titles(asked(client, "?q=recognised")) == ["Visit of Sergey Lavrov"]
    assert titles(asked(client, "?q=სიტყვა")) == titles(asked(client, "?q=movlena")) == ["Other"]
    assert titles(asked(client, "?q=unspoken")) == []
    assert silent.statements.exists()


@pytest.mark.parametrize("has_hidden_speaker", [False, True])
def test_words_are_found_by_their_beginnings_in_any_order_all_in_one_language(client, visits, has_hidden_speaker):
    hidden = make_actor(name_en="Hidden")
    said = [{"attribution_en": "Tskhinvali", "text_en": "3rd_round of reforms.\nVisit over."}]
    both = event(visits, "Visitors in 2008", title_ka="სტუმრები", statements=said)
    if has_hidden_speaker:
        # Events with something that nobody may know are asked in another way.
        both.statements.create(actor=hidden, text_en="Unspoken", position=2)
    for query in ("visit", "visi", "over visitors 2008", "2008 visit over", "visit visi visitors", "3rd_r", "reform 3rd", "სტუმრ", "visit visit"):
        assert titles(asked(client, f"?q={query}")) == ["Visitors in 2008"], query
    for query in ("isit", "visit forms", "visitors 008", "visit სტუმრები", "3rdxround", "overvisit", "visitorsx"):
        assert titles(asked(client, f"?q={query}")) == [], query


def test_whoever_surely_held_a_named_post_and_whoever_spoke_is_found_as_on_the_page_of_the_person(client, visits):
    ministry = make_published_office("Minister", name_en="Ministry")
    post = ministry.posts.get()
    holder, later = make_published_actor(name_en="Ann Able"), make_published_actor(name_en="Ben Best")
    holder.tenures.create(post=post, start="2005", end="2012", end_status="ended")
    later.tenures.create(post=post, start="2013", end_status="ongoing")
    event(visits, "By post", kind="visit", date="2008-09-15", participants=[{"post": post.pk}])
    event(visits, "Spoke", kind="visit", date="2014-02-01", statements=[{"actor": later.pk, "text_en": "Said."}])
    event(visits, "Between", kind="meeting", date="2012/2013", participants=[{"post": post.pk}])

    assert titles(asked(client, "?actor=ann-able")) == ["By post"]
    assert titles(asked(client, "?actor=ben-best")) == ["Spoke"]
    assert titles(asked(client, "?office=ministry")) == ["By post", "Between"]
    assert offered(asked(client, ""), "actor") == ["Able, Ann", "Best, Ben"]
    for person in (holder, later):
        found = client.get(f"/api/v1/events/?actor={person.pk}").json()["results"]
        assert [each["title"]["en"] for each in found] == titles(asked(client, f"?actor={person.slug_en}"))

    # The public does not see the office: its post says nothing of anybody; who spoke is named.
    workflow.transition(ministry, State.WITHDRAWN, by=publisher(), notice=workflow.Notice(reason={"en": "Wrong.", "ka": "მცდარი."}))
    assert offered(asked(client, ""), "office") == []
    assert offered(asked(client, ""), "actor") == ["Best, Ben"]


def test_words_of_a_speaker_count_as_long_as_the_public_sees_who_spoke_or_to_whom_they_are_attributed(client, visits):
    speaker = make_published_actor(name_en="Ann Able")
    event(visits, "By name", title_ka="სახელით", statements=[{"actor": speaker.pk, "text_en": "Recognised.", "text_ka": "აღიარება"}])
    attributed = {"actor": speaker.pk, "attribution_en": "Tskhinvali", "text_en": "Recognised.", "text_ka": "აღიარება"}
    event(visits, "In words", title_ka="სიტყვით", statements=[attributed])
    assert titles(asked(client, "?q=recognised")) == titles(asked(client, "?q=აღიარება")) == ["By name", "In words"]

    workflow.transition(speaker, State.WITHDRAWN, by=publisher(), notice=workflow.Notice(reason={"en": "Wrong.", "ka": "მცდარი."}))

    assert titles(asked(client, "?q=recognised")) == ["In words"]
    assert titles(asked(client, "?q=აღიარება")) == []


@pytest.mark.parametrize("few", [filters.FEW, 2])
@pytest.mark.parametrize("size", [SIZE, 1])
def test_whatever_answers_is_counted_by_year_and_read_in_pages_however_much_it_is(client, visits, monkeypatch, few, size):
    place = make_published_place("Sea")
    for day in range(1, 5):
        event(visits, f"Base {day}", kind="visit", date=f"200{day}-01-01", stops=[{"place": place.pk}])
    event(visits, "Other", kind="visit", date="2003-01-01", stops=[{"place": make_published_place("Land").pk}])
    monkeypatch.setattr(filters, "FEW", few)
    # Of how many entries on a page it depends how they are read.
    monkeypatch.setattr(filters, "SIZE", size)

    for query in ("?q=base", "?place=sea", "?place=sea&q=base&kind=visit"):
        assert titles(asked(client, query)) == ["Base 1", "Base 2", "Base 3", "Base 4"]
        assert titles(asked(client, f"{query}&year=2003")) == ["Base 3"]
        assert "4 entries answer." in asked(client, query).text_content()
    assert titles(asked(client, "?q=nothing")) == []


# What cannot be answered, and what is said beside its box.
REFUSED = {
    "?kind=nonsense": "Nothing of this name is in this chronology: “nonsense”.",
    "?actor=draft-person": "Nothing of this name is in this chronology: “draft-person”.",
    f"?place={'x' * 10_000}": "A name is shorter than 200 characters.",
    "?when=32 May 2008": "“32” is not a day: May 2008 has 31 days.",
    f"?when={'9' * 10_000}": "A date is shorter than 80 characters.",
    f"?q={'word ' * 2_000}": "Ask for 8 words at most.",
    "?q=!!!": "There is no word in this.",
    "?year=20": "A year has four digits.",
    "?year=0000": "A year has four digits.",
    "?kind=visit&kind=meeting": "This was given more than once. Give it once.",
}


def test_what_cannot_be_answered_is_refused_in_words_beside_its_box(client, visits):
    event(visits, "One", kind="visit", stops=[{"place": make_published_place("Sea").pk}], participants=[{"actor": make_published_actor().pk}])
    make_actor(name_en="Draft Person", slug_en="draft-person")

    for query, wrong in REFUSED.items():
        tree = asked(client, query, status=400)
        assert texts(tree, "//*[contains(@class, 'filters__wrong')]") == [wrong]
        assert titles(tree) == []
    assert titles(asked(client, "?q=%00")) == ["One"]


def test_boxes_offer_what_the_public_sees_of_this_chronology_only(client, visits):
    sea, land = make_published_place("Sea"), make_published_place("Land")
    ann, bob = make_published_actor(name_en="Ann Able"), make_published_actor(name_en="Bob Best")
    event(visits, "One", kind="visit", stops=[{"place": sea.pk}, {"place": land.pk}], participants=[{"actor": ann.pk}, {"actor": bob.pk}])
    other = make_published_chronology(title_en="Other")
    event(other, "Elsewhere", kind="war", stops=[{"place": make_published_place("Far").pk}], participants=[{"actor": make_published_actor().pk}])
    hidden = make_published_actor(name_en="Cid Cold")
    draft = {"title_en": "Draft", "kind": "murder", "entries": [{"chronology": visits.pk}], "participants": [{"actor": hidden.pk}]}
    drafts.create(Event, draft, by=publisher())
    withdrawn = event(visits, "Withdrawn", kind="signing", participants=[{"actor": hidden.pk}])
    drafts.withdraw(withdrawn, by=publisher())
    event(visits, "Two", kind="meeting", format=make_published_format(title_en="Talks").pk)

    tree = asked(client, "")

    assert offered(tree, "kind") == ["visit", "meeting"]
    assert offered(tree, "actor") == ["Able, Ann", "Best, Bob"]
    assert offered(tree, "place") == ["Land", "Sea"]
    assert (offered(tree, "format"), offered(tree, "office")) == (["Talks"], [])


def test_years_count_what_answers_and_lead_to_it(client, visits):
    for date in ("2007", "2008-01", "2008-02-03", ""):
        event(visits, date or "No date", date=date, kind="visit")
    event(visits, "Meeting", date="2009", kind="meeting")

    tree = asked(client, "?kind=visit")

    assert texts(tree, "//*[@class='years__one']") == ["2007 1 entry", "2008 2 entries", "No date 1 entry"]
    # All of it stands on this page.
    for address in tree.xpath("//*[@class='years__one']/@href"):
        assert tree.xpath(f"//*[@id='{address.removeprefix('#')}']")
    assert titles(asked(client, "?kind=visit&year=none")) == ["No date"]
    chosen = asked(client, "?kind=visit&year=2008")
    assert titles(chosen) == ["2008-01", "2008-02-03"]
    assert texts(chosen, "//a[@aria-current='true' and contains(@class, 'years__one')]") == ["2008 2 entries"]
    assert f"{PATH}?kind=visit&year=2007" in chosen.xpath("//*[contains(@class, 'years__one')]/@href")


def many(visits: Chronology, number: int) -> list[str]:
    """Make events, every third of which has the same unclear date as its neighbours; return their titles in order."""
    place, actor = make_published_place("Sea"), make_published_actor(name_en="Ann Able")
    dates = [("2008", "2008-09", f"2008-09-{1 + each % 28:02}", "", "2008/2009")[each % 5] for each in range(number)]
    made = [make_published_event(title_en=f"Event {each}", date=date, kind="visit") for each, date in enumerate(dates)]
    for each in made:
        each.entries.create(chronology=visits)
        each.stops.create(place=place)
        each.participants.create(actor=actor)
    attendances.write([each.pk for each in made])
    drafts.save(visits, {"rules": [{"kind": "visit"}]}, by=publisher())
    drafts.publish(visits, by=publisher())
    ordered = sorted(made, key=lambda each: (not each.date, *((each.date.lower, each.date.upper) if each.date else ()), each.pk))
    return [each.title for each in ordered]


def test_pages_lose_and_double_nothing_there_and_back_with_and_without_filters(client, visits):
    expected = many(visits, 2 * SIZE + 7)

    for query in ("", "?kind=visit&place=sea"):
        pages, address = [], f"{PATH}{query}"
        while address:
            tree = asked(client, "", path=address)
            pages.append((address, titles(tree)))
            address = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
        there = [title for _address, shown in pages for title in shown]
        assert there == expected
        assert [len(shown) for _address, shown in pages] == [SIZE, SIZE, 7]
        back = asked(client, "", path=tree.xpath("//a[@rel='prev']/@href")[0])
        assert titles(back) == expected[SIZE : 2 * SIZE]
        # What lies before it is the first page, which has an address of its own.
        response = client.get(back.xpath("//a[@rel='prev']/@href")[0])
        assert response.status_code == 302
        assert response["Location"] == f"{PATH}{query}"
    assert Counter(expected) == Counter(set(expected))


def test_page_costs_the_same_whatever_is_asked_and_however_much_there_is(client, visits, django_assert_max_num_queries):
    many(visits, SIZE + 5)

    with django_assert_max_num_queries(MOST_QUERIES_LEARNING):
        asked(client, "")
    for query in ("?before=x", "?kind=visit&actor=ann-able&place=sea&when=2008&q=event 1&year=2008", "?when=2008"):
        with django_assert_max_num_queries(MOST_QUERIES):
            asked(client, query, status=404 if "before" in query else 200)


def test_reader_keeps_the_question_in_the_other_language_and_search_engines_the_whole(client, visits):
    event(visits, "One", kind="visit", participants=[{"actor": make_published_actor(name_en="Ann Able", name_ka="ანი").pk}])
    event(visits, "Two", kind="meeting")

    tree = asked(client, "?actor=ann-able&kind=visit")

    assert "/ka/chronology/vizitebi/?actor=ani&kind=visit" in [
        address.replace("kind=visit&actor=ani", "actor=ani&kind=visit") for address in tree.xpath("//@href")
    ]
    assert tree.xpath("//link[@rel='canonical']/@href")[0].endswith(PATH)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_question_reaches_the_page_and_nothing_else_does():
    request = RequestFactory().get(f"{PATH}?utm=1&kind=visit&q=&year=2008&kind=a&kind=b&after=x")

    keep_known_query(request)

    assert request.GET.urlencode() == "after=x&kind=visit&kind=a&year=2008"
