"""What somebody said is never told without who said it: on pages, in lists, in feeds, to machines and to partners."""

import re

import pytest

from chronicle.models import Event
from publishing import drafts
from tests.factories import make_published_actor, make_published_chronology, make_published_office, publisher

pytestmark = pytest.mark.django_db
CLAIM = "The other side plans provocations."


def outlets(event: Event) -> list[str]:
    """Return every address that tells of an event, but for those that tell its statements."""
    return [
        *("/en/", "/en/chronology/", "/en/chronology/visits/", "/en/chronology/feed.atom", "/en/chronology/visits/feed.atom"),
        *("/api/v1/events/", "/api/v1/changes/", f"/en/chronology/visits/?q={CLAIM[:20]}"),
    ]


@pytest.mark.parametrize("speaker", ["actor", "office", "words"])
def test_claim_stands_beside_its_speaker_and_nowhere_else(client, speaker):
    by = {
        "actor": {"actor": make_published_actor(name_en="Sergey Lavrov").pk},
        "office": {"office": make_published_office(name_en="Sergey Lavrov").pk},
        "words": {"attribution_en": "Sergey Lavrov"},
    }[speaker]
    visits = make_published_chronology(title_en="Visits")
    fields = {"title_en": "Visit", "date": "2008", "entries": [{"chronology": visits.pk}], "statements": [{"text_en": CLAIM, **by}]}
    event = drafts.issue(Event, fields, by=publisher())

    page = client.get(event.get_absolute_url()).content.decode()
    (statement,) = client.get(f"/api/v1/events/{event.pk}/").json()["statements"]

    # No description, title or linked data says it: it stands once, in the paragraph behind the speaker.
    assert page.count(CLAIM) == 1
    (item,) = re.findall(r'<li class="statement".*?</li>', page, re.DOTALL)
    assert item.index("Sergey Lavrov") < item.index(CLAIM)
    assert CLAIM in statement["text"]["en"]
    assert statement["actor"] or statement["office"] or statement["attribution"]
    for path in outlets(event):
        assert CLAIM not in client.get(path).content.decode(), path
