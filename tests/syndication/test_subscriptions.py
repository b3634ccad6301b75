"""Who is told of what: by kind, language, tag, person, office and place."""

from publishing.models import Change
from publishing.publishable import State
from publishing.workflow import transition
from syndication import expanding
from syndication.models import Delivery
from syndication.subscriptions import NAMED
from tests.factories import (
    make_actor,
    make_published_actor,
    make_published_article,
    make_published_event,
    make_published_office,
    make_published_place,
    make_tag,
    publisher,
)
from tests.syndication.receiver import receiving
from tests.syndication.test_deliveries import edit


def test_partners_are_told_of_what_they_asked_for():
    tag, other = make_tag("Visits"), make_tag("Other")
    ann, town = make_published_actor(name_en="Ann"), make_published_place("Town")
    ministry = make_published_office("Minister", name_en="Ministry")
    desk = make_published_office("Head", name_en="Desk", parent=ministry)
    inner, hidden = make_published_place("Quarter", parent=town), make_actor(name_en="Hidden")
    asked = {
        "all": {},
        "people": {"kinds": ["actor"]},
        "georgian": {"languages": ["ka"]},
        "tag": {"tags": [tag]},
        "ann": {"actors": [ann]},
        "ministry": {"offices": [ministry]},
        "town": {"places": [town]},
        # Nobody may learn by what arrives whom a text has to do with in secret.
        "hidden": {"actors": [hidden]},
    }
    partners = {}
    with receiving() as receiver:
        for name, wanted in asked.items():
            partners[name] = receiver.partner(name=name, **{each: value for each, value in wanted.items() if each in ("kinds", "languages")})
            for each in NAMED:
                getattr(partners[name], each).set(wanted.get(each, []))
        told = {}

        def concerned(act):
            """Who is told of an act."""
            act()
            expanding.expand_all()
            told.clear()
            return sorted(Delivery.objects.filter(sequence=Change.objects.latest("sequence").sequence).values_list("partner__name", flat=True))

        assert concerned(lambda: make_published_article(title_en="Plain")) == ["all"]
        assert concerned(lambda: make_published_article(title_ka="ქართული")) == ["all", "georgian"]
        assert concerned(lambda: make_published_article(title_en="Tagged", tags=[tag, other])) == ["all", "tag"]
        assert concerned(lambda: make_published_actor(name_en="Bob")) == ["all", "people"]
        assert concerned(lambda: edit(ann, name_en="Ann Smith")) == ["all", "ann", "people"]
        assert concerned(lambda: edit(desk, name_en="Fourth desk")) == ["all", "ministry"]
        there = make_published_event(title_en="Talks")
        assert concerned(lambda: edit(there, participants=[{"office": desk.pk}])) == ["all", "ministry"]
        assert concerned(lambda: edit(inner, name_en="Old quarter")) == ["all", "town"]
        gone = make_published_article(title_en="Goes")
        assert concerned(lambda: edit(gone, mentions=[{"actor": hidden.pk}])) == ["all"]
        assert concerned(lambda: edit(gone, mentions=[{"actor": ann.pk}])) == ["all", "ann"]
        # Nobody can say any more what it had to do with.
        assert concerned(lambda: transition(gone, State.WITHDRAWN, by=publisher())) == ["all", "ann", "hidden", "ministry", "tag", "town"]
        assert concerned(lambda: transition(ann, State.WITHDRAWN, by=publisher())) == ["all", "ann", "hidden", "ministry", "people", "tag", "town"]
    assert Delivery.objects.values("partner", "sequence").distinct().count() == Delivery.objects.count()
