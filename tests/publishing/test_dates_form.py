"""The box of a date in the form of a record: it says what it understood, keeps what it did not, and compares dates."""

import pytest
from django.urls import reverse
from lxml import html

from publishing import history
from publishing.comparing import compare
from publishing.desk import desk_of
from publishing.models import Draft
from tests.browser import Form
from tests.desk_type.factories import make_published_dossier
from tests.desk_type.models import Dossier
from tests.factories import publisher
from tests.publishing.test_differing import told
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> Form:
    """The browser of an editor."""
    return browser_of(member_of("Editor"))


def url(dossier: Dossier) -> str:
    return reverse("admin:desk_type_dossier_change", args=[dossier.pk])


def echoed(form: Form) -> str:
    return html.fromstring(form.page).xpath("string(//output[@for='id_covers'])")


def test_typed_date_is_echoed_in_words_and_published_with_its_bounds(form):
    dossier = make_published_dossier()

    form.open(url(dossier)).fill(covers="15 September 2008").press("_save_draft")
    form.open(url(dossier))

    assert Draft.objects.get().data["covers"] == "2008-09-15"
    assert (form.input("covers").get("value"), echoed(form)) == ("2008-09-15", "Monday, 15 September 2008")
    form.press("_publish")
    dossier.refresh_from_db()
    assert (str(dossier.covers), str(dossier.covers_upper)) == ("2008-09-15", "2008-09-15")


def test_month_is_echoed_as_some_day_in_it(form):
    form.open(url(make_published_dossier(covers="2008-09")))

    assert echoed(form) == "some time in September 2008"


def test_same_date_typed_otherwise_is_no_change(form):
    dossier = make_published_dossier(covers="2008-09")

    form.open(url(dossier)).fill(covers="სექტემბერი, 2008").press("_save_draft")

    assert not Draft.objects.exists()


def test_what_is_no_date_is_kept_as_typed_and_says_why(form):
    dossier = make_published_dossier(covers="2008")

    form.open(url(dossier)).fill(covers="03/04/2008").press("_save_draft")
    form.open(url(dossier))

    assert form.input("covers").get("value") == "03/04/2008"
    assert echoed(form).startswith("“03/04/2008” can be read in two ways: 2008-04-03 or 2008-03-04.")
    assert form.press("_publish").status_code == 422
    dossier.refresh_from_db()
    assert str(dossier.covers) == "2008"


def test_comparison_shows_words():
    dossier = make_published_dossier(covers="2008-09")
    sides = [history.side(publisher(), dossier, "1").state, {**history.side(publisher(), dossier, "1").state, "covers": "2020/.."}]

    lines = [told(line) for chapter in compare(desk_of(dossier), *sides) for entry in chapter.entries for line in entry.lines]

    assert lines == ["-September 2008-", "+since 2020+"]


# While one types


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("24–26 September 2024", {"edtf": "2024-09-24/2024-09-26", "words": "24–26 September 2024", "meaning": "24–26 September 2024", "error": ""}),
        ("", {"edtf": "", "words": "", "meaning": "", "error": ""}),
        ("31 June 2008", {"edtf": "", "words": "", "meaning": "", "error": "“31” is not a day: June 2008 has 30 days."}),
        ("x" * 5000, {"edtf": "", "words": "", "meaning": "", "error": "A date is shorter than 80 characters."}),
    ],
)
def test_editor_is_told_what_a_date_means(client, text, answer):
    client.force_login(member_of("Author"))

    assert client.get(reverse("admin:read_date"), {"text": text}).json() == answer


def test_others_are_told_nothing(client):
    assert client.get(reverse("admin:read_date"), {"text": "2008"}).status_code == 302
