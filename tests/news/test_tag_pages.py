import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from publishing.addresses import claim
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_agreement, make_article, make_event, make_published_article, make_published_event, make_tag, publisher

HOUR = dt.timedelta(hours=1)


def titles(response) -> list[str]:
    return [item.title for item in response.context["page"]]


def test_tag_archive_counts_only_what_readers_find(client: Client):
    tag = make_tag("Region")
    make_published_article(title_en="Now", tags=[tag])
    make_published_article(title_en="Tomorrow", tags=[tag], at=timezone.now() + HOUR)

    assert client.get("/en/news/tag/region/").context["tag"].count == 1


def test_tag_archive_lists_its_articles_only(client: Client):
    tag = make_tag("Tskhinvali Region", "ცხინვალის რეგიონი", description_en="The region.")
    make_published_article(title_en="Inside", title_ka="შიგნით", tags=[tag])
    make_published_article(title_en="Outside")

    response = client.get("/en/news/tag/tskhinvali-region/")

    assert titles(response) == ["Inside"]
    shown = response.context["tag"]
    assert (shown.label, shown.description, shown.count) == ("Tskhinvali Region", "The region.", 1)
    assert [language["url"] for language in response.context["languages"]] == [
        "/en/news/tag/tskhinvali-region/",
        "/ka/news/tag/tskhinvalis-regioni/",
    ]


def test_tag_of_the_other_language_redirects_once_and_for_ever(client: Client):
    make_published_article(tags=[make_tag("Tskhinvali Region", "ცხინვალის რეგიონი")])

    response = client.get("/en/news/tag/tskhinvalis-regioni/")

    assert (response.status_code, response.headers["Location"]) == (301, "/en/news/tag/tskhinvali-region/")


def test_tag_named_in_georgian_only_has_an_english_archive(client: Client):
    make_published_article(title_en="One", tags=[make_tag(label_ka="ახალგორი")])

    response = client.get("/en/news/tag/akhalgori/")

    assert (response.context["tag"].label, response.context["tag"].lang) == ("ახალგორი", "ka")


def test_tag_without_live_articles_is_as_unknown_as_one_that_never_was(client: Client):
    withdrawn, scheduled = make_tag("Withdrawn"), make_tag("Scheduled")
    make_article(title_en="Draft", tags=[make_tag("Draft only")])
    transition(make_published_article(tags=[withdrawn]), State.WITHDRAWN, by=publisher())
    make_published_article(tags=[scheduled], at=timezone.now() + HOUR)

    answers = [client.get(f"/en/news/tag/{slug}/").status_code for slug in ("draft-only", "withdrawn", "scheduled", "never")]

    assert answers == [404, 404, 404, 404]


def test_archive_lists_events_and_agreements_too_and_all_of_them_in_lists_of_their_own(client: Client, django_assert_max_num_queries):
    tag, draft_only = make_tag("Region", "რეგიონი"), make_tag("Draft only")
    for day in range(1, 22):
        make_published_event(title_en=f"Event {day}", title_ka=f"მოვლენა {day}", date=f"2008-09-{day:02}", tags=[tag])
    plan = make_agreement(title_en="Plan", title_ka="გეგმა", validity="2024/2025")
    plan.tags.set([tag])
    transition(plan, State.PUBLISHED, by=publisher())
    for hidden in (
        make_event(title_en="Draft", tags=[tag, draft_only]),
        make_published_event(title_en="Tomorrow", tags=[tag], at=timezone.now() + HOUR),
    ):
        assert not hidden.is_live

    client.get("/en/")
    with django_assert_max_num_queries(6):
        page = client.get("/en/news/tag/region/")
    shown = {section.kind: [entry.name.label for entry in section.entries] for section in page.context["sections"]}
    assert shown == {"event": [f"Event {day}" for day in range(21, 11, -1)], "agreement": ["Plan"]}
    assert "feed" not in page.context
    assert "0 articles" not in page.content.decode()
    assert 'href="/en/news/tag/region/events/"' in page.content.decode()
    assert "tag/region/agreements/" not in page.content.decode()

    # All of them, there and back.
    with django_assert_max_num_queries(6):
        first = client.get("/en/news/tag/region/events/")
    second = client.get(first.context["page"].older)
    listed = [entry.name.label for answer in (first, second) for entry in answer.context["page"]]
    assert listed == [f"Event {day}" for day in range(21, 0, -1)]
    assert client.get(second.context["page"].newer).headers["Location"] == "/en/news/tag/region/events/"
    assert client.get("/en/news/tag/regioni/events/").headers["Location"] == "/en/news/tag/region/events/"
    assert client.get("/ka/news/tag/regioni/agreements/").status_code == 200
    missing = ("region/agreements/?before=x", "draft-only/", "draft-only/events/", "never/events/", "region/events/?before=x")
    assert {client.get(f"/en/news/tag/{path}").status_code for path in missing} == {404}

    # Every tag that is used leads somewhere: in the list of tags, on the pages and in the interface.
    ((group,),) = [client.get("/en/tags/").context["groups"]]
    assert [(each.label, each.count) for each in group.entries] == [("Region", 22)]
    event = client.get("/en/events/event-1/").context["page"]
    assert [each.url for each in event.tags] == ["/en/news/tag/region/"]
    (found,) = client.get("/api/v1/tags/").json()["results"]
    assert found["url"] == {"en": "http://testserver/en/news/tag/region/", "ka": "http://testserver/ka/news/tag/regioni/"}


def test_tag_list_counts_what_readers_find_in_the_order_of_the_alphabet(client: Client):
    b, a, unused = make_tag("b second", "ბ"), make_tag("A first", "ა"), make_tag("Unused")
    make_published_article(title_en="One", tags=[a, b])
    make_published_article(title_en="Two", tags=[b])
    make_published_article(title_en="Tomorrow", tags=[a, b, unused], at=timezone.now() + HOUR)

    in_english, in_georgian = (client.get(f"/{code}/tags/").context["groups"] for code in ("en", "ka"))

    assert [(group.letter, tag.label, tag.count) for group in in_english for tag in group.entries] == [("A", "A first", 1), ("B", "b second", 2)]
    assert [(tag.label, tag.url) for group in in_georgian for tag in group.entries] == [("ა", "/ka/news/tag/a/"), ("ბ", "/ka/news/tag/b/")]


@pytest.mark.parametrize(("language", "letters"), [("en", "0–9 A D E Z ა ე"), ("ka", "0–9 ა ე A D E Z")])
def test_tags_stand_by_letter_those_of_the_pages_script_first(client: Client, language, letters):
    labels = ["Zugdidi", "“Demarcation”", "Élysée", "abkhazia", "2008", "ერგნეთი", "ახალგორი"]
    make_published_article(title_en="One", tags=[make_tag(label) for label in labels])

    groups = client.get(f"/{language}/tags/").context["groups"]

    assert " ".join(group.letter for group in groups) == letters


@pytest.mark.parametrize(("number", "offered"), [(30, False), (31, True)])
def test_long_index_offers_its_letters(client: Client, number, offered):
    make_published_article(title_en="One", tags=[make_tag(f"Tag {each}") for each in range(number)])

    page = client.get("/en/tags/").content.decode()

    assert ('<a href="#letter-1"' in page) is offered
    assert 'id="letter-1"' in page


def test_alias_of_a_tag_redirects_to_it(client: Client):
    tag = make_tag("Tskhinvali Region")
    make_published_article(tags=[tag])
    claim("tag", "south-ossetia", tag.pk)

    assert client.get("/en/news/tag/south-ossetia/").headers["Location"] == "/en/news/tag/tskhinvali-region/"


def test_way_back_to_the_first_page_of_a_tag_archive_leads_there(client: Client):
    tag = make_tag("Region")
    for _article in range(17):
        make_published_article(tags=[tag])
    second = client.get(client.get("/en/news/tag/region/").context["page"].older)

    response = client.get(second.context["page"].newer)

    assert (response.status_code, response.headers["Location"]) == (302, "/en/news/tag/region/")


def test_old_address_of_a_hidden_tag_does_not_tell_the_new_one(client: Client):
    tag = make_tag("Hidden", "დამალული")
    article = make_published_article(tags=[tag])
    transition(article, State.WITHDRAWN, by=publisher())
    make_published_article(tags=[make_tag("Waiting", "მომლოდინე")], at=timezone.now() + HOUR)

    assert client.get("/en/news/tag/damaluli/").status_code == 404
    assert client.get("/en/news/tag/momlodine/").status_code == 404
