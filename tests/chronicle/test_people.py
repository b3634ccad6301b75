"""Who is meant by a name, in the filters of a chronology; of who met whom, `test_meetings` asks the same."""

import pytest

from actors.models import ActorName
from tests.actors.test_actor_pages import texts
from tests.chronicle.test_filters import asked, event, titles, visits
from tests.factories import make_published_actor

# Used by name.
__all__ = ["visits"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("most", [40, 1])
def test_person_is_asked_for_by_address_key_any_name_or_words_however_many_there_are(client, visits, monkeypatch, most):
    for module in ("actors.choices", "chronicle.choices"):
        monkeypatch.setattr(f"{module}.MOST_IN_A_BOX", most)
    lavrov, karasin = make_published_actor(name_en="Sergey Lavrov"), make_published_actor(name_en="Grigory Karasin")
    ActorName.objects.create(actor=lavrov, name="Сергей Лавров", language="ru", script=ActorName.Script.CYRILLIC, kind=ActorName.Kind.NATIVE)
    event(visits, "Visit", participants=[{"actor": lavrov.pk}])
    event(visits, "Talks", participants=[{"actor": karasin.pk}])
    make_published_actor(name_en="Sergey Elsewhere")

    for text in ("sergey-lavrov", str(lavrov.pk), "Lavrov", "lavrov sergey", "сергей лавров"):
        assert titles(asked(client, f"?actor={text}")) == ["Visit"]
    assert texts(asked(client, "?actor=elsewhere", status=400), "//*[contains(@class, 'filters__wrong')]") == [
        "Nothing of this name is in this chronology: “elsewhere”."
    ]
