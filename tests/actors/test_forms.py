"""People and offices through their forms: rows that name rows, what is refused and in which words."""

import pytest

from actors.models import Actor, EndStatus, Office, Post, Remit, Tenure
from library.models import Source
from publishing import drafts, erasing
from publishing.drafts import RefusedError
from publishing.publishable import State
from publishing.workflow import TransitionError, transition
from tests.factories import make_published_actor, make_published_office, make_published_place, publisher

pytestmark = pytest.mark.django_db
MINISTER, MINISTRY = "Minister of Foreign Affairs", "Ministry of Foreign Affairs"


def ministry(*posts: str, **fields: object) -> Office:
    return make_published_office(*(posts or (MINISTER,)), name_en=MINISTRY, name_ka="საგარეო საქმეთა სამინისტრო", **fields)


def actor_with(*tenures: dict, name: str = "Sergey Lavrov", **fields: object) -> Actor:
    actor = drafts.create(Actor, {"name_en": name, "tenures": list(tenures), **fields}, by=publisher())
    drafts.publish(actor, by=publisher())
    return actor


def refused(*tenures: dict, name: str = "Somebody Else", **fields: object) -> list[str]:
    with pytest.raises(RefusedError) as refusal:
        actor_with(*tenures, name=name, **fields)
    return [str(problem) for problem in refusal.value.problems]


def test_actor_with_tenure_and_remit_is_published_in_one_step():
    post, region = ministry().posts.get(), make_published_place("Tskhinvali Region")
    source = Source.objects.create(title="Archive")
    tenure = "11111111-1111-4111-8111-111111111111"

    actor = actor_with(
        {"id": tenure, "post": post.pk, "start": "2004-03", "end_status": "ongoing", "sources": [source.pk], "locator": "p. 2"},
        remits=[{"tenure": tenure, "place": region.pk, "kind": "supervises", "start": "2020"}],
        names=[{"name": "Сергей Лавров", "language": "ru", "script": "Cyrl", "kind": "native"}],
    )

    (stored,) = actor.tenures.all()
    (remit,) = Remit.objects.all()
    assert (str(stored.pk), str(stored.start), stored.end_status, [*stored.sources.all()]) == (tenure, "2004-03", "ongoing", [source])
    assert (remit.tenure, remit.actor, remit.place) == (stored, actor, region)


def test_remit_may_only_name_a_tenure_of_the_same_form():
    post = ministry().posts.get()
    other = actor_with({"post": post.pk, "start": "2001", "end": "2004", "end_status": "ended"}, name="Igor Ivanov")

    problems = refused(remits=[{"tenure": other.tenures.get().pk, "as_printed": "curator"}])

    assert problems == ["remit 1: Tenure: What was chosen here no longer exists."]


def test_tenure_with_remit_leaves_with_it():
    post = ministry().posts.get()
    tenure = "11111111-1111-4111-8111-111111111111"
    actor = actor_with({"id": tenure, "post": post.pk}, remits=[{"tenure": tenure, "as_printed": "curator"}])

    drafts.save(actor, {"tenures": [], "remits": []}, by=publisher())
    drafts.publish(actor, by=publisher())

    assert not Tenure.objects.exists()
    assert not Remit.objects.exists()


def test_remit_without_its_tenure_is_refused():
    post = ministry().posts.get()
    tenure = "11111111-1111-4111-8111-111111111111"
    actor = actor_with({"id": tenure, "post": post.pk}, remits=[{"tenure": tenure, "as_printed": "curator"}])
    drafts.save(actor, {"tenures": []}, by=publisher())

    with pytest.raises(RefusedError) as refusal:
        drafts.publish(actor, by=publisher())

    assert [str(problem) for problem in refusal.value.problems] == ["remit 1: Tenure: What was chosen here no longer exists."]
    assert Tenure.objects.count() == 1


def test_two_cannot_surely_hold_one_seat():
    post = ministry().posts.get()
    actor_with({"post": post.pk, "start": "2004-03-09", "end_status": "ongoing"})

    (problem,) = refused({"post": post.pk, "start": "2010", "end": "2012", "end_status": "ended"})

    assert "has one seat" in problem
    assert "Sergey Lavrov (2004-03-09 – goes on)" in problem


@pytest.mark.parametrize(
    "tenure",
    [
        {"start": "2001", "end": "2004-03-09", "end_status": "ended"},
        {"start": "2001", "end": "2004-03", "end_status": "ended"},
        {"start": "2010", "end_status": "unknown"},
        {"start": "2010", "end_status": "ended"},
        {"start": "2010", "end": "2012", "end_status": "ended", "is_acting": True},
    ],
    ids=["hand-over on one day", "within one month", "end unknown", "ended, nobody knows when", "acting"],
)
def test_one_seat_passes_on(tenure):
    post = ministry().posts.get()
    actor_with({"post": post.pk, "start": "2004-03-09", "end_status": "ongoing"})

    actor = actor_with({"post": post.pk, **tenure}, name="Igor Ivanov")

    assert actor.tenures.count() == 1


def test_two_may_hold_a_post_with_more_seats():
    post = ministry().posts.get()
    Post.objects.filter(pk=post.pk).update(seats=2)
    actor_with({"post": post.pk, "start": "2004", "end_status": "ongoing"})

    assert actor_with({"post": post.pk, "start": "2004", "end_status": "ongoing"}, name="Igor Ivanov").tenures.count() == 1


def test_seats_cannot_become_fewer_than_holders():
    office = ministry()
    Post.objects.update(seats=2)
    for name in ("One", "Two"):
        actor_with({"post": office.posts.get().pk, "start": "2004", "end_status": "ongoing"}, name=name)
    post = office.posts.get()
    drafts.save(office, {f"posts/{post.pk}/seats": 1}, by=publisher())

    with pytest.raises(TransitionError, match="has one seat"):
        drafts.publish(office, by=publisher())

    assert office.posts.get().seats == 2


@pytest.mark.parametrize(
    ("tenure", "words"),
    [
        ({"start": "2012", "end": "2010", "end_status": "ended"}, "The end lies before the start."),
        ({"start": "2004", "end": "2010", "end_status": "ongoing"}, "There is a date of the end, so it is over: choose “has ended”."),
        ({"start": "2004", "end_reason": "died", "end_status": "ongoing"}, "There is a reason for the end, so it is over: choose “has ended”."),
        ({"start": "2004-13"}, "“13” is not a month"),
        ({"start": "2004/..", "end_status": "ended"}, "Write only when it was"),
        ({"start": "2004/..", "end": "2008"}, "Write only when it was"),
        ({"ordinal": 0}, "Numbers begin with one."),
    ],
)
def test_tenure_that_cannot_be_is_refused_in_words(tenure, words):
    post = ministry().posts.get()

    problems = refused({"post": post.pk, **tenure})

    assert any(words in problem for problem in problems), problems
    assert not Tenure.objects.exists()


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ({"start": "since 2020"}, ("2020", "", "ongoing")),
        ({"start": "2020 წლიდან"}, ("2020", "", "ongoing")),
        ({"start": "2020/"}, ("2020", "", "unknown")),
        ({"end": "2010"}, ("", "2010", "ended")),
        ({"end_reason": "resigned"}, ("", "", "ended")),
        ({"start": "2020", "end_status": "ongoing"}, ("2020", "", "ongoing")),
    ],
)
def test_dates_answer_whether_it_is_over(said, stored):
    (tenure,) = actor_with({"post": ministry().posts.get().pk, **said}).tenures.all()

    assert (str(tenure.start or ""), str(tenure.end or ""), tenure.end_status) == stored


def test_existence_follows_its_dates():
    office = ministry()
    drafts.save(office, {"existed_from": "since 1997"}, by=publisher())
    drafts.publish(office, by=publisher())
    assert (str(office.existed_from), office.existence) == ("1997", "exists")

    drafts.save(office, {"existed_from": "1997", "existed_to": "2008", "existence": "unknown"}, by=publisher())
    drafts.publish(office, by=publisher())

    assert office.existence == "ended"


def test_tenure_of_ten_thousand_letters_is_refused():
    post = ministry().posts.get()

    (problem,) = refused({"post": post.pk, "start": "2" * 10_000})

    assert problem.lower().startswith("tenure 1: start: ")
    assert len(problem) < 500


def test_post_with_holders_cannot_be_removed():
    office = ministry()
    actor_with({"post": office.posts.get().pk})
    drafts.save(office, {"posts": []}, by=publisher())

    with pytest.raises(RefusedError, match=r"cannot be removed: it is or was held by Sergey Lavrov") as refusal:
        drafts.publish(office, by=publisher())

    assert len(refusal.value.problems) == 1
    assert office.posts.count() == 1


def test_deputy_may_be_as_new_as_the_post():
    minister, deputy = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    posts = [{"id": deputy, "title_en": "Deputy Minister", "deputy_to": minister, "seats": ""}, {"id": minister, "title_en": MINISTER}]

    office = drafts.create(Office, {"name_en": MINISTRY, "posts": posts}, by=publisher())
    drafts.publish(office, by=publisher())

    assert str(office.posts.get(pk=deputy).deputy_to_id) == minister


def test_copy_of_an_office_names_its_own_posts():
    minister, deputy = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    posts = [{"id": minister, "title_en": MINISTER}, {"id": deputy, "title_en": "Deputy Minister", "deputy_to": minister}]
    office = drafts.create(Office, {"name_en": MINISTRY, "posts": posts}, by=publisher())

    state = drafts.copy_of(office, by=publisher())

    first, second = state["posts"]
    assert {first, second}.isdisjoint({minister, deputy})
    assert state[f"posts/{second}/deputy_to"] == first


def test_offices_cannot_stand_in_a_ring():
    government = make_published_office(name_en="Government")
    department = ministry(parent=government)
    drafts.save(government, {"parent": department.pk}, by=publisher())

    with pytest.raises(RefusedError, match="stands in this one already"):
        drafts.publish(government, by=publisher())


def test_actor_with_history_cannot_be_deleted():
    actor = actor_with({"post": ministry().posts.get().pk, "start": "2004"})
    drafts.withdraw(actor, by=publisher())
    transition(actor, State.TRASHED, by=publisher())

    with pytest.raises(TransitionError, match=r"tenure \(actor\): Sergey Lavrov"):
        erasing.erase(actor, by=publisher())

    assert Actor.objects.filter(pk=actor.pk).exists()


def test_two_actors_may_have_one_name():
    actor_with()

    assert actor_with().slug_en == "sergey-lavrov-2"


def test_dates_of_life_go_together():
    assert refused(born="1950", died="1949-12-31") == ["Died: The date of death lies before the date of birth."]


def test_tenures_may_exchange_what_they_say():
    office = ministry("First", "Second")
    one, other = office.posts.all()
    same = {"start": "2004", "end_status": "ongoing"}
    actor = actor_with({"post": one.pk, **same}, {"post": other.pk, **same})
    first, second = actor.tenures.all()

    drafts.save(actor, {f"tenures/{first.pk}/post": other.pk, f"tenures/{second.pk}/post": one.pk}, by=publisher())
    drafts.publish(actor, by=publisher())

    assert [tenure.post for tenure in actor.tenures.all()] == [other, one]
    assert [tenure.end_status for tenure in actor.tenures.all()] == [EndStatus.ONGOING] * 2


def test_published_actor_needs_no_rows():
    assert make_published_actor(name_en="Giga Otkhozoria", has_profile=False).tenures.count() == 0
