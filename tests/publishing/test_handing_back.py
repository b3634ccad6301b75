"""What a choice lacks is added in a window of its own: after the first step it is handed back to the form that asked."""

import json

import pytest
from django.urls import reverse
from lxml import html

from actors.models import Actor, Post
from tests.browser import Form
from tests.factories import make_published_office
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db
ADD = "/admin/actors/actor/add/?_to_field=id&_popup=1"


def handed(form: Form) -> dict[str, str]:
    """Return what the window gives to the one that opened it."""
    return json.loads(html.fromstring(form.page).xpath("//script/@data-popup-response")[0])


@pytest.mark.parametrize("button", ["_save_draft", "_publish"])
def test_new_record_is_handed_back_and_nothing_said_elsewhere(button):
    form = browser_of(member_of("Editor")).open(ADD)
    form.fill(name_en="Andrei Kelin").press(button)

    actor = Actor.objects.get()
    assert handed(form) == {"value": str(actor.pk), "obj": "Andrei Kelin"}
    assert "messagelist" not in form.open(reverse("admin:index")).page


def test_refused_step_keeps_the_window():
    form = browser_of(member_of("Editor")).open(ADD)
    form.press("_publish")

    assert form.response.status_code == 422
    assert form.fields["_popup"] == ["1"]
    form.fill(name_en="Andrei Kelin").press("_publish")
    assert handed(form)["obj"] == "Andrei Kelin"


def test_window_without_request_stays_a_form():
    form = browser_of(member_of("Editor")).open("/admin/actors/actor/add/")
    form.fill(name_en="Andrei Kelin").press("_save_draft")

    assert form.response.status_code == 302


def test_missing_post_is_added_in_its_office_and_handed_back_once_it_is_stored():
    office = make_published_office("Minister")
    form = browser_of(member_of("Editor"))
    answer = form.client.get(f"/admin/actors/post/add/?_popup=1&office={office.pk}")
    assert answer.url == f"/admin/actors/office/{office.pk}/change/?_popup=1&_popup_rows=posts#posts-group"

    form.open(answer.url).add_row("posts", title_en="Director").press("_save_draft")
    assert form.response.url == answer.url

    form.open(answer.url).press("_publish")
    made = Post.objects.get(title_en="Director")
    assert handed(form) == {"value": str(made.pk), "obj": str(made)}


def test_missing_post_asks_for_its_office_and_refuses_what_is_none():
    form = browser_of(member_of("Editor"))

    assert "The office is missing too" in form.client.get("/admin/actors/post/add/?_popup=1").content.decode()
    for wrong in ("", "x", "01a20522-214f-7688-8f0f-b6006c96d491"):
        assert form.client.get("/admin/actors/post/add/", {"office": wrong}).status_code == 200
