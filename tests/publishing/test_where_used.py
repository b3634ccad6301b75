"""Where things are used: kept with every act, found by one query, told as far as somebody may see."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from library import tags
from news.models import Article
from publishing import drafts, erasing, uses, where_used
from publishing.models import Use
from publishing.notices import Notice
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import (
    make_actor,
    make_article,
    make_document,
    make_event,
    make_image,
    make_kind,
    make_office,
    make_published_actor,
    make_published_article,
    make_published_event,
    make_published_office,
    make_superuser,
    make_tag,
    publisher,
)
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


def write(**fields) -> Article:
    """An article that is a draft, as an editor leaves it."""
    return drafts.create(Article, {"title_en": "A visit", "kind": make_kind(), **fields}, by=publisher())


def found(thing, by=None) -> list[tuple[object, bool, bool]]:
    """Where a thing is used: (record, in what is stored, in the draft)."""
    by = by or publisher()
    listed = where_used.listed(where_used.seen(where_used.keys_of(thing), by), by)
    return [(each.record, each.is_stored, each.is_in_draft) for each in listed]


def agrees() -> bool:
    return not list(uses.differences())


def test_what_is_read_instead_of_a_withdrawn_text_is_used_by_it():
    old, new, newer = make_published_article(title_en="Old"), make_published_article(title_en="New"), make_published_article(title_en="Newer")
    drafts.save(old, {"title_ka": "ძველი", "body_ka": "<p>ტექსტი</p>"}, by=publisher())
    drafts.publish(old, by=publisher())

    drafts.withdraw(old, by=publisher(), languages=["ka"], notice=Notice(successor=new))

    assert (found(new), agrees()) == ([(old, True, False)], True)
    drafts.save(old, {"title_en": "Older"}, by=publisher())
    drafts.publish(old, by=publisher(), languages=["en"])
    assert (found(new), agrees()) == ([(old, True, False)], True)
    drafts.withdraw(old, by=publisher(), notice=Notice(successor=newer))
    assert (found(new), found(newer), agrees()) == ([], [(old, True, False)], True)
    drafts.publish(old, by=publisher())
    assert (found(newer), agrees()) == ([], True)


def test_choice_of_a_draft_is_a_use_until_it_is_taken_out():
    image = make_image()
    article = write(image=image)

    assert found(image) == [(article, False, True)]

    drafts.save(article, {"image": ""}, by=publisher())

    assert found(image) == []
    assert agrees()


def test_publication_makes_it_stored_and_a_later_draft_may_be_without_it():
    image = make_image()
    article = write(image=image, lead_en="Lead", body_en="<p>Text</p>")
    drafts.publish(article, by=publisher())

    assert found(image) == [(article, True, False)]

    drafts.save(article, {"image": ""}, by=publisher())

    assert found(image) == [(article, True, False)]
    assert agrees()

    drafts.discard(article, by=publisher())

    assert agrees()


def test_picture_and_link_in_a_text_are_uses():
    image, actor = make_image(), make_published_actor(name_en="Nino Beridze")
    text = f'<figure data-image="{image.pk}"></figure><p>See <a href="/en/actors/{actor.slug_en}/?a=1#b">her</a>.</p>'

    article = write(body_en=text)

    assert found(image) == [(article, False, True)]
    assert found(actor) == [(article, False, True)]


def test_link_in_a_note_and_in_another_language_is_a_use():
    actor = make_published_actor(name_en="Nino Beridze")

    article = write(body_ka=f'<p>ტექსტი<span class="footnote"><a href="/ka/actors/{actor.slug_ka}/">ის</a></span></p>')

    assert found(actor) == [(article, False, True)]


def test_link_holds_when_the_address_changes(client):
    actor = make_published_actor(name_en="Nino Beridze")
    old = f"/en/actors/{actor.slug_en}/"
    article = write(body_en=f'<p><a href="{old}">Nino</a></p>', lead_en="Lead")
    drafts.publish(article, by=publisher())

    drafts.save(actor, {"slug_en": "beridze-nino"}, by=publisher())
    drafts.publish(actor, by=publisher())

    assert found(actor) == [(article, True, False)]
    assert client.get(old).headers["Location"] == "/en/actors/beridze-nino/"
    assert agrees()


def test_address_given_after_somebody_linked_to_it_counts():
    article = write(body_en='<p><a href="/en/actors/nino-beridze/">Nino</a></p>')

    actor = make_published_actor(name_en="Nino Beridze")

    assert found(actor) == [(article, False, True)]


def test_short_address_is_a_use():
    event = make_published_event(title_en="Visit")

    article = write(body_en=f'<p><a href="/a/{event.short_id}">Visit</a></p>')

    assert found(event) == [(article, False, True)]


def test_office_is_used_where_one_of_its_posts_is():
    office = make_published_office("Minister")
    actor = make_actor(name_en="Nino")
    drafts.save(actor, {"tenures": [{"post": office.posts.get()}]}, by=publisher())

    assert found(office) == [(actor, False, True)]


@pytest.mark.parametrize("make", [make_image, make_document, lambda: make_tag("Talks"), make_published_actor, make_published_office, make_event])
def test_what_nothing_uses_is_used_nowhere(make):
    assert found(make()) == []


def test_merged_tags_are_used_where_either_was():
    one, other = make_tag("Talks"), make_tag("Negotiations")
    both, only = write(tags=[one, other]), write(tags=[one], lead_en="Lead", body_en="<p>Text</p>")
    drafts.publish(only, by=publisher())

    tags.merge(one, other, by=publisher())

    assert sorted(found(other), key=str) == sorted([(both, False, True), (only, True, False)], key=str)
    assert agrees()


def test_withdrawn_and_trashed_records_still_use_and_erased_ones_do_not():
    image = make_image()
    article = make_published_article(title_en="Visit", image=image)
    by = make_superuser()
    drafts.withdraw(article, by=by)
    transition(article, State.TRASHED, by=by)

    assert found(image) == [(article, True, False)]

    erasing.erase(article, by=by)

    assert found(image) == []
    assert agrees()


def test_author_sees_no_draft_of_others_and_how_many_there_are():
    image, author = make_image(), member_of("Author")
    public = make_published_article(title_en="Public", image=image)
    mine = drafts.create(Article, {"title_en": "Mine", "kind": make_kind(), "image": image}, by=author)
    write(image=image, title_en="A secret")
    in_draft = make_published_article(title_en="Its draft uses it")
    drafts.save(in_draft, {"image": image}, by=publisher())
    page = browser_of(author).client.get(reverse("admin:library_image_uses", args=[image.pk])).content.decode()

    assert {record for record, _stored, _draft in found(image, author)} == {public, mine}
    assert "A secret" not in page
    assert "Its draft uses it" not in page
    assert "Used in 2 records" in page
    assert "in 2 records that you may not open" in page


@pytest.mark.parametrize("number", [3, 30])
def test_where_used_is_one_query_whatever_the_number(number):
    actor = make_published_actor(name_en="Nino Beridze")
    for _each in range(number):
        write(body_en=f'<p><a href="/en/actors/{actor.slug_en}/">N</a></p>')
    keys, by = where_used.keys_of(actor), member_of("Author")
    where_used.count(where_used.seen(keys, by))

    with CaptureQueriesContext(connection) as queries:
        where_used.count(where_used.seen(keys, by))

    assert len([query for query in queries if "publishing_use" in query["sql"]]) == 1
    assert len(queries) == 1


def test_form_of_a_record_says_in_how_many_it_is_used():
    actor = make_published_actor(name_en="Nino Beridze")
    write(body_en=f'<p><a href="/en/actors/{actor.slug_en}/">Nino</a></p>')

    page = browser_of(member_of("Editor")).client.get(reverse("admin:actors_actor_change", args=[actor.pk])).content.decode()

    assert "Used in 1 record" in page
    assert reverse("admin:actors_actor_uses", args=[actor.pk]) in page


def test_image_and_tag_of_a_draft_cannot_be_deleted():
    image, tag = make_image(title="A bridge"), make_tag("Talks")
    write(image=image, tags=[tag], title_en="A visit to the bridge")
    browser = browser_of(make_superuser()).client

    for name, thing in (("library_image", image), ("library_tag", tag)):
        page = browser.post(reverse(f"admin:{name}_delete", args=[thing.pk]), {"post": "yes"}).content.decode()
        assert "A visit to the bridge" in page
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_uses_page_refuses_who_may_not_open_the_record():
    hidden = make_article(title_en="Hidden")

    page = browser_of(member_of("Author")).client.get(reverse("admin:news_article_uses", args=[hidden.pk]))

    assert page.status_code == 404


def test_page_number_that_is_none_shows_the_first(client):
    image = make_image()
    browser = browser_of(member_of("Editor")).client

    for page in ("0", "-1", "x", "²", "9" * 30, "00001" + "9" * 30, "00001" + "9" * 5000):
        assert browser.get(reverse("admin:library_image_uses", args=[image.pk]), {"page": page}).status_code == 200


def test_check_content_finds_what_is_wrong_and_mends_it(capsys):
    image = make_image()
    article = make_published_article(title_en="Visit", image=image)
    write(image=image)
    good = set(Use.objects.values_list("record", "used", "is_stored", "is_in_draft"))
    Use.objects.filter(record=article.pk).delete()
    Use.objects.update(is_stored=True)

    assert len(list(uses.differences())) == 2

    call_command("check_content", fix=True)

    assert set(Use.objects.values_list("record", "used", "is_stored", "is_in_draft")) == good


def test_filling_an_empty_table_finds_all_that_there_is():
    office = make_office("Minister")
    drafts.save(make_actor(name_en="Nino"), {"tenures": [{"post": office.posts.get()}]}, by=publisher())
    make_published_article(title_en="Visit", image=make_image(), tags=[make_tag("Talks")])
    good = set(Use.objects.values_list("record", "used", "is_stored", "is_in_draft"))
    Use.objects.all().delete()

    uses.fill()

    assert set(Use.objects.values_list("record", "used", "is_stored", "is_in_draft")) == good
    assert good
