"""Rows of lists found by addresses, present and past, in either language, and by when they last changed."""

import datetime as dt

import pytest
from django.utils import timezone

from actors.models import Tenure
from library.models import Document, Tag
from news.models import Article
from publishing import drafts
from publishing.publishable import State
from publishing.workflow import transition
from tests.api.test_parameters import ids
from tests.factories import (
    make_document,
    make_kind,
    make_published_actor,
    make_published_agreement,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_published_format,
    make_published_office,
    make_published_page,
    make_published_place,
    make_tag,
    publisher,
    rename_tag,
)

pytestmark = pytest.mark.django_db
MADE_BY = {
    "articles": make_published_article,
    "actors": make_published_actor,
    "offices": make_published_office,
    "places": make_published_place,
    "chronologies": make_published_chronology,
    "formats": make_published_format,
    "events": make_published_event,
    "agreements": make_published_agreement,
    "pages": make_published_page,
}


def test_records_are_found_by_addresses_they_had_in_either_language():
    record = make_published_article(title_en="First Talks", title_ka="პირველი", slug_en="first-talks", slug_ka="pirveli")
    drafts.save(record, {"slug_en": "talks-of-may", "slug_ka": "maisi"}, by=publisher())
    drafts.publish(record, by=publisher())
    drafts.save(record, {"slug_en": "talks-of-june"}, by=publisher())
    drafts.publish(record, by=publisher())
    about = make_published_actor(name_en="Ann Able", name_ka="ანა", slug_en="ann-able", slug_ka="ana")
    drafts.save(about, {"slug_en": "ann-baker", "slug_ka": "ana-beiker"}, by=publisher())
    drafts.publish(about, by=publisher())
    drafts.save(record, {"mentions": [{"actor": about.pk}]}, by=publisher())
    drafts.publish(record, by=publisher())

    for slug in ("first-talks", "talks-of-may", "talks-of-june", "pirveli", "maisi"):
        assert ids(f"articles/?slug={slug}") == [str(record.pk)], slug
    for slug in ("ann-able", "ann-baker", "ana", "ana-beiker"):
        assert (ids(f"actors/?slug={slug}"), ids(f"articles/?actor={slug}")) == ([str(about.pk)], [str(record.pk)]), slug
    transition(record, State.WITHDRAWN, by=publisher())
    assert [ids(f"articles/?slug={slug}") for slug in ("first-talks", "pirveli")] == [[], []]


def test_sessions_of_a_format_are_found_by_its_address():
    talks = make_published_format(title_en="Geneva Talks")
    session = make_published_event(title_en="First round", format=talks)
    make_published_event(title_en="Something else")

    assert ids("events/?session_of=geneva-talks") == ids(f"events/?session_of={talks.pk}") == [str(session.pk)]


@pytest.mark.parametrize("name", MADE_BY)
def test_every_kind_of_record_is_found_by_present_and_old_addresses_in_both_languages(name):
    make = MADE_BY[name]
    title = "name" if name in {"actors", "offices", "places"} else "title"
    record = make(**{f"{title}_en": "First Words", f"{title}_ka": "პირველი", "slug_en": "first-words", "slug_ka": "pirveli"})
    other = make(**{f"{title}_en": "Other Words"})
    drafts.save(record, {"slug_en": "later-words", "slug_ka": "meore"}, by=publisher())
    drafts.publish(record, by=publisher())

    for slug in ("first-words", "pirveli", "later-words", "meore"):
        assert ids(f"{name}/?slug={slug}") == [str(record.pk)], slug
    assert ids(f"{name}/?slug=other-words") == [str(other.pk)]
    assert ids(f"{name}/?slug=nothing") == []


def test_tags_and_documents_are_found_by_their_addresses():
    tag, document = make_tag("Duma", "დუმა"), make_document(title_en="Report", files={"en": b"a,b\n"})
    published_with(tag, document)
    hidden = make_document(title_en="Hidden", files={"en": b"c,d\n"})
    old = [tag.slug_en, tag.slug_ka]
    rename_tag(tag, en="State Duma")

    for slug in {*old, Tag.objects.get(pk=tag.pk).slug_en}:
        assert ids(f"tags/?slug={slug}") == [str(tag.pk)], slug
    assert ids(f"documents/?slug={document.short_id}") == [str(document.pk)]
    assert ids(f"documents/?slug={hidden.short_id}") == []


def test_what_changed_since_a_moment_is_asked_of_every_list():
    tag, document = make_tag("Duma"), make_document(title_en="Report", files={"en": b"a,b\n"})
    article = published_with(tag, document)
    actor, office = make_published_actor(name_en="Ann Able"), make_published_office("Head", name_en="Ministry")
    tenure = Tenure.objects.create(actor=actor, post=office.posts.get(), start="2004")
    since = long_ago(article, actor, office)
    row = {"tags": tag, "documents": document, "tenures": tenure, "posts": office.posts.get()}

    assert {name: ids(f"{name}/?updated_since={since}") for name in row} == {name: [] for name in row}

    drafts.save(office, {"description_en": "More."}, by=publisher())
    drafts.publish(office, by=publisher())
    drafts.save(article, {"lead_en": "More."}, by=publisher())
    drafts.publish(article, by=publisher())
    assert {name: ids(f"{name}/?updated_since={since}") for name in row} == {name: [str(each.pk)] for name, each in row.items()}

    since = long_ago(article, actor, office)
    Document.objects.get(pk=document.pk).save()
    rename_tag(tag, ka="დუმა")
    drafts.save(actor, {"summary_en": "More."}, by=publisher())
    drafts.publish(actor, by=publisher())
    assert {name: ids(f"{name}/?updated_since={since}") for name in row} == {
        "tags": [str(tag.pk)],
        "documents": [str(document.pk)],
        "tenures": [str(tenure.pk)],
        "posts": [],
    }


def test_what_is_hidden_changes_nothing_that_partners_can_ask_for():
    tag, document = make_tag("Duma"), make_document(title_en="Report", files={"en": b"a,b\n"})
    since = long_ago(published_with(tag, document))

    published_with(tag, document, at=timezone.now() + dt.timedelta(days=1))
    transition(published_with(tag, document), State.WITHDRAWN, by=publisher())

    assert [ids(f"{name}/?updated_since={since}") for name in ("tags", "documents")] == [[], []]


def published_with(tag, document, *, at=None):
    """Publish an article that carries a tag and lists a document."""
    fields = {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>Text.</p>", "tags": [tag.pk], "documents": [{"document": document.pk}]}
    record = drafts.create(Article, fields, by=publisher())
    drafts.publish(record, by=publisher(), **({"at": at} if at else {}))
    return record


def long_ago(*records):
    """Let all that there is have changed two days ago; return a moment of yesterday."""
    before = timezone.now() - dt.timedelta(days=2)
    for model in (Tag, Document, *(type(record) for record in records)):
        model.objects.update(updated_at=before)
    return f"{timezone.now() - dt.timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("address", ["nothing/", "articles/none/", "front-pages/%0A.%01/", "a/b.c/"])
def test_address_at_which_nothing_is_answers_in_words_for_machines(client, address):
    answer = client.get(f"/api/v1/{address}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
