"""Two records of one office that become one: posts, units, links and remits."""

import pytest

from actors.models import Office, OfficeLink, Post, Remit, Tenure
from publishing import drafts, uses
from publishing.absorbing import merge
from publishing.uniting import Plan
from publishing.workflow import TransitionError
from tests.actors.merged import article, office, person
from tests.factories import publisher
from tests.publishing.races import check_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


def test_same_post_is_one_and_its_holders_move():
    first, second = office("Ministry", "Minister", "Deputy"), office("The Ministry", "Minister", "Spokesman")
    minister, other = first.posts.get(title_en="Minister"), second.posts.get(title_en="Minister")
    holder = person("Sergey Lavrov", tenures=[{"post": other.pk, "start": "2004"}])
    waiting = person("Dmitry Kozak", public=False, tenures=[{"post": other.pk, "start": "1999"}])

    merged = merge(first, second, by=publisher(), plan=Plan(rows={str(other.pk): str(minister.pk)}))

    assert sorted(merged.posts.values_list("title_en", flat=True)) == ["Deputy", "Minister", "Spokesman"]
    assert list(Tenure.objects.values_list("actor", "post")) == [(holder.pk, minister.pk)]
    state = drafts.state_of(waiting)
    assert [state[f"tenures/{row}/post"] for row in state["tenures"]] == [str(minister.pk)]
    assert list(merged.names.values_list("name", flat=True)) == ["The Ministry"]
    check_everything()


def test_posts_that_nobody_called_one_stay_two():
    first, second = office("Ministry", "Minister"), office("The Ministry", "Minister")

    merge(first, second, by=publisher())

    assert list(Post.objects.values_list("office", flat=True)) == [first.pk, first.pk]


def test_deputy_of_a_post_that_became_another_is_its_deputy():
    first = office("Ministry", "Minister")
    rows = [{"id": key, "title_en": title, "deputy_to": deputy} for key, title, deputy in ((ROW, "Minister", ""), (ROW[:-1] + "2", "Deputy", ROW))]
    second = office("The Ministry", posts=rows)
    minister = first.posts.get()

    merge(first, second, by=publisher(), plan=Plan(rows={ROW: str(minister.pk)}))

    assert Post.objects.get(title_en="Deputy").deputy_to == minister


ROW = "00000000-0000-4000-8000-000000000001"


def test_units_links_remits_and_mentions_move():
    first, second, third = office("Ministry"), office("The Ministry"), office("Council")
    unit, draft = office("Department", parent=second.pk), office("Bureau", public=False, parent=second.pk)
    links = [{"kind": "counterpart_of", "other": each.pk} for each in (first, second)]
    third_links = office("Commission", links=links)
    drafts.save(second, {"links": [{"kind": "successor_of", "other": third.pk}, {"kind": "counterpart_of", "other": first.pk}]}, by=publisher())
    drafts.publish(second, by=publisher())
    post = third.posts.create(title_en="Curator")
    row = Remit.objects.create(holder=third, post=post, office=second, within=second)
    # Both were made past the form, which says what the office names.
    uses.recount([("office", third.pk)])
    told = article(second)

    merge(first, second, by=publisher())

    unit.refresh_from_db()
    row.refresh_from_db()
    assert (unit.parent_id, drafts.state_of(draft)["parent"], row.office_id, row.within_id) == (first.pk, str(first.pk), first.pk, first.pk)
    assert set(OfficeLink.objects.values_list("office", "kind", "other")) == {
        (first.pk, "successor_of", third.pk),
        (third_links.pk, "counterpart_of", first.pk),
    }
    assert told.mentions.get().office_id == first.pk
    check_everything()


@pytest.mark.parametrize("is_public", [True, False], ids=["public", "draft"])
def test_office_takes_the_place_of_one_that_it_stood_in(is_public):
    top = office("Government")
    second = office("The Ministry", parent=top.pk)
    between = office("Secretariat", parent=second.pk)
    first = office("Ministry", parent=between.pk)
    if not is_public:
        drafts.withdraw(second, by=publisher())
        Office.objects.filter(pk=second.pk).update(state="draft", first_published_at=None)

    merge(first, second, by=publisher())

    first.refresh_from_db()
    between.refresh_from_db()
    assert (first.parent_id, between.parent_id) == (top.pk, first.pk)


def test_office_that_stands_in_the_one_that_stays_makes_no_circle():
    first = office("Ministry")
    between = office("Secretariat", parent=first.pk)
    second = office("The Ministry", parent=between.pk)
    unit = office("Department", parent=second.pk)

    merge(first, second, by=publisher())

    found = {each.pk: each.parent_id for each in Office.objects.all()}
    assert found == {first.pk: None, between.pk: first.pk, unit.pk: first.pk}


def test_office_under_which_it_stands_by_choice_is_refused():
    first, second, top = office("Ministry"), office("The Ministry"), office("Government")
    with pytest.raises(TransitionError, match="itself"):
        merge(first, first, by=publisher())
    drafts.save(top, {"parent": first.pk}, by=publisher())
    drafts.publish(top, by=publisher())
    drafts.save(second, {"parent": top.pk}, by=publisher())
    drafts.publish(second, by=publisher())

    merged = merge(first, second, by=publisher(), plan=Plan(takes={"parent"}))

    assert merged.parent_id is None
