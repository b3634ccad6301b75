"""Find and replace at the desk: who sees what, page by page, whatever is sent."""

import pytest
from django.test import Client
from django.urls import reverse

from pages.models import Replacement
from pages.replacing import acting, searching
from publishing import drafts
from tests.factories import make_superuser
from tests.pages.replacing_desk import WANTED, draft, find, forced, fresh, live, names, reasons, replace, state
from tests.roles import client_of, member_of

ADD = reverse("admin:pages_replacement_add")


@pytest.fixture
def editor():
    return member_of("Editor")


def test_page_finds_replaces_and_undoes(editor):
    record = live("One")
    desk = client_of(editor)
    query = "?find=Sokhumi&replacement=Sukhumi&language=en&whole_words=on"

    shown = desk.get(ADD + query)
    (found,) = shown.context["page"].records
    (text,) = found.texts
    posted = {"text": f"article {record.pk} {text.key} {text.digest}", "hit": f"article {record.pk} {text.key} 0"}
    done = desk.post(ADD + query, posted)

    assert "<mark>Sokhumi</mark>" in shown.content.decode()
    assert done.url == reverse("admin:pages_replacement_change", args=[Replacement.objects.get().pk])
    assert "1 place" in desk.get(done.url).content.decode()
    assert desk.post(done.url, {"_undo": "1"}).status_code == 302
    assert not fresh(record).has_draft
    assert desk.get(reverse("admin:pages_replacement_changelist")).status_code == 200


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"hit": "x"},
        {"hit": "article x body_en 0", "text": "article x body_en y"},
        {"hit": "nothing {pk} body_en 0", "text": "nothing {pk} body_en y"},
        {"hit": "article {pk} slug_en 0", "text": "article {pk} slug_en y"},
        {"hit": "article {pk} body_en -1", "text": "article {pk} body_en y"},
        {"hit": "article 00000000-0000-0000-0000-000000000000 body_en 0", "text": "article 00000000-0000-0000-0000-000000000000 body_en y"},
    ],
)
def test_forged_hits_are_refused_in_words(editor, posted):
    record = live("One")
    values = {name: value.replace("{pk}", str(record.pk)) for name, value in posted.items()}

    assert client_of(editor).post(f"{ADD}?find=Sokhumi&replacement=x&language=en", values).status_code == 422
    assert state(record)["body_en"] == "<p>In Sokhumi.</p>"


@pytest.mark.parametrize(
    "query", ["find=", "find=x&language=xx", f"find={'x' * 201}&language=en", "find=a&replacement=a&language=en", "find=%00&language=en"]
)
def test_words_that_cannot_be_looked_for_are_asked_again(editor, query):
    response = client_of(editor).get(f"{ADD}?{query}")

    assert response.status_code == 200
    assert response.context["form"].errors
    assert client_of(editor).post(f"{ADD}?{query}").status_code == 200


def test_page_is_for_those_who_may_replace_and_shows_others_no_run(editor):
    live("One")
    change = replace(editor)
    author, translator = client_of(member_of("Author")), client_of(member_of("Translator (Georgian)"))
    url = reverse("admin:pages_replacement_change", args=[change.pk])

    assert translator.get(ADD).status_code == 403
    assert author.get(url).status_code in (302, 404)
    assert str(change.pk) not in author.get(reverse("admin:pages_replacement_changelist")).content.decode()
    assert Client().get(url).status_code == 302


def test_author_finds_own_drafts_and_public_texts_and_nothing_of_others(editor):
    author = member_of("Author")
    draft("A secret title", lead_en="A secret Sokhumi")
    public = live("Public")
    drafts.save(public, {"lead_en": "A secret change in Sokhumi"}, by=editor)
    own = draft("Own", by=author)

    page = find(author)
    answer = client_of(author).get(ADD, {"find": "Sokhumi", "replacement": "x", "language": "en"}).content.decode()

    assert {each.record: (bool(each.reason), [text.key for text in each.texts]) for each in page.records} == {
        public: (True, ["body_en"]),
        own: (False, ["body_en"]),
    }
    assert "A secret" not in answer
    change = acting.replace(WANTED, forced(page), by=author)
    assert set(reasons(change)) == {public.pk}


def test_pages_hold_no_more_than_a_bundle_and_go_on(editor, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 2)
    monkeypatch.setattr(searching, "BATCH", 2)
    for number in range(5):
        live(f"Article {number}")

    first = find(editor)
    second = find(editor, after=first.after)
    third = find(editor, after=second.after)

    assert [len(page.records) for page in (first, second, third)] == [2, 2, 1]
    assert sorted(names(first) + names(second) + names(third)) == [f"Article {number}" for number in range(5)]
    assert third.after == ""


def test_pages_hold_so_many_hits_and_records_looked_at(editor, monkeypatch):
    monkeypatch.setattr(searching, "HITS", 3)
    one, two = live("One", body_en="<p>Sokhumi Sokhumi</p>"), live("Two", body_en="<p>Sokhumi Sokhumi</p>")
    live("Three", body_en="<p>" + "Sokhumi " * 9 + "</p>")

    first = find(editor)
    second = find(editor, after=first.after)
    third = find(editor, after=second.after)

    assert [[each.record for each in page.records] for page in (first, second)] == [[one], [two]]
    assert (third.hits, third.records[0].is_cut) == (3, True)
    monkeypatch.setattr(searching, "LOOKED_AT", 1)
    monkeypatch.setattr(searching, "BATCH", 1)
    assert names(find(editor)) == ["One"]


@pytest.mark.parametrize("after", ["x", "article:", "article:x", "nothing:00000000-0000-0000-0000-000000000000", "\x00"])
def test_address_of_a_page_that_cannot_be_begins_anew(editor, after):
    live("One")

    assert names(find(editor, after=after)) == ["One"]


def test_search_costs_the_same_at_any_number(django_assert_max_num_queries):
    admin = make_superuser()
    live("One")
    find(admin)
    with django_assert_max_num_queries(60) as one:
        find(admin)
    for number in range(9):
        record = live(f"Article {number}")
        if number % 2:
            drafts.save(record, {"lead_en": "Sokhumi"}, by=admin)
    find(admin)

    with django_assert_max_num_queries(len(one) + 1):
        assert len(find(admin).records) == 10
