import datetime as dt

from django.test import Client, RequestFactory
from django.utils import timezone

from library.forms import TagForm
from news.archives import Lists
from news.tags import tag_at
from publishing import changes, previewing, remembered
from publishing.models import ChangeHead
from tests.factories import make_published_article, make_tag

NOW = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


def stamped(**head: object) -> remembered.Stamp | None:
    request = RequestFactory().get("/en/")
    request.change_head = ChangeHead(**head)
    return remembered.stamp(request)


def test_request_remembers_under_the_last_public_change():
    assert stamped(sequence=3, moved_at=NOW) == (3, NOW)


def test_request_that_asked_for_no_counter_remembers_nothing():
    assert remembered.stamp(RequestFactory().get("/en/")) is None


def test_nothing_is_remembered_while_something_due_is_not_announced():
    due = timezone.now() - dt.timedelta(seconds=1)

    assert stamped(sequence=3, moved_at=NOW, next_due_at=due) is None


def test_nothing_is_remembered_of_a_preview():
    with previewing.previewing(previewing.Audience()):
        assert stamped(sequence=3, moved_at=NOW) is None


def test_change_ends_what_was_remembered():
    memory = remembered.Memory(9)
    memory.under((1, NOW))["a"] = 1

    assert (memory.under((1, NOW)), memory.under((2, NOW)), memory.under((1, NOW))) == ({"a": 1}, {}, {})


def test_nothing_stays_of_what_was_read_under_no_change():
    memory = remembered.Memory(9)
    memory.under(None)["a"] = 1

    assert memory.under(None) == {}


def test_memory_begins_anew_when_it_is_full():
    memory = remembered.Memory(1)
    memory.under((1, NOW)).update(a=1, b=2)

    assert memory.under((1, NOW)) == {}


def test_next_page_shows_the_new_label_of_a_tag(client: Client):
    tag = make_tag("Before")
    make_published_article(title_en="Article", tags=[tag])
    assert ">Before<" in client.get("/en/news/").content.decode()

    form = TagForm({"label_en": "After", "slug_en": "before", "slug_ka": tag.slug_ka}, instance=tag)
    assert form.is_valid(), form.errors
    form.save()
    changes.touch()

    assert ">After<" in client.get("/en/news/").content.decode()


def test_next_archive_counts_the_new_article(client: Client):
    tag = make_tag("Region")
    make_published_article(title_en="One", tags=[tag])
    counts = [client.get("/en/news/tag/region/").context["tag"].count]
    make_published_article(title_en="Two", tags=[tag])

    counts.append(client.get("/en/news/tag/region/").context["tag"].count)

    assert counts == [1, 2]


def test_tag_is_asked_for_once_under_a_change(django_assert_num_queries):
    make_published_article(tags=[make_tag("Region")])
    lists, under = Lists("en", untranslated=True), (7, timezone.now())

    with django_assert_num_queries(1):
        found = [tag_at("region", lists, under) for _time in range(3)]

    assert {one.tag.label_en for one in found} == {"Region"}
