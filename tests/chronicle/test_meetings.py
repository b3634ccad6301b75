"""Who met whom: what counts, by year, as page and as table, and what stays hidden."""

import csv
import io

import pytest
from lxml import html

from actors.models import Actor, ActorName
from chronicle import attendances
from chronicle.models import Event, Participant
from publishing import drafts
from publishing.models import SiteSettings
from tests.chronicle.test_appearances import made, took_part
from tests.factories import make_actor, make_published_actor, make_published_office, publisher

pytestmark = pytest.mark.django_db
BOTH = {"a": "sergey-lavrov", "b": "eduard-kokoiti"}


@pytest.fixture
def lavrov() -> Actor:
    return make_published_actor(name_en="Sergey Lavrov")


@pytest.fixture
def kokoiti() -> Actor:
    return make_published_actor(name_en="Eduard Kokoiti")


@pytest.fixture
def sides(lavrov, kokoiti) -> list[dict]:
    return [took_part("visitor", lavrov), took_part("counterpart", kokoiti)]


def page(client, status: int = 200, **asked) -> html.HtmlElement:
    """Return the page of the meetings that are asked for."""
    response = client.get("/en/meetings/", asked or BOTH)
    assert response.status_code == status
    return html.fromstring(response.content)


def titles(tree: html.HtmlElement) -> list[str]:
    return [each.text_content().strip() for each in tree.xpath("//p[@class='timeline__title']")]


def years(tree: html.HtmlElement) -> list[list[str]]:
    return [[cell.text_content().strip() for cell in row] for row in tree.xpath("//table[@class='meetings']//tr")[1:]]


def table(client, **asked) -> list[list[str]]:
    """Return the rows of the table."""
    response = client.get("/en/meetings.csv", asked or BOTH)
    assert response.status_code == 200
    data = b"".join(response.streaming_content) if response.streaming else response.content
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def wrong(tree: html.HtmlElement) -> list[str]:
    return [each.text_content() for each in tree.xpath("//*[@role='alert']")]


def test_meetings_are_counted_by_year_a_visit_once_with_all_its_parts(client, sides, lavrov, kokoiti):
    visit = made("Visit", participants=sides)
    made("Talks", kind="talks", parent=visit.pk, participants=[took_part("signatory", lavrov), took_part("signatory", kokoiti)])
    made("Later", date="2010-03", participants=sides)

    tree = page(client)

    assert titles(tree) == ["Later", *sorted(["Visit", "Talks"], key=lambda title: Event.objects.get(title_en=title).pk, reverse=True)]
    assert years(tree) == [["2010", "1", "1"], ["2008", "1", "2"], ["In all", "2", "3"]]
    assert "2 meetings" in " ".join(tree.xpath("//p[@role='status']")[0].text_content().split())
    assert [row[0] for row in table(client)[1:]] == ["2010", "2008", "2008"]


def test_who_stood_on_one_side_or_was_not_there_did_not_meet(client, lavrov, kokoiti):
    for number, (one, other) in enumerate([("visitor", "delegation"), ("supporter", "attendee")]):
        made(f"Event {number}", participants=[took_part(one, lavrov), took_part(other, kokoiti)])
    guest = took_part("visitor", make_published_actor(name_en="Guest"))
    made("Both received a guest", participants=[guest, took_part("host", lavrov), took_part("counterpart", kokoiti)])
    made("Said", statements=[{"actor": kokoiti.pk, "text_en": "Hello."}], participants=[took_part("visitor", lavrov)])
    sides = [took_part("visitor", lavrov), took_part("counterpart", kokoiti)]
    made("Decision", kind="decision", participants=sides)
    for status in ("planned", "cancelled", "not_held", "alleged"):
        made(status, status=status, participants=sides)

    assert titles(page(client)) == []

    made("Without guests", participants=[took_part("counterpart", lavrov), took_part("counterpart", kokoiti)])
    assert titles(page(client)) == ["Without guests"]


def test_capacities_are_those_of_the_day(client, kokoiti):
    office = make_published_office("Minister", "President", name_en="Ministry")
    posts = {post.title_en: post.pk for post in office.posts.all()}
    held = [
        {"post": posts["Minister"], "start": "2004-03-09", "end": "2009-01-01", "end_status": "ended"},
        {"post": posts["President"], "start": "2009-02-01", "end_status": "ongoing"},
    ]
    lavrov = drafts.create(Actor, {"name_en": "Sergey Lavrov", "tenures": held}, by=publisher())
    drafts.publish(lavrov, by=publisher())
    for year in ("2008-09-15", "2010-01-01"):
        made(year, date=year, participants=[took_part("visitor", lavrov), took_part("host", kokoiti, capacity_en="=Leader")])

    assert [row[8:10] for row in table(client)] == [
        ["Sergey Lavrov", "Eduard Kokoiti"],
        ["President", "'=Leader"],
        ["Minister", "'=Leader"],
    ]
    assert "Sergey Lavrov: Minister" in " ".join(page(client).text_content().split())


def test_whoever_held_a_post_met_and_so_did_the_office(client, lavrov):
    office = make_published_office("Head of the mission", name_en="OSCE mission")
    post = office.posts.get().pk
    head = drafts.create(
        Actor, {"name_en": "Terhi Hakala", "tenures": [{"post": post, "start": "2007-10-01", "end_status": "ongoing"}]}, by=publisher()
    )
    drafts.publish(head, by=publisher())
    made(participants=[took_part("visitor", lavrov), {"role": "counterpart", "post": post}])

    for other in ("terhi-hakala", "osce-mission", str(office.pk)):
        assert titles(page(client, a="sergey-lavrov", b=other)) == ["Visit"], other
    assert titles(page(client, a="osce-mission", b="terhi-hakala")) == []

    drafts.withdraw(office, by=publisher())
    assert titles(page(client, a="sergey-lavrov", b="terhi-hakala")) == []


def test_hidden_events_and_people_never_count(client, sides, lavrov, kokoiti):
    made("Seen", participants=sides)
    hidden = made("Withdrawn", date="1999", participants=sides)
    drafts.withdraw(hidden, by=publisher())
    drafts.create(Event, {"title_en": "Draft", "date": "1998", "participants": sides}, by=publisher())
    ghost = make_actor(name_en="Ghost", slug_en="ghost")
    Participant.objects.create(event=Event.objects.get(title_en="Seen"), actor=ghost, role="host")
    attendances.fix()

    assert years(page(client)) == [["2008", "1", "1"], ["In all", "1", "1"]]
    assert len(table(client)) == 2
    assert wrong(page(client, 400, a="sergey-lavrov", b="ghost")) == ["Nothing of this name is recorded: “ghost”."]
    assert wrong(page(client, 400, a="sergey-lavrov", b=str(ghost.pk))) == [f"Nothing of this name is recorded: “{ghost.pk}”."]
    met = html.fromstring(client.get("/en/actors/sergey-lavrov/").content).xpath("//*[@id='met']//li")
    assert [" ".join(each.text_content().split()) for each in met] == ["Eduard Kokoiti 1 meeting Eduard Kokoiti"]

    drafts.withdraw(kokoiti, by=publisher())
    assert html.fromstring(client.get("/en/actors/sergey-lavrov/").content).xpath("//*[@id='met']") == []
    assert wrong(page(client, 400)) == ["Nothing of this name is recorded: “eduard-kokoiti”."]


def test_people_met_most_stand_on_pages_with_the_way_to_the_meetings(client, sides, lavrov):
    other = took_part("attendee", make_published_actor(name_en="Maurizio Massari"))
    office = took_part("host", make_published_office(name_en="Ministry"))
    visit = made(participants=[*sides, other, office])
    made("Part", parent=visit.pk, participants=sides)
    made("Later", date="2009", participants=sides)

    tree = html.fromstring(client.get("/en/actors/sergey-lavrov/").content)
    found = [" ".join(each.text_content().split()) for each in tree.xpath("//*[@id='met']//li")]
    assert found == ["Eduard Kokoiti 2 meetings Eduard Kokoiti", "Maurizio Massari 1 meeting Maurizio Massari"]
    address = tree.xpath("//*[@id='met']//a[contains(@href, 'meetings')]/@href")[0]
    assert address == "/en/meetings/?a=sergey-lavrov&b=eduard-kokoiti"
    assert years(html.fromstring(client.get(address).content))[-1] == ["In all", "2", "3"]
    of_office = html.fromstring(client.get("/en/offices/ministry/").content).xpath("//*[@id='met']//li/a[1]/text()")
    assert of_office == ["Maurizio Massari", "Sergey Lavrov"]
    alone = page(client, a="sergey-lavrov")
    assert len(alone.xpath("//*[@id='met']//li")) == 2


def test_bad_questions_get_clear_words(client, sides):
    made(participants=sides)
    same, long = "These are one and the same. Choose two that may have met.", "A name is shorter than 200 characters."
    once = "This was given more than once. Give it once."

    assert wrong(page(client, 400, a="sergey-lavrov", b="sergey-lavrov")) == [same]
    assert client.get("/en/meetings/", {"a": "x" * 10_000, "b": "\x00"}).status_code == 400
    assert wrong(page(client, 400, a="x" * 10_000, b="kokoiti")) == [long]
    assert wrong(page(client, 400, a=["sergey-lavrov", "x"], b="kokoiti")) == [once]
    assert titles(page(client, a="lavrov", b="Kokoiti Eduard")) == ["Visit"]
    for asked in ({}, {"a": "sergey-lavrov"}, {"a": "nobody", "b": "x" * 10_000}, {**BOTH, "a": "eduard-kokoiti"}):
        response = client.get("/en/meetings.csv", asked)
        assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert client.get("/en/meetings/", {**BOTH, "before": "nonsense"}).status_code == 404
    assert client.get("/en/meetings/").status_code == 200


def test_name_of_two_asks_which_one_is_meant(client, lavrov):
    make_published_actor(name_en="Ministry")
    office = make_published_office(name_en="Ministry")

    tree = page(client, 400, a="ministry", b="sergey-lavrov")

    assert wrong(tree) == ["There is more than one of this name. Choose one."]
    hrefs = tree.xpath("//ul[@class='filters__like-it']//a/@href")
    assert [str(office.pk) in href and "b=sergey-lavrov" in href for href in hrefs].count(True) == 1
    assert client.get("/en/meetings/" + hrefs[0]).status_code == 200


def test_of_very_many_people_nobody_is_read_who_is_not_asked_for(client, sides, lavrov, monkeypatch, django_assert_max_num_queries):
    made(participants=sides)
    make_published_actor(name_en="Sergey Shoigu")
    make_actor(name_en="Sergey Hidden")
    ActorName.objects.create(actor=lavrov, name="Сергей Лавров", language="ru", script=ActorName.Script.CYRILLIC, kind=ActorName.Kind.NATIVE)
    make_published_actor(name_en="Ministry")
    make_published_office(name_en="Ministry")
    monkeypatch.setattr("chronicle.parties.MOST_OFFERED", 1)
    client.get("/en/places/")

    with django_assert_max_num_queries(11):
        assert titles(page(client, a="sergey-lavrov", b="eduard-kokoiti")) == ["Visit"]
    for a, b in ((str(lavrov.pk), "eduard-kokoiti"), ("Lavrov", "Kokoiti Eduard"), ("Сергей Лавров", "kokoiti")):
        assert titles(page(client, a=a, b=b)) == ["Visit"]
    assert not page(client).xpath("//datalist | //form//select")
    tree = page(client, 400, a="sergey", b="kokoiti")
    assert tree.xpath("//ul[@class='filters__like-it']//a/text()") == ["Sergey Lavrov", "Sergey Shoigu"]
    tree = page(client, 400, a="ministry", b="sergey-lavrov")
    for href in tree.xpath("//ul[@class='filters__like-it']//a/@href"):
        assert client.get("/en/meetings/" + href).status_code == 200
    for hidden in ("sergey-hidden", "Sergey Hidden", "hidden"):
        assert wrong(page(client, 400, a=hidden, b="kokoiti")) == [f"Nothing of this name is recorded: “{hidden}”."]


@pytest.mark.parametrize("number", [3, 60])
def test_meetings_cost_the_same_however_many(client, sides, django_assert_max_num_queries, number):
    made(participants=sides)
    model = Event.objects.get()
    for day in range(number):
        event = Event(state=model.state, title_en=f"Event {day}", date=f"2009-{day % 12 + 1:02}", kind="visit", live_at=model.live_at)
        for code in ("en", "ka"):
            setattr(event, f"listed_at_{code}", model.listed_at_en)
        event.available_en, event.published_at_en, event.slug_en, event.slug_ka = True, model.published_at_en, f"e-{day}", f"e-{day}"
        event.save()
        for row in sides:
            Participant.objects.create(event=event, role=row["role"], actor_id=row["actor"])
    attendances.fix()
    SiteSettings.objects.get_or_create()
    client.get("/en/places/")

    with django_assert_max_num_queries(8):
        tree = page(client)
    for path in ("/en/actors/sergey-lavrov/", "/en/actors/eduard-kokoiti/"):
        with django_assert_max_num_queries(12):
            client.get(path)
    assert years(tree)[-1] == ["In all", str(number + 1), str(number + 1)]
    seen = titles(tree)
    while older := tree.xpath("//a[@rel='next']/@href"):
        tree = html.fromstring(client.get(older[0]).content)
        seen += titles(tree)
    assert len(seen) == len(set(seen)) == number + 1 == len(table(client)) - 1
