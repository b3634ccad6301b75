"""What people and offices cannot be is refused at both doors, the form of the desk and the model: in words, with nothing half stored."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from actors.models import Actor, ActorName, Office, Post, Remit, Tenure
from publishing import drafts
from publishing.drafts import RefusedError
from tests.factories import make_actor, make_office, make_published_actor, make_published_office, publisher
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db

LONG = "2008" * 2560


@pytest.fixture
def post() -> Post:
    return make_published_office("Minister", name_en="Ministry").posts.get()


# Dates

WRONG = [
    ("2012-13", "month"),
    ("2011-02-29", "day"),
    ("03/04/2008", "unreadable"),
    (LONG, "unreadable"),
    ("2012/2010", "reversed"),
    ("soon", "unreadable"),
]


@pytest.mark.parametrize(("date", "code"), WRONG)
def test_model_takes_no_date_that_is_none(post, date, code):
    row = Tenure(actor=make_actor(name_en="One"), post=post, start=date)

    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    with pytest.raises(ValidationError), transaction.atomic():
        row.save()

    assert code in {error.code for error in refused.value.error_dict["start"]}
    assert not Tenure.objects.exists()


@pytest.mark.parametrize(("date", "_code"), WRONG)
def test_form_keeps_what_is_no_date_and_publishes_nothing(post, date, _code):
    actor = drafts.create(Actor, {"name_en": "One", "tenures": [{"post": post.pk, "start": date}]}, by=publisher())
    form = browser_of(member_of("Editor")).open(reverse("admin:actors_actor_change", args=[actor.pk]))

    assert form.press("_publish").status_code == 422
    assert not Tenure.objects.exists()
    assert not Actor.objects.live().exists()


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Tenure, {"start": "2012", "end": "2010", "end_status": "ended"}),
        (Tenure, {"start": "2004", "end": "2010", "end_status": "ongoing"}),
        (Tenure, {"start": "2004", "end_reason": "died", "end_status": "ongoing"}),
        (Remit, {"start": "2012", "end": "2010", "end_status": "ended", "as_printed": "All"}),
    ],
)
def test_database_refuses_reversed_dates_and_an_end_that_is_none(post, model, fields):
    actor = make_actor(name_en="One")
    more = {"post": post} if model is Tenure else {"tenure": Tenure.objects.create(actor=actor, post=post)}

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(actor=actor, **more, **fields)


def test_database_refuses_a_life_and_an_existence_that_are_reversed():
    for model, fields in ((Actor, {"born": "1950", "died": "1940"}), (Office, {"existed_from": "2000", "existed_to": "1999", "existence": "ended"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(name_en="One", **fields)


# Rings


def test_deputies_form_no_ring_in_the_form():
    office = make_published_office("First", "Second", "Third", name_en="Ministry")
    first, second, third = office.posts.order_by("title_en")
    ring = {first: second, second: third, third: first}
    drafts.save(office, {f"posts/{post.pk}/deputy_to": other.pk for post, other in ring.items()}, by=publisher())

    with pytest.raises(RefusedError) as refused:
        drafts.publish(office, by=publisher())

    assert {problem.message for problem in refused.value.problems} == {"These posts are deputies to each other in a ring. Take one of them out."}
    assert not Post.objects.filter(deputy_to__isnull=False).exists()


def test_deputies_of_deputies_are_no_ring():
    office = make_published_office("First", "Second", "Third", name_en="Ministry")
    first, second, third = office.posts.order_by("title_en")
    drafts.save(office, {f"posts/{second.pk}/deputy_to": first.pk, f"posts/{third.pk}/deputy_to": second.pk}, by=publisher())

    drafts.publish(office, by=publisher())

    assert Post.objects.filter(deputy_to__isnull=False).count() == 2


@pytest.mark.parametrize(("model", "name"), [(Office, "parent"), (Post, "deputy_to")])
def test_database_refuses_what_is_part_of_itself(post, model, name):
    row = model.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{name: row.pk})


# Names

SCRIPTS = {"Latn": "Dmitry Kozak", "Cyrl": "Дмитрий Козак", "Geor": "დმიტრი კოზაკი", "Armn": "Դմիտրի Կոզակ", "Arab": "ديمتري كوزاك"}


def test_name_in_five_scripts_is_kept_and_found_by_each(client):
    names = [{"name": name, "script": script if script in ActorName.Script.values else "Zyyy"} for script, name in SCRIPTS.items()]
    actor = drafts.create(Actor, {"name_en": "Dmitry Kozak", "names": names}, by=publisher())
    drafts.publish(actor, by=publisher())
    editor = browser_of(member_of("Editor")).client

    page = client.get(f"/en/actors/{actor.slug_en}/").content.decode()
    found = [editor.get(reverse("admin:actors_actor_changelist"), {"q": name}).content.decode() for name in SCRIPTS.values()]

    assert all(name in page for name in SCRIPTS.values())
    assert all(str(actor.pk) in listed for listed in found)


def test_two_of_one_name_have_an_address_each():
    slugs = {make_published_actor(name_en="Sergey Ivanov").slug_en for _each in range(2)}

    assert len(slugs) == 2


def test_office_in_a_ring_is_refused_by_its_form():
    upper = make_office(name_en="Upper")
    lower = make_office(name_en="Lower", parent=upper)
    drafts.publish(upper, by=publisher())
    drafts.publish(lower, by=publisher())
    drafts.save(upper, {"parent": lower.pk}, by=publisher())

    with pytest.raises(RefusedError):
        drafts.publish(upper, by=publisher())

    assert Office.objects.get(pk=upper.pk).parent_id is None
