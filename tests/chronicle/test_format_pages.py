"""The page of a format: how it stands, and its sessions."""

import pytest
from lxml import html

from chronicle.paging import SIZE
from tests.actors.test_actor_pages import texts
from tests.factories import make_event, make_published_event, make_published_format

pytestmark = pytest.mark.django_db


def sessions(tree: html.HtmlElement) -> list[str]:
    return texts(tree, "//*[@class='tenure__title']")


def test_sessions_stand_last_first_and_page_by_page_nothing_lost_or_doubled(client):
    made = make_published_format(title_en="Talks", status="suspended", last_held="2018-06", status_reason_en="Nobody came.")
    dates = [("2018", "2018-06", "2018-06-02", "", "2018/2019")[number % 5] for number in range(SIZE + 7)]
    events = [make_published_event(title_en=f"Session {number}", date=date, format=made, ordinal=number + 1) for number, date in enumerate(dates)]
    make_event(title_en="Draft", format=made)
    keys = {each.title: (bool(each.date), *((each.date.lower, each.date.upper) if each.date else ()), each.pk) for each in events}
    expected = sorted(keys, key=lambda title: keys[title], reverse=True)

    tree = html.fromstring(client.get("/en/formats/talks/").content)
    following = tree.xpath("//nav[@class='pagination']/a/@href")
    second = html.fromstring(client.get(following[0]).content)

    assert "Suspended" in tree.text_content()
    assert "Nobody came." in tree.text_content()
    assert "June 2018" in tree.text_content()
    assert f"session {SIZE + 7 - 5}" in tree.text_content()
    assert sessions(tree) == expected[:SIZE]
    assert sessions(second) == expected[SIZE:]
    assert "Draft" not in tree.text_content() + second.text_content()
    assert client.get(second.xpath("//nav[@class='pagination']/a/@href")[0])["Location"] == "/en/formats/talks/"
    assert client.get("/en/formats/talks/?after=x").status_code == 404
