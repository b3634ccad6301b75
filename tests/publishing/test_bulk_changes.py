"""One field of many things changed from their list: seen before, done, kept, and undone."""

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Place
from library.models import Image
from news.models import Article, Kind
from publishing import drafts, locks
from publishing.admin import bulk as pages
from publishing.bulk_changes import undoing
from publishing.models import Audit, BulkChange, Change
from tests.factories import (
    make_document,
    make_image,
    make_office,
    make_place,
    make_published_actor,
    make_published_article,
    make_superuser,
    make_tag,
    publisher,
)
from tests.publishing.bulk_desk import LIST, do, make_draft, make_user, said, tags_of
from tests.roles import client_of, member_of


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def look(client: Client, action: str, things: list, *, page: int = 1, address: str = LIST, **more):
    posted = {"action": action, "index": "0", "_selected_action": [str(thing.pk) for thing in things], "_confirmed": "1", "_look": str(page)}
    return client.post(address, {**posted, **more})


def undo(client: Client, change: BulkChange | None = None):
    address = reverse("admin:publishing_bulkchange_change", args=[(change or BulkChange.objects.get()).pk])
    response = client.post(address, {"_undo": "1"})
    while response.status_code == 200 and "after" in response.context and "lines" not in response.context:
        response = client.post(address, {"_undo": "1", "_after": response.context["after"]})
    return client.get(address)


def lines(response) -> dict[str, tuple[list[str], list[str], str]]:
    found = response.context["lines"]
    return {line.name: ([word.text for word in line.before], [word.text for word in line.after], line.reason) for line in found}


def test_preview_says_what_each_has_and_would_have_and_changes_nothing(editor):
    old, new = make_tag("Old"), make_tag("New")
    public, pending, draft = (make_published_article(title_en=title, tags=[old]) for title in ("Public", "Pending", "Has it"))
    drafts.save(pending, {"lead_en": "Unfinished", "tags": []}, by=publisher())
    drafts.save(draft, {"tags": [str(new.pk)]}, by=publisher())
    locks.lock(public, by=publisher(), note="mine")

    response = look(editor, "add_tags", [public, pending, draft], chosen=[str(new.pk)])

    assert lines(response)["Pending"] == ([], ["New"], "")
    assert lines(response)["Has it"] == (["New"], ["New"], "")
    assert lines(response)["Public"][2].startswith("Locked by publisher")
    assert {line.name: str(line.outcome) for line in response.context["lines"]} == {
        "Public": "",
        "Pending": "joins the waiting changes",
        "Has it": "",
    }
    assert not BulkChange.objects.exists()
    assert tags_of(public) == {old}


def test_preview_turns_pages(editor, monkeypatch):
    monkeypatch.setattr(pages, "STEP", 2)
    articles = [make_published_article(title_en=f"Article {number}") for number in range(3)]
    chosen = [str(make_tag("New").pk)]

    first, second = (look(editor, "add_tags", articles, page=number, chosen=chosen) for number in (1, 2))

    assert [len(first.context["lines"]), len(second.context["lines"])] == [2, 1]
    assert lines(first).keys() | lines(second).keys() == {"Article 0", "Article 1", "Article 2"}
    for wrong in ("", "x", "-1", "99999999999", "9"):
        assert look(editor, "add_tags", articles, chosen=chosen, _look=wrong).status_code == 200


def test_one_undo_puts_back_what_nobody_touched_and_names_the_rest(editor):
    old, new, other = make_tag("Old"), make_tag("New"), make_tag("Other")
    one, touched, draft = make_published_article(title_en="One", tags=[old]), make_published_article(title_en="Touched"), make_draft("Draft")
    do(editor, "add_tags", [one, touched, draft], chosen=[str(new.pk)])
    drafts.save(one, {"lead_en": "Somebody writes on"}, by=publisher())
    drafts.publish(fresh(one), by=publisher())
    drafts.save(touched, {"tags": [str(other.pk)]}, by=publisher())
    drafts.publish(fresh(touched), by=publisher())
    numbered = Change.objects.count()

    response = undo(editor)

    assert [tags_of(one), tags_of(touched)] == [{old}, {other}]
    assert drafts.state_of(fresh(draft))["tags"] == []
    assert fresh(one).lead_en == "Somebody writes on"
    assert {name: reason for name, (_was, _is, reason) in lines(response).items()} == {
        "Touched": "Somebody changed this since.",
        "One": "",
        "Draft": "",
    }
    assert Change.objects.count() == numbered + 1
    assert said(response) == [
        "2 are as before.",
        "1 of them waits with this in its draft.",
        "1 was left as it is; the reason stands beside it.",
    ]
    assert list(Audit.objects.order_by("pk").values_list("action", flat=True)).count("bulk change undone") == 1


def test_undo_of_an_undone_change_changes_nothing(editor):
    tag = make_tag("New")
    article = make_published_article(title_en="One")
    do(editor, "add_tags", [article], chosen=[str(tag.pk)])
    undo(editor)
    do(editor, "add_tags", [article], chosen=[str(tag.pk)])

    response = undo(editor, BulkChange.objects.order_by("at").first())

    assert tags_of(article) == {tag}
    assert not response.context["may_undo"]


def test_undo_goes_on_over_several_requests_and_may_be_tried_again(editor, monkeypatch):
    monkeypatch.setattr(undoing, "STEP", 2)
    tag = make_tag("New")
    articles = [make_published_article(title_en=f"Article {number}") for number in range(5)]
    do(editor, "add_tags", articles, chosen=[str(tag.pk)])
    locks.lock(articles[0], by=publisher())

    left = undo(editor)
    remaining = [tags_of(article) for article in articles]
    locks.release(articles[0], by=publisher())
    undo(editor)

    assert remaining == [{tag}, set(), set(), set(), set()]
    assert "Locked by" in lines(left)["Article 0"][2]
    assert tags_of(articles[0]) == set()


def test_kind_is_set_and_put_back(editor):
    review = Kind.objects.create(key="review", label_en="Review")
    article = make_published_article(title_en="One")
    before = article.kind

    response = look(editor, "set_kind", [article], chosen=str(review.pk))
    do(editor, "set_kind", [article], chosen=str(review.pk))

    assert lines(response)["One"] == (["News"], ["Review"], "")
    assert fresh(article).kind == review
    undo(editor)
    assert fresh(article).kind == before


def test_kind_of_places_is_set(editor):
    place = make_place("Ergneti")
    drafts.save(place, {"kind": "region"}, by=publisher())

    posted = {"action": "set_kind", "_selected_action": [str(place.pk)], "_confirmed": "1", "chosen": "village"}
    editor.post(reverse("admin:actors_place_changelist"), posted)

    assert drafts.state_of(Place.objects.get())["kind"] == "village"


def test_mentions_are_added_once_removed_and_put_back_as_they_were(editor):
    nino, giorgi, office = make_published_actor(name_en="Nino"), make_published_actor(name_en="Giorgi"), make_office(name_en="Ministry")
    article = make_published_article(title_en="One")
    drafts.save(article, {"mentions": [{"actor": str(nino.pk), "capacity_en": "Envoy"}]}, by=publisher())
    drafts.publish(fresh(article), by=publisher())

    preview = look(editor, "add_mentions", [article], actor=[str(nino.pk), str(giorgi.pk)], office=[str(office.pk)])
    do(editor, "add_mentions", [article], actor=[str(nino.pk), str(giorgi.pk)], office=[str(office.pk)])
    added = [str(row) for row in fresh(article).mentions.all()]
    do(editor, "remove_mentions", [article], actor=[str(nino.pk)])
    removed = fresh(article).mentions.filter(actor=nino).count()
    undo(editor, BulkChange.objects.get(direction="remove"))

    assert lines(preview)["One"] == (["Nino"], ["Nino", "Giorgi", "Ministry"], "")
    assert (len(added), removed) == (3, 0)
    assert fresh(article).mentions.order_by("position").values_list("actor", "capacity_en")[0] == (nino.pk, "Envoy")
    undo(editor, BulkChange.objects.get(direction="add"))
    assert [row.actor for row in fresh(article).mentions.all()] == [nino]


def test_licence_and_credit_of_pictures_and_documents(editor):
    image, document = make_image(credit_en="Nino", credit_ka="ნინო"), make_document(credit_en="Nino")
    images, documents = reverse("admin:library_image_changelist"), reverse("admin:library_document_changelist")

    def act(address, action, thing, **more):
        return editor.post(address, {"action": action, "_selected_action": [str(thing.pk)], "_confirmed": "1", **more})

    act(images, "set_credit", image, credit_en="Archive", credit_ka="")
    act(images, "set_licence", image, licence="CC-BY-4.0")
    act(documents, "remove_credit", document)
    image.refresh_from_db()
    document.refresh_from_db()

    assert (image.credit_en, image.credit_ka, image.licence) == ("Archive", "ნინო", "CC-BY-4.0")
    assert document.credit_en == ""
    for change in BulkChange.objects.all():
        undo(editor, change)
    image.refresh_from_db()
    document.refresh_from_db()
    assert (image.credit_en, image.licence, document.credit_en) == ("Nino", Image.Licence.RESERVED, "Nino")


def test_credit_that_is_too_long_is_refused_before_anything_is_done(editor):
    image = make_image()

    response = look(editor, "set_credit", [image], address=reverse("admin:library_image_changelist"), credit_en="x" * 201)

    assert response.context["act"].form.errors
    assert not BulkChange.objects.exists()


@pytest.mark.parametrize("chosen", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_choice_that_cannot_be_is_asked_again(editor, chosen):
    article = make_published_article(title_en="One")

    for name in ("set_kind", "add_tags"):
        assert look(editor, name, [article], chosen=chosen).context["act"].form.errors
    assert look(editor, "add_mentions", [article], actor=[chosen]).context["act"].form.errors


def test_what_somebody_else_changed_is_told_to_those_only_who_may_change_it(editor):
    tag = make_tag("New")
    theirs = make_draft("A secret title")
    do(editor, "add_tags", [theirs], chosen=[str(tag.pk)])
    change, author = BulkChange.objects.get(), client_of(member_of("Author"))
    own = drafts.create(Article, {"title_en": "Own"}, by=member_of("Author", "own"))
    mine = BulkChange.objects.create(kind="news.article", field="tags", direction="add", by=own.created_by)
    mine.lines.create(thing=theirs.pk, before={"tags": []}, after={"tags": [str(tag.pk)]}, outcome="waiting")

    hidden = author.get(reverse("admin:publishing_bulkchange_change", args=[change.pk]))
    listed = author.get(reverse("admin:publishing_bulkchange_changelist")).content.decode()
    shown = client_of(own.created_by).get(reverse("admin:publishing_bulkchange_change", args=[mine.pk]))
    undone = undo(client_of(own.created_by), mine)

    assert hidden.status_code in (302, 404)
    assert str(change.pk) not in listed
    assert lines(shown) == {"a record that you may not open": ([], [], "")}
    assert "A secret" not in shown.content.decode()
    assert "no right" in lines(undone)["a record that you may not open"][2]
    assert drafts.state_of(fresh(theirs))["tags"] == [str(tag.pk)]


def test_lists_offer_it_to_those_only_who_may_change(client):
    make_draft()
    client.force_login(make_user("view"))

    assert 'value="add_tags"' not in client.get(LIST).content.decode()
    client.post(
        LIST, {"action": "set_kind", "_selected_action": [str(Article.objects.get().pk)], "_confirmed": "1", "chosen": str(Kind.objects.get().pk)}
    )
    assert not BulkChange.objects.exists()


@pytest.mark.parametrize("name", ["add_tags", "set_kind", "add_mentions"])
def test_preview_and_page_cost_the_same_at_any_number(editor, name, django_assert_max_num_queries):
    tag, actor, kind = make_tag("New"), make_published_actor(), Kind.objects.create(key="review", label_en="Review")
    articles = [make_published_article(title_en=f"Article {number}") for number in range(12)]
    for article in articles[:6]:
        drafts.save(article, {"lead_en": "Pending"}, by=publisher())
    given = {"add_tags": {"chosen": [str(tag.pk)]}, "set_kind": {"chosen": str(kind.pk)}, "add_mentions": {"actor": [str(actor.pk)]}}[name]
    look(editor, name, articles[:1], **given)

    with django_assert_max_num_queries(25):
        response = look(editor, name, articles, **given)
    do(editor, name, articles, **given)
    with django_assert_max_num_queries(16):
        editor.get(reverse("admin:publishing_bulkchange_change", args=[BulkChange.objects.get().pk]))
    with django_assert_max_num_queries(8):
        editor.get(reverse("admin:publishing_bulkchange_changelist"))
    assert len(response.context["lines"]) == 12
